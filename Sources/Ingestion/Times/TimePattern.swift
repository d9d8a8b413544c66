/// A compiled date pattern: the fields of Unicode's LDML (UTS 35, "Date Format Patterns") that exports use.
///
/// `y M d E H h k K m s S a z Z X x` and quoted or plain literals. Reading is lenient in two ways: a blank stands for
/// one or
/// more, and `MM`, `dd`, `HH` take one digit too. Month and day names are English, short or long, in any case.
struct TimePattern: Sendable, Hashable {
  private enum Part: Sendable, Hashable {
    case year(Int), month, monthName, day, weekday, hour, hour12, minute, second, fraction, dayPeriod
    case zoneName, offset
    case literal(UInt8), blanks
  }

  private let parts: [Part]
  let text: String

  /// - Throws: a sentence about the first letter that is no field.
  init(_ text: String) throws(TimePatternError) {
    self.text = text
    let bytes = Array(text.utf8)
    var parts: [Part] = []
    var at = 0
    while at < bytes.count {
      let byte = bytes[at]
      if byte == UInt8(ascii: "'") {
        at = TimePattern.appendQuoted(bytes, at, &parts)
        continue
      }
      guard (65...90).contains(byte & 0xDF) else {
        parts.append(byte == 0x20 ? .blanks : .literal(byte))
        at += 1
        continue
      }
      let start = at
      while at < bytes.count, bytes[at] == byte { at += 1 }
      parts.append(try TimePattern.field(byte, count: at - start))
    }
    self.parts = parts
  }

  private static func appendQuoted(_ bytes: [UInt8], _ start: Int, _ parts: inout [Part]) -> Int {
    var at = start + 1
    if at < bytes.count, bytes[at] == UInt8(ascii: "'") {
      parts.append(.literal(bytes[at]))
      return at + 1
    }
    while at < bytes.count, bytes[at] != UInt8(ascii: "'") {
      parts.append(bytes[at] == 0x20 ? .blanks : .literal(bytes[at]))
      at += 1
    }
    return at + 1
  }

  private static func field(_ letter: UInt8, count: Int) throws(TimePatternError) -> Part {
    switch letter {
    case UInt8(ascii: "y"), UInt8(ascii: "u"): .year(count)
    case UInt8(ascii: "M"), UInt8(ascii: "L"): count <= 2 ? .month : .monthName
    case UInt8(ascii: "d"): .day
    case UInt8(ascii: "E"), UInt8(ascii: "c"): .weekday
    case UInt8(ascii: "H"), UInt8(ascii: "k"): .hour
    case UInt8(ascii: "h"), UInt8(ascii: "K"): .hour12
    case UInt8(ascii: "m"): .minute
    case UInt8(ascii: "s"): .second
    case UInt8(ascii: "S"): .fraction
    case UInt8(ascii: "a"): .dayPeriod
    case UInt8(ascii: "z"), UInt8(ascii: "v"): .zoneName
    case UInt8(ascii: "Z"), UInt8(ascii: "X"), UInt8(ascii: "x"), UInt8(ascii: "O"): .offset
    default: throw TimePatternError(letter: Character(Unicode.Scalar(letter)))
    }
  }

  /// Fields read so far.
  private struct Fields {
    var year = 1970
    var month = 1
    var day = 1
    var hour = 0
    var isHour12 = false
    var isAfternoon: Bool?
    var minute = 0
    var second = 0
    var millisecond = 0
    var offset: Int?
  }

  func parse(_ bytes: [UInt8], _ range: Range<Int>) -> ParsedTime? {
    var cursor = TimeCursor(bytes: bytes, at: range.lowerBound, end: range.upperBound)
    var fields = Fields()
    for part in parts where !read(part, &cursor, &fields) { return nil }
    _ = cursor.takeBlanks()
    guard cursor.isAtEnd else { return nil }
    var hour = fields.hour
    if let isAfternoon = fields.isAfternoon, fields.isHour12 {
      guard (0...12).contains(hour) else { return nil }
      hour = hour % 12 + (isAfternoon ? 12 : 0)
    }
    guard
      let wall = CivilDate.milliseconds(
        year: fields.year, month: fields.month, day: fields.day, hour: hour, minute: fields.minute,
        second: fields.second, millisecond: fields.millisecond)
    else { return nil }
    return ParsedTime(milliseconds: wall - Int64(fields.offset ?? 0) * 60_000, offsetMinutes: fields.offset)
  }

