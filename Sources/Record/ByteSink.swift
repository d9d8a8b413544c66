/// A growing byte buffer with the few ways of writing that the stages need: one way to print a number, one to quote a cell.
public struct ByteSink: Sendable {
  public var bytes: [UInt8] = []

  public init() {}
  public init(capacity: Int) { bytes.reserveCapacity(capacity) }

  @inlinable public var count: Int { bytes.count }

  /// Empties the buffer and keeps its memory.
  public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  @inlinable public mutating func append(_ byte: UInt8) { bytes.append(byte) }

  /// Appends a text's UTF-8; literals are cheaper through `append(static:)`.
  @inlinable
  public mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// Appends a static string's bytes.
  public mutating func append(static text: StaticString) {
    unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Appends a run of an arena as it is.
  public mutating func append(_ arena: [UInt8], _ range: TextRange) {
    unsafe arena.withUnsafeBufferPointer { arena in
      unsafe bytes.append(contentsOf: UnsafeBufferPointer(rebasing: arena[range.indices]))
    }
  }

  /// Appends an integer in decimal digits.
  public mutating func append(decimal value: Int64) {
    if value >= 0 && value < 10 { return bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value)) }
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
      var magnitude = value.magnitude
      var first = 20
      repeat {
        first -= 1
        unsafe digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: magnitude % 10)
        magnitude /= 10
      } while magnitude > 0
      if value < 0 {
        first -= 1
        unsafe digits[first] = UInt8(ascii: "-")
      }
      unsafe bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[first...]))
    }
  }

  /// Appends `value / 10^places` with exactly `places` decimals: 9183 with four places is `0.9183`.
  public mutating func append(fixed value: Int64, places: Int) {
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    var scale: UInt64 = 1
    for _ in 0..<places { scale *= 10 }
    let magnitude = value.magnitude
    append(decimal: Int64(magnitude / scale))
    guard places > 0 else { return }
    bytes.append(UInt8(ascii: "."))
    var rest = magnitude % scale
    for _ in 0..<places {
      scale /= 10
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / scale))
      rest %= scale
    }
  }
}
