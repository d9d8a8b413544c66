import Record

/// Blocks of one source whose records are cut apart: what does not fit whole into a block is carried into the next.
final class RecordStream: BlockStream, @unchecked Sendable {
  private var source: Source
  private let bytes: any ByteSource
  private let options: IngestOptions
  private var carry: [UInt8]
  private var headBytes: Int
  /// Bytes of one record.
  private let recordLimit: Int
  private var nextRecord: Int
  /// Line of what comes next, where records are XML elements: their messages name lines.
  private var nextLine = 1
  private var isFirst = true
  private var isAtEnd: Bool
  /// Whether what comes next belongs to a record that was left out.
  private var isSkippingLine = false
  /// The id of a conversation that is too large, whose rows are left out up to its last.
  private var skippedID: [UInt8]?

  /// - Parameters:
  ///   - start: what was read of the source already.
  ///   - isAtEnd: whether that was all.
  init(_ source: Source, start: [UInt8], isAtEnd: Bool, bytes: any ByteSource, options: IngestOptions) {
    self.options = options
    nextRecord = source.plan.firstRecord
    if case .json(let json) = source.plan.cutting {
      self.source = Source(file: source.file, name: source.name, plan: source.plan.onLines)
      recordLimit = max(options.limits.recordBytes, options.limits.documentBytes)
      if json.path != .lines {
        let whole = PrefixedSource(start, isAtEnd ? nil : bytes)
        (self.bytes, carry, self.isAtEnd) = (JsonLinesSource(whole, path: json.path), [], false)
        headBytes = 0
        return
      }
    } else {
      self.source = source
      recordLimit = options.limits.recordBytes
    }
    (self.bytes, carry, self.isAtEnd) = (bytes, start, isAtEnd)
    headBytes = source.plan.headBytes
  }

  func fill(_ block: inout IngestBlock) -> Bool {
    let origin = block.bytes.count
    var wanted = options.blockBytes
    // What was read of a member to see what it is comes first, a block's worth: all that follows is sized by the largest unit.
    if isFirst { wanted = max(wanted - carry.count, wanted / 8) }
    block.makeRoom(for: carry.count + wanted + options.blockBytes / 4, blockBytes: options.blockBytes)
    block.bytes.append(contentsOf: carry)
    carry.removeAll(keepingCapacity: true)
    var cut: CsvCutter.Cut?
    repeat {
      read(wanted, into: &block)
      wanted = options.blockBytes
      if isSkippingLine { skipLine(in: &block, from: origin) }
      if skippedID != nil { skipConversation(in: &block, from: origin + headBytes) }
      cut = isAtEnd ? nil : findCut(in: &block, from: origin)
      if cut == nil && !isAtEnd { dropOversized(in: &block, from: origin) }
    } while cut == nil && !isAtEnd
    let end = block.bytes.count
    let stop = cut?.position ?? end
    carry.append(contentsOf: block.bytes[stop..<end])
    let start = min(origin + headBytes, stop)
    let isLast = isAtEnd && carry.isEmpty
    let firstLine = nextLine + lineEnds(in: &block, origin..<start)
    if stop > start || isFirst {
      block.segments.append(
        Segment(
          source: source, range: start..<stop, firstRecord: nextRecord, firstLine: firstLine, isFirst: isFirst,
          isLast: isLast))
      if !isLast, let next = source.plan.behindSeams(block.bytes, start..<stop) {
        source = Source(file: source.file, name: source.name, plan: next)
      }
    }
    nextRecord += cut?.records ?? 0
    nextLine = firstLine + lineEnds(in: &block, start..<stop)
    headBytes = 0
    isFirst = false
    return isLast
  }

  private func read(_ wanted: Int, into block: inout IngestBlock) {
    do throws(SourceFault) {
      let got = try bytes.read(count: wanted, into: &block)
      if got < wanted { isAtEnd = true }
    } catch {
      isAtEnd = true
      block.rejects.append(
        Reject(sourceRef: source.name, stage: .ingest, reason: error.reason, detail: error.detail))
    }
  }

