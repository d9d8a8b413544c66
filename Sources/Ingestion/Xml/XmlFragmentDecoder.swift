public import Record

/// Decodes runs of whole record elements of one XML file into a batch; one a lane.
///
/// It knows conversations by the names that exports commonly use (see `XmlNames`):
/// `<conversation id= agent= team= queue= started_at= channel=><customer><name/></customer><turn n= speaker=
/// start_ms= end_ms=>`.
/// Plain input costs one quick pass, other well-formed input one of libxml2's. A record that is not well-formed is repaired where that is safe (stray control
/// characters, bytes of another encoding, bare ampersands) and quarantined alone where it isn't.
@safe public struct XmlFragmentDecoder: ~Copyable {
  private let shape: XmlShape
  private let state: UnsafeMutablePointer<XmlRecordState>
  private var document: [UInt8] = []
  /// For tests, which compare with and without.
  var usesQuickPass = true
  /// Broken records that are listed one by one in one fragment; beyond, the rest of it is counted as one entry.
  private static let listedFailures = 1000

  public init(shape: XmlShape) {
    self.shape = shape
    unsafe state = .allocate(capacity: 1)
    unsafe state.initialize(to: XmlRecordState())
    unsafe state.pointee.recordName = shape.localRecordName
    unsafe state.pointee.refPrefix = Array("\(shape.file)#record ".utf8)
    unsafe state.pointee.fallbackID = shape.fallbackID
    unsafe state.pointee.assumedOffsetMinutes = shape.assumedOffsetMinutes
  }

  deinit {
    unsafe state.deinitialize(count: 1)
    unsafe state.deallocate()
  }

  /// Decodes the records that stand in `bytes[range]` and appends them; what can't be read becomes a reject.
  /// - Parameters:
  ///   - firstRecord: number of the first record within its file, from 1, for `sourceRef`.
  ///   - firstLine: line of `range`'s first byte within its file, from 1, for messages.
  public mutating func decode(
    _ bytes: [UInt8], _ range: Range<Int>, firstRecord: Int, firstLine: Int = 1, into batch: inout Batch
  ) {
    unsafe swap(&state.pointee.batch, &batch)
    unsafe state.pointee.nextRecord = firstRecord
    unsafe state.pointee.labels.removeAll()
    let range = shape.withoutTail(bytes, range)
    if !range.isEmpty { decodeQuickly(bytes, range, firstLine: firstLine) }
    unsafe swap(&state.pointee.batch, &batch)
  }

  /// The quick pass as far as it goes, and libxml2 for what it leaves: a few records at first, then more and more. Where
  /// both fail, once more without what stands between documents.
  private mutating func decodeQuickly(
    _ bytes: [UInt8], _ range: Range<Int>, firstLine: Int, isSeamless: Bool = false
  ) {
    let at = usesQuickPass ? quickPart(bytes, range) : range.lowerBound
    guard at < range.upperBound else { return }
    let firstRecord = unsafe state.pointee.nextRecord
    if isDecoded(bytes, at..<range.upperBound) { return }
    let line = firstLine + bytes[range.lowerBound..<at].count { $0 == 10 }
    unsafe state.pointee.nextRecord = firstRecord
    let seams = isSeamless ? [] : XmlSeams.find(in: bytes, at..<range.upperBound, shape)
    if seams.isEmpty { return decodeRepaired(bytes, at..<range.upperBound, firstLine: line) }
    let seamless = XmlSeams.blanked(bytes, at..<range.upperBound, seams)
    decodeQuickly(seamless, seamless.indices, firstLine: line, isSeamless: true)
    for stray in seams.flatMap(\.strays) {
      let line = firstLine + bytes[range.lowerBound..<stray.offset].count { $0 == 10 }
      rejectStray(shape.strayMessage(stray.root) + "; it begins at line \(line)")
    }
  }

  private func rejectStray(_ detail: String) {
    let number = unsafe state.pointee.nextRecord
    unsafe state.pointee.batch.rejects.append(
      Reject(
        sourceRef: "\(shape.file)#record \(number)", stage: .ingest, reason: "stray_document", detail: detail,
        position: Int32(state.pointee.batch.conversations.count)))
  }

