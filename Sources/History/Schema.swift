internal import GRDB

/// The tables of a history file and how older ones become those of today.
enum Schema {
  /// `PRAGMA application_id`: "SdTn". Tells a history from any other database.
  static let applicationID = 0x5364_546E

  /// One step a version; a step that was ever released is never changed.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { database in
      try database.execute(
        sql: """
          PRAGMA application_id = \(applicationID);
          -- Secrets and marks of the file itself.
          CREATE TABLE facts (name TEXT PRIMARY KEY NOT NULL, value BLOB NOT NULL) WITHOUT ROWID;
          INSERT INTO facts VALUES ('salt', randomblob(32)), ('erasures', 0), ('erased_before', -9223372036854775808);
          CREATE TABLE inputs (
            id INTEGER PRIMARY KEY,
            path TEXT NOT NULL UNIQUE,
            bytes INTEGER NOT NULL,
            hash TEXT NOT NULL,
            format TEXT NOT NULL,
            profile TEXT NOT NULL,
            configuration TEXT NOT NULL,
            size INTEGER, modified INTEGER, changed INTEGER, inode INTEGER);
          -- Scorecards and rejects of one work unit; see UnitEncoder. Units of an input stand in order of stream, block.
          CREATE TABLE units (
            id INTEGER PRIMARY KEY,
            input INTEGER NOT NULL REFERENCES inputs(id) ON DELETE CASCADE,
            stream INTEGER NOT NULL,
            block INTEGER NOT NULL,
            conversations INTEGER NOT NULL,
            body BLOB NOT NULL,
            UNIQUE (input, stream, block));
          -- Customers who asked to be forgotten: salted hashes, so that exports that still hold their calls don't bring them back.
          CREATE TABLE erased_customers (mark INTEGER PRIMARY KEY NOT NULL);
          """)
    }
    // Exports that are filled in from others: what tells whether they still are in the same way.
    migrator.registerMigration("2") { database in
      try database.execute(
        sql: "ALTER TABLE units ADD COLUMN join_keys BLOB; ALTER TABLE units ADD COLUMN join_digest INTEGER")
    }
    return migrator
  }
}
