import Glibc

/// An integer with its thousands apart: `18,204`.
public func grouped(_ value: Int64) -> String {
  let digits = String(value.magnitude)
  var out = value < 0 ? "-" : ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { out += "," }
    out.append(digit)
  }
  return out
}

/// `3 conversations`, `1 conversation`.
public func counted(_ value: Int64, _ noun: String, plural: String? = nil) -> String {
  "\(grouped(value)) \(value == 1 ? noun : plural ?? noun + "s")"
}

/// A size in the unit that suits it, powers of 1000: `1.2 GB`.
public func byteCount(_ bytes: Int64) -> String {
  let units = ["B", "kB", "MB", "GB", "TB"]
  var tenths = bytes * 10
  var unit = 0
  while tenths >= 10_000, unit < units.count - 1 {
    tenths /= 1000
    unit += 1
  }
  return unit == 0 || tenths >= 1000 ? "\(tenths / 10) \(units[unit])" : "\(tenths / 10).\(tenths % 10) \(units[unit])"
}

/// A span of time as a person says it: `1 h 05 min`, `2 min 09 s`, `4.2 s`.
public func spanOfTime(milliseconds: Int64) -> String {
  let seconds = milliseconds / 1000
  func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
  if seconds >= 3600 { return "\(seconds / 3600) h \(two(seconds / 60 % 60)) min" }
  if seconds >= 60 { return "\(seconds / 60) min \(two(seconds % 60)) s" }
  return "\(seconds).\(milliseconds % 1000 / 100) s"
}

/// Milliseconds of a clock that never jumps.
public func monotonicMilliseconds() -> Int64 {
  var now = timespec()
  unsafe clock_gettime(CLOCK_MONOTONIC, &now)
  return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
}

/// The time of day as `2026-11-22T19:07:47Z`: for logs and the manifest's `run` part only.
public func utcNow() -> String {
  var seconds = time(nil)
  var parts = unsafe tm()
  unsafe gmtime_r(&seconds, &parts)
  func two(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
  let date = unsafe "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
  return unsafe "\(date)T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))Z"
}