  private func findCut(in block: inout IngestBlock, from origin: Int) -> CsvCutter.Cut? {
    let end = block.bytes.count
    let start = origin + headBytes
    guard start < end else { return nil }
    block.pad()
    defer { block.bytes.removeLast(ByteView.padding) }
    return unsafe block.bytes.withUnsafeMutableBufferPointer { buffer in
      let view = unsafe ByteView(buffer, count: end)
      switch source.plan.cutting {
      case .whole: return nil
      case .lines: return LineCutter.cut(view, start..<end)
      case .json(let json):
        guard let group = json.group else { return LineCutter.cut(view, start..<end) }
        return LineCutter.cut(view, start..<end, between: group, name: source.name)
      case .rows(let dialect, let idColumn):
        return CsvCutter(bytes: view, range: start..<end, dialect: dialect, idColumn: idColumn).cut()
      case .elements(let name):
        let cutter = ElementCutter(name: name)
        guard let mapped = source.plan.mapped, mapped.source.turn != nil else { return cutter.cut(view, start..<end) }
        return cutter.cut(view, start..<end, between: mapped, name: source.name)
      }
    }
  }

  private func lineEnds(in block: inout IngestBlock, _ range: Range<Int>) -> Int {
    guard case .elements = source.plan.cutting, !range.isEmpty else { return 0 }
    return unsafe block.bytes.withUnsafeMutableBufferPointer { buffer in
      unsafe ByteView(buffer, count: range.upperBound).count(of: CsvDialect.lineFeed, in: range)
    }
  }

  // MARK: Records without an end

  /// Leaves out a record, or the rows of a conversation, that goes on beyond the limits; the rest of the source goes on.
  private func dropOversized(in block: inout IngestBlock, from origin: Int) {
    let start = origin + headBytes
    if case .whole = source.plan.cutting {
      guard block.bytes.count - start > options.limits.documentBytes else { return }
      reject(&block, "record_too_large", source.name, options.limits.documentBytes)
      block.hashPieces()
      block.bytes.removeLast(block.bytes.count - start)
      isAtEnd = true
      return
    }
    guard block.bytes.count - start > recordLimit else { return }
    block.hashPieces()
    let open = openRecord(in: &block, from: start)
    if block.bytes.count - open.position > recordLimit {
      let number = nextRecord + open.records
      reject(&block, "record_too_large", "\(source.name)#\(word) \(number)", recordLimit)
      let end = lineEnd(in: block.bytes, from: open.position)
      isSkippingLine = end == nil
      nextLine += lineEnds(in: &block, open.position..<(end ?? block.bytes.count))
      block.bytes.removeSubrange(open.position..<(end ?? block.bytes.count))
    } else if open.position - start > options.limits.conversationBytes {
      rejectConversation(in: &block, from: start)
      nextRecord += open.records
      block.bytes.removeSubrange(start..<open.position)
    }
  }

  /// Notes the id of the conversation whose first row is at `start`, so that the rest of it is left out as well.
  private func rejectConversation(in block: inout IngestBlock, from start: Int) {
    let id = rows(in: &block) { walker, column in walker.cell(column: column, ofRowAt: start).map(walker.bytes.array) }
    skippedID = id ?? []
    let name = String(decoding: id ?? [], as: UTF8.self)
    block.rejects.append(
      Reject(
        sourceRef: "\(source.name)#\(word) \(nextRecord)", stage: .ingest, reason: "conversation_too_large",
        detail:
          "the rows of conversation \(name) take more than \(options.limits.conversationBytes) bytes; all of them "
          + "were left out. If these are many conversations, look for what tells them apart; else raise the limit in the "
          + "mapping"))
  }

