public import Record

/// Writes, for each turn, which behaviors' evidence and which cues stand in it, opportunity or not: what measurements read.
public struct TurnLines: Sendable {
  private let rubric: Rubric
  private let cueNames: [String]
  private let lane: Lane
  /// For each cue, the behaviors that it shows, and those that it spoils.
  private let shows: [[Int]]
  private let spoils: [[Int]]
  private let paths: [String]

  /// A lane of its own: its caches are not shared.
  private final class Lane: @unchecked Sendable {
    let scanner: CueScanner
    init(_ rubric: CompiledRubric) { scanner = CueScanner(rubric: rubric) }
  }

  public init(rubric: Rubric) {
    self.rubric = rubric
    lane = Lane(rubric.compiled)
    cueNames = rubric.compiled.cues.map(\.cue.id)
    var shows = [[Int]](repeating: [], count: cueNames.count)
    var spoils = shows
    var paths: [String] = []
    for technique in rubric.source.techniques {
      for behavior in technique.behaviors {
        for cue in behavior.shown?.cues ?? [] {
          if let index = rubric.compiled.cueIndex[cue.name] { shows[index].append(paths.count) }
        }
        for cue in behavior.spoiled?.cues ?? [] {
          if let index = rubric.compiled.cueIndex[cue.name] { spoils[index].append(paths.count) }
        }
        paths.append(technique.id + "/" + behavior.id)
      }
    }
    self.shows = shows
    self.spoils = spoils
    self.paths = paths
  }

  /// Appends one JSON line a turn: `id`, `turn` (index from 0), `speaker`, `behaviors`, `spoiled`, `cues`.
  public mutating func append(_ batch: Batch, to sink: inout ByteSink) {
    unsafe batch.arena.withUnsafeBufferPointer { arena in
      for conversation in batch.conversations {
        unsafe batch.turns.withUnsafeBufferPointer { unsafe lane.scanner.scan(conversation, $0, arena) }
        for (index, turn) in lane.scanner.turns.enumerated() {
          line(batch, conversation, index, batch.turns[Int(conversation.turns.lowerBound) + index], turn, &sink)
        }
      }
    }
  }

  private func line(
    _ batch: Batch, _ conversation: Conversation, _ index: Int, _ turn: Turn, _ spoken: SpokenTurn,
    _ sink: inout ByteSink
  ) {
    let cues = lane.scanner.hits[Int(spoken.hits.lowerBound)..<Int(spoken.hits.upperBound)].map { Int($0.cue) }
    let isAgent = spoken.role == .agent
    sink.append("{\"id\":")
    sink.append(quoted: batch.arena, conversation.id)
    sink.append(",\"turn\":")
    sink.append(decimal: Int64(index))
    sink.append(",\"speaker\":\"")
    sink.append(static: turn.role.name)
    sink.append("\",\"behaviors\":")
    list(isAgent ? Set(cues.flatMap { shows[$0] }).sorted().map { paths[$0] } : [], &sink)
    sink.append(",\"spoiled\":")
    list(isAgent ? Set(cues.flatMap { spoils[$0] }).sorted().map { paths[$0] } : [], &sink)
    sink.append(",\"cues\":")
    list(cues.map { cueNames[$0] }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }, &sink)
    sink.append("}\n")
  }

  private func list(_ names: [String], _ sink: inout ByteSink) {
    sink.append(UInt8(ascii: "["))
    for (index, name) in names.enumerated() {
      if index > 0 { sink.append(UInt8(ascii: ",")) }
      sink.append(quoted: name)
    }
    sink.append(UInt8(ascii: "]"))
  }
}
