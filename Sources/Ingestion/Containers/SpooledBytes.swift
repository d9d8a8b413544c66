import Glibc

/// An archive within an archive whose directory stands at its end: copied to a file without a name, to be read by place.
final class SpooledBytes: ArchiveBytes {
  private let descriptor: CInt
  let count: Int64
  private var position: Int64 = 0
  private var buffer: [UInt8] = []

  init(_ inner: any ArchiveBytes, folder: String) throws(SourceFault) {
    descriptor = try SpooledBytes.unnamedFile(in: folder)
    var written: Int64 = 0
    while true {
      let run = try unsafe inner.next()
      if run.count == 0 { break }
      var done = 0
      while done < run.count {
        let wrote = unsafe write(descriptor, run.baseAddress.map { unsafe $0 + done }, run.count - done)
        if wrote < 0 && errno == EINTR { continue }
        guard wrote > 0 else { throw SpooledBytes.fault("a temporary file can't be written in \(folder)") }
        done += wrote
      }
      written += Int64(run.count)
    }
    count = written
  }

  deinit { close(descriptor) }

  var canSeek: Bool { true }

  func seek(to offset: Int64) { position = min(max(0, offset), count) }

  func next() throws(SourceFault) -> UnsafeRawBufferPointer {
    buffer.removeAll(keepingCapacity: true)
    let wanted = Int(min(256 << 10, count - position))
    var got = 0
    let offset = position
    buffer.append(addingCapacity: wanted) { output in
      unsafe output.withUnsafeMutableBufferPointer { space, initialized in
        got = unsafe pread(descriptor, space.baseAddress, wanted, off_t(offset))
        initialized = max(0, got)
      }
    }
    guard got == wanted else { throw SpooledBytes.fault("a temporary file can't be read") }
    position += Int64(got)
    return unsafe buffer.withUnsafeBytes { unsafe $0 }
  }

  /// A file that nobody else can open and that is gone when it is closed.
  static func unnamedFile(in folder: String) throws(SourceFault) -> CInt {
    for _ in 0..<100 {
      let path = "\(folder)/sidetone-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
      let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      if descriptor >= 0 {
        unsafe unlink(path)
        return descriptor
      }
      if errno != EEXIST { break }
    }
    throw fault("a temporary file can't be made in \(folder)")
  }

  private static func fault(_ what: String) -> SourceFault {
    SourceFault(reason: "no_temporary_space", detail: "\(what): \(unsafe String(cString: strerror(errno)))")
  }
}
