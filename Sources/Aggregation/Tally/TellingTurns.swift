import Record

/// Of one conversation: in which turns the words stand that speak for or against a behavior, and what else those turns say.
struct TellingTurns: Sendable {
  /// The turn in which a behavior's shown words (of a met one) or spoiling words (of a missed one) stand, −1 where none do.
  private var turns: [Int32]
  /// Which of these are set.
  private var told: [Int] = []
  private var items: [Item] = []
  private let techniqueOf: [Int16]

  private struct Item {
    var turn: Int32
    var behavior: UInt16
    var technique: Int16
    var isShown: Bool
  }

  /// The most that `company` gives.
  static let bestCompany: Int32 = 80

  init(catalog: RubricCatalog) {
    techniqueOf = catalog.behaviors.map { Int16($0.technique) }
    turns = Array(repeating: -1, count: catalog.behaviors.count)
  }

  mutating func load(_ index: Int, _ sheet: ScoreSheet) {
    for behavior in told { turns[behavior] = -1 }
    told.removeAll(keepingCapacity: true)
    items.removeAll(keepingCapacity: true)
    let base = sheet.index(conversation: index, behavior: 0)
    let evidence = sheet.cards[index].evidence
    for place in Int(evidence.lowerBound)..<Int(evidence.upperBound) {
      let item = sheet.evidence[place]
      let behavior = Int(item.behavior)
      if item.polarity != .opportunity {
        items.append(
          Item(
            turn: item.turn, behavior: item.behavior, technique: techniqueOf[behavior],
            isShown: item.polarity == .shown))
      }
      let wanted: Polarity = sheet.results[base + behavior].status == .met ? .shown : .spoiled
      guard item.polarity == wanted, turns[behavior] < 0 else { continue }
      turns[behavior] = item.turn
      told.append(behavior)
    }
  }

  /// Whether any turn holds a behavior's telling words.
  @inline(__always)
  func tells(of behavior: Int) -> Bool { turns[behavior] >= 0 }

  @inline(__always)
  func isTelling(_ turn: Int32, of behavior: Int) -> Bool { turns[behavior] == turn }

  /// What else the turn says: more of the same technique makes a better example, and what spoils anything makes a bad one ("sorry
  /// for any inconvenience" owns an issue, and is no apology to learn from).
  func company(of behavior: Int, turn: Int32, isMet: Bool) -> Int32 {
    var company: Int32 = 0
    for item in items where item.turn == turn && Int(item.behavior) != behavior {
      if item.technique == techniqueOf[behavior] {
        company += item.isShown == isMet ? 40 : -200
      } else if isMet, !item.isShown {
        company -= 200
      }
    }
    return max(-200, min(TellingTurns.bestCompany, company))
  }
}
