import CTextBlock

/// 64 bytes of text as bit masks: bit k stands for byte k.
struct TextBlock {
  /// Letters and apostrophes.
  let words: UInt64
  let apostrophes: UInt64
  /// Neither of a word nor a space: marks, digits, characters outside ASCII.
  let marks: UInt64

  /// Reads 64 bytes; those from `readable` on count as spaces.
  @inline(__always) init(_ p: UnsafePointer<UInt8>, readable: Int) {
    let block = unsafe text_block_read(p)
    let inside: UInt64 = readable >= 64 ? ~0 : (1 &<< UInt64(truncatingIfNeeded: readable)) &- 1
    words = block.words & inside
    apostrophes = block.apostrophes & inside
    marks = ~(block.words | block.spaces) & inside
  }

  /// Whether the run of word bytes from `start` to before `stop` begins or ends with an apostrophe.
  @inline(__always) func hasApostrophe(atEndsOf start: Int, _ stop: Int) -> Bool {
    let first = apostrophes &>> UInt64(truncatingIfNeeded: start)
    return (first | apostrophes &>> UInt64(truncatingIfNeeded: stop &- 1)) & 1 != 0
  }

  @inline(__always) static func load(_ p: UnsafePointer<UInt8>) -> UInt64 {
    unsafe UnsafeRawPointer(p).loadUnaligned(as: UInt64.self)
  }
}
