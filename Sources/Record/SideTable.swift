/// A small CSV file that stands beside the exports: labels, overrides, a roster, a coaching log.
///
/// RFC 4180 with the usual liberties (byte-order mark, `;` or tab, LF or CRLF, blank lines). Read whole: these files have
/// thousands of rows, not millions; the exports have a reader of their own.
public struct SideTable: Sendable {
  /// One row, with the line it begins on.
  public struct Row: Sendable {
    /// From 1; the header is line 1.
    public var line: Int
    public var cells: [String]
  }

  public let file: String
  /// Names as written, trimmed and in lower case.
  public let columns: [String]
  public let rows: [Row]

  /// - Parameters:
  ///   - bytes: the file's content; UTF-8.
  ///   - file: its name, for messages.
  ///   - required: columns that must be there.
  ///   - optional: columns that may be there.
  /// - Throws: `Problem` where the content is not UTF-8, a quote is not closed, a row is wider than the header, a required
  ///   column is missing, or a column is none of those named.
  public init(
    parsing bytes: [UInt8], file: String, required: [String], optional: [String] = []
  ) throws(Problem) {
    self.file = file
    if let bad = unsafe bytes.withUnsafeBufferPointer({ unsafe Utf8.firstInvalid($0) }) {
      let line = bytes[..<bad].count { $0 == 0x0A } + 1
      throw Problem(file: file, line: line, "byte \(bad + 1) is not UTF-8", hint: "save the file as CSV UTF-8")
    }
    var parser = SideTableParser(bytes, file: file)
    guard let header = try parser.row() else {
      throw Problem(
        file: file, "the file is empty", hint: "its first line names the columns: \(required.joined(separator: ","))")
    }
    columns = header.cells.map { $0.trimmedASCII().lowercased() }
    let known = required + optional
    for name in required where !columns.contains(name) {
      throw Problem(
        file: file, line: 1, "column \"\(name)\" is missing (found \(columns.joined(separator: ", ")))",
        hint: "needed: \(required.joined(separator: ", "))")
    }
    for name in columns where !known.contains(name) {
      throw Problem(
        file: file, line: 1, "unknown column \"\(name)\"\(Suggestion.text(for: name, among: known))",
        hint: "columns: \(known.joined(separator: ", "))")
    }
    var rows: [Row] = []
    while let row = try parser.row() {
      guard row.cells.count <= columns.count else {
        throw Problem(
          file: file, line: row.line, "\(row.cells.count) cells, the header has \(columns.count)",
          hint: "quote cells that hold the delimiter")
      }
      rows.append(row)
    }
    self.rows = rows
  }

  /// A cell by the name of its column, trimmed; empty where the row is short or has no such column.
  public subscript(row: Row, column: String) -> String {
    guard let index = columns.firstIndex(of: column), index < row.cells.count else { return "" }
    return row.cells[index].trimmedASCII()
  }

  /// A problem at one row of this table.
  public func problem(_ row: Row, _ message: String, hint: String = "") -> Problem {
    Problem(file: file, line: row.line, message, hint: hint)
  }
}

/// Takes rows off the bytes of a side table, one after the other.
private struct SideTableParser {
  private let bytes: [UInt8]
  private let file: String
  private let delimiter: UInt8
  private var position = 0
  private var line = 1

  init(_ bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    let header = bytes[position...].prefix { $0 != 0x0A }
    let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
    let counts = candidates.map { candidate in header.count { $0 == candidate } }
    delimiter = candidates[counts.firstIndex(of: counts.max() ?? 0) ?? 0]
  }

  /// The next row that is not blank, or nil at the end.
  mutating func row() throws(Problem) -> SideTable.Row? {
    while position < bytes.count {
      let start = line
      let cells = try cells()
      if cells.count > 1 || cells.first?.isEmpty == false { return SideTable.Row(line: start, cells: cells) }
    }
    return nil
  }

  private mutating func cells() throws(Problem) -> [String] {
    var cells: [String] = []
    while true {
      cells.append(try cell())
      guard position < bytes.count else { return cells }
      let byte = bytes[position]
      position += 1
      if byte == delimiter { continue }
      line += 1
      return cells
    }
  }

  /// One cell; stops at the delimiter or newline behind it, or at the end.
  private mutating func cell() throws(Problem) -> String {
    var content: [UInt8] = []
    if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
      let start = line
      position += 1
      while true {
        guard position < bytes.count else {
          throw Problem(file: file, line: start, "a quoted cell is not closed", hint: "close it with a double quote")
        }
        let byte = bytes[position]
        position += 1
        if byte == UInt8(ascii: "\"") {
          guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { break }
          position += 1
        }
        if byte == 0x0A { line += 1 }
        content.append(byte)
      }
    }
    while position < bytes.count, bytes[position] != delimiter, bytes[position] != 0x0A {
      content.append(bytes[position])
      position += 1
    }
    if content.last == 0x0D { content.removeLast() }
    return String(decoding: content, as: UTF8.self)
  }
}

/// "Did you mean …?" for names that people type.
public enum Suggestion {
  /// `; did you mean "agent_id"?`, or nothing where no name is near enough.
  public static func text(for name: String, among known: [String]) -> String {
    guard let near = nearest(to: name, among: known) else { return "" }
    return "; did you mean \"\(near)\"?"
  }

  /// The known name with the smallest edit distance, if that is at most a third of the name's length (at least one).
  public static func nearest(to name: String, among known: [String]) -> String? {
    let limit = max(1, name.utf8.count / 3)
    let ranked = known.map { (name: $0, distance: distance(Array(name.utf8), Array($0.utf8))) }
    return ranked.filter { $0.distance <= limit }.min { ($0.distance, $0.name) < ($1.distance, $1.name) }?.name
  }

  /// Damerau-Levenshtein distance in its "optimal string alignment" form: insertions, deletions, substitutions, swaps of neighbors.
  private static func distance(_ first: [UInt8], _ second: [UInt8]) -> Int {
    var before: [Int] = []
    var previous = Array(0...second.count)
    for row in first.indices {
      var current = [row + 1]
      for column in second.indices {
        var best = min(previous[column + 1], current[column]) + 1
        best = min(best, previous[column] + (first[row] == second[column] ? 0 : 1))
        if row > 0, column > 0, first[row] == second[column - 1], first[row - 1] == second[column] {
          best = min(best, before[column - 1] + 1)
        }
        current.append(best)
      }
      before = previous
      previous = current
    }
    return previous[second.count]
  }
}

extension String {
  /// Without white space (ASCII, no-break space, byte-order mark) at either end.
  public func trimmedASCII() -> String {
    func isBlank(_ scalar: Unicode.Scalar) -> Bool {
      scalar.value <= 0x20 || scalar == "\u{A0}" || scalar == "\u{FEFF}"
    }
    var view = unicodeScalars[...]
    while let first = view.first, isBlank(first) { view.removeFirst() }
    while let last = view.last, isBlank(last) { view.removeLast() }
    return String(view)
  }
}
