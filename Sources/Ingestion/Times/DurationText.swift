/// What a number stands for in a column of durations.
enum DurationUnit: String, CaseIterable, Sendable {
  case seconds = "s"
  case milliseconds = "ms"
  case microseconds = "us"
  case minutes = "min"
  case hours = "h"
  case dayFraction = "day_fraction"
  case ticks = "ticks_100ns"
  /// `HH:MM:SS`, `H:MM:SS.mmm`, `MM:SS`, also beyond 24 hours.
  case clock = "hms"
  /// `PT4.12S`.
  case iso8601 = "iso8601"
  /// `1h 2m 3s`, `1m 13s`.
  case words = "words"
  /// `1.300s`.
  case suffixSeconds = "suffix_s"
  /// Not for mappings: by the look of the value, and a bare number is seconds.
  case automatic = "auto"
}

/// Durations of exports as milliseconds. Fractions are cut to whole milliseconds after rounding half away from zero.
enum DurationText {
  /// What parts add up to, at most; far from what 64 bits hold.
  private static let longest: Int64 = 1 << 58

  /// - Returns: nil for text that is no duration of this unit, or a negative one.
  static func milliseconds(_ bytes: [UInt8], _ range: Range<Int>, unit: DurationUnit) -> Int64? {
    let range = ArenaText.trimmed(bytes, range)
    guard !range.isEmpty else { return nil }
    switch unit {
    case .milliseconds: return scaled(bytes, range, numerator: 1, denominator: 1)
    case .seconds: return scaled(bytes, range, numerator: 1000, denominator: 1)
    case .microseconds: return scaled(bytes, range, numerator: 1, denominator: 1000)
    case .minutes: return scaled(bytes, range, numerator: 60_000, denominator: 1)
    case .hours: return scaled(bytes, range, numerator: 3_600_000, denominator: 1)
    case .dayFraction: return scaled(bytes, range, numerator: 86_400_000, denominator: 1)
    case .ticks: return scaled(bytes, range, numerator: 1, denominator: 10_000)
    case .clock: return clock(bytes, range)
    case .iso8601: return iso8601(bytes, range)
    case .words: return words(bytes, range)
    case .suffixSeconds:
      guard bytes[range.upperBound - 1] | 0x20 == UInt8(ascii: "s") else { return nil }
      return scaled(bytes, range.lowerBound..<(range.upperBound - 1), numerator: 1000, denominator: 1)
    case .automatic: return automatic(bytes, range)
    }
  }

  private static func automatic(_ bytes: [UInt8], _ range: Range<Int>) -> Int64? {
    if bytes[range].contains(UInt8(ascii: ":")) { return clock(bytes, range) }
    if bytes[range.lowerBound] | 0x20 == UInt8(ascii: "p") { return iso8601(bytes, range) }
    if bytes[range].contains(where: {
      $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z") && $0 | 0x20 != UInt8(ascii: "e")
    }) {
      return words(bytes, range)
    }
    return scaled(bytes, range, numerator: 1000, denominator: 1)
  }

  /// A decimal number in thousandths: 4.5 is 4500; a decimal comma is read too.
  static func thousandths(_ bytes: [UInt8], _ range: Range<Int>) -> Int64? {
    guard let number = Decimal18(bytes, ArenaText.trimmed(bytes, range)) else { return nil }
    return number.scaled(by: 1000, over: 1)
  }

  private static func scaled(_ bytes: [UInt8], _ range: Range<Int>, numerator: Int64, denominator: Int64) -> Int64? {
    guard let number = Decimal18(bytes, range), let value = number.scaled(by: numerator, over: denominator), value >= 0
    else {
      return nil
    }
    return value
  }

  private static func clock(_ bytes: [UInt8], _ range: Range<Int>) -> Int64? {
    var cursor = TimeCursor(bytes: bytes, at: range.lowerBound, end: range.upperBound)
    // Excel writes a duration as a time on the last day of 1899.
    if bytes[range].starts(with: Array("1899-12-3".utf8)),
      let blank = bytes[range].firstIndex(where: { $0 == 0x20 || $0 == UInt8(ascii: "T") })
    {
      cursor.at = blank + 1
    }
    guard let first = cursor.number(7), cursor.take(UInt8(ascii: ":")), let second = cursor.number(2), second < 60
    else {
      return nil
    }
    var seconds = first * 60 + second
    if cursor.take(UInt8(ascii: ":")) {
      guard let third = cursor.number(2), third < 60 else { return nil }
      seconds = (first * 60 + second) * 60 + third
    }
    let fraction = cursor.fraction()
    guard cursor.isAtEnd else { return nil }
    return Int64(seconds) * 1000 + Int64(fraction)
  }

