import Record

/// Packed records with a hash table over their keys. About 60 to 150 bytes a row, table included.
struct PackedRows: Sendable {
  /// What became of a row; with the number of the row that it is, or that stood there before it.
  enum Outcome: Equatable {
    case added(Int)
    case repeated(Int)
    case replaced(Int)
    case contradicting(Int)
  }

  /// What a second row with the same key means.
  enum Repeats: Sendable {
    /// An error, unless it says the same.
    case contradict
    /// The one that was updated last counts (feeds that deliver at least once).
    case keepLatest
    /// The one that came first counts.
    case keepFirst
    /// Another leg of the same conversation, or another candidate.
    case collect
  }

  private static let chunkBytes = 32 << 20
  private let key: JoinKey
  private let repeats: Repeats
  /// Records stand in chunks, so that growing never copies gigabytes.
  private var chunks: [[UInt8]] = [[]]
  /// Chunk in the high 32 bits, offset in the low ones.
  private var places: [UInt64] = []
  /// Row + 1 by hash of a key, 0 where free; the table is at most 70 % full.
  private var slots = [UInt32](repeating: 0, count: 1024)
  private var used = 0
  /// Row + 1 that follows a row with the same key, 0 for none; empty unless rows are collected.
  private var following: [UInt32] = []
  /// Rows by further keys; few sources have any.
  private var aliases: [[UInt8]: Int] = [:]
  private var words = WordList()
  private var scratch: [UInt8] = []

  init(key: JoinKey = JoinKey(), repeats: Repeats = .contradict) {
    self.key = key
    self.repeats = repeats
  }

  var count: Int { places.count }

  /// - Parameter keys: what the row is found by; the first is its own id.
  /// - Returns: nil for a row without a key.
  mutating func add(_ batch: Batch, _ conversation: Conversation, keys: [[UInt8]]) -> Outcome? {
    guard let key = keys.first.map(normalized) else { return nil }
    let record = pack(batch, conversation, key)
    if let row = find(normalized: key) {
      switch repeats {
      case .collect:
        if let same = collected(row).first(where: { isSame($0, record) }) { return .repeated(same) }
        append()
        chain(places.count - 1, behind: row)
        return .added(places.count - 1)
      case .contradict: return isSame(row, record) ? .repeated(row) : .contradicting(row)
      case .keepFirst: return .repeated(row)
      case .keepLatest:
        if PackedRows.lastUpdate(batch, conversation) <= lastUpdate(row) { return .repeated(row) }
        append()
        places[row] = places.removeLast()
        return .replaced(row)
      }
    }
    append()
    if repeats == .collect { following.append(0) }
    insert(key, row: places.count - 1)
    for other in keys.dropFirst().map(normalized) where find(normalized: other) == nil {
      aliases[other] = places.count - 1
    }
    return .added(places.count - 1)
  }

  /// Writes key, reference and record into `scratch`; where the record starts.
  private mutating func pack(_ batch: Batch, _ conversation: Conversation, _ key: [UInt8]) -> Int {
    scratch.removeAll(keepingCapacity: true)
    Varint.append(UInt64(key.count), to: &scratch)
    scratch.append(contentsOf: key)
    let reference = batch.arena[conversation.sourceRef.indices]
    let split = (reference.lastIndex(of: 0x20).map { $0 + 1 }) ?? reference.endIndex
    Varint.append(UInt64(words.number(of: reference[..<split])), to: &scratch)
    Varint.append(UInt64(reference.endIndex - split), to: &scratch)
    scratch.append(contentsOf: reference[split...])
    Varint.append(signed: PackedRows.lastUpdate(batch, conversation), to: &scratch)
    let record = scratch.count
    PackedRecord.pack(batch, conversation, words: &words, into: &scratch)
    return record
  }

  private func isSame(_ row: Int, _ record: Int) -> Bool {
    let (chunk, start) = recordStart(row)
    return chunks[chunk][start...].starts(with: scratch[record...])
  }

  /// The extra of that name holds milliseconds; `Int64.min` where there is none.
  private static func lastUpdate(_ batch: Batch, _ conversation: Conversation) -> Int64 {
    for extra in batch.extras[Int(conversation.extras.lowerBound)..<Int(conversation.extras.upperBound)]
    where batch.arena[extra.key.indices].elementsEqual("last_update".utf8) {
      return ArenaNumbers.integer(batch.arena, extra.value.indices) ?? Int64.min
    }
    return Int64.min
  }

