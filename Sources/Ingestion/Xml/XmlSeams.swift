/// Finds what stands between the records of a file that is no single document: several that were put one behind the other,
/// each with its declaration, byte order mark, document type and root, or one that says more behind its last record.
///
/// Only asked where a run is not well-formed as it stands. Comments, CDATA sections and whatever stands within a record are
/// never taken for a seam; a document type is passed over by hand, so that no parser ever sees it.
struct XmlSeams {
  /// What stands between two records, or behind the last.
  struct Seam {
    /// Up to the next record's `<`, or to the end of the run.
    var range: Range<Int>
    /// The start tags around what follows; nil where they have other names than those before.
    var opening: [UInt8]?
    /// Documents in the seam that hold something, but no record of the name: the names of their roots and where they begin.
    var strays: [(root: String, offset: Int)] = []
  }

  /// An element that stands open.
  private struct Tag {
    var name: [UInt8]
    var bytes: [UInt8]
    var offset = 0
  }

  private let bytes: [UInt8]
  private let end: Int
  private let record: [UInt8]
  /// The elements around the records as the shape has them, outermost first; none where the record is the root.
  private let parents: [Tag]
  /// The same where the walk stands.
  private var around: [Tag]
  private var at: Int
  private var isInRecord = false

  private init(_ bytes: [UInt8], _ range: Range<Int>, _ shape: XmlShape) {
    self.bytes = bytes
    end = range.upperBound
    record = shape.recordName
    parents = shape.isWholeRecord ? [] : XmlSeams.tags(of: shape.opening)
    around = parents
    at = range.lowerBound
  }

  /// The seams of a run that begins between records.
  static func find(in bytes: [UInt8], _ range: Range<Int>, _ shape: XmlShape) -> [Seam] {
    var finder = XmlSeams(bytes, range, shape)
    var seams: [Seam] = []
    while let seam = finder.next() { seams.append(seam) }
    return seams
  }

  /// The run with its seams blanked; line ends stay, so that lines are still counted right.
  static func blanked(_ bytes: [UInt8], _ range: Range<Int>, _ seams: [Seam]) -> [UInt8] {
    var copy = Array(bytes[range])
    for seam in seams {
      for index in seam.range where bytes[index] != 10 { copy[index - range.lowerBound] = 0x20 }
    }
    return copy
  }

  private mutating func next() -> Seam? {
    while at < end {
      let open = XmlScan.find([UInt8(ascii: "<")], in: bytes, from: at, to: end) ?? end
      if !isInRecord, parents.isEmpty, let mark = XmlScan.find(XmlSeams.mark, in: bytes, from: at, to: open) {
        return seam(from: mark)
      }
      if open == end { return nil }
      if !isInRecord, beginsSeam(open) { return seam(from: behindMarks(open)) }
      if let behind = behindHidden(open) {
        at = behind
      } else {
        pass(open)
      }
    }
    return nil
  }

  /// Whether something stands here, between records, that a document has only around them.
  private func beginsSeam(_ open: Int) -> Bool {
    if isHidden(open) { return parents.isEmpty || starts(open, XmlSeams.declaration) || starts(open, XmlSeams.doctype) }
    // A tag without an end is where the file was cut short.
    guard tagEnd(open) != nil else { return false }
    if parents.isEmpty { return name(open + 1) != record }
    return isEndTag(open) ? name(open + 2) == parents.last?.name : name(open + 1) == parents.first?.name
  }

  /// Goes behind a tag of a record, or of something beside it.
  private mutating func pass(_ open: Int) {
    let close = tagEnd(open)
    at = close.map { $0 + 1 } ?? open + 1
    if isEndTag(open) {
      if name(open + 2) == record { isInRecord = false }
    } else if let close, !isInRecord, name(open + 1) == record {
      isInRecord = bytes[close - 1] != UInt8(ascii: "/")
    }
  }

  // MARK: Seams