  /// Both in turns, until libxml2 meets something that is not well-formed, or has nearly all to do.
  /// - Returns: how far they came.
  private mutating func quickPart(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
    let state = unsafe state
    unsafe state.pointee.beginParse()
    var at = range.lowerBound
    var window = 1
    unsafe bytes.withUnsafeBufferPointer { buffer in
      let run = unsafe UnsafeBufferPointer(rebasing: buffer[range])
      guard var pass = unsafe XmlQuickPass(run, recordName: shape.recordName, state: state) else { return }
      while at < range.upperBound {
        let start = at
        at = range.lowerBound + pass.records(from: at - range.lowerBound)
        guard at < range.upperBound, window < 1 << 12 else { return }
        // A parser costs about as much as ten kilobytes in the quick pass.
        window = at - start > 16 << 10 ? 1 : window * 2
        let first = XmlScan.nextStart(of: shape.recordName, in: bytes, from: at, to: range.upperBound) ?? at
        let end = windowEnd(bytes, from: first, records: window, to: range.upperBound)
        guard isDecoded(bytes, at..<end) else { return }
        at = end
      }
    }
    return at
  }

  /// Parses records by libxml2; leaves no trace of them where they are not well-formed.
  private mutating func isDecoded(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    let mark = unsafe BatchMark(state.pointee.batch)
    let first = unsafe state.pointee.nextRecord
    if parse(bytes, range) == nil {
      unsafe state.pointee.beginParse()
      return true
    }
    unsafe mark.restore(&state.pointee.batch)
    unsafe state.pointee.nextRecord = first
    unsafe state.pointee.labels.removeAll()
    return false
  }

  /// One pass over records, wrapped into the tags that stand open around them.
  private mutating func parse(_ bytes: [UInt8], _ range: Range<Int>) -> XmlFailure? {
    document.removeAll(keepingCapacity: true)
    document.reserveCapacity(shape.opening.count + range.count + shape.closing.count)
    document.append(contentsOf: shape.opening)
    unsafe bytes.withUnsafeBufferPointer {
      unsafe document.append(contentsOf: UnsafeBufferPointer(rebasing: $0[range]))
    }
    document.append(contentsOf: shape.closing)
    unsafe state.pointee.beginParse()
    let state = unsafe state
    return unsafe document.withUnsafeBufferPointer {
      unsafe XmlParser.parse($0, events: XmlFragmentDecoder.events, state: UnsafeMutableRawPointer(state)) { parser in
        unsafe state.pointee.parser = parser
      }
    }
  }

  private static let events = unsafe XmlEvents(
    start: { state, name, _, _, _, _, count, _, attributes in
      guard let state = unsafe state, let name = unsafe name else { return }
      unsafe state.assumingMemoryBound(to: XmlRecordState.self).pointee.start(
        XmlNameText(zeroEnded: name), XmlAttributes(attributes, count: Int(count)))
    },
    end: { state, _, _, _ in
      guard let state = unsafe state else { return }
      unsafe state.assumingMemoryBound(to: XmlRecordState.self).pointee.end()
    },
    text: { state, bytes, count in
      guard let state = unsafe state, let bytes = unsafe bytes else { return }
      unsafe state.assumingMemoryBound(to: XmlRecordState.self).pointee.text(bytes, Int(count))
    })

  // MARK: After a failure

  /// Repairs the bytes, then goes through them in windows that grow while all is well, so that a broken record costs
  /// itself and no neighbor.
  private mutating func decodeRepaired(_ bytes: [UInt8], _ range: Range<Int>, firstLine: Int) {
    var repaired: [UInt8] = []
    let repairs = XmlSanitizer.repair(bytes, range, into: &repaired)
    var marker = RepairMarker(shape.recordName, repairs.encoding)
    recover(repaired, LineCounter(bytes: repaired, firstLine: firstLine), &marker)
  }

