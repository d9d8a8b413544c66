import Glibc

@testable import Ingestion

/// A folder of one test's own files, gone with it.
final class Scratch: Sendable {
  let path: String

  init() {
    var template = Array("/tmp/sidetone-tests-XXXXXX".utf8CString)
    path = unsafe template.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress, let made = unsafe mkdtemp(base) else { fatalError("no temporary folder") }
      return unsafe String(cString: made)
    }
  }

  deinit { Scratch.remove(path) }

  @discardableResult
  func write(_ name: String, _ bytes: some Sequence<UInt8>) -> String {
    let target = "\(path)/\(name)"
    var folder = path
    for part in name.split(separator: "/").dropLast() {
      folder += "/\(part)"
      unsafe mkdir(folder, 0o755)
    }
    let descriptor = unsafe open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    precondition(descriptor >= 0)
    let all = Array(bytes)
    var done = 0
    while done < all.count {
      let wrote = unsafe all[done...].withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
      precondition(wrote > 0)
      done += wrote
    }
    close(descriptor)
    return target
  }

  @discardableResult
  func write(_ name: String, _ text: String) -> String { write(name, text.utf8) }

  private static func remove(_ folder: String) {
    guard let handle = unsafe opendir(folder) else { return }
    while let entry = unsafe readdir(handle) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name == "." || name == ".." { continue }
      let path = "\(folder)/\(name)"
      if unsafe unlink(path) != 0 { remove(path) }
    }
    unsafe closedir(handle)
    unsafe rmdir(folder)
  }
}
