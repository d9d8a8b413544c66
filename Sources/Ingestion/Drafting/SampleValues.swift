import Record

/// What the values of one place look like. Only what is asked here is ever said of them: a draft quotes no value but labels.
struct SampleValues {
  let values: [String]

  init(_ values: [String]) { self.values = values }

  private func share(_ holds: (String) -> Bool) -> Double {
    values.isEmpty ? 0 : Double(values.count(where: holds)) / Double(values.count)
  }

  var distinct: Int { Set(values).count }

  /// Words of a value, on average.
  var words: Double {
    guard !values.isEmpty else { return 0 }
    return Double(values.reduce(0) { $0 + $1.split(whereSeparator: \.isWhitespace).count }) / Double(values.count)
  }

  var characters: Int { values.reduce(0) { $0 + $1.utf8.count } }

  var areNumbers: Bool { share { Double($0) != nil } > 0.9 }

  var looksLikeHtml: Bool {
    share { $0.contains("</") || $0.contains("<br") || $0.contains("<p>") || $0.contains("&nbsp;") } > 0.2
  }

  /// Whether they could be ids: short, and without sentences.
  var couldBeIDs: Bool {
    share { $0.utf8.count <= 128 && $0.split(separator: " ").count <= 3 } > 0.95
  }

  /// Whether a text holds turns of its own: `Agent: …` at the start of lines.
  var holdLabels: Bool {
    share { text in
      text.split(separator: "\n").contains { line in
        guard let colon = line.firstIndex(of: ":") else { return false }
        let label = line[..<colon]
        return label.count <= 40 && label.contains(where: \.isLetter) && line.count > label.count + 2
      }
    } > 0.3
  }

  /// The names of `TimeFormat` and whether some value says its offset; nil where they are no instants.
  var timeFormat: (name: String, hasOffset: Bool)? {
    guard !values.isEmpty else { return nil }
    if areNumbers {
      let largest = values.compactMap { Double($0) }.max() ?? 0
      switch largest {
      case 300_000_000..<30_000_000_000: return ("epoch_s", true)
      case 300_000_000_000..<30_000_000_000_000: return ("epoch_ms", true)
      case 300_000_000_000_000..<30_000_000_000_000_000: return ("epoch_us", true)
      default: return nil
      }
    }
    for (name, format) in [("iso8601", TimeFormat.iso8601), ("auto", .automatic)] {
      // Of a date of two small numbers only the column can tell the order.
      let parsed = values.map { text in
        let bytes = Array(text.utf8)
        return format.parse(bytes, 0..<bytes.count, order: .monthFirst)
          ?? format.parse(bytes, 0..<bytes.count, order: .dayFirst)
      }
      if parsed.count(where: { $0 != nil }) * 10 >= values.count * 9 {
        return (name, parsed.contains { $0?.offsetMinutes != nil })
      }
    }
    return nil
  }

  /// Whether dates are written so that day and month can't be told apart.
  var hasAmbiguousDates: Bool {
    let pairs = values.compactMap { text in
      let bytes = Array(text.utf8)
      return EverydayTime.leadingPair(bytes, 0..<bytes.count)
    }
    return !pairs.isEmpty && DateOrder.decide(pairs) == .unknown
  }

  /// The unit of a length or an offset; nil where they are none.
  func durationUnit(_ name: String, isOffset: Bool) -> DurationUnit? {
    guard !values.isEmpty else { return nil }
    let name = HeaderName.normalized(name)
    if share({ $0.uppercased().hasPrefix("PT") }) > 0.9 { return .iso8601 }
    if share({ $0.contains(":") }) > 0.5 { return reads(as: .clock) ? .clock : nil }
    if share({ $0.hasSuffix("s") && Double($0.dropLast()) != nil }) > 0.9 { return .suffixSeconds }
    guard areNumbers else { return reads(as: .words) ? .words : nil }
    if name.contains("tick") { return .ticks }
    if name.contains("usec") || name.contains("micros") { return .microseconds }
    if name.contains("milli") || name.hasSuffix("ms") || name.contains("msec") { return .milliseconds }
    if name.contains("sec") { return .seconds }
    if name.contains("minute") || name.hasSuffix("min") || name.hasSuffix("mins") { return .minutes }
    if isOffset { return TurnClock.guess(name: name, values: values) == .milliseconds ? .milliseconds : .seconds }
    let numbers = values.compactMap { Double($0) }
    // Nobody speaks for eleven hours: such numbers can only be milliseconds.
    if (numbers.max() ?? 0) > 40_000 { return .milliseconds }
    return (numbers.max() ?? 0) < 1 && (numbers.max() ?? 0) > 0 ? .dayFraction : .seconds
  }

  private func reads(as unit: DurationUnit) -> Bool {
    share { text in
      let bytes = Array(text.utf8)
      return DurationText.milliseconds(bytes, 0..<bytes.count, unit: unit) != nil
    } > 0.9
  }
}
