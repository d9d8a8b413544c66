import Record

/// The rubric's words, and what stands in where a rubric leaves them out.
struct RubricWords: Sendable {
  let rubric: RubricCatalog

  func technique(_ index: Int) -> String {
    let technique = rubric.techniques[index]
    return technique.title.isEmpty ? technique.id : technique.title
  }

  func behavior(_ index: Int) -> String {
    let behavior = rubric.behaviors[index]
    return behavior.title.isEmpty ? behavior.id : behavior.title
  }

  /// `offered a second option in 31 of 120 refusals`.
  func observed(_ index: Int, _ rate: Summary.Rate) -> String {
    let behavior = rubric.behaviors[index]
    let act = behavior.observable.isEmpty ? "did what “\(self.behavior(index))” asks" : behavior.observable
    if rate.opportunities == 1 {
      switch rate.metHalves {
      case 2: return "\(act) the one time it was called for"
      case 1: return "\(act) in part the one time it was called for"
      default: return "\(act) 0 times, where it was called for once"
      }
    }
    let noun = behavior.opportunityNoun.isEmpty ? "times that called for it" : behavior.opportunityNoun
    return "\(act) in \(Words.fraction(rate)) \(noun)"
  }

  /// What good looks like, in one sentence with its stop.
  func good(_ index: Int) -> String {
    let behavior = rubric.behaviors[index]
    let text = behavior.good.isEmpty ? rubric.techniques[behavior.technique].summary : behavior.good
    return stopped(text)
  }

  /// A line to say, in typographic quotation marks; the rubric may bring straight ones of its own.
  func quoted(_ text: String) -> String {
    guard text.contains("\"") else { return "“\(stopped(text))”" }
    var out = ""
    var isOpen = false
    for character in text {
      guard character == "\"" else {
        out.append(character)
        continue
      }
      out.append(isOpen ? "”" : "“")
      isOpen.toggle()
    }
    return out
  }

  /// The full stop that a text still needs.
  func stop(_ text: String) -> String { stopped(text) == text ? "" : "." }

  func stopped(_ text: String) -> String {
    guard let last = text.last else { return "" }
    return ".!?…”\"".contains(last) ? text : text + "."
  }
}
