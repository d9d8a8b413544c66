import Record

/// What a file's first bytes say to the mappings; worked out once, asked by many sources.
struct SampleLook {
  /// A source that a file belongs to.
  struct Found {
    var source: CompiledSource
    var headBytes = 0
    var firstRecord = 1
    var why: String
  }

  private let name: String
  private let sample: [UInt8]
  private let isWhole: Bool
  private let first: UInt8
  private var tree: Tree?
  private var tables: [TableKey: [(names: HeaderNames, end: Int, number: Int)]] = [:]

  /// The same bytes are other names in another encoding.
  private struct TableKey: Hashable {
    var delimiter: UInt8
    var encoding: TableEncoding
    var fallback: CodePage?
  }

  init(name: String, sample: [UInt8], isWhole: Bool) {
    self.name = name
    self.sample = sample
    self.isWhole = isWhole
    let start = sample.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    first = sample[start...].first { $0 > 0x20 } ?? 0
  }

  /// Whether each line is a JSON value.
  var isLines: Bool {
    guard let end = sample.firstIndex(of: 10) else { return false }
    return sample[..<end].last { $0 > 0x20 } == UInt8(ascii: "}") && first == UInt8(ascii: "{")
      && sample[end...].first { $0 > 0x20 } == UInt8(ascii: "{")
  }

  mutating func match(_ source: Mapping.Source, of mapping: Mapping, assumedOffset: Int?) throws(Refusal) -> Found? {
    if let path = source.match.path, !path.matches(name) { return nil }
    if let start = source.match.startsWith, !startsWith(start) { return nil }
    let isMarkup = first == UInt8(ascii: "<")
    let isJson = startsLikeJson
    switch source.format {
    case .csv: return isMarkup || isJson ? nil : table(source, mapping, assumedOffset)
    case .json: return isJson ? json(source, mapping, assumedOffset) : nil
    case .xml: return isMarkup ? try xml(source, mapping, assumedOffset) : nil
    case .text:
      guard !isJson, !source.match.isEmpty else { return nil }
      // A table may be called .txt too.
      if source.reader == .labeledText, mapping.file.hasPrefix("profile "), TableSniffer.guess(sample) != nil {
        return nil
      }
      return Found(
        source: CompiledSource(mapping: mapping, source: source, assumedOffset: assumedOffset),
        why: source.match.startsWith.map { "it starts with \($0)" } ?? "its name says so")
    }
  }

  /// An object, or an array of objects or arrays; `[00:01] Agent: …` is neither.
  private var startsLikeJson: Bool {
    if first == UInt8(ascii: "{") { return true }
    guard first == UInt8(ascii: "["), let bracket = sample.firstIndex(of: first) else { return false }
    let next = sample[(bracket + 1)...].first { $0 > 0x20 }
    return next == nil || next == UInt8(ascii: "{") || next == UInt8(ascii: "[") || next == UInt8(ascii: "]")
  }

  private func startsWith(_ text: String) -> Bool {
    let start = sample.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    return sample[start...].drop { $0 <= 0x20 }.starts(with: text.utf8)
  }

  // MARK: Tables

  private mutating func table(_ source: Mapping.Source, _ mapping: Mapping, _ assumedOffset: Int?) -> Found? {
    if source.csv.headerRow == 0 {
      guard source.match.path != nil else { return nil }
      let compiled = CompiledSource(
        mapping: mapping, source: source, assumedOffset: assumedOffset,
        delimiter: source.csv.delimiter ?? UInt8(ascii: ","))
      return Found(source: compiled, why: "its name matches")
    }
    let wanted = source.match.headerHas.isEmpty ? requiredColumns(source) : source.match.headerHas
    guard !wanted.isEmpty else { return nil }
    let delimiters: [UInt8] = source.csv.delimiter.map { [$0] } ?? [44, 59, 9, 124]
    for delimiter in delimiters {
      for row in rows(delimiter, source.csv) where source.csv.headerRow.map({ $0 == row.number }) ?? true {
        let hasAll = wanted.allSatisfy { name in
          name.split(separator: "|").contains { row.names.find(String($0)) != nil }
        }
        if hasAll { return found(source, mapping, assumedOffset, delimiter, row) }
      }
    }
    return nil
  }

  /// A mapping that names no header columns is told by those that its required fields come from.
  private func requiredColumns(_ source: Mapping.Source) -> [String] {
    source.fields.filter { $0.field == .id }.map { $0.rule.columns.joined(separator: "|") }.filter { !$0.isEmpty }
  }

