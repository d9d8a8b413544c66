import Record

/// Packed records with a hash table over their ids. About 60 to 150 bytes a row, table included.
struct PackedRows: Sendable {
  enum Outcome { case added, repeated, contradicting }

  private static let chunkBytes = 32 << 20
  private let normalization: MetadataIndex.Normalization
  /// Records stand in chunks, so that growing never copies gigabytes.
  private var chunks: [[UInt8]] = [[]]
  /// Chunk in the high 32 bits, offset in the low ones.
  private var places: [UInt64] = []
  /// Row + 1 by hash, 0 where free; the table is at most 70 % full.
  private var slots = [UInt32](repeating: 0, count: 1024)
  private var words = WordList()
  private var scratch: [UInt8] = []

  init(normalization: MetadataIndex.Normalization) { self.normalization = normalization }

  var count: Int { places.count }

  mutating func add(_ batch: Batch, _ conversation: Conversation) -> Outcome {
    let key = normalized(batch.arena[conversation.id.indices])
    let hash = Fingerprint.xxh64(key)
    scratch.removeAll(keepingCapacity: true)
    Varint.append(UInt64(key.count), to: &scratch)
    scratch.append(contentsOf: key)
    let reference = batch.arena[conversation.sourceRef.indices]
    let split = (reference.lastIndex(of: 0x20).map { $0 + 1 }) ?? reference.endIndex
    Varint.append(UInt64(words.number(of: reference[..<split])), to: &scratch)
    Varint.append(UInt64(reference.endIndex - split), to: &scratch)
    scratch.append(contentsOf: reference[split...])
    let record = scratch.count
    PackedRecord.pack(batch, conversation, words: &words, into: &scratch)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != 0 {
      let row = Int(slots[slot]) - 1
      if isKey(key, ofRow: row) {
        let (chunk, start) = recordStart(row)
        return chunks[chunk][start...].starts(with: scratch[record...]) ? .repeated : .contradicting
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    append(slot)
    return .added
  }

  private mutating func append(_ slot: Int) {
    if (chunks.last?.count ?? 0) + scratch.count > PackedRows.chunkBytes { chunks.append([]) }
    let chunk = chunks.count - 1
    if chunks[chunk].capacity == 0 { chunks[chunk].reserveCapacity(chunk == 0 ? 4096 : PackedRows.chunkBytes) }
    places.append(UInt64(chunk) << 32 | UInt64(chunks[chunk].count))
    chunks[chunk].append(contentsOf: scratch)
    slots[slot] = UInt32(places.count)
    if places.count * 10 > slots.count * 7 { grow() }
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    for row in places.indices {
      var slot = Int(truncatingIfNeeded: Fingerprint.xxh64(key(ofRow: row))) & (slots.count - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(row + 1)
    }
  }

  func find(_ arena: [UInt8], _ id: TextRange) -> Int? {
    let key = normalized(arena[id.indices])
    var slot = Int(truncatingIfNeeded: Fingerprint.xxh64(key)) & (slots.count - 1)
    while slots[slot] != 0 {
      let row = Int(slots[slot]) - 1
      if isKey(key, ofRow: row) { return row }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  func unpack(_ row: Int, into conversation: inout Conversation, _ batch: inout Batch) {
    let (chunk, start) = recordStart(row)
    PackedRecord.unpack(chunks[chunk], at: start, words: words, into: &conversation, &batch)
  }

  func id(_ row: Int) -> String { String(decoding: key(ofRow: row), as: UTF8.self) }

  func sourceRef(_ row: Int) -> String {
    let (chunk, start) = place(row)
    var at = start
    let bytes = chunks[chunk]
    at += Int(Varint.unsigned(bytes, &at))
    let head = words[Int(Varint.unsigned(bytes, &at))]
    let count = Int(Varint.unsigned(bytes, &at))
    return String(decoding: head + bytes[at..<(at + count)], as: UTF8.self)
  }

  private func place(_ row: Int) -> (chunk: Int, start: Int) {
    (Int(places[row] >> 32), Int(places[row] & 0xFFFF_FFFF))
  }

  private func recordStart(_ row: Int) -> (chunk: Int, start: Int) {
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

  private func normalized(_ id: ArraySlice<UInt8>) -> [UInt8] {
    var bytes = Array(id)
    if normalization.contains(.trim) {
      let range = ArenaText.trimmed(bytes, 0..<bytes.count)
      if range.count < bytes.count { bytes = Array(bytes[range]) }
    }
    if normalization.contains(.casefold) {
      for index in bytes.indices where (65...90).contains(bytes[index]) { bytes[index] |= 0x20 }
    }
    return bytes
  }
}
