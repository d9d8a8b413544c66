import Glibc
public import Record

/// What a huge XML file is cut by: the elements that stand open around its records, and the records' name.
public struct XmlShape: Sendable, Hashable {
  /// For messages and `sourceRef`: the file, with the archive member behind `!/`.
  public var file: String
  /// The start tags around every record, as they stand in the file (with their namespace declarations).
  public var opening: [UInt8]
  /// Their end tags.
  public var closing: [UInt8]
  /// The records' element, as it is written: prefix and local name.
  public var recordName: [UInt8]
  /// Name (local) of the root element and its namespace declaration bytes, for detection.
  public var rootName: [UInt8]
  /// Offset of the first record's `<` in the bytes that were sniffed.
  public var contentStart: Int
  /// Lines before `contentStart`.
  public var linesBefore: Int
  /// The encoding that the XML declaration names, lower case; empty where there is none.
  public var declaredEncoding: String
  /// Minutes east of UTC for times without an offset; nil where none was configured.
  public var assumedOffsetMinutes: Int?
  /// A conversation without an id of its own gets this one (the file's stem); empty for none.
  public var fallbackID: [UInt8] = []

  /// Reads the head of a document in UTF-8: declaration, comments, document type, and start tags up to the first
  /// record.
  ///
  /// The record is the first element with a name of conversations (`conversation`, `call`, `interaction` …) or, where
  /// no
  /// name says so, the first child of the root.
  /// - Throws: `Problem` for a document type (unless allowed), for bytes that are not XML, and where no element is
  /// found.
  public static func sniff(_ head: [UInt8], file: String, allowDoctype: Bool = false) throws(Problem) -> XmlShape {
    try sniff(head, file: file, allowDoctype: allowDoctype, record: nil)
  }

  /// The same where the record's local name is known.
  static func sniff(_ head: [UInt8], file: String, allowDoctype: Bool, record: [UInt8]?) throws(Problem) -> XmlShape {
    var scanner = XmlHeadScanner(bytes: head, file: file, allowDoctype: allowDoctype)
    scanner.wanted = record
    return try scanner.shape()
  }

  /// Without what follows the last record: the end tags of its parents, comments, blanks.
  func withoutTail(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
    var end = ArenaText.trimmed(bytes, range).upperBound
    let name = recordName
    while end > range.lowerBound, bytes[end - 1] == UInt8(ascii: ">") {
      guard let start = bytes[range.lowerBound..<end].lastIndex(of: UInt8(ascii: "<")), start + 1 < end,
        bytes[start + 1] == UInt8(ascii: "/"), !bytes[(start + 2)..<end].dropLast().elementsEqual(name)
      else { break }
      if closing.isEmpty || XmlScan.find(Array(bytes[start..<end]), in: closing, from: 0) == nil { break }
      end = ArenaText.trimmed(bytes, range.lowerBound..<start).upperBound
    }
    return range.lowerBound..<max(end, range.lowerBound)
  }

  /// Whether the element that the records stand in ends somewhere in a run.
  func hasParentEnd(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    let tag = closing.prefix { $0 != UInt8(ascii: ">") }
    return unsafe bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return false }
      var at = range.lowerBound
      while let hit = unsafe memchr(base + at, CInt(UInt8(ascii: "<")), range.upperBound - at) {
        at = unsafe UnsafeRawPointer(base).distance(to: UnsafeRawPointer(hit)) + 1
        guard at < range.upperBound, unsafe bytes[at] == UInt8(ascii: "/") else { continue }
        let end = at - 1 + tag.count
        if end <= range.upperBound, unsafe bytes[at - 1..<end].elementsEqual(tag) { return true }
      }
      return false
    }
  }

  /// Whether the record is the document's root itself.
  var isWholeRecord: Bool { opening.elementsEqual("<sidetone>".utf8) }

  /// What is said of another document in the file that holds no such records.
  func strayMessage(_ root: String) -> String {
    "the file goes on with another document, <\(root)>, which holds no <\(String(decoding: recordName, as: UTF8.self))>; "
      + "give it as a file of its own"
  }

  var localRecordName: [UInt8] { XmlShape.local(recordName) }

  /// The name without its prefix.
  static func local(_ name: [UInt8]) -> [UInt8] {
    guard let colon = name.lastIndex(of: UInt8(ascii: ":")) else { return name }
    return Array(name[(colon + 1)...])
  }
}

/// A start tag in the head of a document.
private struct HeadTag {
  var name: [UInt8]
  var range: Range<Int>
}

/// Walks the head of a document by hand, so that nothing of a prolog ever reaches the parser.
private struct XmlHeadScanner {
  let bytes: [UInt8]
  let file: String
  let allowDoctype: Bool
  var at = 0
  var encoding = ""
  /// Local name of the record where it is known.
  var wanted: [UInt8]?

  init(bytes: [UInt8], file: String, allowDoctype: Bool) {
    self.bytes = bytes
    self.file = file
    self.allowDoctype = allowDoctype
  }

