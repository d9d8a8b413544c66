import Dispatch
import Ingestion
import Record
import Synchronization

/// Claims and decodes everything on free-running lanes, as the runner does, and keeps nothing but counts.
struct IngestScan {
  let feed: IngestFeed

  func run(lanes: Int) throws -> IngestCounts {
    let total = Mutex(IngestCounts())
    let failure = Mutex<(any Error)?>(nil)
    DispatchQueue.concurrentPerform(iterations: lanes) { _ in
      var counts = IngestCounts()
      var block = IngestBlock()
      var batch = Batch()
      do {
        while let unit = try feed.claim(&block) {
          feed.decode(unit, &block, into: &batch)
          counts.conversations += batch.conversations.count
          counts.turns += batch.turns.count
          counts.rejects += batch.rejects.reduce(0) { $0 + $1.count }
        }
      } catch {
        failure.withLock { $0 = error }
      }
      total.withLock {
        $0.conversations += counts.conversations
        $0.turns += counts.turns
        $0.rejects += counts.rejects
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    return total.withLock { $0 }
  }
}
