import Glibc

/// Rows on disk, in parts by the hash of their id: one file without a name, in which each part is a chain of runs.
final class RowParts {
  struct Row {
    var number: Int
    var idHash: UInt64
    var bytes: [UInt8]
  }

  let count: Int
  private let descriptor: CInt
  private var buffers: [[UInt8]]
  private var runs: [[(offset: Int64, count: Int)]]
  private var end: Int64 = 0
  private let bufferBytes: Int

  static let largestCount = 1024

  init(count: Int, folder: String) throws(SourceFault) {
    let count = min(max(1, count), RowParts.largestCount)
    self.count = count
    descriptor = try SpooledBytes.unnamedFile(in: folder)
    buffers = Array(repeating: [], count: count)
    runs = Array(repeating: [], count: count)
    bufferBytes = count > 256 ? 32 << 10 : 64 << 10
  }

  deinit { close(descriptor) }

  func add(_ row: UnsafeBufferPointer<UInt8>, number: Int, idHash: UInt64) throws(SourceFault) {
    let part = Int(idHash % UInt64(count))
    append(UInt64(number), to: part)
    append(idHash, to: part)
    append(UInt64(row.count), to: part)
    unsafe buffers[part].append(contentsOf: row)
    if buffers[part].count >= bufferBytes { try flush(part) }
  }

  func flush() throws(SourceFault) {
    for part in 0..<count { try flush(part) }
  }

  private func append(_ value: UInt64, to part: Int) {
    unsafe withUnsafeBytes(of: value.littleEndian) { unsafe buffers[part].append(contentsOf: $0) }
  }

  private func flush(_ part: Int) throws(SourceFault) {
    let bytes = buffers[part]
    guard !bytes.isEmpty else { return }
    var done = 0
    while done < bytes.count {
      let wrote = unsafe bytes.withUnsafeBytes { space in
        unsafe pwrite(
          descriptor, space.baseAddress.map { unsafe $0 + done }, bytes.count - done, off_t(end) + off_t(done))
      }
      if wrote < 0 && errno == EINTR { continue }
      guard wrote > 0 else { throw RowParts.fault("a temporary file can't be written") }
      done += wrote
    }
    runs[part].append((end, bytes.count))
    end += Int64(bytes.count)
    buffers[part].removeAll(keepingCapacity: true)
  }

  /// All rows of a part in the order in which they were added.
  func rows(of part: Int) throws(SourceFault) -> [Row] {
    var bytes: [UInt8] = []
    for run in runs[part] { try read(run.offset, run.count, into: &bytes) }
    var rows: [Row] = []
    var index = 0
    while index < bytes.count {
      let number = value(bytes, index)
      let hash = value(bytes, index + 8)
      let size = Int(value(bytes, index + 16))
      rows.append(Row(number: Int(number), idHash: hash, bytes: Array(bytes[index + 24..<index + 24 + size])))
      index += 24 + size
    }
    return rows
  }

  private func value(_ bytes: [UInt8], _ index: Int) -> UInt64 {
    bytes[index..<index + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  private func read(_ offset: Int64, _ wanted: Int, into bytes: inout [UInt8]) throws(SourceFault) {
    var got = 0
    while got < wanted {
      var run = 0
      bytes.append(addingCapacity: wanted - got) { output in
        unsafe output.withUnsafeMutableBufferPointer { space, initialized in
          run = unsafe pread(descriptor, space.baseAddress, wanted - got, off_t(offset) + off_t(got))
          initialized = max(0, run)
        }
      }
      if run < 0 && errno == EINTR { continue }
      guard run > 0 else { throw RowParts.fault("a temporary file can't be read") }
      got += run
    }
  }

  private static func fault(_ what: String) -> SourceFault {
    SourceFault(reason: "no_temporary_space", detail: "\(what): \(unsafe String(cString: strerror(errno)))")
  }
}
