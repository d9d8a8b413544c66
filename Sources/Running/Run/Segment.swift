import Aggregation
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
    /// Of all lanes: merging in any order gives the same, so the first to end holds what the others add.
    var tally: Tally?
    /// A lane each.
    var arrivals: [Arrivals] = []
  }
  private let content = Mutex(Content())

  func add(_ work: FusedWork) {
    content.withLock {
      $0.counts.merge(work.counts)
      guard let tables = work.tables else { return }
      $0.arrivals.append(tables.arrivals)
      if $0.tally == nil { $0.tally = tables.tally } else { $0.tally?.merge(tables.tally) }
    }
  }

  var all: Content { content.withLock { $0 } }
}
