import Console
import Record
import Testing

@testable import Running

/// A week that is not what it should be ends the run with a reason, and the old output stands.
@Suite struct ThresholdTests {
  /// One call a number, in week `week` of 2025-11 (0 begins on the 3rd), in a queue.
  private func calls(_ numbers: Range<Int>, week: Int, queue: String = "q1") -> String {
    numbers.map { number in
      let start = "2025-11-\(week * 7 + 3 < 10 ? "0" : "")\(week * 7 + 3)T10:00:00Z"
      return "D\(number),A1,Ann,Team,\(queue),\(start),voice,K1,0,agent,0,900,\"I understand (\(number))\"\n"
        + "D\(number),A1,Ann,Team,\(queue),\(start),voice,K1,1,customer,900,1900,\"this is frustrating\"\n"
    }.joined()
  }

  private func reason(_ job: Job, history: String? = "history", _ change: (inout Pipeline.Thresholds) -> Void) -> String
  {
    var pipeline = job.pipeline(output: "out", history: history)
    change(&pipeline.thresholds)
    do {
      try job.run(pipeline)
      return ""
    } catch let failure as Failure where failure.status == .threshold {
      return failure.problem.message
    } catch {
      return "\(error)"
    }
  }

  private func job() throws -> Job {
    let job = Job()
    for week in 0..<3 {
      job.write("exports/w\(week).csv", Job.header + calls(week * 100..<week * 100 + 20 + week, week: week))
      #expect(reason(job) { $0.maxVolumeDrop = 3000 } == "")
    }
    return job
  }

  @Test func aThinWeekIsHeldAgainstTheMedianOfTheWeeksBefore() throws {
    let job = try job()
    defer { job.remove() }
    let before = job.bytes("out/calls.csv")
    job.write("exports/w3.csv", Job.header + calls(300..<310, week: 3))
    let outcome = reason(job) { $0.maxVolumeDrop = 3000 }
    #expect(
      outcome == "threshold: 10 conversations in the week of 2025-11-24, 52.38% fewer than the 21 of a usual week (the "
        + "middle one of up to eight before), more than max_volume_drop 30%; nothing was published, the old output stands"
    )
    #expect(job.bytes("out/calls.csv") == before)
  }

  @Test func theMedianIsOfUpToEightFullWeeks() {
    var arrivals = Arrivals(InputPlaces(["a.csv"]), [])
    for (week, count) in [90, 10, 20, 30, 40, 50, 60, 70, 80, 7, 3].enumerated() {
      var batch = Batch()
      let reference = batch.append("a.csv#row 1".utf8)
      for _ in 0..<count {
        var conversation = Conversation()
        conversation.sourceRef = reference
        conversation.startedAt = Int64(4 + week * 7) * CivilTime.millisecondsPerDay
        batch.conversations.append(conversation)
      }
      arrivals.add(batch)
    }
    // Day 4 of 1970 was a Monday; the eleventh week is not over on its Sunday.
    let newest = arrivals.newestFullWeek(4 + 10 * 7 + 6)
    #expect(newest == 4 + 9 * 7)
    #expect(arrivals.usualVolume(before: newest ?? 0) == 45)
    #expect(arrivals.usualVolume(before: 4) == nil)
    #expect(arrivals.newestDay == 4 + 70)
  }

  @Test func whatIsExpectedMustBeInTheNewestWeek() throws {
    let job = try job()
    defer { job.remove() }
    job.write("exports/w1.csv", Job.header + calls(100..<120, week: 1) + calls(150..<155, week: 0, queue: "chat"))
    #expect(reason(job) { $0.expected = [ExpectedValue(.queue, "q1")] } == "")
    #expect(
      reason(job) { $0.expected = [ExpectedValue(.queue, "chat")] }
        == "threshold: queue \"chat\" has no call in the week of 2025-11-17; its last ones are of the week of 2025-11-03; "
        + "nothing was published, the old output stands")
    #expect(reason(job) { $0.expected = [ExpectedValue(.channel, "fax")] }.contains("there never was one"))
  }

  @Test func exportsThatStoppedAreNoticedThoughNothingHasChanged() throws {
    let job = try job()
    defer { job.remove() }
    let age = Volume.today - CivilTime.days(year: 2025, month: 11, day: 17)
    #expect(reason(job) { $0.maxAgeDays = age } == "")
    #expect(reason(job) { $0.maxAgeDays = age } == "", "unchanged by now")
    #expect(reason(job) { $0.maxAgeDays = age - 1 }.hasPrefix("threshold: the newest call is of 2025-11-17, more than"))
  }

  @Test func aBadWeekDoesNotDrownInGoodOnes() throws {
    let job = try job()
    defer { job.remove() }
    job.write("exports/w3.csv", Job.header + calls(300..<304, week: 2) + ",,,\n")
    #expect(
      reason(job) { $0.maxRejected = 500 }.hasPrefix("threshold: 1 of 5 conversations (20%) were not scored, more than")
    )
    #expect(reason(job) { $0.maxRejected = 2000 } == "")
  }

  @Test func anExpectedSourceMustHoldConversations() throws {
    let job = try job()
    defer { job.remove() }
    job.write("exports/chat-1.csv", Job.header)
    #expect(reason(job) { $0.expectedSources = [job.exports + "/w?.csv"] } == "")
    #expect(reason(job) { $0.expectedSources = [job.exports + "/chat-*.csv"] }.contains("holds no conversation"))
    #expect(reason(job) { $0.expectedSources = [job.exports + "/mail-*.csv"] }.contains("is missing"))
  }

  @Test func booksThatDoNotBalanceAreABug() {
    var counts = StageCounts()
    for stage in [Reject.Stage.normalize, .score, .aggregate] { (counts[stage].received, counts[stage].given) = (3, 3) }
    counts[.ingest].given = 3
    var arrivals = Arrivals(InputPlaces(["a.csv"]), [])
    var batch = Batch()
    let reference = batch.append("a.csv#row 1".utf8)
    batch.conversations = (0..<3).map { _ in
      var conversation = Conversation()
      conversation.sourceRef = reference
      return conversation
    }
    arrivals.add(batch)
    let input = InputReport(
      path: "a.csv", bytes: 1, hash: "", format: "csv", profile: "", conversations: 0, rejected: 0)
    func check(_ counts: StageCounts, _ arrivals: Arrivals) throws {
      try Outcome(counts, Pipeline.Stage.standard, [], [input], arrivals).check()
    }
    #expect(throws: Never.self) { try check(counts, arrivals) }
    var lost = counts
    lost[.score].given = 2
    #expect(throws: Failure.self) { try check(lost, arrivals) }
    batch.conversations.removeLast()
    var short = Arrivals(InputPlaces(["a.csv"]), [])
    short.add(batch)
    #expect(throws: Failure.self) { try check(counts, short) }
  }
}
