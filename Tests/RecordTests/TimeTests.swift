import Record
import Testing

@Suite struct TimeTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", Int64(0), 0), ("2026-03-02T10:00:00+03:00", 1_772_434_800_000, 180),
    ("2026-03-02 10:00:00.120-0530", 1_772_465_400_120, -330), ("1969-12-31T23:59:59.999Z", -1, 0),
  ])
  func `ISO times read and print`(text: String, milliseconds: Int64, offset: Int) throws {
    let time = try #require(IsoTime(Array(text.utf8)))
    #expect(time.milliseconds == milliseconds)
    #expect(time.offsetMinutes == offset)
    var sink = ByteSink()
    sink.append(iso: milliseconds, offsetMinutes: offset)
    #expect(IsoTime(sink.bytes) == time)
  }

  @Test(arguments: ["", "2026", "2026-13-01", "2026-02-29", "2026-03-02T25:00Z", "2026-03-02T10:00:00+3", "x"])
  func `what is no ISO time is refused`(text: String) { #expect(IsoTime(Array(text.utf8)) == nil) }

  /// Weeks at the turn of the year, from the examples of ISO 8601 (and `date +%G-W%V`).
  @Test(arguments: [
    (2005, 1, 1, 2004, 53), (2008, 12, 29, 2009, 1), (2010, 1, 3, 2009, 53), (2026, 11, 22, 2026, 47),
    (2027, 1, 3, 2026, 53),
  ])
  func `ISO weeks`(year: Int, month: Int, day: Int, weekYear: Int, week: Int) {
    let days = CivilTime.days(year: year, month: month, day: day)
    #expect(CivilTime.isoWeek(days: days) == (weekYear, week))
    #expect(CivilTime.date(days: days) == (year, month, day))
  }

  /// Test vectors of the xxHash specification's reference program (`xxhsum -H64`).
  @Test(arguments: [
    ("", "ef46db3751d8e999"), ("a", "d24ec4f1a98c6e5b"), ("abc", "44bc2cf5ad770999"),
    ("Nobody inspects the spammish repetition", "fbcea83c8a378bf1"),
  ])
  func `XXH64 gives the published values`(text: String, hash: String) {
    #expect(Fingerprint.hex(Fingerprint.xxh64(Array(text.utf8))) == hash)
  }

  @Test func `withdrawn conversations leave rejects in their places`() {
    var batch = Batch()
    for number in 0..<4 {
      if number == 2 { batch.reject("early", stage: .ingest, reason: "malformed_row", detail: "") }
      var conversation = Conversation()
      conversation.id = batch.append("c\(number)".utf8)
      batch.conversations.append(conversation)
    }
    func reject(_ name: String) -> Reject { Reject(sourceRef: name, stage: .normalize, reason: "no_turns", detail: "") }
    batch.withdraw([(1, reject("one")), (3, reject("three"))])
    #expect(batch.conversations.map { batch.string($0.id) } == ["c0", "c2"])
    #expect(batch.rejects.map(\.sourceRef) == ["one", "early", "three"])
    #expect(batch.rejects.map(\.position) == [1, 1, 2])
  }
}
