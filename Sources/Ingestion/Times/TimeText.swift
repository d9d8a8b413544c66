/// A time as it was read.
struct ParsedTime: Equatable {
  /// Since 1970-01-01T00:00:00Z where an offset was given, else of the wall clock as if it were UTC.
  var milliseconds: Int64
  /// East of UTC; nil where the text says nothing.
  var offsetMinutes: Int?
}

/// ISO 8601 and what passes for it: a date, `T` or a blank, a time, an optional fraction and an optional offset.
enum TimeText {
  static func iso8601(_ bytes: [UInt8], _ range: Range<Int>) -> ParsedTime? {
    var cursor = TimeCursor(bytes: bytes, at: range.lowerBound, end: range.upperBound)
    guard let year = cursor.digits(4), let separator = cursor.dateSeparator(), let month = cursor.digits(2),
      cursor.take(separator), let day = cursor.digits(2)
    else { return nil }
    var hour = 0
    var minute = 0
    var second = 0
    var millisecond = 0
    if cursor.take(UInt8(ascii: "T")) || cursor.take(UInt8(ascii: "t")) || cursor.takeBlanks() {
      if !cursor.isAtEnd {
        guard let h = cursor.digits(2), cursor.take(UInt8(ascii: ":")), let m = cursor.digits(2) else { return nil }
        hour = h
        minute = m
        if cursor.take(UInt8(ascii: ":")) {
          guard let s = cursor.digits(2) else { return nil }
          second = s
          millisecond = cursor.fraction()
        }
      }
    }
    guard
      let wall = CivilDate.milliseconds(
        year: year, month: month, day: day, hour: hour, minute: minute, second: second, millisecond: millisecond)
    else { return nil }
    _ = cursor.takeBlanks()
    if cursor.isAtEnd { return ParsedTime(milliseconds: wall, offsetMinutes: nil) }
    guard let offset = cursor.offset(), cursor.isAtEnd else { return nil }
    return ParsedTime(milliseconds: wall - Int64(offset) * 60_000, offsetMinutes: offset)
  }
}

/// Reads the parts of a time from left to right.
struct TimeCursor {
  let bytes: [UInt8]
  var at: Int
  let end: Int

  var isAtEnd: Bool { at >= end }

  var next: UInt8? { at < end ? bytes[at] : nil }

  mutating func take(_ byte: UInt8) -> Bool {
    guard at < end, bytes[at] == byte else { return false }
    at += 1
    return true
  }

  mutating func takeBlanks() -> Bool {
    let start = at
    while at < end, bytes[at] == 0x20 || bytes[at] == 0x09 { at += 1 }
    return at > start
  }

  mutating func dateSeparator() -> UInt8? {
    guard let byte = next, byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".") else {
      return nil
    }
    at += 1
    return byte
  }

  /// Exactly `count` digits.
  mutating func digits(_ count: Int) -> Int? {
    guard at + count <= end else { return nil }
    var value = 0
    for index in at..<(at + count) {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value * 10 + Int(digit)
    }
    at += count
    return value
  }

  /// One digit up to `most`.
  mutating func number(_ most: Int) -> Int? {
    var value = 0
    let start = at
    while at < end, at - start < most {
      let digit = bytes[at] &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      value = value * 10 + Int(digit)
      at += 1
    }
    return at > start ? value : nil
  }

  /// `.123456` or `,123` as milliseconds, cut off; 0 where there is none.
  mutating func fraction() -> Int {
    guard let byte = next, byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",") else { return 0 }
    at += 1
    return fractionDigits()
  }

  mutating func fractionDigits() -> Int {
    var value = 0
    var places = 0
    while at < end {
      let digit = bytes[at] &- UInt8(ascii: "0")
      guard digit < 10 else { break }
      if places < 3 { value = value * 10 + Int(digit) }
      places += 1
      at += 1
    }
    while places < 3 {
      value *= 10
      places += 1
    }
    return value
  }

  /// `Z`, `UTC`, `GMT`, `+03:00`, `+0300`, `+03`, also in parentheses; minutes east of UTC.
  mutating func offset() -> Int? {
    _ = takeBlanks()
    let isWrapped = take(UInt8(ascii: "("))
    defer { if isWrapped { _ = take(UInt8(ascii: ")")) } }
    if take(UInt8(ascii: "Z")) || take(UInt8(ascii: "z")) { return 0 }
    if takeWord("UTC") || takeWord("GMT") {
      if next != UInt8(ascii: "+"), next != UInt8(ascii: "-") { return 0 }
    }
    let sign: Int
    if take(UInt8(ascii: "+")) {
      sign = 1
    } else if take(UInt8(ascii: "-")) {
      sign = -1
    } else {
      return nil
    }
    guard let hours = number(2), hours <= 18 else { return nil }
    _ = take(UInt8(ascii: ":"))
    let minutes = number(2) ?? 0
    guard minutes < 60 else { return nil }
    return sign * (hours * 60 + minutes)
  }

  mutating func takeWord(_ word: String) -> Bool {
    let wanted = Array(word.utf8)
    guard at + wanted.count <= end else { return false }
    for (index, byte) in wanted.enumerated() where bytes[at + index] & 0xDF != byte & 0xDF { return false }
    at += wanted.count
    return true
  }
}
