/// Words with a little emphasis. Interpolated values are plain text and nothing else: what a transcript says can't become markup.
struct Rich: Sendable, Hashable, ExpressibleByStringInterpolation {
  enum Run: Sendable, Hashable {
    case text(String)
    case strong(String)
    case code(String)
    case link(String, to: String)
  }

  var runs: [Run] = []

  init(_ runs: [Run] = []) { self.runs = runs }
  init(stringLiteral value: String) { runs = [.text(value)] }
  init(stringInterpolation: Interpolation) { runs = stringInterpolation.runs }

  static func + (left: Rich, right: Rich) -> Rich { Rich(left.runs + right.runs) }
  static func += (left: inout Rich, right: Rich) { left.runs += right.runs }

  var isEmpty: Bool { runs.isEmpty }

  /// The words alone.
  var plain: String {
    runs.map { run in
      switch run {
      case .text(let text), .strong(let text), .code(let text), .link(let text, _): text
      }
    }.joined()
  }

  struct Interpolation: StringInterpolationProtocol {
    var runs: [Run] = []

    init(literalCapacity: Int, interpolationCount: Int) { runs.reserveCapacity(interpolationCount * 2 + 1) }

    mutating func appendLiteral(_ literal: String) { if !literal.isEmpty { runs.append(.text(literal)) } }
    mutating func appendInterpolation(_ text: String) { runs.append(.text(text)) }
    mutating func appendInterpolation(_ number: Int) { runs.append(.text(Words.grouped(number))) }
    mutating func appendInterpolation(_ rich: Rich) { runs += rich.runs }
    mutating func appendInterpolation(strong text: String) { runs.append(.strong(text)) }
    mutating func appendInterpolation(code text: String) { runs.append(.code(text)) }
    mutating func appendInterpolation(link text: String, to target: String) { runs.append(.link(text, to: target)) }
  }
}

/// A page as a tree: composed once, written as Markdown or as HTML.
enum Block: Sendable, Hashable {
  case heading(Int, Rich)
  case paragraph(Rich)
  case bullets([Rich])
  /// Lines of a conversation.
  case quote([Rich])
  case table(Table)
  case image(path: String, alternative: String)

  struct Table: Sendable, Hashable {
    struct Column: Sendable, Hashable {
      var title: String
      var isNumber: Bool
      init(_ title: String, isNumber: Bool = false) {
        self.title = title
        self.isNumber = isNumber
      }
    }
    /// A cell's words, and the number to sort by where there is one.
    struct Cell: Sendable, Hashable {
      var words: Rich
      var order: Double?
      init(_ words: Rich, order: Double? = nil) {
        self.words = words
        self.order = order
      }
    }
    /// What the table shows, for those who can't see it.
    var caption: String
    var columns: [Column]
    var rows: [[Cell]]
  }
}

/// A page, its path in the output folder, and where it stands.
struct Document: Sendable {
  /// Without an extension: `teams/billing-north`.
  var path: String
  var title: String
  var blocks: [Block] = []

  init(path: String, title: String) {
    self.path = path
    self.title = title
  }

  mutating func heading(_ level: Int, _ words: Rich) { blocks.append(.heading(level, words)) }
  mutating func say(_ words: Rich) { if !words.isEmpty { blocks.append(.paragraph(words)) } }
  mutating func bullets(_ items: [Rich]) { if !items.isEmpty { blocks.append(.bullets(items)) } }
}
