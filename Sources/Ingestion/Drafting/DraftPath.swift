/// Paths of a draft as the mapping language writes them.
struct DraftPath {
  let shape: SampleShape
  let kind: DraftSample.Kind

  /// From a record to a place in it; `.` or `text()` for its own text.
  func relative(_ place: Int, from record: Int) -> String {
    let chain = shape.chain(from: record, to: place)
    switch kind {
    case .table: return chain.last.map { shape.places[$0].name } ?? ""
    case .xml: return chain.isEmpty ? "." : chain.map { shape.places[$0].name }.joined(separator: "/")
    case .json: return json(chain, start: "")
    }
  }

  private func json(_ chain: [Int], start: String) -> String {
    var text = start
    for place in chain {
      let name = shape.places[place].name
      if name == "[*]" {
        text += name
      } else {
        if !text.isEmpty { text += "." }
        text += DraftPath.key(name)
      }
    }
    return text
  }

  private static func key(_ name: String) -> String {
    let isPlain = !name.isEmpty && !name.contains { ".[]=\"' ".contains($0) } && !name.hasPrefix("$")
    if isPlain { return name }
    return name.contains("\"") ? "'\(name)'" : "\"\(name)\""
  }

  /// Where records stand in a file: `$.calls[*]`, `/calls/call`.
  func record(_ place: Int) -> String {
    let chain = shape.chain(from: 0, to: place)
    switch kind {
    case .table: return ""
    case .xml: return "/" + chain.map { shape.places[$0].name }.joined(separator: "/")
    case .json: return json(Array(chain.dropFirst()), start: "$")
    }
  }
}
