import Record
import Testing

@testable import Aggregation

/// The rule: beyond the rubric's share of one sentence, its repeats count half; in rates, in scores, in every table alike.
@Suite struct StockPhraseTests {
  /// A1 says one sentence in 30 of 40 moments, A2 another one every time; two queues, to see that strata add up.
  private static func calls() -> [MadeUp] {
    (0..<80).map { index in
      var part = MadeUp()
      let isStock = index < 30
      part.add(
        id: "c\(index)", agent: index < 40 ? "A1" : "A2", queue: index % 3 == 0 ? "billing" : "tech",
        score: 7500, results: [.missed, nil, .met],
        reply: isStock ? "I am so sorry about that. Right." : "I hear how much number \(index) matters. Here we go.")
      return part
    }
  }

  private static func tally(_ parts: some Sequence<MadeUp>) -> Tally {
    var tally = Tally(catalog: MadeUp.catalog, options: AggregateOptions())
    for part in parts { tally.add(part.batch, part.sheet) }
    return tally
  }

  @Test func repeatsBeyondTheLimitCountHalf() throws {
    let page = try #require(Self.tally(Self.calls()).summary().pages.first)
    let phrase = try #require(page.stockPhrases.first)
    // 30 of 40, of which half may be: ten too many.
    #expect(page.stockPhrases.count == 1 && phrase.times == 30 && phrase.of == 40 && phrase.repeats == 10)
    let own = try #require(page.agents.first { $0.id == "A1" })
    let row = try #require(own.rows.first { $0.behavior == 2 })
    #expect(row.rate.opportunities == 40 && row.rate.metHalves == 70 && row.rate.repeatHalves == 10)
    let technique = try #require(own.rows.first { $0.technique == 1 && $0.behavior == nil })
    #expect(technique.rate.metHalves == 70)
    let other = try #require(page.agents.first { $0.id == "A2" }?.rows.first { $0.behavior == 2 })
    #expect(other.rate.metHalves == 80 && other.rate.repeatHalves == 0)
    #expect(page.rows.first { $0.behavior == 2 }?.rate.metHalves == 150)
    // Two techniques of equal weight, one behavior each: half an opportunity less is a quarter of a call's score.
    #expect(abs(phrase.loss - 10 * 0.25 / 40) < 1e-9)
    #expect(abs((own.score?.mean ?? 0) - (0.75 - phrase.loss)) < 1e-9)
    #expect(abs((page.score?.mean ?? 0) - (0.75 - phrase.loss / 2)) < 1e-9)
    // Like for like sums up still: the mates' expectation is A2's own rate.
    #expect(row.expected == 1)
  }

  @Test func underTheLimitOrTheMinimumNothingIsLost() throws {
    var few = MadeUp()
    for index in 0..<9 { few.add(id: "f\(index)", results: [nil, nil, .met]) }
    let page = try #require(few.tally().summary().pages.first)
    #expect(page.stockPhrases.isEmpty && page.rows.allSatisfy { $0.rate.repeatHalves == 0 })
    let even = Self.calls().enumerated().filter { $0.offset >= 10 }.map(\.element)
    // 20 of 30 is too many, 15 of 30 is not.
    #expect(Self.tally(even).summary().pages[0].stockPhrases.map(\.repeats) == [5])
    #expect(Self.tally(even.dropFirst(10)).summary().pages[0].stockPhrases.isEmpty)
  }

  @Test func theOrderOfMergingDoesNotMatter() throws {
    let expected = try Self.tally(Self.calls()).summary().ndjson()
    var random = SeededGenerator(seed: 5)
    for groups in [2, 5] {
      var parts = Array(repeating: Self.tally([]), count: groups)
      for call in Self.calls().shuffled(using: &random) {
        parts[Int(random.next() % UInt64(groups))].add(call.batch, call.sheet)
      }
      var merged = Self.tally([])
      for part in parts.shuffled(using: &random) { merged.merge(part) }
      #expect(try merged.summary().ndjson() == expected)
    }
  }

  @Test func theTablesSayWhatWasTakenOff() throws {
    let tables = periodTables(Self.tally(Self.calls()).summary())
    for (name, total) in [("agent_period.csv", 40.0 + 35), ("team_period.csv", 75)] {
      let bytes = try #require(tables.first { $0.name == name }?.bytes)
      let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
      let met = try #require(lines[0].firstIndex(of: "met"))
      let lost = try #require(lines[0].firstIndex(of: "repeats_lost"))
      let rows = lines.dropFirst().filter { $0.contains("emotion-match") }
      #expect(rows.reduce(0) { $0 + (Double($1[met]) ?? 0) } == total)
      #expect(rows.reduce(0) { $0 + (Double($1[lost]) ?? 0) } == 5, "\(name)")
    }
  }

  @Test func oneSentenceForTwoBehaviorsIsSaidOnce() throws {
    var met = PhraseMet()
    met.add(3, at: 0)
    met.add(70_000, at: 3)
    met.add(2, at: 0)
    #expect(met[0] == 5 && met[1] == 0 && met[2] == 0 && met[3] == 65_535)
  }
}
