import Record

extension Span<UInt8> {
  /// Calls `body` with the place of each word of a text: what follows a blank, and the text's start.
  @inline(__always)
  func eachWord(_ text: TextRange, _ body: (_ place: Int, _ eight: UInt64) -> Bool) {
    var at = Int(text.offset)
    let end = text.end
    var carry: UInt64 = 1
    while at < end {
      let chunk = at
      var blanks: UInt64 = 0
      var shift: UInt64 = 0
      while at < end, shift < 64 {
        blanks |= gathered(zeroBytes(word(at: at, limit: end) ^ 0x2020_2020_2020_2020)) &<< shift
        at += 8
        shift &+= 8
      }
      var starts = blanks &<< 1 | carry
      carry = blanks &>> 63
      while starts != 0 {
        let place = chunk + starts.trailingZeroBitCount
        if place < end, !body(place, word(at: place, limit: end)) { return }
        starts &= starts &- 1
      }
    }
  }
}
