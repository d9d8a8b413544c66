import Glibc
import Record

/// An open file that closes itself. Every one is opened close-on-exec, so that no child keeps a sibling's pipe alive.
public struct Descriptor: ~Copyable, Sendable {
  public let number: Int32
  /// What messages call it.
  public let path: String
  private let closes: Bool

  /// Takes over an open descriptor.
  public init(owning number: Int32, path: String) {
    self.number = number
    self.path = path
    closes = true
  }

  private init(borrowing number: Int32, path: String) {
    self.number = number
    self.path = path
    closes = false
  }

  deinit { if closes { _ = close(number) } }

  /// Standard input; never closed.
  public static func standardInput() -> Descriptor { Descriptor(borrowing: 0, path: "<stdin>") }
  /// Standard error; never closed.
  init(standardError: Void) { self.init(borrowing: 2, path: "<stderr>") }
  /// Standard output; never closed.
  public static func standardOutput() -> Descriptor { Descriptor(borrowing: 1, path: "<stdout>") }

  /// Opens a file to read; `-` is standard input. Throws `Failure` (66 where there is no such file, else 74).
  public static func reading(_ path: String) throws -> Descriptor {
    if path == "-" { return standardInput() }
    let number = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { throw systemFailure("can't open", path) }
    return Descriptor(owning: number, path: path)
  }

  /// Creates or empties a file to write, readable by its owner and group only; `-` is standard output. Throws `Failure`.
  public static func writing(_ path: String, mode: UInt32 = 0o640) throws -> Descriptor {
    if path == "-" { return standardOutput() }
    let number = unsafe open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    guard number >= 0 else { throw systemFailure("can't write", path) }
    return Descriptor(owning: number, path: path)
  }

  /// Makes a file without a name, to write and to read again, which is gone once it is closed. Throws `Failure`.
  public static func nameless(in folder: String) throws -> Descriptor {
    for attempt in 0..<100 {
      let path = "\(folder)/.sidetone-\(getpid())-\(attempt)"
      // Never one that is there: in a folder that all may write to it could be anybody's, or lead anywhere.
      let number = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      if number >= 0 {
        unsafe unlink(path)
        return Descriptor(owning: number, path: path)
      }
      guard errno == EEXIST else { break }
    }
    throw systemFailure("can't make a temporary file in", folder)
  }

  /// Reads at most `count` bytes onto the end of `bytes`; false at the end of the file. Throws `Failure`.
  public func read(_ count: Int, onto bytes: inout [UInt8]) throws -> Bool {
    let start = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: count))
    let got = try unsafe bytes.withUnsafeMutableBytes { buffer in
      try unsafe readRetrying(UnsafeMutableRawBufferPointer(rebasing: buffer[start...]))
    }
    bytes.removeLast(count - got)
    return got > 0
  }

  /// Reads once into the buffer; 0 at the end of the file. Throws `Failure`.
  public func readRetrying(_ buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      let got = unsafe Glibc.read(number, buffer.baseAddress, buffer.count)
      if got >= 0 { return got }
      if errno != EINTR { throw systemFailure("can't read", path) }
    }
  }

  /// Writes all of it. Throws `ClosedPipe` where the reader has gone, else `Failure`.
  public func write(_ bytes: [UInt8]) throws {
    try unsafe bytes.withUnsafeBytes { try unsafe write($0) }
  }

  /// Writes all of it. Throws `ClosedPipe` where the reader has gone, else `Failure`.
  public func write(_ buffer: UnsafeRawBufferPointer) throws {
    var done = 0
    while done < buffer.count {
      let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[done...])
      let wrote = unsafe Glibc.write(number, rest.baseAddress, rest.count)
      if wrote >= 0 {
        done += wrote
      } else if errno == EPIPE {
        throw ClosedPipe()
      } else if errno != EINTR {
        throw systemFailure("can't write", path)
      }
    }
  }

  /// Writes all of it at a place in the file, which several threads may do at once. Throws `Failure`.
  public func write(_ bytes: [UInt8], at offset: Int64) throws {
    try unsafe bytes.withUnsafeBytes { try unsafe write($0, at: offset) }
  }

  /// Writes all of it at a place in the file, which several threads may do at once. Throws `Failure`.
  public func write(_ buffer: UnsafeRawBufferPointer, at offset: Int64) throws {
    var done = 0
    while done < buffer.count {
      let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[done...])
      let wrote = unsafe pwrite(number, rest.baseAddress, rest.count, Int(offset) + done)
      if wrote >= 0 {
        done += wrote
      } else if errno != EINTR {
        throw systemFailure("can't write", path)
      }
    }
  }

  /// Reads exactly `count` bytes from a place in the file. Throws `Failure`.
  public func read(_ count: Int, at offset: Int64) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    try unsafe bytes.withUnsafeMutableBytes { buffer in
      var done = 0
      while done < buffer.count {
        let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
        let got = unsafe pread(number, rest.baseAddress, rest.count, Int(offset) + done)
        if got > 0 {
          done += got
        } else if got == 0 || errno != EINTR {
          throw systemFailure("can't read back", path)
        }
      }
    }
    return bytes
  }
}

/// What the last system call said of a path, as an error with its exit status.
public func systemFailure(_ what: String, _ path: String, code: Int32? = nil) -> Failure {
  let code = code ?? errno
  let reason = unsafe String(cString: strerror(code))
  let status: ExitStatus = code == ENOENT ? .noInput : .io
  return Failure(status, Problem(file: path, "\(what): \(reason)"))
}
