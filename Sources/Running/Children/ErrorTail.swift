import Console
import Synchronization

/// Reads a child's standard error to its end: passes its lines on under the stage's name and keeps the last few.
final class ErrorTail: Sendable {
  private let lines = Mutex<[String]>([])
  private static let kept = 5
  private let prefix: String

  /// - Parameter prefix: what its lines are passed on under.
  init(prefix: String) { self.prefix = prefix }

  /// Blocks until the child has closed its end.
  func follow(_ file: OpenFile) {
    var reader = LineReader(file, blockBytes: 1)
    var block: [UInt8] = []
    while (try? reader.next(into: &block)) == true {
      for line in block.split(separator: UInt8(ascii: "\n")) { take(String(decoding: line.prefix(500), as: UTF8.self)) }
    }
  }

  private func take(_ line: String) {
    Diagnostics.shared.info(prefix + line)
    lines.withLock {
      if $0.count == Self.kept { $0.removeFirst() }
      $0.append(line)
    }
  }

  /// The last lines in one, for the error message.
  var words: String { lines.withLock { $0.joined(separator: " | ") } }
}
