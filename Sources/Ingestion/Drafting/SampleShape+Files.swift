import Record

extension SampleShape {
  /// How the values of a sample are framed.
  struct Framing {
    /// Several top-level values in one file, one a line or one behind the other.
    var hasManyValues = false
    var delimiter = UInt8(ascii: ",")
    /// The document types, declarations and so on: what an XML mapping has to allow.
    var hasDoctype = false
  }

  static let mostRecords = 400

  /// - Throws: `Problem` where no file of the sample can be read.
  static func of(_ sample: DraftSample) throws(Problem) -> (shape: SampleShape, framing: Framing) {
    var shape = SampleShape()
    var framing = Framing()
    var failure: Problem?
    for file in sample.files {
      do throws(Problem) {
        switch sample.kind {
        case .json: try shape.addJson(file, &framing)
        case .xml: try shape.addXml(file, &framing)
        case .table: try shape.addTable(file, &framing)
        }
      } catch {
        failure = failure ?? error
      }
    }
    if shape.places.count == 1, let failure { throw failure }
    return (shape, framing)
  }

  private mutating func addJson(_ file: DraftSample.File, _ framing: inout Framing) throws(Problem) {
    var reader = JsonTreeReader(file.bytes, (file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)..<file.bytes.count)
    var count = 0
    var tree = Tree()
    while count < SampleShape.mostRecords {
      // What stands between values in hand-made files.
      while reader.take(UInt8(ascii: ",")) {}
      guard reader.peek() != nil else { break }
      tree.removeAll()
      do throws(JsonTreeError) {
        try reader.value(into: &tree)
      } catch {
        guard !tree.nodes.isEmpty, count == 0 || error.isTruncated else {
          if count == 0 { throw SampleShape.problem(file, error) }
          break
        }
        guard error.isTruncated || tree.nodes.count > 20 else { throw SampleShape.problem(file, error) }
        // The sample ends within the value: what was read of the first one tells enough; of a later one it may mislead.
        tree.closeAll()
        if count == 0 { add(tree) }
        break
      }
      add(tree)
      count += 1
    }
    if count > 1 { framing.hasManyValues = true }
  }

  private static func problem(_ file: DraftSample.File, _ error: JsonTreeError) -> Problem {
    let line = 1 + file.bytes.prefix(error.offset).count { $0 == 10 }
    return Problem(
      file: file.name, line: line, "this is no JSON: \(error.message)", hint: "check that the export is complete")
  }

  private mutating func addXml(_ file: DraftSample.File, _ framing: inout Framing) throws(Problem) {
    let head = try XmlShape.sniff(file.bytes, file: file.name, allowDoctype: true)
    if (try? XmlShape.sniff(file.bytes, file: file.name)) == nil { framing.hasDoctype = true }
    var content: [UInt8] = []
    _ = XmlSanitizer.repair(file.bytes, head.contentStart..<file.bytes.count, into: &content)
    let document = head.isWholeRecord ? content : head.opening + content
    var tree = Tree()
    let failure = XmlTreeReader.read(document, into: &tree)
    if let failure, tree.nodes.count < 2 {
      throw Problem(file: file.name, "this is no XML: \(failure.message)", hint: "check that the export is complete")
    }
    tree.closeAll()
    add(tree)
  }

  private mutating func addTable(_ file: DraftSample.File, _ framing: inout Framing) throws(Problem) {
    let (delimiter, header, start) = try SampleShape.header(file)
    framing.delimiter = delimiter
    let table = nextSerial()
    var rows = DelimitedRows(file.bytes, start..<file.bytes.count, delimiter: delimiter, firstRow: 2)
    var count = 0
    repeat {
      let hasRow = rows.next()
      // The last row may be cut; a header alone still names columns.
      guard hasRow && (file.isWhole || rows.at < file.bytes.count) || count == 0 else { return }
      guard let row = note("row", .object, in: 0, serial: table) else { return }
      let serial = nextSerial()
      for (index, name) in header.enumerated() where !name.isEmpty {
        guard let cell = note(name, .string, in: row, serial: serial), hasRow, index < rows.cells.count else {
          continue
        }
        note(value: rows.text[rows.cells[index]], at: cell)
      }
      count += 1
    } while count < SampleShape.mostRecords
  }

  /// The header row that the engine itself finds, else the first row in the delimiter that gives the most columns.
  private static func header(
    _ file: DraftSample.File
  ) throws(Problem) -> (delimiter: UInt8, names: [String], end: Int) {
    let head = file.bytes.count > Sniffer.sampleBytes ? Array(file.bytes[..<Sniffer.sampleBytes]) : file.bytes
    if let guess = TableSniffer.guess(head) {
      return (guess.dialect.delimiter, numbered(guess.layout.header), guess.headBytes)
    }
    var best: (delimiter: UInt8, names: [String], end: Int) = (44, [], 0)
    for delimiter in CsvDialect.candidates {
      var rows = DelimitedRows(head, 0..<head.count, delimiter: delimiter, firstRow: 1)
      guard rows.next(), rows.cells.count > best.names.count else { continue }
      best = (delimiter, rows.cells.indices.map { rows.string($0).trimmedASCII() }, rows.at)
    }
    guard best.names.count > 1 else {
      throw Problem(
        file: file.name, "no columns were found",
        hint: "a mapping can be drafted from a table with a header row, from JSON and from XML")
    }
    return (best.delimiter, numbered(best.names), best.end)
  }

  /// The second column of a name is `Name#2`.
  private static func numbered(_ names: [String]) -> [String] {
    var seen: [String: Int] = [:]
    return names.map { name in
      seen[HeaderNames.fold(name), default: 0] += 1
      let count = seen[HeaderNames.fold(name)] ?? 1
      return count == 1 || name.isEmpty ? name : "\(name)#\(count)"
    }
  }
}
