import Record

/// Reads a whole file of metadata, a batch a block.
struct MetadataReader {
  let plan: SourcePlan
  let encoding: Utf16?
  let options: IngestOptions

  func read(_ file: OpenFile, _ index: Int, _ hash: ContentHash, _ body: (Batch) -> Void) {
    let plain = PlainSource(file, hash: hash)
    let bytes: any ByteSource = encoding.map { Utf16Source(plain, encoding: $0) } ?? plain
    let source = Source(file: index, name: file.path, plan: plan)
    read(RecordStream(source, start: [], isAtEnd: false, bytes: bytes, options: options), body)
  }

  func read(_ stream: RecordStream, _ body: (Batch) -> Void) {
    var rows = Batch()
    var block = IngestBlock()
    var isLast = false
    while !isLast {
      block.removeAll()
      isLast = stream.fill(&block)
      block.hashPieces()
      rows.removeAll()
      rows.rejects.append(contentsOf: block.rejects)
      for segment in block.segments { append(segment, block.bytes, to: &rows) }
      body(rows)
    }
  }

  private func append(_ segment: Segment, _ bytes: [UInt8], to rows: inout Batch) {
    // JSON that was split into lines is no longer framed as the plan says.
    guard case .inPlace(let decoder) = segment.source.plan.decoding else {
      if case .copying(let decoder) = segment.source.plan.decoding { decoder.decode(segment, from: bytes, into: &rows) }
      return
    }
    var segment = segment
    let start = rows.arena.count
    rows.arena.append(contentsOf: bytes[segment.range])
    segment.range = start..<rows.arena.count
    rows.arena.append(contentsOf: repeatElement(0, count: ByteView.padding))
    decoder.decode(segment, into: &rows)
  }
}
