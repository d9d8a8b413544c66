import Record
import Synchronization

/// Notices when rows of a conversation come back after those of another, in tables of utterances.
///
/// Blocks are cut between conversations, so an id that is decoded twice in one file was not adjacent. The order in which
/// lanes report does not matter. Eight bytes an id: ten million conversations take 128 MB.
final class AdjacencyCheck: Sendable {
  private struct Seen {
    /// Ids of the files and members that are spread over several blocks, by the name of each.
    var sources: [String: HashSet] = [:]
    var scattered: Set<Int> = []
  }

  private let seen = Mutex(Seen())
  private let hasScattered = Atomic<Bool>(false)

  /// Takes the conversations that a segment gave, from number `first` of the batch on.
  func add(_ batch: Batch, from first: Int, segment: Segment) {
    let hashes = unsafe batch.arena.withUnsafeBytes { bytes in
      batch.conversations[first...].map { conversation in
        unsafe Fingerprint.xxh64(UnsafeRawBufferPointer(rebasing: bytes[conversation.id.indices]))
      }
    }
    add(hashes, segment: segment)
  }

  /// Takes the ids of a segment by their hashes, each once for each run of rows that has it.
  func add(_ hashes: [UInt64], segment: Segment) {
    if segment.isFirst && segment.isLast {
      var own = HashSet()
      if !own.insert(all: hashes) { report(segment.source.file) }
      return
    }
    let areNew = seen.withLock { $0.sources[segment.source.name, default: HashSet()].insert(all: hashes) }
    if !areNew { report(segment.source.file) }
  }

  private func report(_ file: Int) {
    seen.withLock { _ = $0.scattered.insert(file) }
    hasScattered.store(true, ordering: .relaxed)
  }

  /// The first file in canonical order that was found scattered so far.
  var scatteredFile: Int? {
    guard hasScattered.load(ordering: .relaxed) else { return nil }
    return seen.withLock { $0.scattered.min() }
  }
}

/// A set of 64-bit hashes with open addressing; zero stands for an empty place.
struct HashSet: Sendable {
  private var slots: [UInt64] = Array(repeating: 0, count: 16)
  private var count = 0

  /// - Returns: whether all were new and different.
  mutating func insert(all hashes: [UInt64]) -> Bool {
    var areNew = true
    for hash in hashes where !insert(hash) { areNew = false }
    return areNew
  }

  /// - Returns: whether the hash was new.
  mutating func insert(_ hash: UInt64) -> Bool {
    let hash = hash == 0 ? 1 : hash
    if count * 4 >= slots.count * 3 { grow() }
    let index = place(of: hash)
    guard slots[index] == 0 else { return false }
    slots[index] = hash
    count += 1
    return true
  }

  private func place(of hash: UInt64) -> Int {
    let mask = slots.count - 1
    var index = Int(truncatingIfNeeded: hash) & mask
    while slots[index] != 0 && slots[index] != hash { index = (index + 1) & mask }
    return index
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: 0, count: old.count * 2)
    for hash in old where hash != 0 { slots[place(of: hash)] = hash }
  }
}
