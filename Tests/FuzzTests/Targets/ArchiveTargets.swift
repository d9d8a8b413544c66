import Glibc
import Record

@testable import Ingestion

extension FuzzTarget {
  /// Archives: our own readers against libarchive (which inflates by zlib), libarchive itself, and archives in archives.
  static let archives: [FuzzTarget] =
    [
      FuzzTarget("gzip", words: marks, seeds: Seeds.own("gzip"), check: gzip),
      FuzzTarget("zip", words: marks, seeds: Seeds.own("zip"), check: zip),
      FuzzTarget("zip-directory", words: marks, cases: 600, seeds: Seeds.own("zip"), check: zipDirectory),
    ]
    + kinds.map { kind, name in
      FuzzTarget("archive-\(name)", words: marks, cases: 100, seeds: Seeds.own("archive-\(name)")) {
        byLibarchive($0, kind)
      }
    } + [
      FuzzTarget("archive-feed", words: marks, cases: 100, seeds: Seeds.own("archive-feed"), check: feed)
    ]

  private static let kinds: [(ContainerKind, String)] = [
    (.zip, "zip"), (.sevenZip, "seven-zip"), (.tar, "tar"), (.gzip, "gzip"), (.bzip2, "bzip2"), (.xz, "xz"),
    (.zstd, "zstd"),
    (.lz4, "lz4"),
  ]

  private static let marks = [
    "PK\u{3}\u{4}", "PK\u{1}\u{2}", "PK\u{5}\u{6}", "\u{1F}", "ustar", "\u{8}", "../", "a.csv",
  ]

  /// Where nothing is wrong for us, libarchive gives the same; and runs of any length give the same.
  private static let gzip: Check = { bytes in
    func ours(_ longest: Int) -> Unpacked {
      Unpacked({ () throws(SourceFault) in try GzipReader(ByteRuns(bytes, longest: longest)) }, step: longest * 3)
    }
    let whole = ours(bytes.count + 1)
    // Whether ISA-L looks at a checksum of the header depends on where its input was cut.
    if bytes.count > 3, bytes[3] & 2 != 0 { return nil }
    for longest in [1, 7] {
      let again = ours(longest)
      // How much is inflated of a damaged stream depends on what was looked at together.
      if again.faults.isEmpty != whole.faults.isEmpty || whole.faults.isEmpty && again != whole {
        return "runs of \(longest) give something else"
      }
    }
    // libarchive sees no gzip in bytes with an odd header, and no member in an empty one.
    guard whole.faults.isEmpty, whole.isWhole, bytes.starts(with: [0x1F, 0x8B, 8]), bytes.count > 3,
      bytes[3] & 0xE0 == 0
    else { return nil }
    let theirs = Unpacked { () throws(SourceFault) in
      try ArchiveHandle(ByteRuns(bytes, longest: 1 << 16), kind: .gzip, passphrase: nil)
    }
    // Streams behind zeros are read by us only.
    let isSame = theirs.members.count == 1 && whole.members[0].starts(with: theirs.members[0])
    return theirs.faults.isEmpty && !isSame ? "zlib gives something else" : nil
  }

  /// Where nothing is wrong for us, libarchive gives the same, or sees damage that is none of ours.
  private static let zip: Check = { bytes in
    let runs = ByteRuns(bytes, longest: 61)
    // What is no file, nobody reads.
    guard let directory = ZipDirectory(runs), directory.entries.allSatisfy(\.member.isRegularFile) else { return nil }
    let ours = Unpacked { () throws(SourceFault) in try ZipReader(runs, directory) }
    guard ours.faults.isEmpty, ours.isWhole else { return nil }
    let theirs = Unpacked { () throws(SourceFault) in
      try ArchiveHandle(ByteRuns(bytes, longest: 1 << 16), kind: .zip, passphrase: nil)
    }
    return theirs.faults.isEmpty && theirs.isWhole && theirs != ours ? "libarchive gives something else" : nil
  }

  private static let zipDirectory: Check = { bytes in
    guard let directory = ZipDirectory(ByteRuns(bytes, longest: 100)) else { return nil }
    for entry in directory.entries {
      if entry.offset < 0 || Int(entry.offset) + entry.packed > bytes.count { return "\(entry) goes beyond the file" }
    }
    return nil
  }

