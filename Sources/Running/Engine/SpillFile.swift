import Console
import Record

/// A nameless temporary file for units that have to wait longer than memory allows.
final class SpillFile: Sendable {
  private let descriptor: Descriptor

  /// Makes it in `folder`; it has no name, so that a killed run leaves nothing. Throws `Failure`.
  init(folder: String) throws {
    descriptor = try Descriptor.nameless(in: folder)
  }

  /// Where a unit's channels went.
  struct Place: Sendable {
    var offset: Int64
    var counts: [Int]
  }

  /// Writes a unit's channels one after the other and empties it. Throws `Failure`.
  func store(_ output: inout UnitOutput, at offset: Int64) throws -> Place {
    var place = Place(offset: offset, counts: [])
    var at = offset
    for index in output.channels.indices {
      try descriptor.write(output.channels[index].bytes, at: at)
      at += Int64(output.channels[index].count)
      place.counts.append(output.channels[index].count)
      output.channels[index] = ByteSink()
    }
    return place
  }

  /// Reads a unit's channels back. Throws `Failure`.
  func restore(_ place: Place, into output: inout UnitOutput) throws {
    var at = place.offset
    for index in output.channels.indices {
      output.channels[index].bytes = try descriptor.read(place.counts[index], at: at)
      at += Int64(place.counts[index])
    }
  }
}
