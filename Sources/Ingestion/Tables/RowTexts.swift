import Record

/// Cells as the record keeps them: in place where they are UTF-8, else rewritten behind the arena.
struct RowTexts {
  let bytes: ByteView
  /// Where the first byte of `appended` will stand in the arena.
  let appendedBase: Int
  /// What the decoder adds behind the arena.
  var appended: [UInt8] = []
  /// Whether all bytes of the segment are UTF-8, so that no cell has to be looked at.
  let isClean: Bool
  /// Set when a cell was not UTF-8 and was read as Windows-1252.
  var didRepair = false

  init(_ bytes: ByteView, segment: Range<Int>, arenaCount: Int) {
    self.bytes = bytes
    appendedBase = arenaCount
    isClean = unsafe Record.Utf8.firstInvalid(bytes.buffer(segment)) == nil
  }

  @inline(__always)
  mutating func text(_ range: Range<Int>) -> TextRange {
    isClean ? TextRange(range) : checked(range)
  }

  private mutating func checked(_ range: Range<Int>) -> TextRange {
    guard unsafe Record.Utf8.firstInvalid(bytes.buffer(range)) != nil else { return TextRange(range) }
    didRepair = true
    let start = appended.count
    unsafe CodePage1252.append(bytes.buffer(range), to: &appended)
    return TextRange(appendedBase + start..<appendedBase + appended.count)
  }

  /// A cell of metadata: trimmed, and empty where it says that there is nothing.
  mutating func field(_ range: Range<Int>) -> TextRange {
    let range = CellValue.trimmed(bytes, range)
    return CellValue.isNull(bytes, range) ? .empty : text(CellValue.withoutExcelWrapping(bytes, range))
  }

  mutating func append(_ text: some Sequence<UInt8>) -> TextRange {
    let start = appended.count
    appended.append(contentsOf: text)
    return TextRange(appendedBase + start..<appendedBase + appended.count)
  }

  /// `calls.csv#row 812`.
  mutating func sourceRef(prefix: [UInt8], record: Int) -> TextRange {
    let start = appended.count
    appended.append(contentsOf: prefix)
    RowTexts.append(decimal: record, to: &appended)
    return TextRange(appendedBase + start..<appendedBase + appended.count)
  }

  private static func append(decimal value: Int, to bytes: inout [UInt8]) {
    let start = bytes.count
    var value = value
    repeat {
      bytes.append(UInt8(ascii: "0") + UInt8(value % 10))
      value /= 10
    } while value > 0
    bytes[start...].reverse()
  }
}

extension RowTexts {
  /// The bytes of a range that may stand in the arena or behind it.
  func array(_ range: TextRange) -> [UInt8] {
    if range.isEmpty { return [] }
    if Int(range.offset) < appendedBase { return bytes.array(range.indices) }
    return Array(appended[Int(range.offset) - appendedBase..<range.end - appendedBase])
  }
}
