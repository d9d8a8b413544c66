import Record

/// A learned model as its file says it: which words and pairs of words speak for a behavior, and how strongly.
///
/// The file is a table with tabs, made to be read by people: `word`, `thank`, `1.93`. A turn's score is the base plus the
/// weights of the different words and pairs that stand in it; the log-odds of the behavior on the training conversations.
struct ModelSource: Sendable, Hashable {
  /// What a weight belongs to.
  enum Feature: Sendable, Hashable {
    /// One normalized token: a word, `#` for a run with digits, `?` or `!`.
    case word(String)
    /// Two tokens next to each other; `^` is the turn's start, `$` its end.
    case pair(String, String)
    /// A turn of at least so many words.
    case length(Int)
    /// A cue of the rubric that fires in the turn.
    case cue(String)

    /// As it stands in the rubric's canonical form.
    var print: String {
      switch self {
      case .word(let word): "word(\"\(word)\")"
      case .pair(let first, let second): "pair(\"\(first)\", \"\(second)\")"
      case .length(let words): "length(\(words))"
      case .cue(let name): "cue(\"\(name)\")"
      }
    }
  }

  struct Row: Sendable, Hashable {
    var feature: Feature
    var weight: Float
  }

  var name: String
  var base: Float = 0
  var rows: [Row] = []

  /// Every word that the tokenizer must tell apart for this model.
  var words: Set<String> {
    var words: Set<String> = []
    for row in rows {
      switch row.feature {
      case .word(let word): words.insert(word)
      case .pair(let first, let second): words.formUnion([first, second])
      case .length, .cue: break
      }
    }
    return words.subtracting(ModelToken.marks)
  }

  /// The cues that have a weight, with it.
  var cues: [(name: String, weight: Float)] {
    rows.compactMap { row in if case .cue(let name) = row.feature { (name, row.weight) } else { nil } }
  }

  /// What it means, in a fixed order: for the rubric's hash.
  var print: String {
    let lines = rows.map { "\($0.feature.print) \($0.weight)" }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return "\(base);" + lines.joined(separator: ";")
  }

  /// Reads a model file; throws a `Problem` that names the line.
  static func read(_ bytes: [UInt8], name: String, file: String) throws(Problem) -> ModelSource {
    var model = ModelSource(name: name)
    for (index, line) in bytes.split(separator: 10, omittingEmptySubsequences: false).enumerated() {
      let text = line.last == 13 ? line.dropLast() : line
      if text.isEmpty || text.first == UInt8(ascii: "#") && text.dropFirst().first == UInt8(ascii: " ") { continue }
      let fields = text.split(separator: 9).map { String(decoding: $0, as: UTF8.self) }
      guard let weight = fields.last.flatMap(Float.init), weight.isFinite, let row = Self.row(fields, weight) else {
        throw Problem(
          file: file, line: index + 1, "no row of a model",
          hint: "word, the word, its weight; pair, two words, its weight; with tabs")
      }
      switch row {
      case nil: model.base = weight
      case let row?: model.rows.append(row)
      }
    }
    return model
  }

  /// The row that the fields say; an inner nil is the base.
  private static func row(_ fields: [String], _ weight: Float) -> Row?? {
    switch (fields.first, fields.count) {
    case ("base", 2): return .some(nil)
    case ("word", 3): return Row(feature: .word(fields[1]), weight: weight)
    case ("pair", 3):
      let words = fields[1].split(separator: " ")
      guard words.count == 2 else { return nil }
      return Row(feature: .pair(String(words[0]), String(words[1])), weight: weight)
    case ("length", 3):
      guard let words = Int(fields[1]), words > 0 else { return nil }
      return Row(feature: .length(words), weight: weight)
    case ("cue", 3): return Row(feature: .cue(fields[1]), weight: weight)
    default: return nil
    }
  }
}

/// How the fixed tokens are written in a model's file.
enum ModelToken {
  /// The lengths of a turn, in words, that learning may tell apart.
  static let lengths = [4, 9, 20, 40]
  static let start = "^"
  static let end = "$"
  static let number = "#"
  static let question = "?"
  static let exclamation = "!"
  static let marks: Set<String> = [start, end, number, question, exclamation]

  /// The id that the start of a turn has in pairs; no vocabulary is that large.
  static let startID: TokenID = .max

  /// The token of a written feature word.
  static func id(_ word: String, _ vocabulary: Vocabulary) -> TokenID {
    switch word {
    case start: return startID
    case end: return FixedToken.end
    case number: return FixedToken.number
    case question: return FixedToken.question
    case exclamation: return FixedToken.exclamation
    default: return vocabulary.ids[word] ?? FixedToken.other
    }
  }
}
