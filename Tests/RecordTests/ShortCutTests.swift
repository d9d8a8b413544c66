import Record
import Testing

/// The quick ways through a line, held against the plain ones.
@Suite struct ShortCutTests {
  @Test(arguments: 0..<8)
  func `short cuts give what the plain reader gives, rejects and all`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed &+ 700)
    for _ in 0..<60 {
      let (batch, sheet) = randomScoredBatch(&generator)
      var sink = ByteSink()
      sampleCatalog.append(to: &sink)
      NdjsonEncoder(catalog: sampleCatalog).append(batch, sheet, to: &sink)
      NdjsonEncoder().append(batch, to: &sink)
      var bytes = sink.bytes + foreign(&generator)
      #expect(read(bytes, isPlain: false) == read(bytes, isPlain: true))
      for _ in 0..<Int.random(in: 1...6, using: &generator) { mutate(&bytes, &generator) }
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(read(bytes, isPlain: false) == read(bytes, isPlain: true), "\(text)")
    }
  }

  /// All that was read, in words.
  private func read(_ bytes: [UInt8], isPlain: Bool) -> [String] {
    var decoder = NdjsonDecoder(stage: .aggregate, readsScores: true, isPlain: isPlain)
    var batch = Batch()
    var sheet = ScoreSheet(behaviorCount: 2)
    batch.arena = bytes
    decoder.decode(0..<bytes.count, firstLine: 1, source: "m", into: &batch, sheet: &sheet)
    return [
      "\(batch.conversations)", "\(batch.turns)", "\(batch.legs)", "\(batch.extras)", "\(batch.rejects)",
      "\(batch.arena)", "\(sheet.cards)", "\(sheet.results)", "\(sheet.evidence)", "\(sheet.reasons)",
    ]
  }

  private func mutate(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
    let place = Int.random(in: 0..<bytes.count, using: &generator)
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
    case 1: bytes.remove(at: place)
    case 2:
      let end = min(bytes.count, place + Int.random(in: 1...30, using: &generator))
      bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0..<bytes.count, using: &generator))
    default:
      bytes.insert(UInt8(ascii: "{}[]\",:\\ -.019".unicodeScalars.randomElement(using: &generator) ?? "0"), at: place)
    }
  }

  /// Lines as others write them: members in another order, blanks, numbers as text, fields that mean nothing here.
  private func foreign(_ generator: inout SeededGenerator) -> [UInt8] {
    let turns = [
      #"{"speaker":"agent","start_ms":10,"end_ms":"900","text":"a \"b\" \u00e9"}"#,
      #"{"turn":3 ,"speaker" : "customer","label":null,"text":"x","labels":[1,{"a":2}]}"#,
      #"{"text":"y","speaker":"SPEAKER_01","turn":4.7,"kind":"note","internal":true}"#,
      #"{"turn":123456789012,"speaker":"agents","start_ms":-5,"end_ms":12345678,"text":""}"#, "{}", "{ }",
      #"{"turn":1,}"#, #"{"turn":1,"speaker":"agent","text":"z" , "start_ms":1e3}"#,
    ]
    let times = [
      "\"2026-03-02T10:00:00Z\"", "\"2026-03-02T10:00:00.120+03:00\"", "\"2026-02-29T10:00:00Z\"", "1767225600000",
      "\"2024-02-29 23:59:60-0500\"", "\"0000-12-31T24:00:00-18:00\"", "\"2026-13-01T00:00:00Z\"", "null",
      "\"2026-03-02T10:00:00+19:00\"", " \"2026-03-02T10:00:00+05:30\"",
    ]
    var text = ""
    for number in 0..<3 {
      let some = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
        turns.randomElement(using: &generator) ?? ""
      }
      var members = [
        "\"id\":\"f\(number)\"", "\"turns\":[\(some.joined(separator: ","))]", "\"team\":\"T\"", "\"csat\":4.25",
        "\"started_at\":\(times.randomElement(using: &generator) ?? "")", "\"dataset\":\"d\"", "\"duration_ms\":61000",
      ]
      members.shuffle(using: &generator)
      let head = Bool.random(using: &generator) ? "{\"sidetone\":1,\"kind\":\"conversation\"," : "{"
      text += head + members.joined(separator: ",") + "}\n"
    }
    return Array(text.utf8)
  }

  @Test(arguments: 0..<4)
  func `whole numbers are read as digit by digit`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let digits = Int.random(in: 1...12, using: &generator)
      let text = (0..<digits).map { _ in "\(Int.random(in: 0...9, using: &generator))" }.joined()
      let tail = [",", "}", "]", " ", "x", ".5,", "e1,", ""].randomElement(using: &generator) ?? ""
      let found = cursor(text + tail + "         ") { try? $0.integer() }
      #expect(found == (tail == "x" || tail.hasPrefix("e") ? nil : Int64(text)), "\(text + tail)")
    }
  }

  @Test(arguments: 0..<4)
  func `strings end where byte by byte they end`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let pieces = ["a", "é", "😀", " ", "\u{7F}", "longer words here", "}", ","]
    for _ in 0..<300 {
      let text = (0..<Int.random(in: 0...9, using: &generator)).map { _ in
        pieces.randomElement(using: &generator) ?? ""
      }.joined()
      #expect(cursor("\"\(text)\",\"next\"") { cursor in (try? cursor.string()).map { cursor.copy($0) } } == text)
      let broken = "\"\(text)\n\(text)\""
      #expect(cursor(broken) { cursor in (try? cursor.string()).map { cursor.copy($0) } } == nil)
    }
  }

  private func cursor<Found>(_ text: String, _ body: (inout JsonCursor) -> Found) -> Found {
    var bytes = Array(text.utf8)
    let count = bytes.count
    return unsafe bytes.withUnsafeMutableBufferPointer { buffer in
      var cursor = unsafe JsonCursor(buffer, range: 0..<count)
      return body(&cursor)
    }
  }

  @Test(arguments: 0..<4)
  func `numbers are written as the language writes them`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var values: [Int64] = [0, 9, 10, 99, 100, 9999, 10_000, 99_999_999, 100_000_000, -1, .max, .min + 1]
    for digits in 1...18 {
      var limit: Int64 = 1
      for _ in 0..<digits { limit *= 10 }
      values += (0..<20).map { _ in Int64.random(in: -limit...limit, using: &generator) }
    }
    var batch = Batch()
    for value in values { batch.turns.append(Turn(text: .empty, startMs: value, number: 0, role: .agent)) }
    var conversation = Conversation()
    conversation.turns = 0..<Int32(values.count)
    batch.conversations = [conversation]
    var sink = ByteSink()
    NdjsonEncoder().append(batch, to: &sink)
    let turns = values.map { "{\"turn\":0,\"speaker\":\"agent\",\"start_ms\":\($0),\"text\":\"\"}" }
    let line = "{\"sidetone\":1,\"kind\":\"conversation\",\"turns\":[\(turns.joined(separator: ","))]}\n"
    #expect(String(decoding: sink.bytes, as: UTF8.self) == line)
  }

  @Test func `texts longer than the writer's memory are written whole`() {
    var batch = Batch()
    var conversation = Conversation()
    let text = String(repeating: "words and \"quotes\", \u{1}\n", count: 9000)
    conversation.id = batch.append(text.utf8)
    batch.conversations = [conversation]
    var sink = ByteSink()
    NdjsonEncoder().append(batch, to: &sink)
    var again = Batch()
    again.arena = sink.bytes
    var decoder = NdjsonDecoder(stage: .score)
    decoder.decode(0..<sink.count, firstLine: 1, source: "s", into: &again)
    #expect(again.conversations.map { again.string($0.id) } == [text])
  }
}
