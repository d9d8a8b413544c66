import Record

/// Blocks of one source whose records are cut apart: what does not fit whole into a block is carried into the next.
final class RecordStream: BlockStream, @unchecked Sendable {
  private let source: Source
  private let bytes: any ByteSource
  private let options: IngestOptions
  private var carry: [UInt8]
  private var headBytes: Int
  private var nextRecord: Int
  private var isFirst = true
  private var isAtEnd: Bool

  /// - Parameters:
  ///   - start: what was read of the source already.
  ///   - isAtEnd: whether that was all.
  init(_ source: Source, start: [UInt8], isAtEnd: Bool, bytes: any ByteSource, options: IngestOptions) {
    self.source = source
    self.bytes = bytes
    self.options = options
    self.isAtEnd = isAtEnd
    carry = start
    headBytes = source.plan.headBytes
    nextRecord = source.plan.firstRecord
  }

  func fill(_ block: inout IngestBlock) -> Bool {
    let origin = block.bytes.count
    block.bytes.reserveCapacity(origin + carry.count + options.blockBytes + options.blockBytes / 4 + 4096)
    block.bytes.append(contentsOf: carry)
    carry.removeAll(keepingCapacity: true)
    var cut: CsvCutter.Cut?
    repeat {
      read(into: &block)
      let limit = options.limits.conversationBytes
      cut = isAtEnd ? nil : findCut(in: &block, from: origin)
      if cut == nil && !isAtEnd && block.bytes.count - origin > limit { giveUp(&block, from: origin) }
    } while cut == nil && !isAtEnd
    let end = block.bytes.count
    let stop = cut?.position ?? end
    carry.append(contentsOf: block.bytes[stop..<end])
    let start = min(origin + headBytes, stop)
    if stop > start || isFirst {
      block.segments.append(
        Segment(
          source: source, range: start..<stop, firstRecord: nextRecord, isFirst: isFirst,
          isLast: isAtEnd && carry.isEmpty))
    }
    nextRecord += cut?.records ?? 0
    headBytes = 0
    isFirst = false
    return isAtEnd && carry.isEmpty
  }

  private func read(into block: inout IngestBlock) {
    do throws(SourceFault) {
      let got = try bytes.read(count: options.blockBytes, into: &block)
      if got < options.blockBytes { isAtEnd = true }
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
      case .rows(let dialect, let idColumn):
        return CsvCutter(bytes: view, range: start..<end, dialect: dialect, idColumn: idColumn).cut()
      case .elements(let name): return ElementCutter(name: name).cut(view, start..<end)
      }
    }
  }

  /// A record, or a conversation's rows, that goes on beyond the limit: what was read of it is left out.
  private func giveUp(_ block: inout IngestBlock, from origin: Int) {
    let count = block.bytes.count - origin
    let detail =
      "a record or conversation goes on for more than \(count) bytes; the rest of the file was left out. "
      + "Look for a quote that is never closed, or raise the limit"
    block.rejects.append(Reject(sourceRef: source.name, stage: .ingest, reason: "record_too_large", detail: detail))
    block.bytes.removeLast(count)
    headBytes = 0
    isAtEnd = true
  }
}
