/// Follows the quotes of a table by visiting only quote bytes and line ends, and remembers where it knew what.
///
/// It sees the same records as `RowParser`, without looking at cells.
struct QuoteScan {
  /// What is known at a byte: whether it stands within quotes, and how many records ended before it.
  struct Checkpoint {
    var position: Int
    var isQuoted: Bool
    var records: Int
  }

  private let bytes: ByteView
  private let end: Int
  private let delimiter: UInt8
  private var records = 0
  private var isQuoted = false
  private(set) var checkpoints: [Checkpoint] = []

  /// `range` must begin at the start of a record.
  init(_ bytes: ByteView, range: Range<Int>, dialect: CsvDialect, stride: Int) {
    self.bytes = bytes
    end = range.upperBound
    delimiter = dialect.delimiter
    var position = range.lowerBound
    checkpoints.reserveCapacity(range.count / stride + 1)
    while position < end {
      checkpoints.append(Checkpoint(position: position, isQuoted: isQuoted, records: records))
      position = advance(from: position, to: min(position + stride, end), start: range.lowerBound)
    }
  }

  /// Walks to `stop` or, where a doubled quote straddles it, one byte further.
  private mutating func advance(from start: Int, to stop: Int, start first: Int) -> Int {
    let quotes = Swar.all(CsvDialect.quote)
    let lineFeeds = Swar.all(CsvDialect.lineFeed)
    let returns = Swar.all(CsvDialect.carriageReturn)
    var index = start
    while index < stop {
      if isQuoted {
        let quote = bytes.first(CsvDialect.quote, from: index, to: stop)
        guard quote < stop else { return stop }
        if quote + 1 < end && bytes[quote + 1] == CsvDialect.quote {
          index = quote + 2
        } else {
          isQuoted = false
          index = quote + 1
        }
        continue
      }
      let word = bytes.word(index)
      var limit = min(8, stop - index)
      var quoteHits = Swar.hits(word, quotes)
      let returnHits = Swar.hits(word, returns)
      if quoteHits != 0 { limit = min(limit, Swar.index(quoteHits)) }
      let mask: UInt64 = limit >= 8 ? .max : (1 &<< UInt64(limit &* 8)) &- 1
      records &+= (Swar.exactHits(word, lineFeeds) & mask).nonzeroBitCount
      if returnHits & mask != 0 { countLoneReturns(index, index + limit) }
      index += limit
      quoteHits = limit < 8 && index < stop ? quoteHits : 0
      if quoteHits != 0 {
        isQuoted = index == first || opens(after: bytes[index - 1])
        index += 1
      }
    }
    return index
  }

  private mutating func countLoneReturns(_ start: Int, _ stop: Int) {
    for index in start..<stop where bytes[index] == CsvDialect.carriageReturn {
      if index + 1 >= end || bytes[index + 1] != CsvDialect.lineFeed { records += 1 }
    }
  }

  @inline(__always)
  private func opens(after byte: UInt8) -> Bool {
    byte == delimiter || byte == CsvDialect.lineFeed || byte == CsvDialect.carriageReturn
  }
}
