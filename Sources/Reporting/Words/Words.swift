import Record

/// Numbers, counts and dates as a reader expects them. American English, no locale.
enum Words {
  /// 4012 is `4,012`.
  static func grouped(_ value: Int) -> String {
    let digits = Array(String(value.magnitude))
    var out = value < 0 ? "−" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { out += "," }
      out.append(digit)
    }
    return out
  }

  /// `1 call`, `2 calls`, `no calls`.
  static func count(_ value: Int, _ one: String, _ many: String? = nil) -> String {
    let noun = value == 1 ? one : many ?? one + "s"
    return value == 0 ? "no \(noun)" : "\(grouped(value)) \(noun)"
  }

  /// 0.2583 is `26%`; what is nearly none or nearly all says so.
  static func percent(_ share: Double) -> String {
    let rounded = Int((share * 100).rounded())
    if rounded == 0 && share > 0 { return "under 1%" }
    if rounded == 100 && share < 1 { return "over 99%" }
    return "\(rounded)%"
  }

  /// `19–34%`; with a decimal where whole numbers would make one of both bounds: `99.8–100%`.
  static func range(_ interval: Summary.Interval) -> String {
    let low = Int((interval.low * 100).rounded())
    let high = Int((interval.high * 100).rounded())
    if low != high { return "\(low)–\(high)%" }
    let (from, to) = (Int((interval.low * 1000).rounded()), Int((interval.high * 1000).rounded()))
    func tenths(_ value: Int) -> String { value % 10 == 0 ? "\(value / 10)" : "\(value / 10).\(value % 10)" }
    return from == to ? "\(tenths(from))%" : "\(tenths(from))–\(tenths(to))%"
  }

  /// A score out of 100.
  static func points(_ score: Double) -> String { String(Int((score * 100).rounded())) }

  /// A difference in points, with its sign: `+4`, `−12`, `0`.
  static func signed(_ difference: Double) -> String {
    let points = Int((difference * 100).rounded())
    return points == 0 ? "0" : (points > 0 ? "+" : "−") + String(abs(points))
  }

  /// `+4 points`, `−1 point`.
  static func signedPoints(_ difference: Double) -> String {
    "\(signed(difference)) \(abs(Int((difference * 100).rounded())) == 1 ? "point" : "points")"
  }

  /// `5 points`, `1 point`, without a sign.
  static func distance(_ difference: Double) -> String {
    let points = Int((abs(difference) * 100).rounded())
    return "\(points) \(points == 1 ? "point" : "points")"
  }

  /// `from −2 to +6`.
  static func span(_ interval: Summary.Interval) -> String {
    "from \(signed(interval.low)) to \(signed(interval.high))"
  }

  /// A count of halves: 7 is `3.5`.
  static func halves(_ value: Int) -> String { value % 2 == 0 ? grouped(value / 2) : grouped(value / 2) + ".5" }

  /// `31 of 120`.
  static func fraction(_ rate: Summary.Rate) -> String {
    "\(halves(rate.metHalves)) of \(grouped(rate.opportunities))"
  }

  /// `26% (31 of 120, 19–34%)`.
  static func full(_ rate: Summary.Rate) -> String {
    "\(percent(rate.value)) (\(fraction(rate)), \(range(rate.interval)))"
  }

  /// Milliseconds from a call's start as `3:07` or `1:02:07`.
  static func clock(_ milliseconds: Int64) -> String {
    let seconds = max(0, milliseconds / 1000)
    func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
    return hours > 0 ? "\(hours):\(two(minutes)):\(two(seconds % 60))" : "\(minutes):\(two(seconds % 60))"
  }

  /// `a`, `a and b`, `a, b and c`.
  static func list(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " and " + last
  }

  /// With a capital first letter.
  static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
