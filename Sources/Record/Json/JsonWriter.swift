/// Writes JSON into a small block of memory, which is emptied into a sink whenever it is full.
///
/// Lines are most of what the filters of a chain do, so that there is no array append a byte or a number: what is written next
/// is known to fit, strings go over eight bytes at a time, and what is said over and over is ready in a `PhraseTable`.
@safe
struct JsonWriter {
  private static let blockBytes = 64 << 10
  /// Bytes of a string that are written at a step: each may become six.
  private static let stepBytes = 4096
  /// Room that is kept behind whatever is written, for stores of whole words.
  private static let slack = 64

  private let base: UnsafeMutablePointer<UInt8>
  private var count = 0
  private var sink = ByteSink()

  private init(_ base: UnsafeMutablePointer<UInt8>) { unsafe self.base = unsafe base }

  /// Lends a writer whose bytes go to the end of `sink`.
  static func write(to sink: inout ByteSink, _ body: (inout JsonWriter) -> Void) {
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: blockBytes) { block in
      guard let base = block.baseAddress else { return }
      var writer = unsafe JsonWriter(base)
      swap(&writer.sink, &sink)
      body(&writer)
      writer.flush()
      swap(&writer.sink, &sink)
    }
  }

  private mutating func flush() {
    unsafe sink.bytes.append(contentsOf: UnsafeBufferPointer(start: base, count: count))
    count = 0
  }

  /// Makes room for that many bytes; they are few beside a block.
  @inline(__always)
  private mutating func reserve(_ bytes: Int) {
    if count &+ bytes > Self.blockBytes &- Self.slack { flush() }
  }

  /// Lets something rare be written the plain way.
  mutating func plainly(_ body: (inout ByteSink) -> Void) {
    flush()
    body(&sink)
  }

  @inline(__always)
  mutating func byte(_ byte: UInt8) {
    reserve(1)
    unsafe base[count] = byte
    count &+= 1
  }

  @inline(__always)
  mutating func literal(_ text: StaticString) {
    reserve(text.utf8CodeUnitCount)
    unsafe (base + count).update(from: text.utf8Start, count: text.utf8CodeUnitCount)
    count &+= text.utf8CodeUnitCount
  }

  /// Appends a phrase of a table.
  @inline(__always)
  mutating func phrase(_ table: PhraseTable, _ index: Int) {
    let length = table.length(index)
    if length > Self.stepBytes { return plainly { $0.bytes.append(contentsOf: table.slice(index)) } }
    reserve(length)
    unsafe table.copy(index, to: UnsafeMutableRawPointer(base + count))
    count &+= length
  }

  /// Appends an integer in decimal digits.
  @inline(__always)
  mutating func decimal(_ value: Int64) {
    reserve(24)
    if value >= 0, value < 100_000_000 {
      small(UInt32(truncatingIfNeeded: value))
    } else {
      large(value)
    }
  }

  /// Eight digits at once: split by 10,000, then by 100, then by 10, each in its own part of a word; zeros in front fall off.
  @inline(__always)
  private mutating func small(_ value: UInt32) {
    if value < 10 {
      unsafe base[count] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value)
      count &+= 1
      return
    }
    let pairs = UInt64(value / 10_000) | UInt64(value % 10_000) &<< 32
    let hundreds = (pairs &* 10_486) &>> 20 & 0x0000_007F_0000_007F
    let fours = hundreds | (pairs &- hundreds &* 100) &<< 16
    let tens = (fours &* 103) &>> 10 & 0x000F_000F_000F_000F
    let digits = tens | (fours &- tens &* 10) &<< 8
    let zeros = digits.trailingZeroBitCount &>> 3
    let text = (digits | 0x3030_3030_3030_3030) &>> UInt64(truncatingIfNeeded: zeros &* 8)
    unsafe UnsafeMutableRawPointer(base + count).storeBytes(of: text.littleEndian, as: UInt64.self)
    count &+= 8 &- zeros
  }

  @inline(never)
  private mutating func large(_ value: Int64) {
    if value < 0 {
      unsafe base[count] = UInt8(ascii: "-")
      count &+= 1
    }
    var divisor: UInt64 = 1
    while value.magnitude / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      unsafe base[count] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value.magnitude / divisor % 10)
      count &+= 1
      divisor /= 10
    }
  }

  /// Appends `value / 10^places` with exactly `places` decimals.
  mutating func fixed(_ value: Int64, places: Int) {
    if value < 0 { byte(UInt8(ascii: "-")) }
    var scale: UInt64 = 1
    for _ in 0..<places { scale *= 10 }
    decimal(Int64(value.magnitude / scale))
    byte(UInt8(ascii: "."))
    var rest = value.magnitude % scale
    for _ in 0..<places {
      scale /= 10
      byte(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / scale))
      rest %= scale
    }
  }

  /// Appends a run of an arena as a JSON string with its quotes.
  @inline(__always)
  mutating func quoted(_ arena: UnsafeBufferPointer<UInt8>, _ range: TextRange) {
    precondition(range.end <= arena.count)
    var at = Int(range.offset)
    byte(UInt8(ascii: "\""))
    if let start = arena.baseAddress {
      while at < range.end {
        let stop = min(range.end, at &+ Self.stepBytes)
        reserve(6 &* Self.stepBytes)
        while at < stop { at = unsafe plainRun(start, at, stop) }
      }
    }
    byte(UInt8(ascii: "\""))
  }

  /// Copies bytes up to the first that must be escaped, and that one escaped; gives the place behind.
  @inline(__always)
  private mutating func plainRun(_ source: UnsafePointer<UInt8>, _ start: Int, _ stop: Int) -> Int {
    var at = start
    while at &+ 8 <= stop {
      let word = unsafe UInt64(littleEndian: UnsafeRawPointer(source + at).loadUnaligned(as: UInt64.self))
      unsafe UnsafeMutableRawPointer(base + count).storeBytes(of: word.littleEndian, as: UInt64.self)
      let found = JsonScan.specials(word)
      if found != 0 {
        let plain = found.trailingZeroBitCount &>> 3
        count &+= plain
        unsafe escape(source[at &+ plain])
        return at &+ plain &+ 1
      }
      count &+= 8
      at &+= 8
    }
    while at < stop {
      let byte = unsafe source[at]
      at &+= 1
      if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        escape(byte)
        return at
      }
      unsafe base[count] = byte
      count &+= 1
    }
    return at
  }

  @inline(never)
  private mutating func escape(_ byte: UInt8) {
    unsafe base[count] = UInt8(ascii: "\\")
    count &+= 1
    let letter: UInt8
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): letter = byte
    case 0x0A: letter = UInt8(ascii: "n")
    case 0x0D: letter = UInt8(ascii: "r")
    case 0x09: letter = UInt8(ascii: "t")
    default:
      for digit in [UInt8(ascii: "u"), 0x30, 0x30, 0x30 + byte >> 4] {
        unsafe base[count] = digit
        count &+= 1
      }
      letter = byte & 15 < 10 ? 0x30 + byte & 15 : 0x57 + byte & 15
    }
    unsafe base[count] = letter
    count &+= 1
  }

  /// Appends a time as `ByteSink.append(iso:offsetMinutes:)` does.
  mutating func iso(_ milliseconds: Int64, offsetMinutes: Int) {
    let local = milliseconds + Int64(offsetMinutes) * 60_000
    let (days, time) = CivilTime.floorDivide(local, CivilTime.millisecondsPerDay)
    let (year, month, day) = CivilTime.date(days: Int(days))
    guard year >= 1000, year <= 9999, time % 1000 == 0, abs(offsetMinutes) < 6000 else {
      return plainly { $0.append(iso: milliseconds, offsetMinutes: offsetMinutes) }
    }
    let second = Int(time / 1000)
    reserve(32)
    pair(year / 100)
    pair(year % 100)
    pair(month, after: "-")
    pair(day, after: "-")
    pair(second / 3600, after: "T")
    pair(second / 60 % 60, after: ":")
    pair(second % 60, after: ":")
    if offsetMinutes == 0 { return byte(UInt8(ascii: "Z")) }
    pair(abs(offsetMinutes) / 60, after: offsetMinutes < 0 ? "-" : "+")
    pair(abs(offsetMinutes) % 60, after: ":")
  }

  @inline(__always)
  private mutating func pair(_ value: Int, after mark: Unicode.Scalar) {
    unsafe base[count] = UInt8(ascii: mark)
    count &+= 1
    pair(value)
  }

  @inline(__always)
  private mutating func pair(_ value: Int) {
    unsafe base[count] = 0x30 &+ UInt8(truncatingIfNeeded: value / 10)
    unsafe base[count &+ 1] = 0x30 &+ UInt8(truncatingIfNeeded: value % 10)
    count &+= 2
  }
}
