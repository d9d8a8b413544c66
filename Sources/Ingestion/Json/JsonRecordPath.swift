/// The record paths of JSON sources: `$`, `lines`, `$[*]`, `$.key[*]`, `$.a.b[*]`, `$.a[*].b[*]`.
enum JsonRecordPath {
  static func parse(_ text: String) -> JsonRecords.Path? {
    if text == "lines" { return .lines }
    if text == "$" || text.isEmpty { return .values }
    guard let path = try? TreePathParser.json(text), path.steps.last?.axis == .items else { return nil }
    var keys: [[UInt8]] = []
    // An array on the way is looked into item by item, whether the path says so or not.
    for step in path.steps.dropLast() where step.axis != .items || !step.filters.isEmpty {
      guard case .child(let name, _) = step.axis else { return nil }
      keys.append(name)
    }
    return .items(keys)
  }
}
