import Console
import Testing

/// Blocks through lanes: what is told of their order and of their errors.
@Suite struct BlockFilterTests {
  /// Blocks are numbers; settling sums them up, and what is written is each with the sum of those before.
  private final class Counting: BlockFilter {
    struct Lane {
      var number = 0
      var sum = 0
      var rendered = ""
    }
    enum Step { case read, prepare, settle, write }
    struct Broken: Error, Equatable { var number: Int }

    private let count: Int
    private let broken: [Int: Step]
    private var next = 0
    private var sum = 0
    var written: [String] = []

    init(count: Int, broken: [Int: Step] = [:]) {
      self.count = count
      self.broken = broken
    }

    func makeLane() -> Lane { Lane() }

    private func check(_ number: Int, _ step: Step) throws {
      if broken[number] == step { throw Broken(number: number) }
    }

    func read(_ lane: inout Lane) throws -> Bool {
      guard next < count else { return false }
      lane.number = next
      next += 1
      try check(lane.number, .read)
      return true
    }

    func prepare(_ lane: inout Lane) throws {
      // Some blocks take longer than those behind them.
      var work = UInt64(lane.number)
      for _ in 0..<(lane.number % 7 == 0 ? 20_000 : 10) { work = work &* 6_364_136_223_846_793_005 &+ 1 }
      lane.rendered = work == 0 ? "!" : ""
      try check(lane.number, .prepare)
    }

    func settle(_ lane: inout Lane) throws {
      try check(lane.number, .settle)
      sum += lane.number
      lane.sum = sum
    }

    func render(_ lane: inout Lane) { lane.rendered += "\(lane.number):\(lane.sum)" }

    func write(_ lane: inout Lane) throws {
      try check(lane.number, .write)
      written.append(lane.rendered)
    }
  }

  private func expected(_ count: Int) -> [String] { (0..<count).map { "\($0):\($0 * ($0 + 1) / 2)" } }

  @Test(arguments: [1, 2, 3, 8])
  func `blocks are settled and written in order on any number of lanes`(lanes: Int) throws {
    for count in [0, 1, 2, 5, 400] {
      let filter = Counting(count: count)
      try filter.run(lanes: lanes)
      #expect(filter.written == expected(count))
    }
  }

  @Test(arguments: [1, 2, 8])
  func `the first broken block is told and those before it are written`(lanes: Int) {
    for step in [Counting.Step.read, .prepare, .settle, .write] {
      for place in [0, 1, 30] {
        let later: Counting.Step = step == .read ? .prepare : .read
        let filter = Counting(count: 60, broken: [place: step, place + 1: later, place + 2: .write])
        #expect(throws: Counting.Broken(number: place)) { try filter.run(lanes: lanes) }
        #expect(filter.written == expected(place))
      }
    }
  }
}
