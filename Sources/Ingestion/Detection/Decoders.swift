import Record

/// NDJSON as the record's own codec reads it.
struct LineDecoder: InPlaceDecoder {
  func decode(_ segment: Segment, into batch: inout Batch) {
    var decoder = NdjsonDecoder(stage: .ingest)
    decoder.decode(segment.range, firstLine: segment.firstRecord, source: segment.source.name, into: &batch)
  }
}

/// Runs of XML records.
struct XmlDecoder: CopyingDecoder {
  let shape: XmlShape

  func decode(_ segment: Segment, from bytes: [UInt8], into batch: inout Batch) {
    var decoder = XmlFragmentDecoder(shape: shape)
    decoder.decode(bytes, segment.range, firstRecord: segment.firstRecord, firstLine: segment.firstLine, into: &batch)
  }
}
