/// A growing byte buffer with the few ways of writing that the stages need: one way to print a number, one to quote a cell.
public struct ByteSink: Sendable {
  public var bytes: [UInt8] = []

  public init() {}
  public init(capacity: Int) { bytes.reserveCapacity(capacity) }

  @inlinable public var count: Int { bytes.count }

  /// Empties the buffer and keeps its memory.
  public mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  @inlinable public mutating func append(_ byte: UInt8) { bytes.append(byte) }

  @inlinable
  public mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  /// Appends a run of an arena as it is.
  @inlinable
  public mutating func append(_ arena: [UInt8], _ range: TextRange) { bytes.append(contentsOf: arena[range.indices]) }

  /// Appends an integer in decimal digits.
  public mutating func append(decimal value: Int64) {
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    var magnitude = value.magnitude
    let start = bytes.count
    repeat {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: magnitude % 10))
      magnitude /= 10
    } while magnitude > 0
    bytes[start...].reverse()
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