  /// libarchive ends, and the same bytes give the same.
  private static func byLibarchive(_ bytes: [UInt8], _ kind: ContainerKind) -> String? {
    func unpacked(_ longest: Int) -> Unpacked {
      Unpacked { () throws(SourceFault) in
        try ArchiveHandle(ByteRuns(bytes, longest: longest), kind: kind, passphrase: "secret")
      }
    }
    let whole = unpacked(1 << 16)
    return unpacked(1 << 16) == whole ? nil : "the same bytes give something else"
  }

  /// The whole way of an archive, with archives in it: nothing beyond its limits, a reason for what did not come out.
  private static let feed: Check = { bytes in
    guard ContainerKind(magic: bytes) != nil else { return nil }
    guard let file = UnnamedFile(bytes) else { return nil }
    var options = IngestOptions()
    options.limits.unpackedBytes = 1 << 20
    options.limits.entries = 50
    options.passphrase = "secret"
    var outcomes: [[UInt8]] = []
    for blockBytes in [1 << 16, 1 << 16] {
      options.blockBytes = blockBytes
      guard let feed = try? IngestFeed(inputs: [file.path], options: options) else { return "the feed refuses it" }
      var (block, batch, sink) = (IngestBlock(), Batch(), ByteSink())
      var units = 0
      while let unit = try? feed.claim(&block) {
        feed.decode(unit, &block, into: &batch)
        if let fault = BatchCheck.fault(batch) { return fault }
        NdjsonEncoder().append(batch, to: &sink)
        units += 1
        if units > 1000 { return "it does not end" }
      }
      outcomes.append(sink.bytes)
    }
    return outcomes[0] == outcomes[1] ? nil : "the same bytes give other lines"
  }
}

/// A file without a name but that of its descriptor.
final class UnnamedFile {
  private let descriptor: CInt
  var path: String { "/proc/self/fd/\(descriptor)" }

  init?(_ bytes: [UInt8]) {
    var name = Array("/tmp/sidetone-fuzz-XXXXXX".utf8CString)
    descriptor = unsafe mkstemp(&name)
    unsafe unlink(name)
    guard descriptor >= 0 else { return nil }
    let wrote = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    guard wrote == bytes.count else { return nil }
  }

  deinit { close(descriptor) }
}

/// Packed bytes in memory, handed out in runs of at most some length.
@safe final class ByteRuns: ArchiveBytes {
  private let bytes: UnsafeMutableBufferPointer<UInt8>
  private let longest: Int
  private var position = 0

  init(_ bytes: [UInt8], longest: Int) {
    unsafe self.bytes = .allocate(capacity: bytes.count)
    unsafe _ = self.bytes.initialize(from: bytes)
    self.longest = longest
  }

  deinit { unsafe bytes.deallocate() }

  var canSeek: Bool { true }
  var count: Int64 { unsafe Int64(bytes.count) }
  func seek(to offset: Int64) { position = unsafe max(0, min(Int(offset), bytes.count)) }

  func next() -> UnsafeRawBufferPointer {
    let end = unsafe min(bytes.count, position + longest)
    defer { position = end }
    return unsafe UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[position..<end])
  }
}

/// What a reader gives of an archive: each member's bytes, as far as they go, and what was wrong.
struct Unpacked: Equatable {
  private(set) var members: [[UInt8]] = []
  private(set) var faults: [String] = []
  /// Whether nothing was left out because it is too much.
  private(set) var isWhole = true
  private static let most = 1 << 20

  init(_ open: () throws(SourceFault) -> any MemberReader, step: Int = 1000) {
    do throws(SourceFault) {
      let reader = try open()
      while try reader.nextMember() != nil {
        read(reader, step)
        if members.count >= 100 || !isWhole {
          isWhole = false
          return
        }
      }
    } catch {
      faults.append(error.reason)
    }
  }

  private mutating func read(_ reader: any MemberReader, _ step: Int) {
    var bytes: [UInt8] = []
    do throws(SourceFault) {
      while try reader.read(count: step, into: &bytes) == step, isWhole { isWhole = bytes.count < Self.most }
    } catch {
      faults.append(error.reason)
    }
    members.append(bytes)
  }
}
