import Glibc

/// The samples that the cases begin with: those of the tests, the starts of the generated exports, and small files of their
/// own in `Seeds`.
enum Seeds {
  /// Tests/FuzzTests.
  static let folder = String("\(#filePath)".dropLast("/Targets/Seeds.swift".count))
  private static let root = String(folder.dropLast("/Tests/FuzzTests".count))

  /// Files of Tests/IngestionTests/Samples.
  static func samples(_ paths: String...) -> [[UInt8]] {
    paths.map { contents("\(root)/Tests/IngestionTests/Samples/\($0)") }
  }

  /// The first bytes of a generated export.
  static func export(_ name: String, bytes: Int = 1500) -> [UInt8] {
    Array(contents("\(root)/SampleData/exports/\(name)").prefix(bytes))
  }

  static func source(_ path: String) -> [UInt8] { contents("\(root)/\(path)") }

  static func texts(_ texts: String...) -> [[UInt8]] { texts.map { Array($0.utf8) } }

  /// Files of `Seeds/NAME` or `Regressions/NAME`, by name.
  static func files(_ kind: String, _ name: String) -> [(file: String, bytes: [UInt8])] {
    let path = "\(folder)/\(kind)/\(name)"
    return names(path).map { ("\(path)/\($0)", contents("\(path)/\($0)")) }
  }

  static func own(_ name: String) -> [[UInt8]] { files("Seeds", name).map(\.bytes) }

  private static func names(_ folder: String) -> [String] {
    guard let handle = unsafe opendir(folder) else { return [] }
    defer { unsafe closedir(handle) }
    var names: [String] = []
    while let entry = unsafe readdir(handle) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  static func contents(_ path: String) -> [UInt8] {
    guard let file = unsafe fopen(path, "re") else { fatalError("there is no \(path)") }
    defer { unsafe _ = fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while case let count = unsafe fread(&buffer, 1, buffer.count, file), count > 0 {
      bytes.append(contentsOf: buffer[..<count])
    }
    return bytes
  }
}