  private mutating func seam(from start: Int) -> Seam {
    var seam = Seam(range: start..<end)
    // Whether a new document began, and its root where it holds something else than records.
    var isNew = parents.isEmpty
    var foreign: Tag?
    at = start
    while let open = XmlScan.find([UInt8(ascii: "<")], in: bytes, from: at, to: end) {
      if let behind = behindHidden(open) {
        if starts(open, XmlSeams.declaration) || starts(open, XmlSeams.doctype) { (isNew, around) = (true, []) }
        at = behind
        continue
      }
      if name(open + 1) == record {
        seam.range = start..<open
        break
      }
      let close = tagEnd(open)
      at = close.map { $0 + 1 } ?? open + 1
      guard let close else { continue }
      if isEndTag(open) {
        _ = around.popLast()
      } else {
        let tag = Tag(name: name(open + 1), bytes: Array(bytes[open...close]), offset: open)
        if around.isEmpty || tag.name == parents.first?.name { (isNew, around) = (true, []) }
        around.append(tag)
        if isNew, foreign == nil, !parents.contains(where: { $0.name == tag.name }) { foreign = around[0] }
        if bytes[close - 1] == UInt8(ascii: "/") { around.removeLast() }
      }
      if around.isEmpty, let root = foreign.take() { seam.strays.append(XmlSeams.describe(root)) }
    }
    at = seam.range.upperBound
    if at == end, let root = foreign { seam.strays.append(XmlSeams.describe(root)) }
    if around.map(\.name) == parents.map(\.name) {
      seam.opening = around.isEmpty ? nil : around.flatMap(\.bytes)
    } else {
      around = parents
    }
    return seam
  }

  private static func describe(_ root: Tag) -> (root: String, offset: Int) {
    (String(decoding: root.name, as: UTF8.self), root.offset)
  }

  /// Where the blanks and byte order marks in front of a place begin.
  private func behindMarks(_ place: Int) -> Int {
    var start = place
    while start > at {
      if bytes[start - 1] <= 0x20 {
        start -= 1
      } else if start - 3 >= at, bytes[start - 3..<start].elementsEqual(XmlSeams.mark) {
        start -= 3
      } else {
        break
      }
    }
    return start
  }

  // MARK: Bytes

  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
  private static let declaration = Array("<?xml ".utf8)
  private static let doctype = Array("<!DOCTYPE".utf8)
  private static let hidden: [(open: [UInt8], close: [UInt8])] = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")]
    .map { (Array($0.0.utf8), Array($0.1.utf8)) }

  private func isHidden(_ open: Int) -> Bool {
    open + 1 < end && (bytes[open + 1] == UInt8(ascii: "!") || bytes[open + 1] == UInt8(ascii: "?"))
  }

  /// The place behind a comment, CDATA section, processing instruction or document type that begins here; nil for a tag.
  /// What never ends hides nothing: the parser says so.
  private func behindHidden(_ open: Int) -> Int? {
    guard isHidden(open) else { return nil }
    if starts(open, XmlSeams.doctype) { return XmlScan.doctypeEnd(bytes, from: open, to: end) ?? open + 1 }
    for (mark, close) in XmlSeams.hidden where starts(open, mark) {
      let start = open + mark.count
      return XmlScan.find(close, in: bytes, from: start, to: end).map { $0 + close.count } ?? start
    }
    return open + 1
  }

  private func starts(_ place: Int, _ text: [UInt8]) -> Bool { bytes[place..<end].starts(with: text) }

  private func isEndTag(_ open: Int) -> Bool { open + 1 < end && bytes[open + 1] == UInt8(ascii: "/") }

  /// The `>` of a tag; nil where another begins first.
  private func tagEnd(_ open: Int) -> Int? {
    let next = XmlScan.find([UInt8(ascii: "<")], in: bytes, from: open + 1, to: end) ?? end
    return XmlScan.tagEnd(bytes, from: open, to: next)
  }

  private func name(_ start: Int) -> [UInt8] {
    Array(bytes[min(start, end)..<end].prefix(while: XmlScan.isNameByte))
  }

  private static func tags(of opening: [UInt8]) -> [Tag] {
    var tags: [Tag] = []
    var at = 0
    while at < opening.count, let close = XmlScan.tagEnd(opening, from: at) {
      let name = Array(opening[(at + 1)...close].prefix(while: XmlScan.isNameByte))
      tags.append(Tag(name: name, bytes: Array(opening[at...close])))
      at = close + 1
    }
    return tags
  }
}
