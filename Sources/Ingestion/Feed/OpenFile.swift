import Glibc
import Record

/// An open file that is only ever read, by position; closes itself.
final class OpenFile: Sendable {
  let path: String
  let bytes: Int64
  private let descriptor: CInt

  /// - Throws: a `Problem` that names the path and the system's reason.
  init(_ path: String) throws(Problem) {
    self.path = path
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw OpenFile.problem(path, "cannot be opened") }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw Problem(file: path, "is not a regular file", hint: "give a file, a folder, or - for standard input")
    }
    bytes = Int64(status.st_size)
  }

  /// Copies standard input to a file without a name, so that it can be looked at before it is read.
  init(spoolingStandardInputIn folder: String) throws(Problem) {
    path = OpenFile.standardInput
    let target: CInt
    do {
      target = try SpooledBytes.unnamedFile(in: folder)
    } catch {
      throw Problem(file: folder, error.detail)
    }
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    var total: Int64 = 0
    while true {
      let got = unsafe Glibc.read(STDIN_FILENO, &buffer, buffer.count)
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else {
        close(target)
        throw OpenFile.problem(OpenFile.standardInput, "cannot be read")
      }
      if got == 0 { break }
      var done = 0
      while done < got {
        let wrote = unsafe buffer[done..<got].withUnsafeBytes { unsafe write(target, $0.baseAddress, $0.count) }
        if wrote < 0 && errno == EINTR { continue }
        guard wrote > 0 else {
          close(target)
          throw OpenFile.problem(folder, "cannot be written")
        }
        done += wrote
      }
      total += Int64(got)
    }
    descriptor = target
    bytes = total
  }

  /// What standard input is called in messages.
  static let standardInput = "<stdin>"

  deinit { close(descriptor) }

  /// Appends up to `count` bytes from `offset` on; fewer only at the file's end.
  func read(at offset: Int64, count: Int, into bytes: inout [UInt8]) throws(Problem) -> Int {
    try OpenFile.read(descriptor, path, at: offset, count: count, into: &bytes, stoppingAt: count)
  }

  /// - Parameter expected: a read that ends there is the last.
  private static func read(
    _ descriptor: CInt, _ path: String, at offset: Int64, count: Int, into bytes: inout [UInt8],
    stoppingAt expected: Int
  ) throws(Problem) -> Int {
    var total = 0
    var failure: CInt = 0
    bytes.append(addingCapacity: count) { output in
      unsafe output.withUnsafeMutableBufferPointer { buffer, initialized in
        while total < count {
          let got = unsafe pread(
            descriptor, buffer.baseAddress.map { unsafe $0 + total }, count - total, off_t(offset) + off_t(total))
          if got < 0 && errno == EINTR { continue }
          if got < 0 { failure = errno }
          if got <= 0 { break }
          total += got
          if total == expected { break }
        }
        initialized = total
      }
    }
    guard failure == 0 else {
      errno = failure
      throw problem(path, "cannot be read")
    }
    return total
  }

  /// Appends the whole of a small file, by three system calls: one byte more than there should be is asked for, so that
  /// the answer tells whether the file has changed.
  ///
  /// - Throws: a `Problem` that names the path and the system's reason, `Refusal` where there is not what was listed.
  static func readWhole(_ path: String, bytes count: Int64, into bytes: inout [UInt8]) throws {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw problem(path, "cannot be opened") }
    defer { close(descriptor) }
    let got = try read(descriptor, path, at: 0, count: Int(count) + 1, into: &bytes, stoppingAt: Int(count))
    guard got == Int(count) else {
      throw Refusal(
        reason: "unreadable_file", detail: "the file changed while it was read; run again when it is complete")
    }
  }

  /// Tells the kernel that the file will be read from front to back.
  func willReadSequentially() { _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL) }

  static func problem(_ path: String, _ what: String) -> Problem {
    Problem(file: path, "\(what): \(unsafe String(cString: strerror(errno)))")
  }
}
