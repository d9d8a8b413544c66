import Console
import Glibc
import Record
import Synchronization

/// A table of the output folder, which several lanes write at once.
///
/// Its pages are sent to the disk as they are written and then leave the page cache, where the kernel can do that (Linux 6.14;
/// ext4, XFS, btrfs). A run's tables are larger than all it reads: without this every page of them is fresh memory, which costs a
/// virtual machine four times the copying itself, and pushes out what other programs read. Bytes and places are the same either
/// way.
final class TableFile: Sendable {
  private static let page: Int64 = 4096

  private let file: OpenFile
  /// The beginning of a table stays cached: small runs write nothing else, and viewers open there.
  private let cachedHead: Int64
  private let pace = Mutex(Pace())
  private let passesCache: Atomic<Bool>

  /// Creates the file. Throws `Failure`.
  ///
  /// - Parameter isReadBack: whether the run itself reads the table again.
  init(writing path: String, isReadBack: Bool = false, cachedHead: Int64 = 16 << 20) throws {
    file = try OpenFile(writing: path)
    self.cachedHead = cachedHead
    passesCache = Atomic(!isReadBack)
  }

  /// Writes all of it at a place in the file. Throws `Failure`.
  func write(_ bytes: [UInt8], at offset: Int64) throws {
    let end = offset + Int64(bytes.count)
    // Pages that two units share stay cached, or the second would have to wait for them to come back from the disk.
    let first = (offset + Self.page - 1) & ~(Self.page - 1)
    let last = end & ~(Self.page - 1)
    guard offset >= cachedHead, first < last, passesCache.load(ordering: .relaxed) else {
      return try file.descriptor.write(bytes, at: offset)
    }
    try unsafe bytes.withUnsafeBytes { buffer in
      let whole = Int(first - offset)..<Int(last - offset)
      try unsafe file.descriptor.write(UnsafeRawBufferPointer(rebasing: buffer[..<whole.lowerBound]), at: offset)
      let begin = Pace.now()
      let done = unsafe writePast(UnsafeRawBufferPointer(rebasing: buffer[whole]), at: first)
      if done == whole.count { note(done, since: begin) } else { passesCache.store(false, ordering: .relaxed) }
      let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[(whole.lowerBound + done)...])
      try unsafe file.descriptor.write(rest, at: first + Int64(done))
    }
  }

  /// Writes past the cache; how many bytes went. Fewer than all where the file system can't, or something is amiss, which a
  /// plain write of the rest then tells.
  private func writePast(_ buffer: UnsafeRawBufferPointer, at offset: Int64) -> Int {
    var done = 0
    while done < buffer.count {
      var piece = unsafe iovec(
        iov_base: UnsafeMutableRawPointer(mutating: buffer.baseAddress.unsafelyUnwrapped + done),
        iov_len: buffer.count - done)
      let wrote = unsafe pwritev2(file.descriptor.number, &piece, 1, Int(offset) + done, dontCache)
      if wrote > 0 { done += wrote } else if wrote == 0 || errno != EINTR { return done }
    }
    return done
  }

  /// A disk that can't keep up is not waited for: from then on the page cache takes what comes.
  private func note(_ bytes: Int, since begin: Int64) {
    let spent = Pace.now() - begin
    if pace.withLock({ $0.isTooSlow(bytes, spent) }) { passesCache.store(false, ordering: .relaxed) }
  }

  /// How fast the disk takes what is sent to it.
  private struct Pace {
    private var bytes = 0
    private var nanoseconds: Int64 = 0

    static func now() -> Int64 {
      var time = timespec()
      unsafe clock_gettime(CLOCK_MONOTONIC, &time)
      return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// Whether the last 64 MB took so long that a lane would wait for the disk: under 150 MB/s.
    mutating func isTooSlow(_ more: Int, _ spent: Int64) -> Bool {
      bytes += more
      nanoseconds += spent
      guard bytes >= 64 << 20 else { return false }
      defer { (bytes, nanoseconds) = (0, 0) }
      return nanoseconds > Int64(bytes) * 1000 / 150
    }
  }
}

/// `RWF_DONTCACHE` of linux/fs.h, which the C library does not name yet.
private let dontCache: Int32 = 0x80

/// `pwritev2`, which Glibc's overlay does not name.
@_silgen_name("pwritev2")
private func pwritev2(
  _ descriptor: Int32, _ pieces: UnsafePointer<iovec>, _ count: Int32, _ offset: Int, _ flags: Int32
) -> Int
