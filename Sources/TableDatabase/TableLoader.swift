import Console
internal import GRDB
internal import GRDBSQLite
import Record

/// Takes the rows of one CSV file into its table, cell by cell, without a text of Swift's for any of them.
struct TableLoader {
  private let source: TableDatabase.Source
  private let statement: Statement
  private let excel: Bool
  private let kinds: [Kind]

  private enum Kind { case text, whole, real, flag }

  init(_ source: TableDatabase.Source, _ db: Database, excel: Bool) throws {
    self.source = source
    self.excel = excel
    let places = Array(repeating: "?", count: source.columns.count).joined(separator: ", ")
    statement = try db.makeStatement(sql: "INSERT INTO \(TableKeys.quoted(source.name)) VALUES (\(places))")
    kinds = source.columns.map { field in
      switch field.type {
      case "integer": .whole
      case "number", "share": .real
      case "flag": .flag
      default: .text
      }
    }
  }

  /// Calls `check` now and then; what it throws ends the loading.
  func load(_ check: () throws -> Void) throws {
    var rows = CsvRows(try Descriptor.reading(source.path))
    guard try rows.next(), rows.cells.count == kinds.count else { throw damaged(rows.line) }
    while try rows.next() {
      guard rows.cells.count == kinds.count else { throw damaged(rows.line) }
      try insert(rows)
      if rows.line % 4096 == 0 { try check() }
    }
  }

  /// Our own file, written a moment ago: if it can't be read, that is a bug.
  private func damaged(_ line: Int) -> Failure {
    Failure(
      .bug, Problem(file: source.path, line: line, "the table is not what was written", hint: "please report this"))
  }

  private func insert(_ rows: borrowing CsvRows) throws {
    let handle = unsafe statement.sqliteStatement
    var isDamaged = false
    // SQLite reads the texts while it steps and no later: they need no copy.
    let code = unsafe rows.withCells { base, cells in
      for (index, cell) in cells.enumerated() {
        let place = Int32(index + 1)
        let bytes = unsafe UnsafeBufferPointer(start: base + cell.lowerBound, count: cell.count)
        switch bytes.isEmpty ? nil : kinds[index] {
        case nil: unsafe sqlite3_bind_null(handle, place)
        case .text:
          let text = unsafe CellText.plain(bytes, excel: excel)
          unsafe sqlite3_bind_text(
            handle, place, UnsafeRawPointer(text.baseAddress)?.assumingMemoryBound(to: CChar.self), Int32(text.count),
            nil)
        case .flag: unsafe sqlite3_bind_int(handle, place, bytes[0] == UInt8(ascii: "t") ? 1 : 0)
        case .whole, .real:
          guard let number = unsafe CellNumber(bytes) else {
            isDamaged = true
            continue
          }
          if kinds[index] == .whole {
            unsafe sqlite3_bind_int64(handle, place, number.digits)
          } else {
            unsafe sqlite3_bind_double(handle, place, number.value)
          }
        }
      }
      let code = unsafe sqlite3_step(handle)
      unsafe sqlite3_reset(handle)
      return code
    }
    if isDamaged { throw damaged(rows.line) }
    guard code == SQLITE_DONE else { throw unsafe failure(handle) }
  }

  private func failure(_ handle: OpaquePointer) -> DatabaseError {
    let connection = unsafe sqlite3_db_handle(handle)
    return unsafe DatabaseError(
      resultCode: ResultCode(rawValue: sqlite3_errcode(connection)),
      message: String(cString: sqlite3_errmsg(connection)))
  }
}

/// A decimal number of a cell: its digits as one whole number, and how many of them stand behind the point.
struct CellNumber: Equatable {
  var digits: Int64
  var places: Int

  /// Nil where the bytes are no number or one with too many digits.
  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    var index = 0
    let isNegative = unsafe bytes.first == UInt8(ascii: "-")
    if isNegative { index = 1 }
    var magnitude: Int64 = 0
    var pointAt = -1
    guard index < bytes.count else { return nil }
    while index < bytes.count {
      let byte = unsafe bytes[index]
      if byte == UInt8(ascii: "."), pointAt < 0 {
        pointAt = index
      } else if byte &- 0x30 < 10 {
        let (scaled, isTooLarge) = magnitude.multipliedReportingOverflow(by: 10)
        let (sum, isTooLargeStill) = scaled.addingReportingOverflow(Int64(byte &- 0x30))
        if isTooLarge || isTooLargeStill { return nil }
        magnitude = sum
      } else {
        return nil
      }
      index += 1
    }
    digits = isNegative ? -magnitude : magnitude
    places = pointAt < 0 ? 0 : bytes.count - pointAt - 1
  }

  /// The double nearest to the number: one correctly rounded division of two numbers that a double holds exactly.
  var value: Double {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    return Double(digits) / scale
  }
}

/// What a text was before it was made safe for spreadsheets.
enum CellText {
  /// Takes off the apostrophe in front of what would be a formula, and with `excel` the formula around a long id.
  static func plain(_ bytes: UnsafeBufferPointer<UInt8>, excel: Bool) -> UnsafeBufferPointer<UInt8> {
    if excel, bytes.count > 3, unsafe bytes[0] == UInt8(ascii: "="), unsafe bytes[1] == UInt8(ascii: "\"") {
      return unsafe UnsafeBufferPointer(rebasing: bytes[2..<bytes.count - 1])
    }
    guard unsafe bytes[0] == UInt8(ascii: "'") else { return unsafe bytes }
    var index = 1
    while index < bytes.count, unsafe bytes[index] == UInt8(ascii: "'") { index += 1 }
    guard index < bytes.count else { return unsafe bytes }
    switch unsafe bytes[index] {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D:
      return unsafe UnsafeBufferPointer(rebasing: bytes[1...])
    default: return unsafe bytes
    }
  }
}
