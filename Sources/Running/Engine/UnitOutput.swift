import Record

/// What a lane made of one unit: bytes for each of the sink's channels.
struct UnitOutput: Sendable {
  var channels: [ByteSink]
  /// For lines that go around an external stage: number of the unit's conversation before which each stands.
  var marks: [Int] = []
  /// The conversations of channel 0 where they go into an external stage, to know them again.
  var sent: [(id: String, sourceRef: String)] = []

  init(channels: Int) {
    self.channels = Array(repeating: ByteSink(), count: channels)
  }

  var byteCount: Int { channels.reduce(0) { $0 + $1.count } }

  /// Empties it and keeps its memory.
  mutating func removeAll() {
    for index in channels.indices { channels[index].removeAll() }
    marks.removeAll(keepingCapacity: true)
    sent.removeAll(keepingCapacity: true)
  }
}
