internal import GRDB
import Record

internal import struct FoundationEssentials.Data

extension HistoryFile {
  /// All inputs, bytewise by path. Throws `HistoryError`.
  public func inputs() throws(HistoryError) -> [RememberedInput] {
    try access { database in
      try Row.fetchAll(database, sql: "SELECT * FROM inputs ORDER BY path COLLATE BINARY").map { row in
        var input = RememberedInput(
          path: row["path"], bytes: row["bytes"], hash: row["hash"], format: row["format"], profile: row["profile"],
          configuration: row["configuration"])
        input.id = row["id"]
        if let size: Int64 = row["size"] {
          input.facts = FileFacts(bytes: size, modified: row["modified"], changed: row["changed"], inode: row["inode"])
        }
        return input
      }
    }
  }

  /// Forgets what is stored of a path and begins anew with it. Returns the row of the new input. Throws `HistoryError`.
  public func replace(_ input: RememberedInput) throws(HistoryError) -> Int64 {
    try access { database in
      try database.execute(sql: "DELETE FROM inputs WHERE path = ?", arguments: [input.path])
      try database.execute(
        sql: "INSERT INTO inputs (path, bytes, hash, format, profile, configuration) VALUES (?, ?, ?, ?, ?, ?)",
        arguments: [input.path, input.bytes, input.hash, input.format, input.profile, input.configuration])
      return database.lastInsertedRowID
    }
  }

  /// Notes what is known of an input once it has been read, or what its file looks like now. Throws `HistoryError`.
  public func update(_ input: RememberedInput) throws(HistoryError) {
    try access { database in
      try database.execute(
        sql: """
          UPDATE inputs SET bytes = ?, hash = ?, format = ?, profile = ?, size = ?, modified = ?, changed = ?, inode = ?
          WHERE id = ?
          """,
        arguments: [
          input.bytes, input.hash, input.format, input.profile, input.facts?.bytes, input.facts?.modified,
          input.facts?.changed, input.facts?.inode, input.id,
        ])
    }
  }

  /// Forgets an input and all its scorecards. Throws `HistoryError`.
  public func forget(_ id: Int64) throws(HistoryError) {
    try access { try $0.execute(sql: "DELETE FROM inputs WHERE id = ?", arguments: [id]) }
  }

  /// How many conversations it holds, of all inputs together. Throws `HistoryError`.
  public func conversations() throws(HistoryError) -> Int {
    try access { try Int.fetchOne($0, sql: "SELECT sum(conversations) FROM units") ?? 0 }
  }

  // MARK: Units

  /// Rows of an input's units, in the order in which they were read. Throws `HistoryError`.
  public func units(of input: Int64) throws(HistoryError) -> [Int64] {
    try access {
      try Int64.fetchAll($0, sql: "SELECT id FROM units WHERE input = ? ORDER BY stream, block", arguments: [input])
    }
  }

  /// Stores what came of one work unit. Throws `HistoryError`.
  ///
  /// - Parameters:
  ///   - stream: with `block`, the unit's place among those of its input; only their order matters.
  ///   - body: as `UnitEncoder` makes it.
  ///   - join: what its conversations were before they were filled in from other inputs, and a hash of what they then became.
  public func store(
    _ body: [UInt8], conversations: Int, input: Int64, stream: Int, block: Int, join: UnitJoin? = nil
  ) throws(HistoryError) {
    try access { database in
      try database.cachedStatement(
        sql: """
          INSERT INTO units (input, stream, block, conversations, body, join_keys, join_digest)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """
      ).execute(arguments: [
        input, stream, block, conversations, Data(body), join.map { Data($0.keys) },
        join.map { Int64(bitPattern: $0.digest) },
      ])
    }
  }

  /// What a unit's conversations were filled in by; nil where that is not known. Throws `HistoryError`.
  public func join(ofUnit unit: Int64) throws(HistoryError) -> UnitJoin? {
    try access { database in
      let row = try Row.fetchOne(
        database.cachedStatement(sql: "SELECT join_keys, join_digest FROM units WHERE id = ?"), arguments: [unit])
      guard let row, let keys: Data = row[0], let digest: Int64 = row[1] else { return nil }
      return UnitJoin(keys: [UInt8](keys), digest: UInt64(bitPattern: digest))
    }
  }

  /// What was stored of a unit. Throws `HistoryError`.
  public func body(ofUnit unit: Int64) throws(HistoryError) -> [UInt8] {
    let data = try access { database in
      try Data.fetchOne(
        database.cachedStatement(sql: "SELECT body FROM units WHERE id = ?"), arguments: [unit])
    }
    guard let data else {
      throw .unusable(.init(file: path, "the history has lost unit \(unit)", hint: "put back a copy of it"))
    }
    return [UInt8](data)
  }

  /// Puts another body in a unit's place, and forgets what it was filled in by; the bytes of the old one are overwritten. Throws `HistoryError`.
  public func rewrite(unit: Int64, _ body: [UInt8], conversations: Int) throws(HistoryError) {
    try access { database in
      try database.execute(
        sql: "UPDATE units SET body = ?, conversations = ?, join_keys = NULL, join_digest = NULL WHERE id = ?",
        arguments: [Data(body), conversations, unit])
    }
  }
}
