/// Cuts behind the last line end.
enum LineCutter {
  static func cut(_ bytes: ByteView, _ range: Range<Int>) -> CsvCutter.Cut? {
    guard let last = bytes.last(CsvDialect.lineFeed, from: range.lowerBound, to: range.upperBound) else { return nil }
    return CsvCutter.Cut(
      position: last + 1, records: bytes.count(of: CsvDialect.lineFeed, in: range.lowerBound..<last + 1))
  }
}

extension LineCutter {
  /// Cuts between lines of different conversations, as far back as it takes.
  static func cut(_ bytes: ByteView, _ range: Range<Int>, between source: CompiledSource, name: String) -> CsvCutter
    .Cut?
  {
    guard let last = bytes.last(CsvDialect.lineFeed, from: range.lowerBound, to: range.upperBound) else { return nil }
    var record = RecordReader(path: name, nullValues: source.mapping.defaults.nullValues)
    var end = last
    var id: [UInt8]?
    while true {
      let before = bytes.last(CsvDialect.lineFeed, from: range.lowerBound, to: end)
      let start = before.map { $0 + 1 } ?? range.lowerBound
      let line = unsafe Array(bytes.buffer(start..<end))
      if let found = JsonCutting.id(line, 0..<line.count, of: source, &record) {
        if let id, id != found {
          let stop = end + 1
          return CsvCutter.Cut(
            position: stop, records: bytes.count(of: CsvDialect.lineFeed, in: range.lowerBound..<stop))
        }
        id = found
      }
      guard let before else { return nil }
      end = before
    }
  }
}

/// Cuts behind the last end tag of a name that stands in no comment, CDATA section or processing instruction.
struct ElementCutter {
  private let name: [UInt8]

  init(name: String) { self.name = Array(name.utf8) }

  func cut(_ bytes: ByteView, _ range: Range<Int>) -> CsvCutter.Cut? { cut(bytes, range) { _ in 0 } }

  /// Cuts between records of different conversations, as far back as it takes.
  func cut(_ bytes: ByteView, _ range: Range<Int>, between source: CompiledSource, name: String) -> CsvCutter.Cut? {
    cut(bytes, range) { stop in
      let ids = ElementCutter.ids(unsafe Array(bytes.buffer(range.lowerBound..<stop)), of: source, name: name)
      let same = ids.reversed().prefix { $0 == ids.last }.count
      return same < ids.count || same == 0 ? same : nil
    }
  }

  /// - Parameter left: how many of the last records before a place are left to the next block; nil for all.
  private func cut(_ bytes: ByteView, _ range: Range<Int>, left: (Int) -> Int?) -> CsvCutter.Cut? {
    let hidden = hiddenRanges(bytes, range)
    let end =
      hidden.last.map { $0.upperBound > range.upperBound ? $0.lowerBound : range.upperBound } ?? range.upperBound
    guard var stop = lastStop(bytes, range.lowerBound..<end, hidden), let left = left(stop) else { return nil }
    for _ in 0..<left {
      guard let before = lastStop(bytes, range.lowerBound..<stop - 1, hidden) else { return nil }
      stop = before
    }
    return CsvCutter.Cut(position: stop, records: countEnds(bytes, range.lowerBound..<stop, hidden))
  }

  /// The place behind the last end tag.
  private func lastStop(_ bytes: ByteView, _ range: Range<Int>, _ hidden: [Range<Int>]) -> Int? {
    var end = range.upperBound
    while let close = bytes.last(UInt8(ascii: ">"), from: range.lowerBound, to: end) {
      guard let open = bytes.last(UInt8(ascii: "<"), from: range.lowerBound, to: close) else { return nil }
      if isEndTag(bytes, open..<close), !hidden.contains(where: { $0.contains(open) }) { return close + 1 }
      end = open
    }
    return nil
  }

  /// The id of the conversation that each record belongs to; empty for a broken one.
  private static func ids(_ bytes: [UInt8], of source: CompiledSource, name: String) -> [[UInt8]] {
    guard let shape = source.shape, let path = source.recordPath,
      let rule = source.source.fields.first(where: { $0.field == .id })?.rule
    else { return [] }
    var record = RecordReader(path: name, nullValues: source.mapping.defaults.nullValues)
    var ids: [[UInt8]] = []
    var tree = Tree()
    XmlMappingRecords(shape: shape, path: path, depth: source.mapping.xmlDepth)
      .forEach(bytes, 0..<bytes.count, tree: &tree) { tree, node in
        swap(&tree, &record.tree)
        record.node = node
        var id: [UInt8] = []
        _ = record.read(rule, into: &id)
        ids.append(id)
        swap(&tree, &record.tree)
      } failed: { _ in
        ids.append([])
      }
    return ids
  }

