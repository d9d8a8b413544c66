import Testing

@testable import Aggregation

@Suite struct NarrowCountsTests {
  @Test func whatDoesNotFitIsCarried() {
    var counts = NarrowCounts()
    counts.appendZeros(3)
    var expected = [0, 0, 0]
    for step in [1, 65_534, 1, 65_536, 400_000, 0, 7] {
      for place in [0, 2] {
        counts.add(step * (place + 1), at: place)
        expected[place] += step * (place + 1)
      }
      #expect((0..<3).map { counts[$0] } == expected)
    }
  }
}
