import Record
import Testing

@testable import Ingestion

/// Times and durations as exports write them.
struct TimeFormatTests {
  private func iso(_ time: ParsedTime?) -> String {
    guard let time else { return "-" }
    var sink = ByteSink()
    sink.append(iso: time.milliseconds, offsetMinutes: time.offsetMinutes ?? 0)
    return String(decoding: sink.bytes, as: UTF8.self) + (time.offsetMinutes == nil ? " local" : "")
  }

  @Test(arguments: [
    ("iso8601", "2026-03-02T10:00:00Z", "2026-03-02T10:00:00Z"),
    ("iso8601", "2026-03-02T10:00:13.269+03:00", "2026-03-02T10:00:13.269+03:00"),
    ("iso8601", "2026-03-02 10:00:00", "2026-03-02T10:00:00Z local"),
    ("iso8601", "2026/03/02 10:00", "2026-03-02T10:00:00Z local"),
    ("iso8601", "2026-02-30T10:00:00Z", "-"),
    ("M/d/yy h:mm a", "6/23/25 07:00 AM", "2025-06-23T07:00:00Z local"),
    ("M/d/yy h:mm a", "6/23/25 12:05 PM", "2025-06-23T12:05:00Z local"),
    ("M/d/yy h:mm a", "6/23/25 12:05 am", "2025-06-23T00:05:00Z local"),
    ("dd.MM.yyyy HH:mm:ss", "02.03.2026 10:00:00", "2026-03-02T10:00:00Z local"),
    ("EEE, dd MMM yyyy HH:mm:ss", "Mon, 02 Mar 2026 10:00:04", "2026-03-02T10:00:04Z local"),
    ("EEE, MM/dd/yy hh:mm:ss a", "Wed, 01/23/13 11:40:53 am", "2013-01-23T11:40:53Z local"),
    ("EEE MMM dd HH:mm:ss z yyyy", "Mon Mar 02 10:00:00 EST 2026", "2026-03-02T10:00:00-05:00"),
    ("EEEE, MMMM dd, yyyy, HH:mm:ss (Z)", "Monday, March 02, 2026, 10:00:00 (-0500)", "2026-03-02T10:00:00-05:00"),
    ("yyyy/MM/dd HH:mm:ss.SSS", "2026/03/02 10:00:00.5", "2026-03-02T10:00:00.500Z local"),
    ("MM/dd/yyyy'T'HH:mm", "03/02/2026T10:00", "2026-03-02T10:00:00Z local"),
    ("epoch_s", "1772445600", "2026-03-02T10:00:00Z"), ("epoch_s", "1772445600.12", "2026-03-02T10:00:00.120Z"),
    ("epoch_ms", "1772445600120", "2026-03-02T10:00:00.120Z"),
    ("epoch_us", "1772445600120000", "2026-03-02T10:00:00.120Z"),
    ("excel_serial", "45306", "2024-01-15T00:00:00Z local"),
    ("excel_serial", "45306.4166666667", "2024-01-15T10:00:00Z local"),
    ("auto", "02.03.2026 10:00", "2026-03-02T10:00:00Z local"), ("auto", "3/2/2026 10:00", "-"),
    ("auto", "3/22/2026 10:00 PM", "2026-03-22T22:00:00Z local"),
    ("auto", "Mon, 2 Mar 2026 10:00", "2026-03-02T10:00:00Z local"),
    ("yyyy-MM-dd", "2026-13-01", "-"), ("yyyy-MM-dd", "2026-12-01x", "-"),
  ])
  func readsTimes(_ format: String, _ text: String, _ expected: String) throws {
    let bytes = Array(text.utf8)
    let parsed = try TimeFormat(named: format).parse(bytes, 0..<bytes.count, order: .unknown)
    #expect(iso(parsed) == expected)
  }

  @Test func refusesUnknownLetters() {
    #expect(throws: TimePatternError.self) { try TimeFormat(named: "yyyy-MM-dd Q") }
  }

  @Test func decidesTheOrderByTheColumn() throws {
    func order(_ values: [String]) -> DateOrder {
      DateOrder.decide(values.compactMap { EverydayTime.leadingPair(Array($0.utf8), 0..<$0.utf8.count) })
    }
    #expect(order(["3/2/2026", "3/22/2026"]) == .monthFirst)
    #expect(order(["3/2/2026", "22/3/2026 10:00"]) == .dayFirst)
    #expect(order(["3/2/2026", "4/5/2026"]) == .unknown)
    #expect(order(["13/2/2026", "2/13/2026"]) == .unknown)
    let bytes = Array("3/2/2026 10:00".utf8)
    #expect(iso(TimeFormat.automatic.parse(bytes, 0..<bytes.count, order: .dayFirst)) == "2026-02-03T10:00:00Z local")
  }

