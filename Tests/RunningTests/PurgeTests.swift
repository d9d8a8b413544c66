import Console
import Record
import Testing

@testable import Running

/// What is purged is gone from history and output, bytes and all, and does not come back.
@Suite struct PurgeTests {
  private static let calls = 0..<60

  private func job() throws -> Job {
    let job = Job()
    job.write("exports/a.csv", Job.header + Self.calls.prefix(30).map { Job.call($0) }.joined())
    job.write("exports/b.csv", Job.header + Self.calls.dropFirst(30).map { Job.call($0) }.joined())
    try job.run(job.pipeline(output: "out", history: "history"))
    return job
  }

  private func purge(_ job: Job, _ change: (inout PurgeRequest) -> Void) throws -> PurgeResult {
    var request = PurgeRequest()
    change(&request)
    return try Purge(job.pipeline(output: "out", history: "history"), options: RunOptions()).run(request)
  }

  /// Words that stand only in the calls of one customer, where a table quotes them.
  private func words(_ job: Job, of customer: Int) throws -> [String] {
    try Self.calls.filter { $0 % 17 == customer }.map { "(\($0).0)" }.filter { try !job.places(of: $0).isEmpty }
  }

  @Test func aCustomerIsForgotten() throws {
    let job = try job()
    defer { job.remove() }
    let words = try words(job, of: 3)
    #expect(words.count > 1)
    #expect(try job.places(of: "K3").isEmpty, "ids of customers are nowhere")
    let result = try purge(job) { $0.customers = ["K3"] }
    #expect(result.conversations == 4 && result.of == 60 && result.stillThere.map(\.conversations) == [2, 2])
    for word in words { #expect(try job.places(of: word) == []) }
    #expect(try !job.places(of: "(4.0)").isEmpty)
  }

  @Test func whatWasErasedStaysAway() throws {
    let job = try job()
    defer { job.remove() }
    _ = try purge(job) { $0.customers = ["K3"] }
    var pipeline = job.pipeline(output: "out", history: "history")
    #expect(try job.run(pipeline).isUnchanged)
    // Other rules read all exports again, which still hold the calls.
    pipeline.quality = ["tiny=exclude"]
    let result = try job.run(pipeline)
    #expect(result.received == 56)
    for word in try words(job, of: 3) { #expect(try job.places(of: word) == []) }
  }

  @Test func oldCallsAreForgotten() throws {
    let job = try job()
    defer { job.remove() }
    let old = Self.calls.filter { $0 % 21 < 7 }
    let result = try purge(job) { $0.before = "2026-11-09" }
    #expect(result.conversations == old.count)
    for call in old { #expect(try job.places(of: "(\(call).0)") == []) }
    #expect(try job.places(of: "2026-11-08T") == [])
    #expect(try !job.places(of: "2026-11-09T").isEmpty)
    let again = try purge(job) { $0.before = "2026-11-09" }
    #expect(again.conversations == 0 && again.of == 60 - old.count)
  }

  @Test func anInputOfWhichNothingIsLeftIsForgottenWithItsFile() throws {
    let job = try job()
    defer { job.remove() }
    job.move("exports/a.csv", to: "gone/a.csv")
    let result = try purge(job) { $0.before = "2027-01-01" }
    #expect(result.conversations == 60 && result.inputsForgotten == 1)
    #expect(try job.places(of: "a.csv") == [])
  }

  @Test func aDryRunOnlyCounts() throws {
    let job = try job()
    defer { job.remove() }
    let (history, manifest) = (job.bytes("history"), job.bytes("out/manifest.json"))
    let result = try purge(job) {
      $0.customers = ["K3", "K4"]
      $0.isDryRun = true
    }
    #expect(result.conversations == 8 && result.text.hasPrefix("would erase 8 conversations of 60\n"))
    #expect(job.bytes("history") == history && job.bytes("out/manifest.json") == manifest)
  }

  @Test func newExportsWaitForTheNextRun() throws {
    let job = try job()
    defer { job.remove() }
    job.write("exports/c.csv", Job.header + Job.call(61))
    _ = try purge(job) { $0.customers = ["K3"] }
    #expect(try job.places(of: "(61.0)") == [])
    #expect(try job.run(job.pipeline(output: "out", history: "history")).received == 57)
  }

  @Test func thereMustBeAHistoryAndADate() throws {
    let job = try job()
    defer { job.remove() }
    #expect(throws: Failure.self) { try purge(job) { $0.before = "last week" } }
    let pipeline = job.pipeline(output: "out")
    #expect(throws: Failure.self) { try Purge(pipeline, options: RunOptions()).run(PurgeRequest()) }
  }
}
