import Glibc

/// Runs lines of shell in which the built executables come first on the path.
enum Shell {
  /// How a line ended and what it said.
  struct Result: Equatable {
    var status: Int32
    var output: String
    var errors: String
  }

  /// Folder of the built executables: the tests run beside them.
  static let executables: String = {
    let path = CommandLine.arguments[0]
    return path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }()

  /// The package's folder.
  static let package: String = {
    let parts = #filePath.split(separator: "/").dropLast(3)
    return "/" + parts.joined(separator: "/")
  }()

  /// A fresh folder of a test's own.
  static func scratch() -> String {
    var template = Array("/tmp/sidetone-test-XXXXXX".utf8CString)
    _ = unsafe mkdtemp(&template)
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Runs a line in a folder.
  @discardableResult
  static func run(_ line: String, in folder: String) -> Result {
    let streams = scratch()
    defer { remove(streams) }
    let script = """
      cd '\(folder)' || exit 99
      PATH='\(executables)':$PATH SAMPLE='\(package)/SampleData' LC_ALL=C; export PATH SAMPLE LC_ALL
      exec >'\(streams)/out' 2>'\(streams)/err' </dev/null
      \(line)
      """
    let status = spawn(["/bin/bash", "-c", script])
    return Result(status: status, output: read("\(streams)/out"), errors: read("\(streams)/err"))
  }

  static func read(_ path: String) -> String {
    guard let file = unsafe fopen(path, "r") else { return "" }
    defer { unsafe fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe fread(&buffer, 1, buffer.count, file)
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += buffer[..<count]
    }
  }

  static func write(_ path: String, _ text: String) {
    guard let file = unsafe fopen(path, "w") else { return }
    defer { unsafe fclose(file) }
    let bytes = Array(text.utf8)
    _ = unsafe fwrite(bytes, 1, bytes.count, file)
  }

  static func remove(_ folder: String) { _ = spawn(["/bin/rm", "-rf", folder]) }

  /// Exit status, or 128 and the signal's number.
  private static func spawn(_ arguments: [String]) -> Int32 {
    var words: [UnsafeMutablePointer<CChar>?] = unsafe arguments.map { unsafe strdup($0) } + [nil]
    defer { unsafe words.forEach { unsafe free($0) } }
    var pid: pid_t = 0
    guard unsafe posix_spawn(&pid, arguments[0], nil, nil, &words, environ) == 0 else { return 127 }
    var status: Int32 = 0
    while unsafe waitpid(pid, &status, 0) < 0 {}
    return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
  }
}