  private mutating func append() {
    if (chunks.last?.count ?? 0) + scratch.count > PackedRows.chunkBytes { chunks.append([]) }
    let chunk = chunks.count - 1
    if chunks[chunk].capacity == 0 { chunks[chunk].reserveCapacity(chunk == 0 ? 4096 : PackedRows.chunkBytes) }
    places.append(UInt64(chunk) << 32 | UInt64(chunks[chunk].count))
    chunks[chunk].append(contentsOf: scratch)
  }

  private mutating func chain(_ row: Int, behind first: Int) {
    following.append(0)
    var last = first
    while following[last] != 0 { last = Int(following[last]) - 1 }
    following[last] = UInt32(row + 1)
  }

  private mutating func insert(_ key: [UInt8], row: Int) {
    if (used + 1) * 10 > slots.count * 7 { grow() }
    var slot = Int(truncatingIfNeeded: Fingerprint.xxh64(key)) & (slots.count - 1)
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = UInt32(row + 1)
    used += 1
  }

  private mutating func grow() {
    let old = slots
    slots = [UInt32](repeating: 0, count: old.count * 2)
    for entry in old where entry != 0 {
      var slot = Int(truncatingIfNeeded: Fingerprint.xxh64(key(ofRow: Int(entry) - 1))) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = entry
    }
  }

  func find(_ key: [UInt8]) -> Int? { find(normalized: normalized(key)) }

  private func find(normalized key: [UInt8]) -> Int? {
    var slot = Int(truncatingIfNeeded: Fingerprint.xxh64(key)) & (slots.count - 1)
    while slots[slot] != 0 {
      let row = Int(slots[slot]) - 1
      if isKey(key, ofRow: row) { return row }
      slot = (slot + 1) & (slots.count - 1)
    }
    return aliases.isEmpty ? nil : aliases[key]
  }

  /// A row and those with the same key, in the order in which they were added.
  func collected(_ row: Int) -> [Int] {
    var found = [row]
    while !following.isEmpty, let last = found.last, following[last] != 0 { found.append(Int(following[last]) - 1) }
    return found
  }

  func unpack(_ row: Int, into conversation: inout Conversation, _ batch: inout Batch) {
    let (chunk, start) = recordStart(row)
    PackedRecord.unpack(chunks[chunk], at: start, words: words, into: &conversation, &batch)
  }

  func id(_ row: Int) -> String { String(decoding: key(ofRow: row), as: UTF8.self) }

  func sourceRef(_ row: Int) -> String {
    let (chunk, start) = place(row)
    var at = start
    let keyCount = Int(Varint.unsigned(chunks[chunk], &at))
    at += keyCount
    let head = words[Int(Varint.unsigned(chunks[chunk], &at))]
    let count = Int(Varint.unsigned(chunks[chunk], &at))
    return String(decoding: head + chunks[chunk][at..<(at + count)], as: UTF8.self)
  }

  private func place(_ row: Int) -> (chunk: Int, start: Int) {
    (Int(places[row] >> 32), Int(places[row] & 0xFFFF_FFFF))
  }

  private func recordStart(_ row: Int) -> (chunk: Int, start: Int) {
    var (chunk, at) = updateStart(row)
    _ = Varint.signed(chunks[chunk], &at)
    return (chunk, at)
  }

  private func lastUpdate(_ row: Int) -> Int64 {
    var (chunk, at) = updateStart(row)
    return Varint.signed(chunks[chunk], &at)
  }

  private func updateStart(_ row: Int) -> (chunk: Int, start: Int) {
    let (chunk, start) = place(row)
    var at = start
    let keyCount = Int(Varint.unsigned(chunks[chunk], &at))
    at += keyCount
    _ = Varint.unsigned(chunks[chunk], &at)
    let tail = Int(Varint.unsigned(chunks[chunk], &at))
    return (chunk, at + tail)
  }

  private func key(ofRow row: Int) -> [UInt8] {
    let (chunk, start) = place(row)
    var at = start
    let count = Int(Varint.unsigned(chunks[chunk], &at))
    return Array(chunks[chunk][at..<(at + count)])
  }

  private func isKey(_ key: [UInt8], ofRow row: Int) -> Bool {
    let (chunk, start) = place(row)
    var at = start
    let count = Int(Varint.unsigned(chunks[chunk], &at))
    return count == key.count && chunks[chunk][at..<(at + count)].elementsEqual(key)
  }

  private func normalized(_ value: [UInt8]) -> [UInt8] { key.normalized(value) }
}