  private mutating func rows(_ delimiter: UInt8, _ csv: Mapping.CsvSettings) -> [(
    names: HeaderNames, end: Int, number: Int
  )] {
    let key = TableKey(delimiter: delimiter, encoding: csv.encoding, fallback: csv.fallback)
    if let known = tables[key] { return known }
    var found: [(names: HeaderNames, end: Int, number: Int)] = []
    var rows = DelimitedRows(sample, 0..<sample.count, delimiter: delimiter, firstRow: 1, csv: csv)
    while found.count < 20, rows.next() {
      found.append((HeaderNames(rows.cells.indices.map { rows.string($0).trimmedASCII() }), rows.at, rows.number))
    }
    tables[key] = found
    return found
  }

  private func found(
    _ source: Mapping.Source, _ mapping: Mapping, _ assumedOffset: Int?, _ delimiter: UInt8,
    _ row: (names: HeaderNames, end: Int, number: Int)
  ) -> Found {
    var pairs: [[(first: Int, second: Int)]] = row.names.names.map { _ in [] }
    var rows = DelimitedRows(
      sample, row.end..<sample.count, delimiter: delimiter, firstRow: row.number + 1, csv: source.csv)
    while rows.next() {
      for (column, cell) in rows.cells.enumerated() where column < pairs.count {
        let cell = ArenaText.trimmed(rows.text, cell)
        if let pair = EverydayTime.leadingPair(rows.text, cell) { pairs[column].append(pair) }
      }
    }
    var orders: [Int: DateOrder] = [:]
    for (column, values) in pairs.enumerated() where !values.isEmpty { orders[column] = DateOrder.decide(values) }
    let compiled = CompiledSource(
      mapping: mapping, source: source, assumedOffset: assumedOffset, delimiter: delimiter, header: row.names.names,
      orders: orders)
    return Found(
      source: compiled, headBytes: row.end, firstRecord: row.number + 1, why: "header row \(row.number) has its columns"
    )
  }

  // MARK: JSON and XML

  private mutating func json(_ source: Mapping.Source, _ mapping: Mapping, _ assumedOffset: Int?) -> Found? {
    if tree == nil {
      var parsed = Tree()
      let start = sample.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      var reader = JsonTreeReader(sample, start..<sample.count)
      // The sample may end within the value: what was read until there is enough to tell.
      try? reader.value(into: &parsed)
      parsed.closeAll()
      tree = parsed
    }
    guard let tree, !tree.nodes.isEmpty, source.match.path != nil || !source.match.has.isEmpty else { return nil }
    guard source.match.has.allSatisfy({ $0.first(tree, from: 0) != nil }) else { return nil }
    return Found(
      source: CompiledSource(mapping: mapping, source: source, assumedOffset: assumedOffset),
      why: "its first value has the shape")
  }

  private func xml(_ source: Mapping.Source, _ mapping: Mapping, _ assumedOffset: Int?) throws(Refusal) -> Found? {
    guard source.match.path != nil || source.match.root != nil else { return nil }
    let record = source.record.split(whereSeparator: { $0 == "/" || $0 == "[" }).map(String.init)
    let last = record.last { !$0.hasPrefix("@") } ?? ""
    let local = Array((last.split(separator: ":").last.map(String.init) ?? last).utf8)
    do {
      let shape = try XmlShape.sniff(sample, file: name, allowDoctype: true, record: local)
      if let root = source.match.root {
        guard XmlShape.local(shape.rootName).elementsEqual(root.name.utf8) else { return nil }
        if let space = root.space, XmlScan.find(Array(space.utf8), in: sample, from: 0) == nil { return nil }
      }
      // Only now that the file is this source's, its document type matters.
      _ = try XmlShape.sniff(sample, file: name, allowDoctype: source.allowsDoctype, record: local)
      return Found(
        source: CompiledSource(mapping: mapping, source: source, assumedOffset: assumedOffset, shape: shape),
        headBytes: shape.contentStart, why: "its root is <\(String(decoding: shape.rootName, as: UTF8.self))>")
    } catch {
      guard source.match.root == nil else {
        // A document type hides the root from nobody: it is refused with its own reason.
        if error.message.contains("DOCTYPE") {
          throw Refusal(reason: "malformed_xml", detail: "\(error.message); \(error.hint)")
        }
        return nil
      }
      return nil
    }
  }
}
