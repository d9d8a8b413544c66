internal import GRDB

/// What was erased for good: exports that still hold it must not bring it back.
public struct Erasures: Sendable, Hashable {
  /// Salted hashes of customers' ids.
  public var customers: Set<UInt64> = []
  /// Calls that began before this moment of their own clock, in milliseconds since 1970-01-01T00:00; nil where none.
  public var before: Int64?
  /// How many times something was erased: tells outputs from before an erasure.
  public var count = 0

  public init() {}

  public var isEmpty: Bool { customers.isEmpty && before == nil }
}

extension HistoryFile {
  /// The secret by which the file tells customers apart without knowing them: 32 random bytes. Throws `HistoryError`.
  public func salt() throws(HistoryError) -> [UInt8] {
    try access { database in
      let row = try Row.fetchOne(database, sql: "SELECT value FROM facts WHERE name = 'salt'")
      return try row?.withUnsafeData(atIndex: 0) { $0.map { [UInt8]($0) } } ?? []
    }
  }

  /// Throws `HistoryError`.
  public func erasures() throws(HistoryError) -> Erasures {
    try access { database in
      var erasures = Erasures()
      erasures.customers = Set(
        try Int64.fetchAll(database, sql: "SELECT mark FROM erased_customers").map { UInt64(bitPattern: $0) })
      let before = try Int64.fetchOne(database, sql: "SELECT value FROM facts WHERE name = 'erased_before'")
      erasures.before = before.flatMap { $0 == Int64.min ? nil : $0 }
      erasures.count = try Int.fetchOne(database, sql: "SELECT value FROM facts WHERE name = 'erasures'") ?? 0
      return erasures
    }
  }

  /// Notes what is erased from now on. Throws `HistoryError`.
  public func note(_ erasures: Erasures) throws(HistoryError) {
    try access { database in
      for mark in erasures.customers.sorted() {
        try database.execute(
          sql: "INSERT OR IGNORE INTO erased_customers VALUES (?)", arguments: [Int64(bitPattern: mark)])
      }
      try database.execute(
        sql: "UPDATE facts SET value = ? WHERE name = 'erased_before'", arguments: [erasures.before ?? Int64.min])
      try database.execute(
        sql: "UPDATE facts SET value = ? WHERE name = 'erasures'", arguments: [erasures.count])
    }
  }
}