  private func read(_ part: Part, _ cursor: inout TimeCursor, _ fields: inout Fields) -> Bool {
    switch part {
    case .blanks: return cursor.takeBlanks() || cursor.isAtEnd
    case .literal(let byte): return cursor.take(byte)
    case .year(let count): return readYear(count, &cursor, &fields)
    case .month: return assign(cursor.number(2), to: &fields.month)
    case .day: return assign(cursor.number(2), to: &fields.day)
    case .hour: return assign(cursor.number(2), to: &fields.hour)
    case .hour12:
      fields.isHour12 = true
      return assign(cursor.number(2), to: &fields.hour)
    case .minute: return assign(cursor.number(2), to: &fields.minute)
    case .second: return assign(cursor.number(2), to: &fields.second)
    case .fraction:
      fields.millisecond = cursor.fractionDigits()
      return true
    case .monthName: return assign(TimeWords.month(&cursor), to: &fields.month)
    case .weekday: return TimeWords.weekday(&cursor)
    case .dayPeriod: return readDayPeriod(&cursor, &fields)
    case .offset:
      fields.offset = cursor.offset()
      return fields.offset != nil
    case .zoneName:
      fields.offset = TimeWords.zone(&cursor)
      return fields.offset != nil
    }
  }

  private func assign(_ value: Int?, to field: inout Int) -> Bool {
    guard let value else { return false }
    field = value
    return true
  }

  /// Two digits are of this century, but 70 to 99 of the last.
  private func readYear(_ count: Int, _ cursor: inout TimeCursor, _ fields: inout Fields) -> Bool {
    let start = cursor.at
    guard let year = cursor.number(count == 2 ? 2 : 4) else { return false }
    fields.year = cursor.at - start > 2 ? year : year < 70 ? 2000 + year : 1900 + year
    return true
  }

  private func readDayPeriod(_ cursor: inout TimeCursor, _ fields: inout Fields) -> Bool {
    if cursor.takeWord("AM") || cursor.takeWord("A.M.") {
      fields.isAfternoon = false
    } else if cursor.takeWord("PM") || cursor.takeWord("P.M.") {
      fields.isAfternoon = true
    } else {
      return false
    }
    return true
  }
}

/// A letter of a pattern that is no field.
struct TimePatternError: Error, Equatable {
  let letter: Character
}

/// Names in dates.
enum TimeWords {
  private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
  private static let weekdays: Set<String> = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
  /// Abbreviations whose meaning exports agree on; others need an offset or a configured zone.
  private static let zones: [String: Int] = [
    "utc": 0, "gmt": 0, "z": 0, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360,
    "pst": -480, "pdt": -420, "cet": 60, "cest": 120, "eet": 120, "eest": 180, "wet": 0, "west": 60, "bst": 60,
  ]

  private static func word(_ cursor: inout TimeCursor) -> String {
    let start = cursor.at
    while let byte = cursor.next, (97...122).contains(byte | 0x20) { cursor.at += 1 }
    return ArenaText.folded(cursor.bytes, start..<cursor.at)
  }

  static func month(_ cursor: inout TimeCursor) -> Int? {
    let name = word(&cursor)
    _ = cursor.take(UInt8(ascii: "."))
    guard name.utf8.count >= 3 else { return nil }
    return months.firstIndex(of: String(name.prefix(3))).map { $0 + 1 }
  }

  static func weekday(_ cursor: inout TimeCursor) -> Bool { weekdays.contains(String(word(&cursor).prefix(3))) }

  static func zone(_ cursor: inout TimeCursor) -> Int? {
    let mark = cursor.at
    let name = word(&cursor)
    if let offset = zones[name], cursor.next != UInt8(ascii: "+"), cursor.next != UInt8(ascii: "-") { return offset }
    cursor.at = mark
    return cursor.offset()
  }
}
