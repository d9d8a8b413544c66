import Ingestion
import Record

/// The ingest stage as a source of work units.
struct FeedSource: UnitSource {
  let feed: IngestFeed

  struct Block {
    var block = IngestBlock()
    var unit: IngestUnit?
  }

  func makeBlock() -> Block { Block() }

  func claim(_ block: inout Block) throws -> UnitOrder? {
    block.unit = try feed.claim(&block.block)
    return block.unit.map { UnitOrder(stream: $0.stream, block: $0.block, isLastOfStream: $0.isLastOfStream) }
  }

  func decode(_ order: UnitOrder, _ block: inout Block, into batch: inout Batch, _ sheet: inout ScoreSheet) throws {
    guard let unit = block.unit else { return }
    feed.decode(unit, &block.block, into: &batch)
  }
}