  @Test(
    arguments: [
      (DurationUnit.clock, "00:03:54", 234_000), (.clock, "0:00:00.235", 235), (.clock, "12:05", 725_000),
      (.clock, "30:00:00", 108_000_000), (.clock, "1899-12-31 00:05:12", 312_000), (.clock, "5", nil),
      (.clock, "1:60", nil),
      (.seconds, "361", 361_000), (.seconds, "0.4", 400), (.seconds, "2,5", 2500), (.seconds, "-1", nil),
      (.seconds, "x", nil),
      (.milliseconds, "361000", 361_000), (.minutes, "5.5", 330_000), (.hours, "0.5", 1_800_000),
      (.dayFraction, "0.000069444446", 6000), (.dayFraction, "6.9444446e-05", 6000), (.ticks, "700000.0", 70),
      (.microseconds, "1500", 2), (.iso8601, "PT4.12S", 4120), (.iso8601, "PT1H2M", 3_720_000),
      (.iso8601, "P1DT1S", 86_401_000),
      (.words, "1m 13s", 73_000), (.words, "1h 2m 3s", 3_723_000), (.words, "2 min 5 sec", 125_000),
      (.words, "10", nil),
      (.suffixSeconds, "1.300s", 1300), (.suffixSeconds, "1.3", nil), (.automatic, "00:05:12", 312_000),
      (.automatic, "PT5S", 5000), (.automatic, "1.25", 1250), (.automatic, "1m 13s", 73_000),
      (.automatic, "1.300s", 1300),
    ] as [(DurationUnit, String, Int64?)])
  func readsDurations(_ unit: DurationUnit, _ text: String, _ expected: Int64?) {
    #expect(DurationText.milliseconds(Array(text.utf8), 0..<text.utf8.count, unit: unit) == expected)
  }

  @Test func knowsSummerTime() throws {
    let chicago = try TimeZoneRule(named: "America/Chicago")
    func offset(_ text: String, _ zone: TimeZoneRule) throws -> String {
      let wall = try #require(TimeText.iso8601(Array(text.utf8), 0..<text.utf8.count)).milliseconds
      let found = zone.offset(atWall: wall)
      return "\(found.minutes)\(found.isDoubtful ? "?" : "")"
    }
    #expect(try offset("2026-01-15T10:00:00", chicago) == "-360")
    #expect(try offset("2026-07-15T10:00:00", chicago) == "-300")
    #expect(try offset("2026-03-08T01:59:59", chicago) == "-360")
    #expect(try offset("2026-03-08T02:30:00", chicago) == "-360?")
    #expect(try offset("2026-03-08T03:00:00", chicago) == "-300")
    #expect(try offset("2026-11-01T00:59:59", chicago) == "-300")
    #expect(try offset("2026-11-01T01:30:00", chicago) == "-300?")
    #expect(try offset("2026-11-01T02:00:00", chicago) == "-360")
    #expect(try offset("2055-07-15T10:00:00", chicago) == "-300")
    #expect(try offset("1960-07-15T10:00:00", chicago) == "-300")
    let sydney = try TimeZoneRule(named: "Australia/Sydney")
    #expect(try offset("2026-01-15T10:00:00", sydney) == "660")
    #expect(try offset("2050-07-15T10:00:00", sydney) == "600")
    #expect(try offset("2026-01-15T10:00:00", try TimeZoneRule(named: "Asia/Kolkata")) == "330")
    #expect(try offset("2026-07-15T10:00:00", try TimeZoneRule(named: "UTC-06:00")) == "-360")
    #expect(try TimeZoneRule(named: "UTC") == .fixed(0))
  }

  @Test func explainsMissingZones() {
    #expect(
      throws: Problem(
        "unknown time zone \"Mars/Base\"",
        hint: "write an IANA name such as America/Chicago, or an offset such as UTC-06:00")
    ) {
      try TimeZoneRule(named: "Mars/Base")
    }
    #expect(
      throws: Problem(
        "unknown time zone \"../../etc/passwd\"",
        hint: "write an IANA name such as America/Chicago, or an offset such as UTC-06:00")
    ) {
      try TimeZoneRule(named: "../../etc/passwd")
    }
    #expect(
      throws: Problem(
        "no time zone data was found in /nowhere",
        hint: "install the package tzdata, or write a fixed offset such as UTC-06:00")
    ) {
      try TimeZoneRule(named: "America/Chicago", folder: "/nowhere")
    }
  }
}
