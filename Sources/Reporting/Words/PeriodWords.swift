import Record

/// Periods and dates in words.
enum PeriodWords {
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]

  /// `week 46 of 2026`, `November 2026`, `9–22 November 2026`.
  static func name(_ period: Summary.Period) -> String {
    guard let first = period.firstDay, let last = period.lastDay else { return "calls without a date" }
    if period.id.utf8.count == 8, period.id.utf8.dropFirst(5).first == UInt8(ascii: "W") {
      let (year, week) = CivilTime.isoWeek(days: first)
      return "week \(week) of \(year)"
    }
    if period.id.utf8.count == 7 {
      let date = CivilTime.date(days: first)
      return "\(months[date.month - 1]) \(date.year)"
    }
    return days(first, last)
  }

  /// The name with its dates: `week 46 of 2026 (9–15 November 2026)`.
  static func full(_ period: Summary.Period) -> String {
    guard let first = period.firstDay, let last = period.lastDay else { return name(period) }
    let name = name(period)
    let dates = days(first, last)
    return name == dates ? name : "\(name) (\(dates))"
  }

  /// `9–15 November 2026`, `30 November – 6 December 2026`.
  private static func days(_ first: Int, _ last: Int) -> String {
    let from = CivilTime.date(days: first)
    let to = CivilTime.date(days: last)
    if first == last { return "\(from.day) \(months[from.month - 1]) \(from.year)" }
    if from.year != to.year {
      return "\(from.day) \(months[from.month - 1]) \(from.year) – \(to.day) \(months[to.month - 1]) \(to.year)"
    }
    if from.month != to.month {
      return "\(from.day) \(months[from.month - 1]) – \(to.day) \(months[to.month - 1]) \(to.year)"
    }
    return "\(from.day)–\(to.day) \(months[to.month - 1]) \(to.year)"
  }

  /// A call's start on its own clock: `Tue 10 November, 14:05`.
  static func moment(_ milliseconds: Int64, offsetMinutes: Int) -> String {
    let local = milliseconds + Int64(offsetMinutes) * 60_000
    let (day, time) = CivilTime.floorDivide(local, CivilTime.millisecondsPerDay)
    let date = CivilTime.date(days: Int(day))
    let weekday = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][CivilTime.weekday(days: Int(day)) - 1]
    let (hour, minute) = (time / 3_600_000, time / 60_000 % 60)
    return "\(weekday) \(date.day) \(months[date.month - 1]), \(hour):\(minute < 10 ? "0" : "")\(minute)"
  }
}
