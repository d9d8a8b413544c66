/// How a table writes when a turn starts and ends.
enum TurnClock: Sendable, Hashable {
  /// Whole milliseconds from the conversation's start.
  case milliseconds
  /// Decimal seconds from the conversation's start.
  case seconds
  /// `H:MM:SS.mmm` or `MM:SS` from the conversation's start.
  case clock
  /// Points in time.
  case times

  /// Tells it from the column's name and some of its values.
  static func guess(name: String, values: [String]) -> TurnClock {
    if name.contains("ms") || name.contains("milli") { return .milliseconds }
    let values = values.filter { !$0.isEmpty }
    if values.contains(where: { $0.contains(":") }) {
      let hasDates = values.contains { $0.contains("-") || $0.contains("/") || $0.contains("T") || $0.count > 13 }
      return hasDates ? .times : .clock
    }
    if name.contains("sec") || values.contains(where: { $0.contains(".") || $0.contains(",") }) { return .seconds }
    let numbers = values.compactMap { Int64($0) }
    guard let largest = numbers.max() else { return .milliseconds }
    if largest > 100_000_000_000 { return .times }
    // People speak for seconds at a time: steps of hundreds can only be milliseconds.
    let steps = zip(numbers, numbers.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }.sorted()
    return (steps.isEmpty ? largest : steps[steps.count / 2]) > 200 ? .milliseconds : .seconds
  }

  /// Milliseconds from the conversation's start.
  /// - Parameter origin: the conversation's start since 1970, for points in time; the first such point sets it.
  @inline(__always)
  func read(_ bytes: ByteView, _ range: Range<Int>, origin: inout Int64?) -> Int64? {
    self == .milliseconds
      ? CellValue.integer(bytes, range)
        ?? CellValue.thousandths(bytes, CellValue.trimmed(bytes, range)).map { $0 / 1000 }
      : readOther(bytes, CellValue.trimmed(bytes, range), &origin)
  }

  private func readOther(_ bytes: ByteView, _ range: Range<Int>, _ origin: inout Int64?) -> Int64? {
    switch self {
    case .milliseconds, .seconds: return CellValue.thousandths(bytes, range)
    case .clock: return TurnClock.clockTime(bytes, range)
    case .times:
      guard let time = CellTime.parse(bytes, range) else { return nil }
      if origin == nil { origin = time.milliseconds }
      return time.milliseconds - (origin ?? 0)
    }
  }

  /// `1:02:03.5`, `02:03`, `3.5`.
  static func clockTime(_ bytes: ByteView, _ range: Range<Int>) -> Int64? {
    var total: Int64 = 0
    var start = range.lowerBound
    var parts = 0
    while true {
      let colon = bytes.first(UInt8(ascii: ":"), from: start, to: range.upperBound)
      parts += 1
      guard parts <= 3 else { return nil }
      if colon == range.upperBound {
        guard let seconds = CellValue.thousandths(bytes, start..<colon), seconds >= 0 else { return nil }
        return total * 60 + seconds
      }
      guard let value = CellValue.integer(bytes, start..<colon), value >= 0, value < 100_000 else { return nil }
      total = total * 60 + value * 1000
      start = colon + 1
    }
  }
}
