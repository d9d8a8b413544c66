import Record
import Testing

@testable import Scoring

struct BehaviorTests {
  private static let rubric = """
    limits: {critical_cap: 0.4}
    lists:
      feeling: [annoying, frustrating]
      jargon: [apr, escrow]
    cues:
      anger: {who: customer, any: ["{feeling}", "angry"]}
      empathy: {who: agent, any: ["understand", "must be {feeling}"]}
      blame: {who: agent, any: ["your fault"]}
      sorry: {who: agent, any: ["sorry"]}
      solution: {who: agent, any: ["refund"]}
      question: {who: agent, any: ["what happened"]}
      closing: {any: ["bye"]}
      else: {who: agent, any: ["anything else"]}
      hold: {who: agent, any: ["hold on"]}
      means: {who: agent, any: ["which is"]}
      answer: {who: agent, any: ["yes"], if: {before: {who: other, cue: [anger]}}}
      short: {who: agent, if: {only: [feeling], words: "<= 2"}}
      echoes: {who: agent, if: {echo: ">= 1"}}
      loud: {who: agent, if: {capitals: ">= 3"}}
    techniques:
      - id: t
        behaviors:
          - {id: meets, applies: {each: [anger], who: customer}, shown: {cues: [empathy], within: 2}, spoiled: {cues: [blame], within: 2}}
          - {id: half, applies: {once: [anger]}, shown: {cues: [empathy]}, partly: {cues: [sorry]}}
          - {id: calm, critical: true, applies: {always: true}, absence: true, spoiled: {cues: [blame]}}
          - {id: asks, applies: {once: [anger]}, shown: {cues: [question], before: [solution]}}
          - {id: closes, applies: {closes: true}, shown: {cues: [else], place: "last 50%"}}
          - {id: silence, needs_timing: true, absence: true, applies: {always: true}, measure: {name: dead-air, above: 20, cues: [hold]}}
          - {id: cut-in, absence: true, applies: {always: true}, measure: {name: interruption, above: 0.3}}
          - {id: pause, needs_timing: true, applies: {each: [anger]}, measure: {name: pause-before-answer, range: "0.3..4"}}
          - {id: name, applies: {field: customer_name}, shown: {cues: [else]}, measure: {name: name-used}}
          - {id: plain, absence: true, applies: {always: true}, measure: {name: jargon, lists: [jargon], cues: [means]}}
          - {id: again, applies: {field: earlier_contacts}, absence: true, measure: {name: repeated-cue, cue: sorry, at_most: 2}}
          - {id: answers, applies: {always: true}, shown: {cues: [answer]}}
          - {id: short, applies: {always: true}, shown: {cues: [short]}}
          - {id: echoes, applies: {always: true}, shown: {cues: [echoes]}}
          - {id: loud, absence: true, applies: {always: true}, spoiled: {cues: [loud]}}
          - {id: open, absence: true, applies: {always: true}, measure: question-left-open}
    """

