import Record

/// Takes the records of a JSON text one by one, whatever way they are framed: one value, a value a line, values
/// behind each
/// other without a line end, the items of an array, the items of an array under a key.
struct JsonRecords {
  /// Where records are.
  enum Path: Equatable, Sendable {
    /// Each top-level value (`$`).
    case values
    /// Each top-level value, none of which goes on behind the end of its line.
    case lines
    /// Items of the array at a path of keys: `$[*]` has no key, `$.data.calls[*]` has two.
    case items([[UInt8]])
  }

  private let bytes: [UInt8]
  private let path: Path
  private let end: Int
  private var reader: JsonTreeReader
  private var isInArray = false
  /// Set after a failure behind which nothing can be told apart any more.
  private var isDone = false
  /// Where the record that was taken last starts.
  private(set) var recordStart = 0
  /// Bytes of the record that was taken last.
  var recordBytes: Int { reader.at - recordStart }

  init(_ bytes: [UInt8], _ range: Range<Int>, path: Path) {
    self.bytes = bytes
    self.path = path
    var range = range
    if range.count >= 3, bytes[range].starts(with: [0xEF, 0xBB, 0xBF]) {
      range = range.lowerBound + 3..<range.upperBound
    }
    end = range.upperBound
    reader = JsonTreeReader(bytes, range)
    if path == .lines { reader = line(from: range.lowerBound) }
  }

  /// Reads the next record into the tree.
  /// - Returns: false at the end.
  /// - Throws: what is wrong with the record. The next call goes on behind it where that can be told: by its brackets, or
  ///   at the next line; after a truncated text there is nothing more.
  mutating func next(into tree: inout Tree) throws(JsonTreeError) -> Bool {
    tree.removeAll()
    if isDone { return false }
    switch path {
    case .values, .lines: return try nextValue(into: &tree)
    case .items(let keys): return try nextItem(keys, into: &tree)
    }
  }

  private func line(from start: Int) -> JsonTreeReader {
    JsonTreeReader(bytes, start..<(bytes[start..<end].firstIndex(of: 10) ?? end))
  }

  private mutating func nextValue(into tree: inout Tree) throws(JsonTreeError) -> Bool {
    while true {
      // RFC 7464 puts a record separator (below the blank) before each value, hand-made files put commas between them.
      while reader.take(UInt8(ascii: ",")) {}
      if reader.peek() != nil { break }
      guard path == .lines, reader.at < end else { return false }
      reader = line(from: reader.at + 1)
    }
    recordStart = reader.at
    do throws(JsonTreeError) {
      try reader.value(into: &tree)
      return true
    } catch {
      resynchronize(after: error)
      throw error
    }
  }

  /// A broken record costs itself where its brackets tell its end; else its line.
  private mutating func resynchronize(after error: JsonTreeError) {
    if path != .lines {
      var behind = JsonTreeReader(bytes, recordStart..<end)
      if (try? behind.skip()) != nil {
        reader = behind
        return
      }
    }
    let from = path == .lines ? recordStart : max(error.offset, recordStart)
    guard path == .lines || path == .values && !error.isTruncated,
      let newline = bytes[min(from, end)..<end].firstIndex(of: 10)
    else {
      isDone = true
      return
    }
    reader = path == .lines ? line(from: newline + 1) : JsonTreeReader(bytes, newline + 1..<end)
  }

  private mutating func nextItem(_ keys: [[UInt8]], into tree: inout Tree) throws(JsonTreeError) -> Bool {
    while true {
      if isInArray {
        if reader.take(UInt8(ascii: ",")) { continue }
        if reader.take(UInt8(ascii: "]")) {
          isInArray = false
          continue
        }
        if reader.peek() == nil {
          isDone = true
          throw reader.fault("the array does not end", isTruncated: true)
        }
        recordStart = reader.at
        do throws(JsonTreeError) {
          try reader.value(into: &tree)
          return true
        } catch {
          resynchronize(after: error)
          throw error
        }
      }
      do throws(JsonTreeError) {
        guard try enterArray(keys) else { return false }
      } catch {
        isDone = true
        throw error
      }
    }
  }

  /// Goes forward to the next array of records: pages of an export may follow each other.
  private mutating func enterArray(_ keys: [[UInt8]]) throws(JsonTreeError) -> Bool {
    while true {
      while reader.take(UInt8(ascii: ",")) || reader.take(UInt8(ascii: "}")) || reader.take(UInt8(ascii: "]")) {}
      guard reader.peek() != nil else { return false }
      if try descend(keys[...]) {
        isInArray = true
        return true
      }
    }
  }

  /// Walks into the value that starts here; true when it stands behind the `[` of the wanted array.
  private mutating func descend(_ keys: ArraySlice<[UInt8]>) throws(JsonTreeError) -> Bool {
    guard let wanted = keys.first else {
      if reader.take(UInt8(ascii: "[")) { return true }
      try reader.skip()
      return false
    }
    guard reader.take(UInt8(ascii: "{")) else {
      // An array of pages: each is looked into.
      if reader.take(UInt8(ascii: "[")) { return false }
      try reader.skip()
      return false
    }
    while !reader.take(UInt8(ascii: "}")) {
      if reader.take(UInt8(ascii: ",")) { continue }
      let key = try reader.key()
      if key == wanted {
        if try descend(keys.dropFirst()) { return true }
      } else {
        try reader.skip()
      }
    }
    return false
  }
}
