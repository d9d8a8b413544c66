/// Rows of a CSV file for mappings: quoted cells, doubled quotes, any line end; cells come unquoted, in UTF-8.
struct DelimitedRows {
  /// Cells of the row that was read last, in `text`.
  private(set) var cells: [Range<Int>] = []
  private(set) var text: [UInt8] = []
  private let bytes: [UInt8]
  private let end: Int
  private let delimiter: UInt8
  private let encoding: TableEncoding
  private let fallback: CodePage
  private(set) var at: Int
  /// Number of the row that was read last.
  private(set) var number: Int

  /// - Parameters:
  ///   - firstRow: number of the row that starts at the range's start.
  ///   - csv: what the mapping says of the bytes.
  init(
    _ bytes: [UInt8], _ range: Range<Int>, delimiter: UInt8, firstRow: Int,
    csv: Mapping.CsvSettings = Mapping.CsvSettings()
  ) {
    encoding = csv.encoding
    fallback = csv.fallback ?? .windows1252
    self.bytes = bytes
    at = range.lowerBound
    end = range.upperBound
    self.delimiter = delimiter
    number = firstRow - 1
  }

  /// Reads the next row; false at the end. Blank lines are counted and passed over.
  mutating func next() -> Bool {
    while at < end {
      number += 1
      readRow()
      if cells.count > 1 || cells.first.map({ !ArenaText.trimmed(text, $0).isEmpty }) == true { return true }
    }
    return false
  }

  func string(_ index: Int) -> String { String(decoding: text[cells[index]], as: UTF8.self) }

  private mutating func readRow() {
    cells.removeAll(keepingCapacity: true)
    text.removeAll(keepingCapacity: true)
    while true {
      let start = text.count
      readCell()
      unwrapFormula(from: start)
      cells.append(start..<text.count)
      guard at < end else { return }
      let byte = bytes[at]
      at += 1
      if byte == delimiter { continue }
      if byte == 13, at < end, bytes[at] == 10 { at += 1 }
      return
    }
  }

  /// Stops at the delimiter or line end behind the cell.
  private mutating func readCell() {
    if at < end, bytes[at] == UInt8(ascii: "\"") {
      at += 1
      while at < end {
        let byte = bytes[at]
        if byte == UInt8(ascii: "\"") {
          at += 1
          guard at < end, bytes[at] == UInt8(ascii: "\"") else { break }
        }
        appendByte()
      }
    }
    while at < end, bytes[at] != delimiter, bytes[at] != 10, bytes[at] != 13 { appendByte() }
  }

  private mutating func appendByte() {
    let byte = bytes[at]
    if byte < 0x80 {
      text.append(byte)
      at += 1
      return
    }
    if case .codePage(let page) = encoding {
      Utf8Scan.append(page.scalar(byte), to: &text)
      at += 1
      return
    }
    let length = Utf8Scan.length(bytes, at, end)
    if length == 0 {
      Utf8Scan.append(encoding == .utf8 ? 0xFFFD : fallback.scalar(byte), to: &text)
      at += 1
    } else {
      text.append(contentsOf: bytes[at..<(at + length)])
      at += length
    }
  }

  /// Excel's `="00123"` is the text 00123.
  private mutating func unwrapFormula(from start: Int) {
    let cell = text[start...]
    guard cell.count >= 3, cell.first == UInt8(ascii: "="), cell.dropFirst().first == UInt8(ascii: "\""),
      cell.last == UInt8(ascii: "\"")
    else { return }
    text.removeLast()
    text.removeSubrange(start..<(start + 2))
  }
}

/// The names of a table's columns, made comparable.
struct HeaderNames: Sendable {
  private var places: [String: Int] = [:]
  let names: [String]

  init(_ names: [String]) {
    self.names = names
    var seen: [String: Int] = [:]
    for (index, name) in names.enumerated() {
      let folded = HeaderNames.fold(name)
      seen[folded, default: 0] += 1
      let count = seen[folded] ?? 1
      if count == 1 { places[folded] = index }
      places["\(folded)#\(count)"] = index
    }
  }

  /// A column by name, by `#3` (the third), or by `Name#2` (the second of that name).
  func find(_ name: String) -> Int? {
    if name.hasPrefix("#"), let number = Int(name.dropFirst()) { return number >= 1 ? number - 1 : nil }
    return places[HeaderNames.fold(name)]
  }

  /// Lower case, ends trimmed, runs of blanks, `_` and no-break spaces one blank; a byte order mark is dropped.
  static func fold(_ name: String) -> String {
    var folded = ""
    var isBlank = false
    for scalar in name.lowercased().unicodeScalars {
      if scalar.value <= 0x20 || scalar == "\u{A0}" || scalar == "_" {
        isBlank = !folded.isEmpty
      } else if scalar != "\u{FEFF}" {
        if isBlank { folded.append(" ") }
        isBlank = false
        folded.unicodeScalars.append(scalar)
      }
    }
    return folded
  }
}
