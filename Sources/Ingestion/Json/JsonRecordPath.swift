/// The record paths of JSON sources: `$`, `lines`, `$[*]`, `$.key[*]`, `$.a.b[*]`.
enum JsonRecordPath {
  static func parse(_ text: String) -> JsonRecords.Path? {
    if text == "lines" { return .lines }
    if text == "$" || text.isEmpty { return .values }
    guard let path = try? TreePathParser.json(text), path.steps.last?.axis == .items else { return nil }
    var keys: [[UInt8]] = []
    for step in path.steps.dropLast() {
      guard case .child(let name, _) = step.axis else { return nil }
      keys.append(name)
    }
    return .items(keys)
  }
}
