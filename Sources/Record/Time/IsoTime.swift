/// A point in time as ISO 8601 writes it.
public struct IsoTime: Sendable, Hashable {
  /// Milliseconds since 1970-01-01T00:00:00Z; of the local clock where `offsetMinutes` is nil.
  public var milliseconds: Int64
  /// Offset from UTC in minutes, or nil where the text names no zone.
  public var offsetMinutes: Int?

  /// Reads `2026-03-02`, `2026-03-02T10:00`, `2026-03-02 10:00:00.120+03:00`, `…Z`, `…-0500`; nil for anything else.
  public init?(_ bytes: some RandomAccessCollection<UInt8>) {
    var reader = DigitReader(Array(bytes))
    guard let year = reader.digits(4), reader.take("-"), let month = reader.digits(2), reader.take("-"),
      let day = reader.digits(2), (1...12).contains(month), day >= 1,
      day <= CivilTime.daysInMonth(year: year, month: month)
    else { return nil }
    milliseconds = Int64(CivilTime.days(year: year, month: month, day: day)) * CivilTime.millisecondsPerDay
    if reader.isAtEnd { return }
    guard reader.take("T") || reader.take("t") || reader.take(" "), let hour = reader.digits(2), reader.take(":"),
      let minute = reader.digits(2), hour <= 24, minute < 60
    else { return nil }
    milliseconds += Int64(hour * 3600 + minute * 60) * 1000
    if reader.take(":") {
      guard let second = reader.digits(2), second <= 60 else { return nil }
      milliseconds += Int64(second) * 1000
      if reader.take(".") || reader.take(",") {
        guard let fraction = reader.fractionMilliseconds() else { return nil }
        milliseconds += Int64(fraction)
      }
    }
    if reader.isAtEnd { return }
    if reader.take("Z") || reader.take("z") {
      offsetMinutes = 0
    } else {
      let isNegative = reader.take("-")
      guard isNegative || reader.take("+"), let hours = reader.digits(2) else { return nil }
      _ = reader.take(":")
      let minutes = reader.isAtEnd ? 0 : reader.digits(2)
      guard let minutes, hours <= 18, minutes < 60 else { return nil }
      let offset = (isNegative ? -1 : 1) * (hours * 60 + minutes)
      offsetMinutes = offset
      milliseconds -= Int64(offset) * 60_000
    }
    guard reader.isAtEnd else { return nil }
  }
}

extension ByteSink {
  /// Appends `2026-03-02T10:00:00Z` or `…+01:00` (milliseconds only where there are any) for a time since 1970 UTC.
  public mutating func append(iso milliseconds: Int64, offsetMinutes: Int) {
    let local = milliseconds + Int64(offsetMinutes) * 60_000
    let (days, time) = CivilTime.floorDivide(local, CivilTime.millisecondsPerDay)
    append(isoDate: Int(days))
    append(UInt8(ascii: "T"))
    append(padded: Int(time / 3_600_000), width: 2)
    append(UInt8(ascii: ":"))
    append(padded: Int(time / 60_000 % 60), width: 2)
    append(UInt8(ascii: ":"))
    append(padded: Int(time / 1000 % 60), width: 2)
    if time % 1000 != 0 {
      append(UInt8(ascii: "."))
      append(padded: Int(time % 1000), width: 3)
    }
    if offsetMinutes == 0 {
      append(UInt8(ascii: "Z"))
    } else {
      append(UInt8(ascii: offsetMinutes < 0 ? "-" : "+"))
      append(padded: abs(offsetMinutes) / 60, width: 2)
      append(UInt8(ascii: ":"))
      append(padded: abs(offsetMinutes) % 60, width: 2)
    }
  }

  /// Appends `2026-03-02` for a count of days since 1970-01-01.
  public mutating func append(isoDate days: Int) {
    let (year, month, day) = CivilTime.date(days: days)
    append(padded: year, width: 4)
    append(UInt8(ascii: "-"))
    append(padded: month, width: 2)
    append(UInt8(ascii: "-"))
    append(padded: day, width: 2)
  }

  /// Appends a number of at least `width` digits, with leading zeros.
  public mutating func append(padded value: Int, width: Int) {
    var scale = 1
    for _ in 1..<max(width, 1) { scale *= 10 }
    while scale > 1 && value < scale {
      append(UInt8(ascii: "0"))
      scale /= 10
    }
    append(decimal: Int64(value))
  }
}

/// Reads fixed-width digits off a few bytes.
private struct DigitReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: scalar) else { return false }
    position += 1
    return true
  }

  mutating func digits(_ width: Int) -> Int? {
    guard position + width <= bytes.count else { return nil }
    var value = 0
    for byte in bytes[position..<position + width] {
      guard byte &- 0x30 < 10 else { return nil }
      value = value * 10 + Int(byte & 0xF)
    }
    position += width
    return value
  }

  /// One to nine digits behind the decimal point, as whole milliseconds.
  mutating func fractionMilliseconds() -> Int? {
    var value = 0
    var count = 0
    while position < bytes.count, bytes[position] &- 0x30 < 10 {
      if count < 3 { value = value * 10 + Int(bytes[position] & 0xF) }
      count += 1
      position += 1
    }
    guard (1...9).contains(count) else { return nil }
    for _ in 0..<max(0, 3 - count) { value *= 10 }
    return value
  }
}
