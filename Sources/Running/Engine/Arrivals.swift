import Normalization
import Record

/// What arrived, as the aggregate stage gets it: by input, by week, and whether what was expected is among it.
///
/// Whole numbers only: lanes' counts add up in any order, and however a job is run it counts the same.
struct Arrivals: Sendable {
  struct Count: Sendable, Equatable {
    var scored = 0
    var notScored = 0
    var received: Int { scored + notScored }
  }

  /// By input, in the order of `paths`.
  private(set) var inputs: [Count]
  /// Of what names no input, such as conversations that a stage of the user's made up.
  private(set) var elsewhere = Count()
  /// Scored conversations by the Monday (days since 1970-01-01) of their week, by each call's own clock.
  private(set) var weeks: [Int: Int] = [:]
  /// Day of the newest call; nil where none is dated.
  private(set) var newestDay: Int?
  /// For each thing expected, the Monday of the last week in which it was seen; nil where it never was.
  private(set) var lastSeen: [Int?]
  /// What to look after of what was scored.
  private(set) var notices: Notices
  let places: InputPlaces
  private let expected: [ExpectedValue]
  private var lastPlace = 0

  init(_ places: InputPlaces, _ expected: [ExpectedValue], roster: Roster? = nil) {
    self.places = places
    notices = Notices(roster)
    self.expected = expected
    inputs = Array(repeating: Count(), count: places.paths.count)
    lastSeen = Array(repeating: nil, count: expected.count)
  }

  /// Counts a batch as it is aggregated.
  mutating func add(_ batch: Batch) {
    for conversation in batch.conversations {
      if let place = place(batch.arena[conversation.sourceRef.indices]) {
        inputs[place].scored += 1
      } else {
        elsewhere.scored += 1
      }
      if conversation.startedAt != Conversation.noTime { note(conversation, batch) }
      notices.add(conversation, batch.arena)
    }
    for reject in batch.rejects where reject.count > 0 {
      if let place = place(Array(reject.sourceRef.utf8)[...]) {
        inputs[place].notScored += reject.count
      } else {
        elsewhere.notScored += reject.count
      }
    }
  }

  private mutating func place(_ source: ArraySlice<UInt8>) -> Int? {
    guard let place = places.find(source, near: lastPlace) else { return nil }
    lastPlace = place
    return place
  }

  private mutating func note(_ conversation: Conversation, _ batch: Batch) {
    let local = conversation.startedAt + Int64(conversation.utcOffsetMinutes) * 60_000
    let day = Int(CivilTime.floorDivide(local, CivilTime.millisecondsPerDay).quotient)
    let monday = day - CivilTime.weekday(days: day) + 1
    weeks[monday, default: 0] += 1
    newestDay = max(newestDay ?? day, day)
    for (index, item) in expected.enumerated() where item.matches(conversation, batch.arena) {
      lastSeen[index] = max(lastSeen[index] ?? monday, monday)
    }
  }

  mutating func merge(_ other: Arrivals) {
    for index in inputs.indices {
      inputs[index].scored += other.inputs[index].scored
      inputs[index].notScored += other.inputs[index].notScored
    }
    elsewhere.scored += other.elsewhere.scored
    elsewhere.notScored += other.elsewhere.notScored
    weeks.merge(other.weeks, uniquingKeysWith: +)
    notices.merge(other.notices)
    newestDay = [newestDay, other.newestDay].compactMap(\.self).max()
    for index in lastSeen.indices {
      lastSeen[index] = [lastSeen[index], other.lastSeen[index]].compactMap(\.self).max()
    }
  }
}

/// Finds the input that a `source_ref` names: `calls.zip!/a.csv#row 7` is of `calls.zip`.
struct InputPlaces: Sendable {
  let paths: [String]
  private let bytes: [[UInt8]]
  /// Whether one path with `#` or `!` behind it begins another: then the longest has to be looked for.
  private let isAmbiguous: Bool

  init(_ paths: [String]) {
    let paths = paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    self.paths = paths
    let bytes = paths.map { Array($0.utf8) }
    self.bytes = bytes
    isAmbiguous = bytes.contains { path in
      path.contains(UInt8(ascii: "#")) || path.contains(UInt8(ascii: "!"))
    }
  }

  /// Index of the input; `hint` is where the last one was found.
  func find(_ source: ArraySlice<UInt8>, near hint: Int) -> Int? {
    if isAmbiguous { return bytes.indices.filter { isOf(source, bytes[$0]) }.max { bytes[$0].count < bytes[$1].count } }
    if hint < bytes.count, isOf(source, bytes[hint]) { return hint }
    let end = source.firstIndex { $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: "!") } ?? source.endIndex
    let path = source[..<end]
    var (low, high) = (0, bytes.count)
    while low < high {
      let middle = (low + high) / 2
      if bytes[middle].lexicographicallyPrecedes(path) { low = middle + 1 } else { high = middle }
    }
    return low < bytes.count && bytes[low].elementsEqual(path) ? low : nil
  }

  private func isOf(_ source: ArraySlice<UInt8>, _ path: [UInt8]) -> Bool {
    guard source.starts(with: path) else { return false }
    guard source.count > path.count else { return true }
    let next = source[source.startIndex + path.count]
    return next == UInt8(ascii: "#") || next == UInt8(ascii: "!")
  }
}

/// One thing that the newest week must have: a queue, a team or a channel with at least one call.
struct ExpectedValue: Sendable, Equatable {
  enum Field: String, Sendable, CaseIterable { case queue, team, channel }

  var field: Field
  var value: String
  private let bytes: [UInt8]

  init(_ field: Field, _ value: String) {
    self.field = field
    self.value = value
    bytes = Array(value.utf8)
  }

  func matches(_ conversation: Conversation, _ arena: [UInt8]) -> Bool {
    let range =
      switch field {
      case .queue: conversation.queue
      case .team: conversation.team
      case .channel: conversation.channel
      }
    return Int(range.count) == bytes.count && arena[range.indices].elementsEqual(bytes)
  }
}
