import Record
import Testing

@testable import Running

/// With a history, inputs may come late, be corrected, come again and go: the output is always that of one run over all of them.
@Suite struct IncrementalTests {
  /// What happens to the exports between two runs.
  private struct Weeks {
    let job = Job()
    var random: SeededGenerator
    var here: [String] = []
    var gone: [String] = []
    var next = 0
    var versions: [String: Int] = [:]

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// What a run has seen may go, then files come, new ones, late ones and some in the place of others.
    mutating func pass() {
      if here.count > 1, Int.random(in: 0..<3, using: &random) == 0 {
        let name = here.remove(at: Int.random(in: here.indices, using: &random))
        job.move("exports/\(name)", to: "gone/\(name)")
        gone.append(name)
      }
      for _ in 0..<Int.random(in: 0...2, using: &random) {
        if Int.random(in: 0..<3, using: &random) > 0 {
          deliver("w\(Int.random(in: 10..<100, using: &random)).csv")
        } else if let name = here.randomElement(using: &random) {
          deliver(name)
        }
      }
    }

    /// A file of calls, new and known ones, and a row that can't be read; an empty one now and then.
    mutating func deliver(_ name: String) {
      if !here.contains(name) { here.append(name) }
      gone.removeAll { $0 == name }
      versions[name, default: 0] += 1
      var text = Job.header
      if Int.random(in: 0..<12, using: &random) > 0 {
        for _ in 0..<Int.random(in: 1..<25, using: &random) {
          let isKnown = next > 0 && Int.random(in: 0..<5, using: &random) == 0
          let number = isKnown ? Int.random(in: 0..<next, using: &random) : next
          if !isKnown { next += 1 }
          text += Job.call(number, version: versions[name] ?? 0)
        }
        text += ",,,\n"
      }
      job.write("exports/\(name)", text)
    }

    func withAll(_ body: () throws -> Void) rethrows {
      for name in gone { job.move("gone/\(name)", to: "exports/\(name)") }
      try body()
      for name in gone { job.move("exports/\(name)", to: "gone/\(name)") }
    }
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64]) func anIncrementalRunGivesTheBytesOfAFullOne(seed: UInt64) throws {
    var weeks = Weeks(seed: seed)
    defer { weeks.job.remove() }
    weeks.deliver("w50.csv")
    for week in 0..<12 {
      weeks.pass()
      var pipeline = weeks.job.pipeline(output: "out", history: "history")
      pipeline.privacy.quotes = week % 5 != 4
      try weeks.job.run(pipeline, lanes: 1 + week % 3)
      pipeline.history = nil
      pipeline.output = weeks.job.folder + "/full"
      try weeks.withAll { _ = try weeks.job.run(pipeline) }
      #expect(try weeks.job.differences("out", "full") == [], "week \(week)")
    }
  }

  /// Calls with their agents in one table, transcripts without them in others.
  @Test(arguments: [1, 2] as [UInt64]) func joinedExportsGiveTheSameToo(seed: UInt64) throws {
    let job = Job()
    defer { job.remove() }
    var random = SeededGenerator(seed: seed)
    var known = 0
    for week in 0..<6 {
      let first = known
      known += Int.random(in: 1...12, using: &random)
      job.write("exports/t\(Int.random(in: 10..<99, using: &random)).csv", Job.transcripts(first..<known))
      // The table of calls comes a week later now and then, and holds some calls that have no transcript yet.
      if week % 2 == 0 {
        job.write("exports/calls.csv", Job.metadata(0..<known + Int.random(in: 0..<4, using: &random)))
      }
      let result = try job.run(job.pipeline(output: "out", history: "history"), lanes: 1 + week % 3)
      try job.run(job.pipeline(output: "full"))
      #expect(try job.differences("out", "full") == [], "week \(week)")
      // Only the table of calls and the new transcripts, and transcripts that the table only now knows.
      if week % 2 == 1 { #expect(result.inputs?.read == 2) }
      #expect(try job.run(job.pipeline(output: "out", history: "history")).isUnchanged)
    }
  }

  @Test func aTranscriptThatIsGoneIsNotMissed() throws {
    let job = Job()
    defer { job.remove() }
    job.write("exports/calls.csv", Job.metadata(0..<12))
    job.write("exports/a.csv", Job.transcripts(0..<5))
    job.write("exports/b.csv", Job.transcripts(5..<10))
    let before = try job.run(job.pipeline(output: "out", history: "history"))
    #expect(before.received == 12 && before.scored == 10)
    job.move("exports/a.csv", to: "gone/a.csv")
    job.write("exports/c.csv", Job.transcripts(10..<11))
    let after = try job.run(job.pipeline(output: "out", history: "history"))
    #expect(after.received == 12 && after.scored == 11)
  }

  @Test func aSecondRunWritesNothing() throws {
    let job = Job()
    defer { job.remove() }
    job.write("exports/a.csv", Job.header + (0..<20).map { Job.call($0) }.joined())
    let pipeline = job.pipeline(output: "out", history: "history")
    #expect(try !job.run(pipeline).isUnchanged)
    let again = try job.run(pipeline)
    #expect(again.isUnchanged && again.scored == 20)
  }

  @Test func whatIsGoneStaysInTheOutput() throws {
    let job = Job()
    defer { job.remove() }
    job.write("exports/a.csv", Job.header + (0..<20).map { Job.call($0) }.joined())
    try job.run(job.pipeline(output: "out", history: "history"))
    job.move("exports/a.csv", to: "gone/a.csv")
    job.write("exports/b.csv", Job.header + (20..<25).map { Job.call($0) }.joined())
    #expect(try job.run(job.pipeline(output: "out", history: "history")).scored == 25)
  }

  @Test func otherRulesScoreAgainWhatIsThereAndLeaveOutWhatIsGone() throws {
    let job = Job()
    defer { job.remove() }
    job.write("exports/a.csv", Job.header + (0..<20).map { Job.call($0) }.joined())
    job.write("exports/b.csv", Job.header + (20..<25).map { Job.call($0) }.joined())
    try job.run(job.pipeline(output: "out", history: "history"))
    job.move("exports/a.csv", to: "gone/a.csv")
    var pipeline = job.pipeline(output: "out", history: "history")
    pipeline.quality = ["tiny=exclude"]
    let result = try job.run(pipeline)
    #expect(result.received == 5)
    // The old rules bring them back.
    #expect(try job.run(job.pipeline(output: "out", history: "history")).received == 25)
  }

  @Test func aHistoryIsItsOwnersOnly() throws {
    let job = Job()
    defer { job.remove() }
    job.write("exports/a.csv", Job.header + Job.call(1))
    try job.run(job.pipeline(output: "out", history: "history"))
    #expect(try Folders.list(job.folder).filter { $0.hasPrefix("history") } == ["history"])
    #expect(job.mode("history") == 0o600)
  }
}
