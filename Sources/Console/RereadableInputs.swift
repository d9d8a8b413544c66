import Glibc

/// Files that are read more than once; what can be read only once (a pipe) is copied into a nameless temporary file first.
public final class RereadableInputs: Sendable {
  /// What to open, in order.
  public let paths: [String]
  /// What messages call each.
  public let names: [String]
  private let copies: [Copy]

  /// A copy, open as long as it is needed.
  private final class Copy: Sendable {
    let file: Descriptor

    init(of path: String, in folder: String) throws {
      file = try Descriptor.nameless(in: folder)
      let source = try Descriptor.reading(path)
      var block: [UInt8] = []
      while try source.read(1 << 20, onto: &block) {
        try file.write(block)
        block.removeAll(keepingCapacity: true)
      }
    }
  }

  /// - Parameters:
  ///   - paths: files; `-` is standard input.
  ///   - folder: where copies are made.
  /// - Throws: `Failure`.
  public init(_ paths: [String], copiesIn folder: String = "/tmp") throws {
    var (opened, copies): ([String], [Copy]) = ([], [])
    for path in paths {
      if Self.isFile(path) {
        opened.append(path)
      } else {
        let copy = try Copy(of: path, in: folder)
        copies.append(copy)
        opened.append("/proc/self/fd/\(copy.file.number)")
      }
    }
    self.paths = opened
    self.copies = copies
    names = paths.map { $0 == "-" ? "<stdin>" : $0 }
  }

  /// Whether it is a file that begins anew each time it is opened; what is not there is told of when it is opened.
  private static func isFile(_ path: String) -> Bool {
    var status = stat()
    if path == "-" { return false }
    guard unsafe stat(path, &status) == 0 else { return true }
    return status.st_mode & S_IFMT == S_IFREG
  }
}
