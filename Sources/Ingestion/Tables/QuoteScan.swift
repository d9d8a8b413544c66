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
  ///
  /// All line ends are counted at once, vector by vector; those within quotes, which are few, are taken off again.
  private mutating func advance(from start: Int, to stop: Int, start first: Int) -> Int {
    var index = start
    while index < stop {
      if isQuoted {
        index = quotedEnd(from: index, to: stop)
      } else {
        let quote = bytes.first(CsvDialect.quote, from: index, to: stop)
        isQuoted = quote < stop && (quote == first || opens(after: bytes[quote - 1]))
        index = min(quote + 1, stop)
      }
    }
    records &+= lineEnds(in: start..<index)
    return index
  }

  /// Behind the closing quote, or as far as the bytes go.
  private mutating func quotedEnd(from start: Int, to stop: Int) -> Int {
    var index = start
    while index < stop {
      let quote = bytes.first(CsvDialect.quote, from: index, to: stop)
      if quote == stop {
        index = stop
      } else if quote + 1 < end && bytes[quote + 1] == CsvDialect.quote {
        index = quote + 2
      } else {
        isQuoted = false
        index = quote + 1
        break
      }
    }
    if bytes.first(CsvDialect.lineFeed, from: start, to: index) < index
      || bytes.first(CsvDialect.carriageReturn, from: start, to: index) < index
    {
      records &-= lineEnds(in: start..<index)
    }
    return index
  }

  /// LF, CR LF and lone CR; a CR LF counts where its LF stands.
  private func lineEnds(in range: Range<Int>) -> Int {
    var total = bytes.count(of: CsvDialect.lineFeed, in: range)
    var index = bytes.first(CsvDialect.carriageReturn, from: range.lowerBound, to: range.upperBound)
    while index < range.upperBound {
      if index + 1 >= end || bytes[index + 1] != CsvDialect.lineFeed { total += 1 }
      index = bytes.first(CsvDialect.carriageReturn, from: index + 1, to: range.upperBound)
    }
    return total
  }

  @inline(__always)
  private func opens(after byte: UInt8) -> Bool {
    byte == delimiter || byte == CsvDialect.lineFeed || byte == CsvDialect.carriageReturn
  }
}
