import Record

/// Takes the records out of JSON that comes piece by piece, and puts each on a line of its own.
///
/// Whatever stands around the records (an array, objects around it, other members) is passed over without being kept, so that
/// a file of any size takes the memory of a piece. Brackets and quotes alone tell where a record ends; what is wrong within it
/// is left to the reader of the line. Where a bracket can't stand, as the record's own were not closed, the record ends: it
/// costs itself and not all that follow. A line end within a record becomes a blank.
struct JsonSplitter {
  /// A container around the records that stands open.
  private enum Container {
    /// An array of pages, each of which is looked into by the path from this key on.
    case pages(Int)
    /// An object in which this key of the path is looked for.
    case object(Int)
    case records
  }

  private enum State {
    case between, key, behindKey, record, skipped
  }

  /// Deeper wrappers than this are none.
  private static let mostContainers = 64
  private static let longestKey = 4096

  /// Keys that lead to the array of records; nil where each top-level value is one.
  private let keys: [[UInt8]]?
  private var containers: [Container] = []
  private var state = State.between
  private var isAtStart = true
  // Within a value: brackets that stand open, whether a text does, whether its next byte is escaped.
  private var depth = 0
  /// Which of these are arrays: bit 0 is the innermost.
  private var arrays: UInt128 = 0
  /// The last byte outside of texts that is no blank.
  private var last: UInt8 = 0
  private var isText = false
  private var isEscaped = false
  private var isScalar = false
  private var key: [UInt8] = []
  private(set) var fault: SourceFault?

  init(_ path: JsonRecords.Path) {
    if case .items(let keys) = path { self.keys = keys } else { keys = nil }
  }

  /// Takes the next piece; records, whole or in parts, go to the output.
  mutating func take(_ bytes: [UInt8], into output: inout [UInt8]) {
    var at = 0
    if isAtStart, !bytes.isEmpty {
      if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
      isAtStart = false
    }
    while at < bytes.count, fault == nil {
      switch state {
      case .record, .skipped: at = takeValue(bytes, at, &output)
      case .key: at = takeKey(bytes, at)
      case .between, .behindKey:
        if bytes[at] > 0x20 { takeMark(bytes[at]) }
        if state == .between || state == .behindKey || state == .key { at += 1 }
      }
    }
  }

  /// At the end of the file: a record that is cut off is given as far as it goes.
  mutating func finish(into output: inout [UInt8]) {
    if state == .record {
      output.append(CsvDialect.lineFeed)
    } else if fault == nil, !containers.isEmpty || state != .between {
      fault = SourceFault(
        reason: "truncated_json", detail: "the file ends before its array of records does; was the export cut short?")
    }
    state = .between
    containers = []
  }

  // MARK: Around records

