import Record
import Testing

@testable import Scoring

struct RubricTests {
  @Test(arguments: [
    (
      "cues:\n  a: {any: [\"so (sorry\"]}\n",
      "core.yaml:5:17: error: this bracket is never closed in the pattern \"so (sorry\""
    ),
    (
      "cues:\n  a: {any: [\"{feelings}\"]}\nlists:\n  feeling: [sad]\n",
      "core.yaml:5:14: error: unknown list \"feelings\" in the pattern \"{feelings}\"; did you mean \"feeling\"?"
    ),
    (
      "cues:\n  a: {any: [x], also: [bb]}\n  b: {any: [y]}\n",
      "core.yaml:5:24: error: unknown cue \"bb\"; did you mean \"b\"?"
    ),
    (
      "cues:\n  a: {anny: [x], any: [y]}\n",
      "core.yaml:5:7: error: unknown key \"anny\" in cue \"a\"; did you mean \"any\"?"
    ),
    (
      "cues:\n  a: {any: [\"a ^ b\"]}\n",
      "core.yaml:5:14: error: \"^\" after other words in the pattern \"a ^ b\"; it can only stand at the start of a pattern"
    ),
    (
      "cues:\n  a: {any: [\"[maybe]\", \"[a b]\"]}\n",
      "core.yaml:5:25: error: this pattern, or a part of it between gaps, can match nothing at all in the pattern \"[a b]\""
    ),
    (
      "cues:\n  a: {any: [x], also: [b]}\n  b: {also: [a]}\n",
      "core.yaml:6:3: error: cues \"b\" and \"a\" need each other; one of them has to go without the other"
    ),
    (
      "cues:\n  a: {any: [x]}\n  A b: {any: [x]}\n",
      "core.yaml:6:3: error: \"A b\" is no kebab-case name; small letters, digits and single hyphens"
    ),
    (
      "techniques:\n  - id: t\n    behaviors:\n      - {id: b, applies: {always: true}, measure: {name: dead-airs}}\n",
      "core.yaml:7:51: error: unknown measure \"dead-airs\"; did you mean \"dead-air\"?"
    ),
    ("include: [more.yaml]\n", "core.yaml:4:11: error: no such file \"more.yaml\""),
  ])
  func saysWhatIsWrong(text: String, expected: String) { #expect(SmallRubric.problems(text) == expected) }

  @Test func duplicatesNameBothPlaces() {
    let files = [
      "core.yaml": SmallRubric.head + "include: [a.yaml]\ncues:\n  x: {any: [b]}\n",
      "a.yaml": "cues:\n  x: {any: [c]}\n",
    ]
    #expect(throws: RubricProblems.self) { try SmallRubric.compiled(files) }
    do { _ = try SmallRubric.compiled(files) } catch {
      #expect("\(error)" == "core.yaml:6:3: error: cue \"x\" stands twice; first at a.yaml:2")
    }
  }

  @Test func hashIsOfTheMeaningNotTheLayout() throws {
    let one = try SmallRubric.compiled("cues:\n  a: {any: [x, \"y  z\"]}\n  b: {any: [w]}\n").catalog.hash
    let other = try SmallRubric.compiled([
      "core.yaml":
        "# a comment\nname: small\nrubric: 1\nversion: '1'\ninclude: [more.yaml]\ncues:\n  b:\n    any:\n      - w\n",
      "more.yaml": "cues:\n  a:\n    any: [\"x\", 'y z']\n",
    ]).catalog.hash
    let different = try SmallRubric.compiled("cues:\n  a: {any: [x, \"y z\"]}\n  b: {any: [v]}\n").catalog.hash
    #expect(one == other && one != different && one.utf8.count == 16)
  }

  @Test func runsItsOwnExamples() throws {
    let rubric = try SmallRubric.compiled(
      """
      cues: {sorry: {any: [sorry]}}
      techniques:
        - id: t
          behaviors:
            - id: b
              applies: {always: true}
              shown: {cues: [sorry]}
              examples:
                met: ["C: Hi. / A: Sorry.", "C: Hi. / A: No."]
                missed: ["C: Hi. / A: No."]
      """)
    let report = rubric.test()
    #expect(report.examples == 3 && report.failures.count == 1 && report.tooFew == ["t/b"])
    #expect(report.failures.first?.line == 12)
  }

  @Test func theBuiltInRubricHolds() throws {
    let rubric = try Rubric.load(path: nil)
    #expect(!rubric.catalog.behaviors.isEmpty)
    let report = rubric.test()
    #expect(report.failures.isEmpty, "\(report.text)")
  }

  @Test func explainsInWords() throws {
    let rubric = try SmallRubric.compiled(
      "cues: {sad: {any: [sad], says: is sad}, sorry: {any: [sorry], says: says sorry}}\ntechniques:\n  - {id: t, behaviors: [{id: b, applies: {each: [sad], who: customer}, shown: {cues: [sorry], within: 1}}]}\n"
    )
    let text = try rubric.explain(behavior: "b")
    #expect(
      text.contains("Applies every time the customer is sad [sad].")
        && text.contains("in the agent's next turn:\n  - the agent says sorry [sorry]"))
    #expect(throws: Problem("no behavior \"t/c\"", hint: "did you mean \"t/b\"?")) {
      try rubric.explain(behavior: "t/c")
    }
  }

  @Test func explainsACallTurnByTurn() throws {
    let rubric = try SmallRubric.compiled(
      "cues: {sorry: {any: [sorry], says: says sorry}}\ntechniques:\n  - {id: t, behaviors: [{id: b, applies: {always: true}, shown: {cues: [sorry]}}]}\n"
    )
    let (batch, sheet) = SmallRubric.score(rubric, "C: It *broke*. / A: I'm sorry.")
    let plain = CallExplanation(rubric: rubric, style: .plain).text(batch, sheet, 0)
    #expect(
      plain == """
        example: score 100%, 1 techniques applicable

        0 customer: It *broke*.
        1 agent: I'm «sorry».
            + shown t/b: says sorry [sorry]

        t/b: met

        """)
    let markdown = CallExplanation(rubric: rubric, style: .markdown).text(batch, sheet, 0)
    #expect(markdown.contains("**0 customer:** It \\*broke\\*.") && markdown.contains("I'm **sorry**."))
  }
}
