import Record
import Testing

@Suite struct NdjsonTests {
  private func decode(_ text: String, scores: Bool = false) -> (NdjsonDecoder, Batch, ScoreSheet) {
    var decoder = NdjsonDecoder(stage: .normalize, readsScores: scores)
    var batch = Batch()
    var sheet = ScoreSheet(behaviorCount: 2)
    batch.arena = Array(text.utf8)
    decoder.decode(0..<batch.arena.count, firstLine: 1, source: "calls.ndjson", into: &batch, sheet: &sheet)
    return (decoder, batch, sheet)
  }

  @Test func `a conversation of another maker is read with its turn numbers`() {
    let (_, batch, _) = decode(
      #"""
      {"id":"x-1","dataset":"demo","turns":[{"speaker":"agent","start_ms":10,"text":"He said \"hi\" \u00e9\ud83d\ude00","labels":["a"]},{"speaker":"SPEAKER_01","turn":7,"text":"ok"}],"meta":{"a":[1,2]}}
      """#)
    #expect(batch.rejects.isEmpty)
    #expect(batch.conversations.count == 1)
    let conversation = batch.conversations[0]
    #expect(batch.string(conversation.id) == "x-1")
    #expect(batch.string(conversation.sourceRef) == "calls.ndjson#line 1")
    #expect(batch.turns.map { batch.string($0.text) } == ["He said \"hi\" é😀", "ok"])
    #expect(batch.turns.map(\.number) == [0, 7])
    #expect(batch.turns.map(\.role) == [.agent, .unknown])
    #expect(batch.turns.map { batch.string($0.label) } == ["", "SPEAKER_01"])
    #expect(batch.turns[0].startMs == 10)
    #expect(batch.extras.map { batch.string($0.value) } == ["demo", #"{"a":[1,2]}"#])
  }

  @Test(arguments: [
    (#"{"id":"a","turns":[{"text":"x}]}"#, "malformed_json"), (#"{"id":"a" "turns":[]}"#, "malformed_json"),
    (#"{"id":"a","started_at":"yesterday"}"#, "malformed_json"), (#"[1,2]"#, "malformed_json"),
    (#"{"id":"a"} trailing"#, "malformed_json"),
    (#"{"id":"a","queue":nope,"turns":[]}"#, "malformed_json"), (#"{"id":"a","queue":none}"#, "malformed_json"),
    (#"{"id":"a","other":nil}"#, "malformed_json"), (#"{"id":"a","other":+}"#, "malformed_json"),
    (#"{"id":"a","other":TRUE}"#, "malformed_json"),
    ("{\"id\":" + String(repeating: "[", count: 4000), "malformed_json"),
  ])
  func `a bad line costs itself and nothing else`(line: String, reason: String) {
    let (_, batch, _) = decode("{\"id\":\"before\"}\n\(line)\n{\"id\":\"after\"}")
    #expect(batch.conversations.map { batch.string($0.id) } == ["before", "after"])
    #expect(batch.rejects.map(\.reason) == [reason])
    #expect(batch.rejects.map(\.sourceRef) == ["calls.ndjson#line 2"])
    #expect(batch.rejects.map(\.position) == [1])
    #expect(batch.turns.isEmpty)
  }

  @Test func `numbers are read with some latitude, words are not`() {
    let (_, batch, _) = decode(#"{"id":"a","b":NaN,"c":-Infinity,"d":007,"e":1.,"f":true,"g":null,"h":-1.5E+3}"#)
    #expect(batch.rejects.isEmpty)
    let extras = batch.extras.map { "\(batch.string($0.key))=\(batch.string($0.value))" }
    #expect(extras == ["b=NaN", "c=-Infinity", "d=007", "e=1.", "f=true", "g=", "h=-1.5E+3"])
  }

  @Test func `bytes that are not UTF-8 are named`() {
    var decoder = NdjsonDecoder(stage: .ingest)
    var batch = Batch()
    batch.arena = Array("{\"id\":\"a".utf8) + [0xE9] + Array("\"}".utf8)
    decoder.decode(0..<batch.arena.count, firstLine: 5, source: "f", into: &batch)
    #expect(batch.rejects.map(\.detail) == ["byte 9 of the line is not UTF-8; convert the file or repair the line"])
    #expect(batch.rejects.map(\.sourceRef) == ["f#line 5"])
  }

  @Test(arguments: 0..<40)
  func `what is written is read back to the same bytes`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let catalog = sampleCatalog
    let (batch, sheet) = randomScoredBatch(&generator)
    let encoder = NdjsonEncoder(catalog: catalog)
    var first = ByteSink()
    catalog.append(to: &first)
    encoder.append(batch, sheet, to: &first)
    let text = String(decoding: first.bytes, as: UTF8.self)

    let (decoder, again, sheetAgain) = decode(text, scores: true)
    #expect(again.rejects.map(\.reason) == batch.rejects.map(\.reason), "\(again.rejects)")
    #expect(decoder.catalog == catalog)
    var second = ByteSink()
    catalog.append(to: &second)
    encoder.append(again, sheetAgain, to: &second)
    #expect(String(decoding: second.bytes, as: UTF8.self) == text)
    #expect(sheetAgain.evidence.count == sheet.evidence.count)
    #expect(sheetAgain.results == sheet.results)
    #expect(again.turns.map { again.string($0.label) } == batch.turns.map { batch.string($0.label) })
  }

  @Test(arguments: 0..<8)
  func `no mutation of a line makes the decoder fail`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed &+ 100)
    let (batch, sheet) = randomScoredBatch(&generator)
    var sink = ByteSink()
    sampleCatalog.append(to: &sink)
    NdjsonEncoder(catalog: sampleCatalog).append(batch, sheet, to: &sink)
    for _ in 0..<300 {
      var bytes = sink.bytes
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.remove(at: place)
        default:
          bytes.insert(UInt8(ascii: "{}[]\",:\\n0".unicodeScalars.randomElement(using: &generator) ?? "0"), at: place)
        }
      }
      var decoder = NdjsonDecoder(stage: .aggregate, readsScores: true)
      var again = Batch()
      var sheetAgain = ScoreSheet(behaviorCount: 2)
      again.arena = bytes
      decoder.decode(0..<bytes.count, firstLine: 1, source: "m", into: &again, sheet: &sheetAgain)
      #expect(sheetAgain.cards.count == again.conversations.count)
      #expect(sheetAgain.results.count == 2 * again.conversations.count)
      for turn in again.turns { #expect(turn.text.end <= again.arena.count) }
    }
  }
}

let sampleCatalog = RubricCatalog(
  name: "demo", version: "1", hash: "00000000000000ab",
  techniques: [.init(id: "tone-empathy", title: "Tone", weight: 1, summary: "…")],
  behaviors: [
    .init(id: "courtesy", title: "Courtesy", technique: 0, weight: 1),
    .init(id: "emotion-match", title: "Match", technique: 0, weight: 2, isCritical: true),
  ],
  rules: ["greeting", "anger"])

func randomScoredBatch(_ generator: inout SeededGenerator) -> (Batch, ScoreSheet) {
  var batch = Batch()
  var sheet = ScoreSheet(behaviorCount: 2)
  sheet.reasons.append("no_times")
  let words = ["sorry", "line\nbreak", "\"quoted\"", "back\\slash", "naïve", "😀", "\u{1}", "plain words here"]
  func text(_ generator: inout SeededGenerator) -> TextRange {
    batch.append((words.randomElement(using: &generator) ?? "").utf8)
  }
  for number in 0..<Int.random(in: 1...4, using: &generator) {
    if Bool.random(using: &generator) {
      batch.reject("f.csv#row \(number)", stage: .ingest, reason: "malformed_row", detail: "found 3 \"fields\"")
    }
    var conversation = Conversation()
    conversation.id = batch.append("c\(number)".utf8)
    conversation.sourceRef = batch.append("f.csv#row \(number)".utf8)
    conversation.team = text(&generator)
    conversation.startedAt = Int64.random(in: -1_000_000...4_000_000_000_000, using: &generator)
    conversation.utcOffsetMinutes = [0, 60, -330].randomElement(using: &generator) ?? 0
    conversation.csatThousandths = 4500
    conversation.flags = [.tiny, .redacted]
    let first = Int32(batch.turns.count)
    for turn in 0..<Int32.random(in: 1...5, using: &generator) {
      batch.turns.append(
        Turn(
          text: text(&generator), label: turn == 3 ? .empty : text(&generator), startMs: Int64(turn) * 1000,
          number: turn,
          role: Role.allCases.randomElement(using: &generator) ?? .agent, kind: .message, isInternal: turn == 2))
    }
    conversation.turns = first..<Int32(batch.turns.count)
    let leg = Int32(batch.legs.count)
    var passed = Leg()
    passed.agentID = text(&generator)
    passed.startMs = 5
    batch.legs.append(passed)
    conversation.legs = leg..<leg + 1
    batch.conversations.append(conversation)
    append(scoreOf: conversation, batch, to: &sheet, &generator)
  }
  return (batch, sheet)
}

private func append(
  scoreOf conversation: Conversation, _ batch: Batch, to sheet: inout ScoreSheet, _ generator: inout SeededGenerator
) {
  var card = Scorecard()
  card.score = Int32.random(in: -1...10_000, using: &generator)
  card.talkShare = 5123
  var result = BehaviorResult()
  result.status = Status.allCases.randomElement(using: &generator) ?? .met
  result.opportunities = 3
  result.metHalves = 5
  result.reason = 1
  result.opportunityTurn = 0
  sheet.results += [BehaviorResult(), result]
  let turn = Int32.random(in: 0..<Int32(conversation.turns.count), using: &generator)
  let text = batch.turns[Int(conversation.turns.lowerBound + turn)].text
  let first = Int32(sheet.evidence.count)
  sheet.evidence.append(Evidence(turn: turn, behavior: 1, rule: 1, polarity: .shown, words: text))
  card.evidence = first..<first + 1
  sheet.cards.append(card)
}
