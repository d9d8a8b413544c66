import Record
import Testing

@testable import Ingestion

/// Seeded damage: whatever a file holds, the decoders end, and what they give is whole.
struct DecoderFuzzTests {
  /// SplitMix64 (Steele, Lea, Flood 2014).
  private struct Random {
    var state: UInt64
    mutating func below(_ bound: Int) -> Int {
      state &+= 0x9E37_79B9_7F4A_7C15
      var value = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
      return Int((value ^ (value >> 31)) % UInt64(bound))
    }
  }

  private func damaged(_ bytes: [UInt8], _ random: inout Random) -> [UInt8] {
    var bytes = bytes
    for _ in 0...random.below(4) where !bytes.isEmpty {
      let at = random.below(bytes.count)
      switch random.below(4) {
      case 0: bytes[at] = UInt8(random.below(256))
      case 1: bytes.remove(at: at)
      case 2: bytes.insert(Array("<>&\"'{}[],:\\\0".utf8)[random.below(13)], at: at)
      default: bytes.removeLast(random.below(bytes.count))
      }
    }
    return bytes
  }

  private func isWhole(_ batch: Batch) -> Bool {
    batch.conversations.allSatisfy { Int($0.turns.upperBound) <= batch.turns.count && $0.id.end <= batch.arena.count }
      && batch.turns.allSatisfy { $0.text.end <= batch.arena.count && $0.label.end <= batch.arena.count }
  }

  @Test func survivesDamagedXml() {
    var random = Random(state: 7)
    let whole = Array(XmlFragmentTests.clean.utf8)
    for _ in 0..<400 {
      let bytes = damaged(whole, &random)
      guard let batch = try? decodeXml(bytes: bytes, allowDoctype: true) else { continue }
      #expect(isWhole(batch))
    }
  }

  @Test func survivesDamagedJson() throws {
    var random = Random(state: 11)
    let mapping = try MappingLoader.load(try Profiles.named("zendesk").text, file: "zendesk")
    let source = try #require(mapping.sources.first { $0.name == "tickets" })
    let decoder = MappingDecoder(source: CompiledSource(mapping: mapping, source: source, assumedOffset: nil))
    let whole = Array(
      "{\"id\":1,\"requester_id\":2,\"comments\":[{\"body\":\"<p>a\\u00e9</p>\",\"author_id\":2}]}\n{\"id\":2,\"comments\":[]}"
        .utf8)
    for _ in 0..<400 {
      let bytes = damaged(whole, &random)
      var batch = Batch()
      decoder.decode(bytes, 0..<bytes.count, name: "t.json", firstRecord: 1, into: &batch)
      #expect(isWhole(batch))
    }
  }
}