  @Test(arguments: [
    ("meets", "C: Annoying. / A: I understand.", Status.met),
    ("meets", "C: Annoying. / A: Ok. / A: I understand.", .met),
    ("meets", "C: Annoying. / A: Ok. / A: Ok. / A: I understand.", .missed),
    ("meets", "C: Hello. / A: I understand.", .notApplicable),
    ("meets", "C: Annoying. / A: I understand, it's your fault.", .missed),
    ("meets", "A: Hello. / C: Annoying.", .notApplicable),
    ("meets", "C: Annoying. / A: I understand. / C: I'm angry. / A: Next.", .partly),
    ("half", "C: Annoying. / A: Sorry.", .partly), ("half", "C: Annoying. / A: No.", .missed),
    ("calm", "C: Hello. / A: Hello.", .met), ("calm", "C: Hello. / A: It's your fault.", .missed),
    ("asks", "C: I'm angry. / A: What happened? / A: I'll refund it.", .met),
    ("asks", "C: I'm angry. / A: I'll refund it. / A: What happened?", .missed),
    ("asks", "C: I'm angry. / A: What happened, I'll refund it.", .met),
    ("closes", "A: Hello. / A: Anything else? / C: Bye.", .met),
    ("closes", "A: Anything else? / A: Ok. / A: Fine. / C: Bye.", .missed),
    ("closes", "A: Anything else?", .notApplicable), ("silence", "C: Hello. / A: Hello.", .notApplicable),
    ("silence", "C@0-2: Hello. / A@3-4: Hello.", .met), ("silence", "C@0-2: Hello. / A@30-31: Hello.", .missed),
    ("silence", "C@0-2: Hi. / A@2-4: Hold on. / A@40-41: Here.", .met),
    ("cut-in", "C@0-5: Hello there. / A@3-6: Listen to me now.", .missed),
    ("cut-in", "C: I wanted to— / A: Listen to me.", .missed), ("cut-in", "C: Hello. / A: Hello.", .notApplicable),
    ("pause", "C@0-2: I'm angry. / A@3-4: Ok.", .met), ("pause", "C@0-2: I'm angry. / A@1-4: Ok.", .missed),
    ("pause", "C@0-2: I'm angry. / A@9-10: Ok.", .missed),
    ("name", "{customer_name: Ana Ruiz} C: Hi. / A: Hello Ana.", .met),
    ("name", "{customer_name: Ana Ruiz} C: Hi. / A: Hello.", .missed),
    ("name", "C: Hi. / A: Hello Ana.", .notApplicable),
    ("plain", "C: Hi. / A: The escrow is due.", .missed), ("plain", "C: The escrow? / A: The escrow is due.", .met),
    ("plain", "C: Hi. / A: The escrow, which is a deposit, is due.", .met),
    ("plain", "C: Hi. / A: Your IMEI is on the back of it.", .missed),
    ("again", "{earlier_contacts: 2} C: Hi. / A: Sorry. / A: Sorry. / A: Sorry.", .missed),
    ("again", "{earlier_contacts: 2} C: Hi. / A: Sorry. / A: Sorry.", .met),
    ("again", "C: Hi. / A: Sorry.", .notApplicable),
    ("answers", "C: Annoying. / A: Yes.", .met), ("answers", "C: Hello. / A: Yes.", .missed),
    ("short", "A: Annoying!", .met),
    ("short", "A: Annoying thing", .missed), ("echoes", "C: The parcel is lost. / A: The parcel, I see.", .met),
    ("echoes", "C: The parcel is lost. / A: I see, the parcel.", .missed),
    ("loud", "C: Hi there. / A: LISTEN TO ME now please", .missed),
    ("loud", "C: HI THERE. / A: LISTEN TO ME NOW", .met), ("open", "C: When will it come? / A: Bye.", .missed),
    ("open", "C: When will it come? / A: It comes on Monday.", .met),
  ])
  func comesOut(behavior: String, example: String, expected: Status) throws {
    let rubric = try SmallRubric.compiled(Self.rubric)
    let (_, sheet) = SmallRubric.score(rubric, example)
    let number = try #require(rubric.catalog.behaviors.firstIndex { $0.id == behavior })
    #expect(sheet.results[number].status == expected, "\(sheet.reasons[Int(sheet.results[number].reason)])")
  }

  @Test func aCriticalMissCapsTheScore() throws {
    let rubric = try SmallRubric.compiled(Self.rubric)
    let (_, sheet) = SmallRubric.score(
      rubric, "C: Annoying, what parcel? / A: Yes I understand, it's your fault. What happened to the parcel?")
    #expect(sheet.cards[0].score <= 4000)
    #expect(sheet.cards[0].score >= 0)
  }

  @Test func saysWhichTurnsTell() throws {
    let rubric = try SmallRubric.compiled(Self.rubric)
    let (_, sheet) = SmallRubric.score(rubric, "C: Annoying. / A: I understand. / C: I'm angry. / A: Next.")
    let result = sheet.results[0]
    #expect(result.opportunities == 2 && result.metHalves == 2)
    #expect(result.opportunityTurn == 2 && result.responseTurn == 3)
  }

  @Test func metricsAreCounted() throws {
    let rubric = try SmallRubric.compiled(Self.rubric)
    let (_, sheet) = SmallRubric.score(
      rubric, "C@0-5: One two three. / A@4-6: Four five six seven eight. / C@16-18: Nine ten.")
    let card = sheet.cards[0]
    #expect(card.agentTurns == 1 && card.customerTurns == 2 && card.talkShare == 5000)
    #expect(card.interruptions == 1 && card.longestSilenceMs == 10_000)
  }

  /// A lane's caches and the batch's other conversations change nothing.
  @Test func scoresAreTheSameInAnyCompany() throws {
    let rubric = try SmallRubric.compiled(Self.rubric)
    let examples = [
      "C: Annoying. / A: I understand.", "C: Hi. / A: The escrow is due.", "C: I'm angry. / A: It's your fault.",
    ]
    var batch = Batch()
    for _ in 0..<3 { for example in examples { #expect(ExampleReader.append(example, to: &batch)) } }
    var sheet = ScoreSheet(behaviorCount: 0)
    var scorer = Scorer(rubric: rubric)
    scorer.score(batch, into: &sheet)
    let copy = scorer
    for index in batch.conversations.indices {
      let alone = SmallRubric.score(rubric, examples[index % examples.count]).sheet
      let range = index * sheet.behaviorCount..<(index + 1) * sheet.behaviorCount
      #expect(Array(sheet.results[range]) == alone.results)
      #expect(sheet.cards[index].score == alone.cards[0].score)
    }
    var again = ScoreSheet(behaviorCount: 0)
    var other = copy
    other.score(batch, into: &again)
    #expect(again.results == sheet.results && again.evidence == sheet.evidence)
  }
}
