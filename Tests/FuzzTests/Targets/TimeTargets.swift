import Record

@testable import Ingestion

extension FuzzTarget {
  /// Times, durations and time zones.
  static let times: [FuzzTarget] = [
    FuzzTarget("time-zone-file", words: ["TZif2", "CET-1CEST,M3.5.0,M10.5.0/3\n"], seeds: zones, check: zone),
    FuzzTarget(
      "time-zone-rule", words: ["J60", "M12.5.6", "/-167:59:59", "<+03>-3", "/26", ",0/0,365/24"], cases: 600,
      seeds: Seeds.texts(
        "CET-1CEST,M3.5.0,M10.5.0/3", "CST6CDT,M3.2.0,M11.1.0", "<-03>3<-02>,M3.5.0/-2,M10.5.0/-1", "IST-5:30",
        "A1B,J1/0,J365"),
      check: rule),
    FuzzTarget("times", words: timeWords, cases: 1000, seeds: moments, check: time),
    FuzzTarget(
      "time-patterns", words: ["yyyy", "MM", "dd", "HH", "hh", "a", "SSS", "zzz", "EEEE", "'T'", "''"], cases: 600,
      seeds: Seeds.texts(
        "yyyy-MM-dd HH:mm:ss", "EEE MMM dd HH:mm:ss zzz yyyy", "M/d/yy hh:mm a", "dd.MM.yyyy'T'HH:mm:ss.SSSXXX"),
      check: pattern),
    FuzzTarget(
      "durations", words: ["PT", "H", "M", "S", "min", "h", ":", ".", "1899-12-31 "], cases: 1000,
      seeds: Seeds.texts(
        "00:05:12", "1:02:03.450", "26:00:00", "1m 13s", "PT1H4.12S", "1.300s", "0.0036", "1899-12-31 00:05:00", "12"),
      check: duration),
  ]

  private static let zones = ["Europe/Berlin", "America/Chicago", "Asia/Kolkata", "Africa/Casablanca"]
    .map { Seeds.contents("/usr/share/zoneinfo/\($0)") }

  private static let timeWords = [
    "Z", "+03:00", "-0500", "T", "AM", "pm", "Mon, ", "Mar", "EST", "/", ".", "24:00", "60", "1899", "(-0500)",
  ]

  private static let moments = Seeds.texts(
    "2026-03-02T10:00:00Z", "2026-03-02 10:00:00.120+03:00", "6/23/25 07:00 AM", "02.03.2026 10:00:00",
    "Mon, 02 Mar 2026 10:00:04",
    "Wed, 01/23/13 11:40:53 am", "Mon Mar 02 10:00:00 EST 2026", "Monday, March 02, 2026, 10:00:00 (-0500)",
    "1772445600", "1772445600123",
    "45306.5", "2026/03/02 10:00")

  /// Any file gives offsets of at most two days, or is refused.
  private static let zone: Check = { bytes in
    guard let zone = try? ZoneRules(named: "x", tzif: bytes) else { return nil }
    for moment in moments(around: Int64.min / 4000, 0, 1_772_445_600_000, 4_102_444_800_000, Int64.max / 4000) {
      let offsets = [zone.offsetMinutes(atWall: moment).minutes, zone.offsetMinutes(at: moment)]
      guard offsets.allSatisfy({ abs($0) <= 2 * 24 * 60 }) else { return "offsets" }
    }
    return nil
  }

  private static func moments(around centers: Int64...) -> [Int64] {
    centers.flatMap { center in (-3...3).map { center + $0 * 86_400_000 * 61 } }
  }

  /// A rule in a file's footer, as it is read there.
  private static let rule: Check = { bytes in
    guard let head = zones.first.flatMap({ file in file.dropLast().lastIndex(of: 10).map { file[...$0] } }) else {
      return nil
    }
    return zone(head + bytes + [10])
  }

  private static let formats = ["iso8601", "epoch_s", "epoch_ms", "epoch_us", "excel_serial", "auto"].compactMap {
    try? TimeFormat(named: $0)
  }

  private static let time: Check = { bytes in
    let all = 0..<bytes.count
    for format in formats {
      for order in [DateOrder.monthFirst, .dayFirst, .unknown] {
        guard let time = format.parse(bytes, all, order: order) else { continue }
        if let offset = time.offsetMinutes, abs(offset) > 24 * 60 { return "\(format): offset \(offset)" }
      }
    }
    _ = EverydayTime.leadingPair(bytes, all)
    let cell = ByteViews.with(bytes) { CellTime.parse($0, all) }
    guard let iso = IsoTime(bytes) else { return nil }
    guard let cell else { return "a cell takes no ISO 8601" }
    return cell.milliseconds == iso.milliseconds && cell.offsetMinutes == iso.offsetMinutes
      ? nil : "\(cell), not \(iso)"
  }

  private static let pattern: Check = { bytes in
    guard let pattern = try? TimePattern(String(decoding: bytes, as: UTF8.self)) else { return nil }
    for text in moments + [bytes] { _ = pattern.parse(text, 0..<text.count) }
    return nil
  }

  private static let duration: Check = { bytes in
    for unit in DurationUnit.allCases { _ = DurationText.milliseconds(bytes, 0..<bytes.count, unit: unit) }
    _ = DurationText.thousandths(bytes, 0..<bytes.count)
    _ = ArenaNumbers.integer(bytes, 0..<bytes.count)
    ByteViews.with(bytes) { view in
      _ = CellValue.thousandths(view, 0..<bytes.count)
      _ = CellValue.integer(view, 0..<bytes.count)
    }
    return nil
  }
}
