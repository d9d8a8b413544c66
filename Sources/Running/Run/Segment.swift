import Dispatch
import Record
import Synchronization

/// Built-in stages that stand side by side in the pipeline: what the lanes run fused. External stages stand between segments.
struct Segment {
  var stages: [Pipeline.BuiltIn]
  /// The external stage that comes next; nil for the last segment.
  var next: Pipeline.External?

  /// Splits a pipeline's stages; `report` is not in the lanes, it comes once at the end.
  static func split(_ stages: [Pipeline.Stage]) -> [Segment] {
    var segments = [Segment(stages: [])]
    for stage in stages {
      switch stage {
      case .builtIn(.report): break
      case .builtIn(let builtIn): segments[segments.count - 1].stages.append(builtIn)
      case .external(let external):
        segments[segments.count - 1].next = external
        segments.append(Segment(stages: []))
      }
    }
    return segments
  }
}

/// What the lanes of a run bring together at its end.
final class Harvest: Sendable {
  struct Content: Sendable {
    var counts = StageCounts()
    var tables: [(lane: Int, work: TableWork)] = []
  }
  private let content = Mutex(Content())

  func add(_ work: FusedWork, lane: Int) {
    content.withLock {
      $0.counts.merge(work.counts)
      if let tables = work.tables { $0.tables.append((lane, tables)) }
    }
  }

  var all: Content { content.withLock { $0 } }
}