  private static func iso8601(_ bytes: [UInt8], _ range: Range<Int>) -> Int64? {
    var cursor = TimeCursor(bytes: bytes, at: range.lowerBound, end: range.upperBound)
    guard cursor.takeWord("P") else { return nil }
    var total: Int64 = 0
    var isTime = false
    var parts = 0
    while !cursor.isAtEnd {
      if cursor.takeWord("T") {
        isTime = true
        continue
      }
      guard let whole = cursor.number(9) else { return nil }
      let fraction = cursor.fraction()
      let scale: Int64
      if !isTime, cursor.takeWord("D") {
        scale = 86_400
      } else if isTime, cursor.takeWord("H") {
        scale = 3600
      } else if isTime, cursor.takeWord("M") {
        scale = 60
      } else if isTime, cursor.takeWord("S") {
        scale = 1
      } else {
        return nil
      }
      total += (Int64(whole) * 1000 + Int64(fraction)) * scale
      parts += 1
      if total > longest { return nil }
    }
    return parts > 0 ? total : nil
  }

  /// Units may be written out: `1 hour 2 min 3 sec`; `ms` too.
  private static func words(_ bytes: [UInt8], _ range: Range<Int>) -> Int64? {
    var cursor = TimeCursor(bytes: bytes, at: range.lowerBound, end: range.upperBound)
    var total: Int64 = 0
    var parts = 0
    while true {
      while cursor.takeBlanks() || cursor.take(UInt8(ascii: ",")) {}
      if cursor.isAtEnd { return parts > 0 ? total : nil }
      guard let whole = cursor.number(9) else { return nil }
      let fraction = cursor.fraction()
      _ = cursor.takeBlanks()
      guard let scale = wordScale(&cursor) else { return nil }
      total += Int64(whole) * scale + Int64(fraction) * scale / 1000
      parts += 1
      if total > longest { return nil }
    }
  }

  /// Milliseconds of the unit whose name stands next.
  private static func wordScale(_ cursor: inout TimeCursor) -> Int64? {
    let start = cursor.at
    while let byte = cursor.next, byte | 0x20 >= UInt8(ascii: "a"), byte | 0x20 <= UInt8(ascii: "z") { cursor.at += 1 }
    switch ArenaText.folded(cursor.bytes, start..<cursor.at) {
    case "d", "day", "days": return 86_400_000
    case "h", "hr", "hrs", "hour", "hours": return 3_600_000
    case "m", "min", "mins", "minute", "minutes": return 60_000
    case "s", "sec", "secs", "second", "seconds": return 1000
    case "ms", "msec", "millisecond", "milliseconds": return 1
    default: return nil
    }
  }
}

/// A decimal number of up to 18 significant digits, exact: `-12.5`, `0,5`, `6.9444e-05`.
struct Decimal18 {
  var digits: Int64 = 0
  /// Power of ten by which `digits` is to be multiplied.
  var exponent = 0

  init?(_ bytes: [UInt8], _ range: Range<Int>) {
    var at = range.lowerBound
    var isNegative = false
    if at < range.upperBound, bytes[at] == UInt8(ascii: "-") || bytes[at] == UInt8(ascii: "+") {
      isNegative = bytes[at] == UInt8(ascii: "-")
      at += 1
    }
    var count = 0
    var seen = false
    var isFraction = false
    while at < range.upperBound {
      let byte = bytes[at]
      let digit = byte &- UInt8(ascii: "0")
      if digit < 10 {
        seen = true
        if count < 18 {
          digits = digits * 10 + Int64(digit)
          if digits > 0 { count += 1 }
          if isFraction { exponent -= 1 }
        } else if !isFraction {
          exponent += 1
        }
      } else if byte == UInt8(ascii: ".") || byte == UInt8(ascii: ","), !isFraction {
        isFraction = true
      } else {
        break
      }
      at += 1
    }
    guard seen else { return nil }
    if at < range.upperBound {
      guard bytes[at] | 0x20 == UInt8(ascii: "e") else { return nil }
      var sign = 1
      at += 1
      if at < range.upperBound, bytes[at] == UInt8(ascii: "-") || bytes[at] == UInt8(ascii: "+") {
        sign = bytes[at] == UInt8(ascii: "-") ? -1 : 1
        at += 1
      }
      guard at < range.upperBound, let power = ArenaNumbers.integer(bytes, at..<range.upperBound), power < 400 else {
        return nil
      }
      exponent += sign * Int(power)
    }
    if isNegative { digits = -digits }
  }

  /// `self × numerator / denominator`, rounded half away from zero; nil beyond 64 bits.
  func scaled(by numerator: Int64, over denominator: Int64) -> Int64? {
    if digits == 0 { return 0 }
    var wide = Int128(digits) * Int128(numerator)
    var divisor = Int128(denominator)
    var power = exponent
    while power > 0 {
      let (product, overflow) = wide.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      wide = product
      power -= 1
    }
    while power < 0 {
      let (product, overflow) = divisor.multipliedReportingOverflow(by: 10)
      if overflow { return 0 }
      divisor = product
      power += 1
    }
    let half = divisor / 2
    let rounded = (wide + (wide < 0 ? -half : half)) / divisor
    return Int64(exactly: rounded)
  }
}
