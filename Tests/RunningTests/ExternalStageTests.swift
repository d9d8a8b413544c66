import Console
import Dispatch
import Record
import Synchronization
import Testing

@testable import Running

/// Runs conversations and rejects through a child, as the runner does between two runs of built-in stages.
@Suite struct ExternalStageTests {
  private func line(_ id: Int) -> String {
    "{\"sidetone\":1,\"kind\":\"conversation\",\"id\":\"c\(id)\",\"source_ref\":\"f#row \(id)\",\"turns\":[]}\n"
  }

  private func around(_ number: Int) -> String {
    "{\"sidetone\":1,\"kind\":\"rejected\",\"source_ref\":\"r\(number)\",\"stage\":\"ingest\",\"reason\":\"x\","
      + "\"detail\":\"\",\"count\":1}\n"
  }

  /// Sends units of four conversations with a reject before the first and one before the third; gives what came back.
  private func run(_ arguments: [String], units: Int = 50) throws -> (batch: Batch, stage: ExternalStage) {
    let stage = try ExternalStage(.init(name: "mask", arguments: arguments))
    let source = LineSource(stage, decoder: NdjsonDecoder(stage: .score))
    let stop = StopFlag()
    let sending = Lanes.start(1, stop: stop) { _ in
      let sequencer = Sequencer(sink: ExternalSink(stage), channels: 2, spillFolder: "/tmp")
      var output = UnitOutput(channels: 2)
      for unit in 0..<units {
        for index in 0..<4 {
          if index % 2 == 0 {
            output.channels[1].append(around(unit * 2 + index / 2))
            output.marks.append(index)
          }
          output.channels[0].append(line(unit * 4 + index))
          output.sent.append(("c\(unit * 4 + index)", "f#row \(unit * 4 + index)"))
        }
        try sequencer.submit(UnitOrder(stream: 0, block: unit), &output)
      }
      stage.closeInput()
    }
    var whole = Batch()
    var block = source.makeBlock()
    var none = ScoreSheet(behaviorCount: 0)
    defer { sending.wait() }
    while let order = try source.claim(&block) {
      var batch = Batch()
      try source.decode(order, &block, into: &batch, &none)
      let base = whole.conversations.count
      for conversation in batch.conversations {
        var copy = conversation
        copy.id = whole.append(Array(batch.arena[conversation.id.indices]))
        whole.conversations.append(copy)
      }
      for reject in batch.rejects {
        var copy = reject
        copy.position += Int32(base)
        whole.rejects.append(copy)
      }
    }
    return (whole, stage)
  }

  @Test func whatIsNotAConversationGoesAroundAndComesBackInPlace() throws {
    let (batch, stage) = try run(["cat"])
    #expect(batch.conversations.map { batch.string($0.id) } == (0..<200).map { "c\($0)" })
    #expect(batch.rejects.map(\.sourceRef) == (0..<100).map { "r\($0)" })
    #expect(batch.rejects.map(\.position) == (0..<100).map { Int32($0 * 2) })
    #expect(stage.counts == (received: 200, given: 200, added: 0))
  }

  @Test func whatTheStageDropsIsCountedAndNamed() throws {
    let (batch, stage) = try run(["grep", "-v", "\"id\":\"c1[0-9][0-9]\""])
    #expect(stage.counts.given == 100)
    let lost = batch.rejects.filter { $0.reason == "dropped_by_stage" }
    #expect(lost.map(\.sourceRef) == (100..<200).map { "f#row \($0)" })
    #expect(batch.rejects.count == 200)
  }

  @Test func brokenLinesAreNotCountedTwice() throws {
    let (batch, _) = try run(["sed", "s/^.*\"c7\".*$/{oops/"])
    let broken = batch.rejects.filter { $0.reason == "malformed_json" }
    #expect(broken.map(\.count) == [0])
    #expect(batch.rejects.filter { $0.reason == "dropped_by_stage" }.map(\.count) == [1])
  }

  @Test func aStageThatStopsReadingIsNotAHang() throws {
    let (batch, _) = try run(["head", "-n", "3"], units: 3000)
    #expect(batch.conversations.count == 3)
    #expect(batch.rejects.filter { $0.reason == "dropped_by_stage" }.count == 11_997)
  }

  @Test(arguments: [
    (
      "echo first >&2; echo no key for the vault >&2; exit 3",
      "exit status 3; its last words: first | no key for the vault"
    ),
    ("kill -KILL $$", "signal 9 (SIGKILL)"),
    ("cat >/dev/null; exit 1", "exit status 1"),
  ])
  func failure(script: String, words: String) {
    let failure = #expect(throws: Failure.self) { try run(["/bin/sh", "-c", script]) }
    #expect(failure?.status == .stage)
    #expect(failure?.problem.message == "stage \"mask\" failed: \(words)")
  }

  @Test func aProgramThatIsNotThere() {
    let failure = #expect(throws: Failure.self) { try run(["/nonexistent/mask"]) }
    #expect(failure?.problem.message == "stage \"mask\" can't be started: /nonexistent/mask: No such file or directory")
  }
}
