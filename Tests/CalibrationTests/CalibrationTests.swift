import Calibration
import Record
import Testing

private let catalog = RubricCatalog(
  name: "demo", version: "1", hash: "00", techniques: [.init(id: "tone", title: "Tone", weight: 1, summary: "")],
  behaviors: [.init(id: "courtesy", title: "Courtesy", technique: 0, weight: 1)], rules: [])

@Suite struct CalibrationTests {
  /// The worked example of Cohen's kappa with 50 items (20, 5, 10, 15) whose kappa is 0.4.
  @Test func `kappa, precision and recall of a known table`() throws {
    var agreement = Agreement(classes: [.present, .absent])
    for _ in 0..<20 { agreement.add(reference: .present, other: .present) }
    for _ in 0..<5 { agreement.add(reference: .present, other: .absent) }
    for _ in 0..<10 { agreement.add(reference: .absent, other: .present) }
    for _ in 0..<15 { agreement.add(reference: .absent, other: .absent) }
    #expect(abs(try #require(agreement.kappa) - 0.4) < 1e-12)
    #expect(abs(try #require(agreement.precision) - 20.0 / 30) < 1e-12)
    #expect(abs(try #require(agreement.recall) - 0.8) < 1e-12)
    #expect(agreement.support == 25)
  }

  private func score(_ statuses: [Status]) -> (Batch, ScoreSheet) {
    var batch = Batch()
    var sheet = ScoreSheet(behaviorCount: 1)
    for (number, status) in statuses.enumerated() {
      var conversation = Conversation()
      conversation.id = batch.append("c\(number)".utf8)
      let text = batch.append("I am [sorry](x)".utf8)
      batch.turns.append(Turn(text: text, number: 0, role: .agent))
      conversation.turns = Int32(number)..<Int32(number + 1)
      batch.conversations.append(conversation)
      var result = BehaviorResult()
      result.status = status
      result.responseTurn = 0
      sheet.results.append(result)
      sheet.cards.append(Scorecard())
    }
    return (batch, sheet)
  }

  @Test func `machine and two graders stand side by side`() throws {
    let csv = """
      conversation,turn,behavior,verdict,grader
      c0,,tone/courtesy,met,ana
      c1,,tone/courtesy,missed,ana
      c2,,tone/courtesy,not_applicable,ana
      c0,,tone/courtesy,met,bo
      c1,,tone/courtesy,met,bo
      c2,,tone/courtesy,not_applicable,bo
      gone,,tone/courtesy,met,bo
      """
    let labels = try HumanLabel.read(Array(csv.utf8), file: "l.csv", names: ["tone/courtesy"])
    var calibration = Calibration(labels: labels, catalog: catalog)
    let (batch, sheet) = score([.met, .met, .notApplicable])
    calibration.add(batch, sheet)
    let report = calibration.report()
    #expect(report.rows.count == 1)
    #expect(report.rows[0].machine.total == 6)
    #expect(report.rows[0].graders?.total == 3)
    #expect(report.rows[0].disagreements.map(\.label.line) == [3])
    #expect(report.unmatched.map(\.conversation) == ["gone"])
    let page = report.markdown()
    #expect(page.contains(#"c1: ana say missed, the machine met: “A: I am \[sorry\]\(x\)”"#))
    #expect(report.csv().split(separator: "\n").count == 2)
    #expect(report.csv() == calibration.report().csv())
  }

  @Test func `turns are told present or absent`() throws {
    let csv = "conversation,turn,behavior,verdict\nc0,3,apology,present\nc0,4,apology,absent\n"
    let labels = try HumanLabel.read(Array(csv.utf8), file: "l.csv", names: ["apology"])
    var calibration = Calibration(labels: labels, catalog: catalog)
    calibration.add(turn: 3, of: "c0", names: ["apology", "thanks"], text: "sorry")
    calibration.add(turn: 4, of: "c0", names: ["apology"], text: "sorry?")
    let row = calibration.report().rows[0]
    #expect(row.machine.precision == 0.5)
    #expect(row.machine.recall == 1)
    #expect(row.disagreements.map(\.machine) == [.present])
  }

  @Test(arguments: [
    (
      "conversation,behavior,verdict\na,apologie,met\n",
      "l.csv:2: error: unknown behavior \"apologie\"; did you mean \"apology\"?; `sidetone rubric check` lists the rubric's behaviors"
    ),
    (
      "conversation,behavior,verdict\na,apology,yes\n",
      "l.csv:2: error: unknown verdict \"yes\"; one of met, partly, missed, not_applicable, present, absent"
    ),
    (
      "conversation,behavior,verdict,turn\na,apology,met,x\n",
      "l.csv:2: error: turn \"x\" is no number; leave it empty for the whole conversation"
    ),
    (
      "conversation,behavior,verdict\na,apology,met\na,apology,missed\n",
      "l.csv:3: error: labelled before by the same grader on line 2; keep one of the two"
    ),
  ])
  func `a bad label is named with its line`(csv: String, message: String) {
    do {
      _ = try HumanLabel.read(Array(csv.utf8), file: "l.csv", names: ["apology"])
      Issue.record("no error")
    } catch { #expect("\(error)" == message) }
  }
}
