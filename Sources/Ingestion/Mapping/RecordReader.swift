/// One record under the eyes of value rules: a CSV row or a node of a tree.
struct RecordReader {
  var rows: DelimitedRows?
  var tree = Tree()
  var node = 0
  let fileName: [UInt8]
  let filePath: [UInt8]
  let nullValues: [[UInt8]]

  init(path: String, nullValues: [String]) {
    filePath = Array(path.utf8)
    fileName = Array((path.split(separator: "/").last.map(String.init) ?? path).utf8)
    self.nullValues = nullValues.map { Array($0.utf8) }
  }

  /// Puts the value of a rule into `output` (emptied first); false where there is none.
  func read(_ rule: ValueRule, into output: inout [UInt8]) -> Bool {
    output.removeAll(keepingCapacity: true)
    if !rule.concat.isEmpty {
      guard readParts(rule, into: &output) else { return useFallback(rule, &output) }
    } else if let constant = rule.constant {
      output.append(contentsOf: constant.utf8)
    } else if !readSources(rule, into: &output) {
      return useFallback(rule, &output)
    }
    guard transform(rule, &output) else { return useFallback(rule, &output) }
    return true
  }

  private func useFallback(_ rule: ValueRule, _ output: inout [UInt8]) -> Bool {
    output.removeAll(keepingCapacity: true)
    guard let fallback = rule.fallback else { return false }
    output.append(contentsOf: fallback.utf8)
    return !output.isEmpty
  }

  private func readParts(_ rule: ValueRule, into output: inout [UInt8]) -> Bool {
    var part: [UInt8] = []
    for rule in rule.concat {
      guard read(rule, into: &part) else { return false }
      output.append(contentsOf: part)
    }
    return true
  }

  private func readSources(_ rule: ValueRule, into output: inout [UInt8]) -> Bool {
    for source in rule.sources {
      let start = output.count
      if rule.isJoined, start > 0 { output.append(0x20) }
      let value = output.count
      fetch(source, into: &output)
      let range = ArenaText.trimmed(output, value..<output.count)
      if range.isEmpty || isNull(output[range], rule) {
        output.removeLast(output.count - start)
        if rule.isJoined { return false }
        continue
      }
      if range.count < output.count - value { output.replaceSubrange(value..., with: Array(output[range])) }
      if !rule.isJoined { return true }
    }
    return !output.isEmpty
  }

  private func isNull(_ value: ArraySlice<UInt8>, _ rule: ValueRule) -> Bool {
    if let own = rule.nullValues { return own.contains { value.elementsEqual($0.utf8) } }
    return nullValues.contains { value.elementsEqual($0) }
  }

  private func fetch(_ source: ValueRule.Source, into output: inout [UInt8]) {
    switch source {
    case .cell(let index):
      guard let rows, index < rows.cells.count else { return }
      output.append(contentsOf: rows.text[rows.cells[index]])
    case .path(let path):
      for node in path.select(tree, from: node) {
        let start = output.count
        if tree.text(node, into: &output), !ArenaText.trimmed(output, start..<output.count).isEmpty { return }
        output.removeLast(output.count - start)
      }
    case .fileName: output.append(contentsOf: fileName)
    case .filePath: output.append(contentsOf: filePath)
    case .column, .missing: break
    }
  }

  private func transform(_ rule: ValueRule, _ output: inout [UInt8]) -> Bool {
    if let pattern = rule.pattern {
      guard let groups = pattern.firstMatch(output, 0..<output.count) else { return false }
      guard let range = groups[rule.separator == nil ? rule.pick ?? 0 : 0], !range.isEmpty else { return false }
      output = Array(output[range])
    }
    if let separator = rule.separator {
      let parts = RecordReader.split(output, by: Array(separator.utf8)).map { ArenaText.trimmed(output, $0) }
        .filter { !$0.isEmpty }
      let pick = rule.pick ?? 0
      let index = pick < 0 ? parts.count + pick : pick
      guard parts.indices.contains(index) else { return false }
      output = Array(output[parts[index]])
    }
    if !rule.map.isEmpty {
      let folded = String(decoding: output, as: UTF8.self).lowercased()
      // A value that the map does not know stays as it is: half a map is more use than none.
      let known = rule.map.first { $0.key != "*" && $0.matches(folded) } ?? rule.map.first { $0.key == "*" }
      if let known { output = Array(known.value.utf8) }
    }
    if rule.hasDecimalComma, rule.kind == .number || rule.kind == .duration { RecordReader.pointDecimals(&output) }
    if rule.kind == .html { output = HtmlText.plain(output, 0..<output.count) }
    return !output.isEmpty
  }

  /// `1.234,5` as `1234.5`; a value without a comma stays as it is, but for points between thousands.
  private static func pointDecimals(_ value: inout [UInt8]) {
    let comma = value.lastIndex(of: UInt8(ascii: ","))
    value.removeAll { $0 == UInt8(ascii: ".") }
    guard comma != nil else { return }
    value = value.map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ".") : $0 }
  }

  static func split(_ bytes: [UInt8], by separator: [UInt8]) -> [Range<Int>] {
    guard !separator.isEmpty else { return [0..<bytes.count] }
    var parts: [Range<Int>] = []
    var start = 0
    while let found = XmlScan.find(separator, in: bytes, from: start) {
      parts.append(start..<found)
      start = found + separator.count
    }
    parts.append(start..<bytes.count)
    return parts
  }
}
