import ArgumentParser
import Console
import Dispatch
import Ingestion
import Record
import Synchronization

/// The ingest stage alone: claims and decodes on free-running lanes, as the runner does, and keeps nothing but counts.
struct IngestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ingest", abstract: "Reading, unpacking and decoding exports, thrown away as they come.")

  @Argument(help: "Exports, folders, archives.")
  var inputs: [String]
  @Option(help: "Lanes that claim and decode.")
  var lanes = 2
  @Option(help: "Bytes of a block.")
  var blockBytes = 4 << 20
  @Option(help: "Passes; the best counts.")
  var passes = 1

  private struct Counts {
    var conversations = 0
    var turns = 0
    var rejects = 0
  }

  func run() throws {
    for _ in 0..<passes { try pass() }
  }

  private func pass() throws {
    let (wall, processor) = (monotonicMilliseconds(), processorMilliseconds())
    var options = IngestOptions()
    options.blockBytes = blockBytes
    let feed = try IngestFeed(inputs: inputs, options: options)
    let counts = try read(feed)
    let milliseconds = max(monotonicMilliseconds() - wall, 1)
    let spent = processorMilliseconds() - processor
    let bytes = feed.progress().bytesTotal
    print(
      "ingest\tlanes \(lanes)\t\(milliseconds) ms\tprocessor \(spent) ms\t\(bytes / 1000 / Int64(milliseconds)) MB/s\t"
        + "ns/turn \(spent * 1_000_000 / Int64(max(counts.turns, 1)))\tconversations \(counts.conversations)\t"
        + "turns \(counts.turns)\trejects \(counts.rejects)")
  }

  private func read(_ feed: IngestFeed) throws -> Counts {
    let total = Mutex(Counts())
    let failure = Mutex<(any Error)?>(nil)
    DispatchQueue.concurrentPerform(iterations: max(1, lanes)) { _ in
      var counts = Counts()
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