  /// A byte at a place where values, keys and brackets stand. Where it begins a value, the value is taken from it on.
  private mutating func takeMark(_ byte: UInt8) {
    if state == .behindKey {
      if byte == UInt8(ascii: ":") { return }
      guard case .object(let matched) = containers.last else { return }
      let isWanted = keys.map { matched < $0.count && unescaped(key) == $0[matched] } ?? false
      state = .between
      if isWanted { begin(byte, matched + 1) } else { beginValue(.skipped, byte) }
      return
    }
    if byte == UInt8(ascii: ",") { return }
    switch containers.last {
    // What closes nothing is passed over, as between pages that were put one behind the other.
    case nil where byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}"): break
    case .pages where byte == UInt8(ascii: "}"), .records where byte == UInt8(ascii: "}"): break
    case nil: begin(byte, 0)
    case .pages(let matched):
      if byte == UInt8(ascii: "]") { containers.removeLast() } else { begin(byte, matched) }
    case .records:
      if byte == UInt8(ascii: "]") { containers.removeLast() } else { beginValue(.record, byte) }
    case .object:
      if byte == UInt8(ascii: "}") {
        containers.removeLast()
      } else if byte == UInt8(ascii: "\"") {
        key.removeAll(keepingCapacity: true)
        state = .key
      } else {
        fault = SourceFault(
          reason: "malformed_json",
          detail: "a key in quotes or '}' was expected around the records; what follows is not read")
      }
    }
  }

  /// A value of which `matched` keys of the path lead to it.
  private mutating func begin(_ byte: UInt8, _ matched: Int) {
    guard let keys else { return beginValue(.record, byte) }
    let isArray = byte == UInt8(ascii: "[")
    guard isArray || byte == UInt8(ascii: "{") && matched < keys.count else { return beginValue(.skipped, byte) }
    guard containers.count < JsonSplitter.mostContainers else {
      fault = SourceFault(reason: "malformed_json", detail: "arrays are nested too deep around the records")
      return
    }
    containers.append(isArray ? matched == keys.count ? .records : .pages(matched) : .object(matched))
  }

  private mutating func beginValue(_ state: State, _ byte: UInt8) {
    self.state = state
    depth = 0
    arrays = 0
    last = 0
    isText = false
    isEscaped = false
    isScalar = byte != UInt8(ascii: "{") && byte != UInt8(ascii: "[") && byte != UInt8(ascii: "\"")
  }

  private mutating func takeKey(_ bytes: [UInt8], _ start: Int) -> Int {
    var at = start
    while at < bytes.count {
      let byte = bytes[at]
      at += 1
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        state = .behindKey
        return at
      }
      if key.count < JsonSplitter.longestKey { key.append(byte) }
    }
    return at
  }

  private func unescaped(_ key: [UInt8]) -> [UInt8] {
    guard key.contains(UInt8(ascii: "\\")) else { return key }
    let text = [UInt8(ascii: "\"")] + key + Array("\":".utf8)
    var reader = JsonTreeReader(text, 0..<text.count)
    return (try? reader.key()) ?? key
  }

  // MARK: Within values

  /// Takes bytes of the value that stands open up to its end or that of the piece; where the next byte to look at is.
  private mutating func takeValue(_ bytes: [UInt8], _ start: Int, _ output: inout [UInt8]) -> Int {
    var at = start
    var isDone = false
    while at < bytes.count, !isDone {
      let byte = bytes[at]
      if isText {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isText = false
          isDone = depth == 0
        }
      } else if isScalar {
        if JsonSplitter.endsScalar(byte) {
          isDone = true
          break
        }
      } else {
        switch byte {
        case UInt8(ascii: "\""): isText = true
        case UInt8(ascii: "{"), UInt8(ascii: "["):
          isDone = beginsNext
          open(isArray: byte == UInt8(ascii: "["))
        case UInt8(ascii: "}"), UInt8(ascii: "]"): isDone = closesAll(isArray: byte == UInt8(ascii: "]"))
        default: break
        }
        // The bracket is the next record's.
        if isDone && depth > 0 { break }
        if byte > 0x20 { last = byte }
      }
      at += 1
    }
    if state == .record { copy(bytes, start..<at, &output, isDone) }
    if isDone { state = .between }
    return at
  }

  /// Whether a bracket that comes now can only be that of another record: in an object, values follow colons.
  private var beginsNext: Bool {
    state == .record && depth > 0 && depth <= UInt128.bitWidth && arrays & 1 == 0
      && (last == UInt8(ascii: ",") || last == UInt8(ascii: "}") || last == UInt8(ascii: "]"))
  }

  private mutating func open(isArray: Bool) {
    depth += 1
    // Brackets deeper than there are bits are counted only; nobody reads a record with so many.
    if depth <= UInt128.bitWidth { arrays = arrays &<< 1 | (isArray ? 1 : 0) }
  }

  /// Closes the innermost bracket of the kind with all that was left open in it, or, where none is, the value.
  private mutating func closesAll(isArray: Bool) -> Bool {
    guard depth <= UInt128.bitWidth else {
      depth -= 1
      return false
    }
    var levels = 1
    while levels < depth, (arrays &>> UInt128(levels - 1) & 1 == 1) != isArray { levels += 1 }
    depth -= levels
    arrays >>= UInt128(levels)
    return depth <= 0
  }

  private func copy(_ bytes: [UInt8], _ range: Range<Int>, _ output: inout [UInt8], _ isDone: Bool) {
    let first = output.count
    output.append(contentsOf: bytes[range])
    var at = first
    while let found = output[at...].firstIndex(where: { $0 == 10 || $0 == 13 }) {
      output[found] = 0x20
      at = found + 1
    }
    if isDone { output.append(CsvDialect.lineFeed) }
  }

  private static func endsScalar(_ byte: UInt8) -> Bool {
    byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
      || byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "\"")
  }
}

/// JSON of any framing, given as a record a line.
final class JsonLinesSource: ByteSource {
  private let inner: any ByteSource
  private var splitter: JsonSplitter
  private var raw = IngestBlock()
  private var isAtEnd = false

  init(_ inner: any ByteSource, path: JsonRecords.Path) {
    self.inner = inner
    splitter = JsonSplitter(path)
  }

  func read(count: Int, into block: inout IngestBlock) throws(SourceFault) -> Int {
    let start = block.bytes.count
    while block.bytes.count - start < count && !isAtEnd {
      raw.removeAll()
      var fault: SourceFault?
      do throws(SourceFault) {
        isAtEnd = try inner.read(count: count, into: &raw) < count
      } catch {
        fault = error
        isAtEnd = true
      }
      // The bytes as they lie in the input are gone once they are split.
      raw.hashPieces()
      splitter.take(raw.bytes, into: &block.bytes)
      if isAtEnd { splitter.finish(into: &block.bytes) }
      if splitter.fault != nil { isAtEnd = true }
      if let fault = fault ?? splitter.fault { throw fault }
    }
    return isAtEnd ? min(block.bytes.count - start, count - 1) : block.bytes.count - start
  }
}
