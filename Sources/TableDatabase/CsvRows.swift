import Console

/// Reads a CSV table (RFC 4180, as this project writes it) row by row in a buffer that grows to the longest row and no further.
struct CsvRows: ~Copyable {
  private let file: Descriptor
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false
  private var isFirst = true
  /// Ranges of the row's cells in the buffer, quotes taken off.
  private(set) var cells: [Range<Int>] = []
  /// The row's first line in the file, from 1.
  private(set) var line = 0
  private var nextLine = 1

  private static let block = 1 << 18

  init(_ file: consuming Descriptor) { self.file = file }

  /// Goes to the next row; false at the end of the file. Throws `Failure` where the file can't be read.
  mutating func next() throws -> Bool {
    cells.removeAll(keepingCapacity: true)
    guard let end = try rowEnd() else { return false }
    let first = start
    start = min(end + 1, buffer.count)
    var last = end
    if last > first, buffer[last - 1] == 0x0D { last -= 1 }
    split(isFirst ? withoutMark(first) : first, last)
    isFirst = false
    return true
  }

  /// Calls `body` with the buffer's first byte and the cells' ranges.
  borrowing func withCells<Result>(
    _ body: (UnsafePointer<UInt8>, [Range<Int>]) throws -> Result
  ) rethrows -> Result {
    try unsafe buffer.withUnsafeBufferPointer { buffer in
      try unsafe body(buffer.baseAddress ?? UnsafePointer(bitPattern: 1).unsafelyUnwrapped, cells)
    }
  }

  /// Index of the line end behind the row, or of the end of the buffer where the last row has none; nil where no row is left.
  private mutating func rowEnd() throws -> Int? {
    line = nextLine
    var index = start
    var isQuoted = false
    while true {
      let found: Int? = unsafe buffer.withUnsafeBufferPointer { buffer in
        while index < buffer.count {
          let byte = unsafe buffer[index]
          if byte == UInt8(ascii: "\"") {
            isQuoted.toggle()
          } else if byte == 0x0A {
            nextLine += 1
            if !isQuoted { return index }
          }
          index += 1
        }
        return nil
      }
      if let found { return found }
      if isAtEnd { return start < buffer.count ? buffer.count : nil }
      buffer.removeFirst(start)
      index -= start
      start = 0
      isAtEnd = try !file.read(CsvRows.block, onto: &buffer)
    }
  }

  private func withoutMark(_ first: Int) -> Int {
    buffer.count >= first + 3 && buffer[first] == 0xEF && buffer[first + 1] == 0xBB ? first + 3 : first
  }

  private mutating func split(_ first: Int, _ last: Int) {
    var index = first
    while true {
      if index < last, buffer[index] == UInt8(ascii: "\"") {
        index = quoted(index + 1, last)
      } else {
        let begin = index
        while index < last, buffer[index] != UInt8(ascii: ",") { index += 1 }
        cells.append(begin..<index)
      }
      guard index < last else { return }
      index += 1
    }
  }

  /// A quoted cell whose first byte is at `begin`; its doubled quotes become single ones where they stand. Gives the index behind it.
  private mutating func quoted(_ begin: Int, _ last: Int) -> Int {
    var (read, write) = (begin, begin)
    while read < last {
      if buffer[read] == UInt8(ascii: "\"") {
        read += 1
        guard read < last, buffer[read] == UInt8(ascii: "\"") else { break }
      }
      buffer[write] = buffer[read]
      (read, write) = (read + 1, write + 1)
    }
    cells.append(begin..<write)
    return read
  }
}
