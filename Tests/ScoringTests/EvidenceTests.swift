import Record
import Testing

@testable import Scoring

/// Marker tests: what stands between « and » in a text is the evidence that is due, byte for byte of the original.
struct EvidenceTests {
  private static let rubric = """
    cues:
      apology:
        any: ["[i am] [so|very] sorry", "(i|we) ~apologize"]
        not_negated: true
        except: ["sorry to keep you waiting"]
      thanks: {any: ["thank* you", ":heart:"]}
    techniques:
      - id: t
        behaviors:
          - {id: apology, applies: {always: true}, shown: {cues: [apology]}}
          - {id: thanks, applies: {always: true}, shown: {cues: [thanks]}}
    """

  @Test(arguments: [
    "«I'm so sorry» about that.", "Well, «we apologise» for the delay", "«I’m SORRY», really", "um «i am uh so sorry»",
    "I'm not sorry about that", "Sorry to keep you waiting", "Sorry to keep you waiting, «I'm sorry» it broke",
    "«soooo sorry»!!", "Ok. «Thank you»", "Ok «❤» ok", "café «I’m so sorry» naïve", "«sorry», nothing. «Thank you»",
  ])
  func standsWhereMarked(marked: String) throws {
    let rubric = try SmallRubric.compiled(Self.rubric)
    let plain = marked.filter { $0 != "«" && $0 != "»" }
    let (batch, sheet) = SmallRubric.score(rubric, "A: " + plain)
    var found = Array(batch.string(batch.turns[0].text).utf8)
    for item in sheet.evidence.sorted(by: { $0.words.offset > $1.words.offset }) {
      let origin = Int(batch.turns[0].text.offset)
      found.insert(contentsOf: "»".utf8, at: item.words.end - origin)
      found.insert(contentsOf: "«".utf8, at: Int(item.words.offset) - origin)
    }
    #expect(String(decoding: found, as: UTF8.self) == marked)
  }
}