  /// Whether `</name` and nothing but blanks stand in the range.
  private func isEndTag(_ bytes: ByteView, _ tag: Range<Int>) -> Bool {
    guard tag.count >= name.count + 2, bytes[tag.lowerBound + 1] == UInt8(ascii: "/") else { return false }
    let start = tag.lowerBound + 2
    for offset in name.indices where bytes[start + offset] != name[offset] { return false }
    for index in start + name.count..<tag.upperBound where bytes[index] > 0x20 { return false }
    return true
  }

  private func countEnds(_ bytes: ByteView, _ range: Range<Int>, _ hidden: [Range<Int>]) -> Int {
    var total = 0
    var index = range.lowerBound
    while true {
      let slash = bytes.first(UInt8(ascii: "/"), from: index, to: range.upperBound)
      guard slash < range.upperBound else { return total }
      if slash > range.lowerBound, bytes[slash - 1] == UInt8(ascii: "<") {
        let close = bytes.first(UInt8(ascii: ">"), from: slash, to: range.upperBound)
        if close < range.upperBound, isEndTag(bytes, slash - 1..<close), !hidden.contains(where: { $0.contains(slash) })
        {
          total += 1
        }
      } else if isEmptyElement(bytes, slash, range), !hidden.contains(where: { $0.contains(slash) }) {
        total += 1
      }
      index = slash + 1
    }
  }

  /// Whether a slash ends an element of the name that has no end tag: it is a record as any other.
  private func isEmptyElement(_ bytes: ByteView, _ slash: Int, _ range: Range<Int>) -> Bool {
    guard slash + 1 < range.upperBound, bytes[slash + 1] == UInt8(ascii: ">"),
      let open = bytes.last(UInt8(ascii: "<"), from: range.lowerBound, to: slash)
    else { return false }
    let end = open + 1 + name.count
    guard end <= slash else { return false }
    for offset in name.indices where bytes[open + 1 + offset] != name[offset] { return false }
    var last = slash - 1
    while bytes[last] <= 0x20 { last -= 1 }
    // A slash within a value has no quote before it.
    return last < end || bytes[end] <= 0x20 && (bytes[last] == UInt8(ascii: "\"") || bytes[last] == UInt8(ascii: "'"))
  }

  /// Comments, CDATA sections and processing instructions; the last reaches beyond the range if it is not closed.
  private func hiddenRanges(_ bytes: ByteView, _ range: Range<Int>) -> [Range<Int>] {
    var hidden: [Range<Int>] = []
    var index = range.lowerBound
    while true {
      let mark = bytes.first(UInt8(ascii: "!"), from: index, to: range.upperBound)
      guard mark < range.upperBound else { return hidden }
      index = mark + 1
      guard mark > range.lowerBound, bytes[mark - 1] == UInt8(ascii: "<") else { continue }
      let closing: [UInt8]
      if starts(bytes, mark, "!--", range) {
        closing = Array("-->".utf8)
      } else if starts(bytes, mark, "![CDATA[", range) {
        closing = Array("]]>".utf8)
      } else {
        continue
      }
      guard let end = find(closing, bytes, mark + 3..<range.upperBound) else {
        hidden.append(mark - 1..<range.upperBound + 1)
        return hidden
      }
      hidden.append(mark - 1..<end)
      index = end
    }
  }

  private func starts(_ bytes: ByteView, _ index: Int, _ text: StaticString, _ range: Range<Int>) -> Bool {
    guard index + text.utf8CodeUnitCount <= range.upperBound else { return false }
    for offset in 0..<text.utf8CodeUnitCount {
      let expected = unsafe text.utf8Start[offset]
      if bytes[index + offset] != expected { return false }
    }
    return true
  }

  /// Place behind the first occurrence of a closing mark.
  private func find(_ mark: [UInt8], _ bytes: ByteView, _ range: Range<Int>) -> Int? {
    var index = range.lowerBound
    while true {
      let end = bytes.first(UInt8(ascii: ">"), from: index, to: range.upperBound)
      guard end < range.upperBound else { return nil }
      if end - 2 >= range.lowerBound, bytes[end - 1] == mark[1], bytes[end - 2] == mark[0] { return end + 1 }
      index = end + 1
    }
  }
}
