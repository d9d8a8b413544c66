import Record

/// Decodes the segments of one file by the rules of a mapping.
struct MappingDecoder: CopyingDecoder {
  let source: CompiledSource
  /// Where JSON records are, where that is not as the mapping says.
  var path: JsonRecords.Path?

  func decode(_ segment: Segment, from bytes: [UInt8], into batch: inout Batch) {
    decode(
      bytes, segment.range, name: segment.source.name, firstRecord: segment.firstRecord, numbers: segment.numbers,
      into: &batch)
  }

  /// - Parameter numbers: the number of each record where they are not consecutive.
  func decode(
    _ bytes: [UInt8], _ range: Range<Int>, name: String, firstRecord: Int, numbers: [Int]? = nil,
    into batch: inout Batch
  ) {
    var run = MappingRun(source, name: name)
    run.numbers = numbers
    run.firstNumber = firstRecord
    switch source.source.format {
    case .csv: decodeRows(bytes, range, firstRecord, &run, &batch)
    case .json: decodeJson(bytes, range, firstRecord, &run, &batch)
    case .xml: decodeXml(bytes, range, firstRecord, &run, &batch)
    case .text: run.takeText(bytes, range, into: &batch)
    }
    run.finish(&batch)
  }

  private func decodeRows(
    _ bytes: [UInt8], _ range: Range<Int>, _ firstRecord: Int, _ run: inout MappingRun, _ batch: inout Batch
  ) {
    var rows = DelimitedRows(
      bytes, range, delimiter: source.delimiter, firstRow: firstRecord, csv: source.source.csv)
    while rows.next() {
      // A concatenated export repeats its header.
      if rows.cells.count == source.header.count,
        rows.cells.indices.allSatisfy({ rows.string($0) == source.header[$0] })
      {
        continue
      }
      if let footer = source.source.csv.skipFooter, !rows.cells.isEmpty,
        footer.firstMatch(rows.text, 0..<rows.text.count) != nil
      {
        continue
      }
      guard source.header.isEmpty || rows.cells.count <= source.header.count || rows.isBlank(from: source.header.count)
      else {
        run.reject(
          &batch, number: rows.number, "row", "malformed_row",
          "the row has \(rows.cells.count) cells, its header \(source.header.count); look for a delimiter that is not quoted"
        )
        continue
      }
      if refuse(rows.text.count, rows.number, "row", &run, &batch) { continue }
      run.record.rows = rows
      run.take(number: rows.number, "row", into: &batch)
    }
  }

  /// Whether a record is beyond the mapping's limit; then it is left out.
  private func refuse(_ bytes: Int, _ number: Int, _ unit: String, _ run: inout MappingRun, _ batch: inout Batch)
    -> Bool
  {
    guard let limit = source.mapping.recordBytes, bytes > limit else { return false }
    run.reject(
      &batch, number: number, unit, "record_too_large",
      "it has more than \(limit) bytes and was left out; raise record_bytes under limits in the mapping")
    return true
  }

  private func decodeJson(
    _ bytes: [UInt8], _ range: Range<Int>, _ firstRecord: Int, _ run: inout MappingRun, _ batch: inout Batch
  ) {
    let path = path ?? JsonRecordPath.parse(source.source.record) ?? .values
    guard path != .lines else {
      decodeLines(JsonRecords(bytes, range, path: .lines), firstRecord, &run, &batch)
      return
    }
    var lines: [UInt8] = []
    var splitter = JsonSplitter(path)
    splitter.take(Array(bytes[range]), into: &lines)
    splitter.finish(into: &lines)
    decodeLines(JsonRecords(lines, 0..<lines.count, path: .lines), firstRecord, &run, &batch)
    if let fault = splitter.fault {
      run.finish(&batch)
      batch.reject(run.name, stage: .ingest, reason: fault.reason, detail: fault.detail)
    }
  }

  private func decodeLines(_ lines: JsonRecords, _ firstRecord: Int, _ run: inout MappingRun, _ batch: inout Batch) {
    var records = lines
    var number = firstRecord
    while true {
      do throws(JsonTreeError) {
        guard try records.next(into: &run.record.tree) else { return }
        if refuse(records.recordBytes, number, "record", &run, &batch) {
          number += 1
          continue
        }
        run.record.node = 0
        run.take(number: number, "record", into: &batch)
      } catch {
        let place = max(0, error.offset - records.recordStart)
        run.reject(
          &batch, number: number, "record", error.isTruncated ? "truncated_json" : "malformed_json",
          "\(error.message), \(place) bytes into the record\(error.isTruncated ? ", which has no end" : "")")
      }
      number += 1
    }
  }

  private func decodeXml(
    _ bytes: [UInt8], _ range: Range<Int>, _ firstRecord: Int, _ run: inout MappingRun, _ batch: inout Batch
  ) {
    guard let shape = source.shape, let path = source.recordPath else { return }
    let records = XmlMappingRecords(shape: shape, path: path, depth: source.mapping.xmlDepth)
    var number = firstRecord
    var tree = Tree()
    records.forEach(bytes, range, tree: &tree) { tree, node in
      swap(&tree, &run.record.tree)
      run.record.node = node
      if refuse(run.record.tree.textBytes(node), number, "record", &run, &batch) {
        swap(&tree, &run.record.tree)
        number += 1
        return
      }
      run.take(number: number, "record", into: &batch)
      swap(&tree, &run.record.tree)
      number += 1
    } failed: { failure in
      run.reject(
        &batch, number: number, "record", failure.isStray ? "stray_document" : "malformed_xml",
        failure.isStray ? failure.message : "the record is not well-formed XML: \(failure.message)")
      number += 1
    }
  }
}

extension DelimitedRows {
  /// Whether all cells from `index` on are empty: many exports end their rows with a delimiter.
  fileprivate func isBlank(from index: Int) -> Bool {
    cells[index...].allSatisfy { ArenaText.trimmed(text, $0).isEmpty }
  }
}
