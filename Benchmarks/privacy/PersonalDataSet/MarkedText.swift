/// A text in which personal data is marked: `my card is «card|4111 1111 1111 1111», thanks`.
public struct MarkedText: Sendable {
  public struct Mark: Sendable, Hashable {
    public var kind: String
    /// Half-open, in bytes of `plain`.
    public var start: Int
    public var end: Int

    public init(kind: String, start: Int, end: Int) {
      self.kind = kind
      self.start = start
      self.end = end
    }
  }

  /// The text without the marks, UTF-8.
  public private(set) var plain: [UInt8] = []
  public private(set) var marks: [Mark] = []
  /// What was said before it, for items that answer a question.
  public var earlier: [UInt8]

  public init(_ marked: String, after earlier: String = "") {
    self.earlier = Array(earlier.utf8)
    var open: (kind: String, start: Int)?
    var kind: String?
    for character in marked {
      switch character {
      case "«": kind = ""
      case "|" where kind != nil:
        open = (kind ?? "", plain.count)
        kind = nil
      case "»":
        if let open { marks.append(Mark(kind: open.kind, start: open.start, end: plain.count)) }
        open = nil
      default:
        if kind != nil { kind?.append(character) } else { plain.append(contentsOf: String(character).utf8) }
      }
    }
  }

  public var text: String { String(decoding: plain, as: UTF8.self) }
}