  /// Leaves out further rows of the conversation that is too large.
  private func skipConversation(in block: inout IngestBlock, from start: Int) {
    guard let id = skippedID else { return }
    block.hashPieces()
    let end = block.bytes.count
    let (stop, count, isOver) =
      rows(in: &block) { walker, column in
        var at = start
        var count = 0
        while at < end {
          // A row too short for an id belongs to nobody; one that is not all there yet may.
          guard let cell = walker.cell(column: column, ofRowAt: at) else {
            return (at, count, walker.nextRow(from: at) != nil)
          }
          guard walker.bytes.array(cell) == id else { return (at, count, true) }
          guard let next = walker.nextRow(from: at) else { return (at, count, false) }
          at = next
          count += 1
        }
        return (at, count, false)
      } ?? (start, 0, true)
    nextRecord += count
    // At the end of the source the last row has nothing behind it.
    block.bytes.removeSubrange(start..<(isAtEnd && !isOver ? end : stop))
    if isOver || isAtEnd { skippedID = nil }
  }

  /// Walks over the rows of a table with an id column; nil where it is none.
  private func rows<Result>(in block: inout IngestBlock, _ body: (RowWalker, Int) -> Result?) -> Result? {
    guard case .rows(let dialect, .some(let column)) = source.plan.cutting else { return nil }
    let end = block.bytes.count
    block.pad()
    defer { block.bytes.removeLast(ByteView.padding) }
    return unsafe block.bytes.withUnsafeMutableBufferPointer { buffer in
      unsafe body(RowWalker(bytes: ByteView(buffer, count: end), end: end, delimiter: dialect.delimiter), column)
    }
  }

  private func reject(_ block: inout IngestBlock, _ reason: String, _ place: String, _ limit: Int) {
    let detail =
      "it goes on for more than \(limit) bytes and was left out; look for a quote that is never closed, or raise the "
      + "limit in the mapping"
    block.rejects.append(Reject(sourceRef: place, stage: .ingest, reason: reason, detail: detail))
  }

  private var word: String {
    switch source.plan.cutting {
    case .rows: "row"
    case .lines: "line"
    case .elements, .whole, .json: "record"
    }
  }

  /// Where the record begins that the block does not hold the end of, and how many stand before it.
  private func openRecord(in block: inout IngestBlock, from start: Int) -> CsvCutter.Cut {
    let none = CsvCutter.Cut(position: start, records: 0)
    if case .json(let json) = source.plan.cutting, json.group != nil {
      let last = block.bytes[start...].lastIndex(of: CsvDialect.lineFeed) ?? start - 1
      return CsvCutter.Cut(
        position: last + 1, records: block.bytes[start...].prefix(last + 1 - start).count { $0 == CsvDialect.lineFeed })
    }
    guard case .rows(let dialect, _) = source.plan.cutting else { return none }
    let end = block.bytes.count
    block.pad()
    defer { block.bytes.removeLast(ByteView.padding) }
    return unsafe block.bytes.withUnsafeMutableBufferPointer { buffer in
      let walker = unsafe RowWalker(bytes: ByteView(buffer, count: end), end: end, delimiter: dialect.delimiter)
      var found = none
      while let next = walker.nextRow(from: found.position) {
        found = CsvCutter.Cut(position: next, records: found.records + 1)
      }
      return found
    }
  }

  /// Reads over the rest of a line, or of an element, that was too large.
  private func skipLine(in block: inout IngestBlock, from origin: Int) {
    block.hashPieces()
    let end = lineEnd(in: block.bytes, from: origin + headBytes)
    isSkippingLine = end == nil && !isAtEnd
    nextLine += lineEnds(in: &block, origin + headBytes..<(end ?? block.bytes.count))
    block.bytes.removeSubrange(origin + headBytes..<(end ?? block.bytes.count))
    if end != nil { nextRecord += 1 }
  }

  private func lineEnd(in bytes: [UInt8], from start: Int) -> Int? {
    let mark = if case .elements = source.plan.cutting { UInt8(ascii: ">") } else { CsvDialect.lineFeed }
    var index = start
    while let found = bytes[index...].firstIndex(of: mark) {
      guard case .elements(let name) = source.plan.cutting else { return found + 1 }
      let tag = Array("</\(name)".utf8)
      if let open = bytes[start..<found].lastIndex(of: UInt8(ascii: "<")), bytes[open..<found].starts(with: tag) {
        return found + 1
      }
      index = found + 1
    }
    return nil
  }
}
