/// Half-open run of bytes in a batch's arena: `offset ..< offset + count`.
///
/// Text stays UTF-8 bytes from the export to the evidence quote; nothing in the record is a `String`.
public struct TextRange: Sendable, Hashable {
  /// First byte, counted from the arena's start.
  public var offset: UInt32
  /// Number of bytes.
  public var count: UInt32

  @inlinable
  public init(offset: UInt32, count: UInt32) {
    self.offset = offset
    self.count = count
  }

  @inlinable
  public init(_ range: Range<Int>) {
    self.init(offset: UInt32(truncatingIfNeeded: range.lowerBound), count: UInt32(truncatingIfNeeded: range.count))
  }

  /// No text; what a missing field holds.
  public static let empty = TextRange(offset: 0, count: 0)

  @inlinable public var isEmpty: Bool { count == 0 }
  /// One past the last byte.
  @inlinable public var end: Int { Int(offset) + Int(count) }
  /// The range as indices into the arena.
  @inlinable public var indices: Range<Int> { Int(offset)..<end }
}
