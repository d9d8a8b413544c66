import Console
import History
import Ingestion
import Record

/// The ingest stage as a source of work units; those of settled inputs come from the history.
struct FeedSource: UnitSource {
  private let feed: IngestFeed
  private let paths: [String]
  private let recall: Recall?

  init(_ feed: IngestFeed, _ recall: Recall?) {
    self.feed = feed
    self.recall = recall
    paths = recall == nil ? [] : feed.paths
  }

  struct Block {
    var block = IngestBlock()
    var unit: IngestUnit?
    var decoder = UnitDecoder()
  }

  func makeBlock() -> Block { Block() }

  func claim(_ block: inout Block) throws -> UnitOrder? {
    block.unit = try feed.claim(&block.block)
    return block.unit.map { unit in
      var order = UnitOrder(stream: unit.stream, block: unit.block, isLastOfStream: unit.isLastOfStream)
      order.file = unit.file ?? -1
      order.isRecalled = unit.settledUnit != nil
      return order
    }
  }

  func decode(_ order: UnitOrder, _ block: inout Block, into batch: inout Batch, _ sheet: inout ScoreSheet) throws {
    guard let unit = block.unit else { return }
    guard let recall, let number = unit.settledUnit else {
      feed.decode(unit, &block.block, into: &batch)
      recall?.note(block.block.joinKeys, order, feed)
      return
    }
    // Not before its matches are noted: then what found no match is told.
    defer { feed.release(unit) }
    try Self.decode(paths[order.file], unit: number, recall, &block.decoder, into: &batch, &sheet)
    guard recall.joins else { return }
    feed.noteMatches(of: batch, keys: try recall.join(paths[order.file], unit: number)?.keys)
    if recall.isGone(paths[order.file]) { recall.noteUnfilled(feed.unfilled(of: batch), of: paths[order.file]) }
  }

  /// Takes a settled unit of an input from the history. Throws `Failure`.
  static func decode(
    _ path: String, unit: Int, _ recall: Recall, _ decoder: inout UnitDecoder, into batch: inout Batch,
    _ sheet: inout ScoreSheet
  ) throws {
    batch.removeAll()
    let body = try recall.body(path, unit: unit)
    do throws(UnitDecoder.Damaged) { try decoder.decode(body, into: &batch, &sheet) } catch {
      throw Failure(
        .data,
        Problem(
          file: recall.history.path, "the history is damaged where it holds \(path)",
          hint: "put back a copy of it, or move it away: the next run reads all inputs again"))
    }
  }
}
