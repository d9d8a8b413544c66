import BuiltinData
import Glibc

/// The data files inside the executable.
enum BuiltinFiles {
  /// The bytes of a built-in file by its path below Sources/BuiltinData.
  static func read(_ path: String) -> [UInt8]? {
    for index in 0..<builtin_file_count() {
      let file = unsafe builtin_file_at(index)
      if unsafe String(cString: file.name) == path {
        return unsafe Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
      }
    }
    return nil
  }
}

/// Small files on disk, read whole.
enum DiskFile {
  /// The bytes of a file, or nil where it can't be read.
  static func read(_ path: String) -> [UInt8]? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe Glibc.read(descriptor, &block, block.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { return bytes }
      bytes.append(contentsOf: block[0..<count])
    }
  }
}