  private mutating func recover(_ bytes: [UInt8], _ counter: LineCounter, _ marker: inout RepairMarker) {
    var lines = counter
    let name = shape.recordName
    var failures = 0
    var window = 16
    var at = XmlScan.nextStart(of: name, in: bytes, from: 0, to: bytes.count) ?? bytes.count
    while at < bytes.count {
      let end = windowEnd(bytes, from: at, records: window, to: bytes.count)
      let firstNumber = unsafe state.pointee.nextRecord
      let mark = unsafe BatchMark(state.pointee.batch)
      let firstConversation = unsafe state.pointee.batch.conversations.count
      guard let failure = parse(bytes, at..<end) else {
        unsafe marker.mark(&state.pointee.batch, from: firstConversation, bytes, at..<end, firstNumber: firstNumber)
        at = end
        window = min(window * 2, 4096)
        continue
      }
      let broken = brokenRecord(failure, in: bytes, at..<end)
      unsafe state.pointee.nextRecord = firstNumber + broken.index
      unsafe mark.restore(&state.pointee.batch, conversations: broken.index)
      // Labels that were kept for reuse may have stood in what was just taken back.
      unsafe state.pointee.labels.removeAll()
      let failing = broken.start
      unsafe marker.mark(&state.pointee.batch, from: firstConversation, bytes, at..<failing, firstNumber: firstNumber)
      let next = XmlScan.nextStart(of: name, in: bytes, from: failing + 1, to: bytes.count) ?? bytes.count
      failures += 1
      if failures > XmlFragmentDecoder.listedFailures {
        rejectRest(bytes, failing)
        return
      }
      reject(failure, line: lines.line(at: failing))
      unsafe state.pointee.nextRecord += 1
      at = next
      window = 16
    }
  }

  /// Offset behind the given number of records from `start` on.
  private func windowEnd(_ bytes: [UInt8], from start: Int, records: Int, to end: Int) -> Int {
    var at = start
    for _ in 0..<records {
      guard let next = XmlScan.nextStart(of: shape.recordName, in: bytes, from: at + 1, to: end) else {
        return end
      }
      at = next
    }
    return at
  }

  /// Which record of a window broke the parse, and where it starts: the one that stands open; else, when the error
  /// stands
  /// before the next start tag, the one that was closed last (what follows it is its own garbage); else the next.
  private func brokenRecord(_ failure: XmlFailure, in bytes: [UInt8], _ window: Range<Int>) -> (index: Int, start: Int)
  {
    let done = unsafe state.pointee.recordsDone
    let recordOffset = unsafe state.pointee.recordOffset
    guard recordOffset >= 0 else { return (0, window.lowerBound) }
    let seen = recordOffset - shape.opening.count + window.lowerBound
    var last = window.lowerBound
    var next = window.upperBound
    var at = window.lowerBound
    while let found = XmlScan.nextStart(of: shape.recordName, in: bytes, from: at, to: window.upperBound) {
      if found >= seen {
        next = found
        break
      }
      last = found
      at = found + 1
    }
    if unsafe state.pointee.place != .outside { return (done, last) }
    let error = failure.offset - shape.opening.count + window.lowerBound
    if error > next, next < window.upperBound { return (done, next) }
    return (max(0, done - 1), last)
  }

  private func reject(_ failure: XmlFailure, line: Int) {
    let number = unsafe state.pointee.nextRecord
    unsafe state.pointee.batch.rejects.append(
      Reject(
        sourceRef: "\(shape.file)#record \(number)", stage: .ingest, reason: "malformed_xml",
        detail: "the record at line \(line) is not well-formed XML: \(failure.message)",
        position: Int32(state.pointee.batch.conversations.count)))
  }

  private func rejectRest(_ bytes: [UInt8], _ from: Int) {
    var count = 0
    var at = from
    while let found = XmlScan.nextStart(of: shape.recordName, in: bytes, from: at, to: bytes.count) {
      count += 1
      at = found + 1
    }
    let number = unsafe state.pointee.nextRecord
    unsafe state.pointee.batch.rejects.append(
      Reject(
        sourceRef: "\(shape.file)#record \(number)", stage: .ingest, reason: "malformed_xml",
        detail: "too many records of this part of the file are not well-formed XML; it was given up", count: count,
        position: Int32(state.pointee.batch.conversations.count)))
  }
}
