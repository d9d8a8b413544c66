import Record
import Synchronization

/// Where units go when their turn has come. `commit` is called for one unit after the other, in canonical order.
protocol UnitSink: Sendable {
  /// Takes the unit's bytes, or only their places, so that `write` can run for several units at once.
  func commit(_ output: inout UnitOutput) throws -> [Int64]
  /// Does the slow part, in any order.
  func write(_ output: UnitOutput, at places: [Int64]) throws
}

/// Files of the output folder, one a channel. Places are given out in order, bytes are written by whichever lane has them.
final class FileSink: UnitSink {
  private let files: [TableFile]
  private let ends: Mutex<[Int64]>

  /// Creates the files and writes their header rows. Throws `Failure`.
  ///
  /// - Parameter areReadBack: whether the run itself reads the files again.
  init(paths: [String], headers: [[UInt8]], areReadBack: Bool = false) throws {
    files = try paths.map { try TableFile(writing: $0, isReadBack: areReadBack) }
    ends = Mutex(headers.map { Int64($0.count) })
    for (file, header) in zip(files, headers) { try file.write(header, at: 0) }
  }

  func commit(_ output: inout UnitOutput) throws -> [Int64] {
    ends.withLock { ends in
      let places = ends
      for index in output.channels.indices { ends[index] += Int64(output.channels[index].count) }
      return places
    }
  }

  func write(_ output: UnitOutput, at places: [Int64]) throws {
    for index in output.channels.indices where output.channels[index].count > 0 {
      try files[index].write(output.channels[index].bytes, at: places[index])
    }
  }
}