  mutating func shape() throws(Problem) -> XmlShape {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
    var open: [HeadTag] = []
    var firstChild: (tag: HeadTag, depth: Int)?
    while let tag = try nextTag() {
      if tag.isEnd {
        if !open.isEmpty { open.removeLast() }
        continue
      }
      let folded = XmlNames.fold(XmlShape.local(tag.tag.name))
      if let wanted {
        if XmlShape.local(tag.tag.name) == wanted { return make(open, tag.tag) }
        if !tag.isEmpty { open.append(tag.tag) }
        if open.count == 1 { roots = open }
        continue
      }
      let isNamed = XmlNames.records.contains(folded)
      // `<transcript>` may be the root of many calls, and `<call>` the root of one: the deepest of the first run wins,
      // unless the inner one only holds turns.
      if isNamed, !isOuterOfRecords(tag.tag, folded) { return make(open, tag.tag) }
      if open.count == 1, firstChild == nil { firstChild = (tag.tag, 1) }
      if tag.isEmpty, open.isEmpty { return make([], tag.tag) }
      if !tag.isEmpty { open.append(tag.tag) }
      if open.count > 12 { break }
      if open.count == 1, firstChild == nil { roots = open }
    }
    if let firstChild { return make(roots, firstChild.tag) }
    if let root = roots.first { return make([], root) }
    throw problem("no XML element was found", hint: "the file looks empty or is not XML")
  }

  private var roots: [HeadTag] = []

  /// Whether an element with a record's name is only the container of others: its first child has a record's name too.
  private func isOuterOfRecords(_ tag: HeadTag, _ folded: String) -> Bool {
    var inner = self
    inner.at = tag.range.upperBound
    guard let next = try? inner.nextTag(), !next.isEnd else { return false }
    let name = XmlNames.fold(XmlShape.local(next.tag.name))
    return XmlNames.records.contains(name) && name != folded
      && (name + "s" == folded || folded == "transcript" || folded == "record" || folded == "recording")
  }

  private func make(_ open: [HeadTag], _ record: HeadTag) -> XmlShape {
    var opening: [UInt8] = []
    var closing: [UInt8] = []
    for tag in open { opening += bytes[tag.range] }
    for tag in open.reversed() { closing += Array("</".utf8) + tag.name + [UInt8(ascii: ">")] }
    if open.isEmpty {
      opening = Array("<sidetone>".utf8)
      closing = Array("</sidetone>".utf8)
    }
    let lines = bytes[..<record.range.lowerBound].count { $0 == 10 }
    return XmlShape(
      file: file, opening: opening, closing: closing, recordName: record.name,
      rootName: open.first?.name ?? record.name, contentStart: record.range.lowerBound, linesBefore: lines,
      declaredEncoding: encoding)
  }

  private func problem(_ message: String, hint: String = "") -> Problem {
    let line = 1 + bytes[..<min(at, bytes.count)].count { $0 == 10 }
    return Problem(file: file, line: line, message, hint: hint)
  }

  /// The next start or end tag; declarations, comments and text are passed over.
  private mutating func nextTag() throws(Problem) -> (tag: HeadTag, isEnd: Bool, isEmpty: Bool)? {
    while at < bytes.count {
      guard bytes[at] == UInt8(ascii: "<") else {
        at += 1
        continue
      }
      if starts("<?") {
        try declaration()
      } else if starts("<!--") {
        at = end(of: "-->", from: at + 4)
      } else if starts("<![CDATA[") {
        at = end(of: "]]>", from: at + 9)
      } else if starts("<!DOCTYPE") {
        try doctype()
      } else if starts("</") {
        at = end(of: ">", from: at)
        return (HeadTag(name: [], range: at..<at), true, false)
      } else {
        return try startTag()
      }
    }
    return nil
  }

  private mutating func declaration() throws(Problem) {
    let start = at
    at = end(of: "?>", from: at)
    guard bytes[start...].starts(with: Array("<?xml".utf8)) else { return }
    let key = Array("encoding".utf8)
    guard let found = XmlScan.find(key, in: bytes, from: start, to: at) else { return }
    let tail = bytes[(found + key.count)..<at].drop { $0 == 0x20 || $0 == UInt8(ascii: "=") }
    guard let quote = tail.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return }
    encoding = String(decoding: tail.dropFirst().prefix { $0 != quote }, as: UTF8.self).lowercased()
  }

  /// A document type is where external files and entity bombs come from; skipped by hand where it is allowed.
  private mutating func doctype() throws(Problem) {
    guard allowDoctype else {
      throw problem(
        "the document has a DOCTYPE, which can pull in files and entity bombs",
        hint: "remove it, or set xml: { allow_doctype: true } in the mapping (its entities stay unexpanded)")
    }
    let start = at
    at = bytes.count
    guard let end = XmlScan.doctypeEnd(bytes, from: start, to: bytes.count) else {
      throw problem("the DOCTYPE does not end")
    }
    at = end
  }

  private mutating func startTag() throws(Problem) -> (tag: HeadTag, isEnd: Bool, isEmpty: Bool)? {
    let start = at
    var index = at + 1
    while index < bytes.count, XmlScan.isNameByte(bytes[index]) { index += 1 }
    let name = Array(bytes[(start + 1)..<index])
    guard !name.isEmpty else { throw problem("'<' is not followed by a name") }
    guard let close = XmlScan.tagEnd(bytes, from: index) else { return nil }
    at = close + 1
    return (HeadTag(name: name, range: start..<at), false, bytes[close - 1] == UInt8(ascii: "/"))
  }

  private func starts(_ text: StaticString) -> Bool {
    bytes[at...].starts(with: Array("\(text)".utf8))
  }

  private func end(of text: String, from start: Int) -> Int {
    let needle = Array(text.utf8)
    return XmlScan.find(needle, in: bytes, from: start).map { $0 + needle.count } ?? bytes.count
  }
}
