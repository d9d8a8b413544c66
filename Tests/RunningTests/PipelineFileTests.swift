import Console
import Record
import Testing

@testable import Running

@Suite struct PipelineFileTests {
  private func problems(_ text: String) -> [String] {
    do {
      _ = try Pipeline.parse(path: "p.yaml", text: text)
      return []
    } catch let problems as Problems {
      return problems.all.map(\.description)
    } catch {
      return ["\(error)"]
    }
  }

  @Test func everyKeyIsRead() throws {
    let pipeline = try Pipeline.parse(
      path: "p.yaml",
      text: """
        inputs: [exports, late.zip]
        profile: generic-utterances
        rubric: builtin
        roster: roster.csv
        period: {days: 14, from: 2026-01-05}
        timezone: Europe/Madrid
        privacy: {redact: yes, quotes: false, customer_ids: hash, key_env: KEY}
        output: out
        excel: true
        stages: [ingest, {run: ./mask.py --fast, name: mask}, normalize, {run: [tee, copy]}, score, aggregate, report]
        thresholds: {max_rejected: 2.5%, expected_sources: [a.csv], max_volume_drop: 0.5}
        lanes: 3
        """)
    #expect(pipeline.inputs == ["exports", "late.zip"])
    #expect(pipeline.rubric == nil)
    #expect(pipeline.period == .days(14, from: "2026-01-05"))
    #expect(pipeline.privacy.redact && !pipeline.privacy.quotes && pipeline.privacy.hashCustomers)
    #expect(pipeline.stages.map(\.name) == ["ingest", "mask", "normalize", "tee", "score", "aggregate", "report"])
    #expect(pipeline.stages[1] == .external(.init(name: "mask", arguments: ["/bin/sh", "-c", "./mask.py --fast"])))
    #expect(pipeline.thresholds.maxRejected == 250)
    #expect(pipeline.thresholds.maxVolumeDrop == 5000)
    #expect(pipeline.lanes == 3)
  }

  @Test func allComplaintsComeAtOnceWithLineAndColumn() {
    #expect(
      problems("input: [a]\nperiod: weak\nlanes: many\nstages: [ingest, scoer]\n") == [
        "p.yaml:1:1: error: unknown key \"input\" in the pipeline; did you mean \"inputs\"?",
        "p.yaml:2:9: error: period can't be \"weak\" (expected week, month); did you mean \"week\"?",
        "p.yaml:3:8: error: lanes must be a whole number from 1 to 256",
        "p.yaml:4:18: error: a stage can't be \"scoer\" (expected ingest, normalize, score, aggregate, report); "
          + "did you mean \"score\"?",
      ])
  }

  @Test(arguments: [
    ("stages: [ingest, score, normalize, aggregate, report]", "in order"),
    ("stages: [{run: cat}, ingest, normalize, score, aggregate, report]", "must stand after ingest"),
    ("stages: [ingest, normalize, score, aggregate, {run: cat}, report]", "must stand after ingest"),
    ("stages: [ingest, {run: cat}, normalize, {run: cat}, score, aggregate, report]", "two stages are called"),
    ("privacy: {customer_ids: hash}", "needs either key_file or key_env"),
    ("inputs: [a", "not YAML"),
    ("thresholds: {max_rejected: lots}", "2% or 0.02"),
    ("profile: x", "no inputs"),
  ])
  func complaint(text: String, words: String) {
    let found = problems(text.hasPrefix("inputs") || text.hasPrefix("profile") ? text : "inputs: [a]\n" + text)
    #expect(found.count == 1 && found[0].contains(words), "\(found)")
  }
}
