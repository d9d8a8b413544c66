public import Record

/// Drafts a mapping from a user's own table, JSON or XML.
///
/// A draft names fields, roles' words and labels such as `spk_0`; no other value of the sample stands in it.
public enum MappingDraft {
  /// - Parameter input: a file, or a folder or archive with files of one kind; only its beginning is looked at.
  /// - Returns: a mapping file to go on from; it loads as it stands.
  /// - Throws: `Problem` for input that nothing can be drafted from, with the way out; `IngestError` where there is none.
  public static func text(of input: String) throws -> String { try text(of: DraftSample(input), input: input) }

  /// The same of bytes in memory, in UTF-8.
  public static func text(of bytes: [UInt8], name: String) throws(Problem) -> String {
    try text(of: DraftSample(bytes, name: name), input: name)
  }

  private static func text(of sample: DraftSample, input: String) throws(Problem) -> String {
    let (shape, framing) = try SampleShape.of(sample)
    if let keyed = keyedByID(shape) { throw problem(keyed, shape, sample.kind, input) }
    guard let plan = DraftFinder(shape, sample.kind).plan() ?? anyTable(shape, sample.kind) else {
      throw unknown(shape, sample.kind, input)
    }
    return DraftText(sample: sample, shape: shape, framing: framing, plan: plan, input: input).text()
  }

  /// A table is its rows, whatever its columns are called.
  private static func anyTable(_ shape: SampleShape, _ kind: DraftSample.Kind) -> DraftPlan? {
    guard kind == .table, shape.places.count > 1 else { return nil }
    return DraftPlan(record: 1, turns: .none, fields: shape.choices(shape.leaves(of: 1), isOfTurn: false))
  }

  // MARK: What can't be drafted

  /// An object whose keys are the records' ids: many keys, and much the same below each.
  private static func keyedByID(_ shape: SampleShape) -> Int? {
    shape.places.indices.dropFirst().first { place in
      let children = shape.places[place].children.filter {
        shape.places[$0].kind == .object || shape.places[$0].kind == .array
      }
      guard shape.places[place].kind == .object, children.count >= 3 else { return false }
      guard children.count == shape.places[place].children.count else { return false }
      let first = Set(shape.places[children[0]].children.map { shape.places[$0].name })
      return !first.isEmpty
        && children.allSatisfy { child in
          let names = Set(shape.places[child].children.map { shape.places[$0].name })
          return names.intersection(first).count * 2 > max(first.count, names.count)
        }
    }
  }

  private static func problem(
    _ place: Int, _ shape: SampleShape, _ kind: DraftSample.Kind, _ input: String
  ) -> Problem {
    let keys = shape.chain(from: 0, to: place).dropFirst().map { shape.places[$0].name }.joined(separator: ".")
    let path = keys.isEmpty ? "" : ".\(keys) | "
    return Problem(
      file: input,
      "the records of \(keys.isEmpty ? "the file" : "\"\(keys)\"") stand under keys of their own instead of in an array, which no mapping can go through",
      hint:
        "make an array of them: jq '[\(path)to_entries[] | .value + {id: .key}]', and draft from that"
    )
  }

  private static func unknown(_ shape: SampleShape, _ kind: DraftSample.Kind, _ input: String) -> Problem {
    let paths = DraftPath(shape: shape, kind: kind)
    let records = shape.places.indices.dropFirst().filter { shape.isRepeated($0) && shape.isBox($0) }
    let seen = records.prefix(3).map { place in
      let names = shape.leaves(of: place).prefix(8).map { paths.relative($0.place, from: place) }
      return "\(paths.record(place)) with \(names.joined(separator: ", "))"
    }
    let found = seen.isEmpty ? "no list of records was found" : "found: \(seen.joined(separator: "; "))"
    return Problem(
      file: input, "nothing in it reads like conversations or their metadata (\(found))",
      hint:
        "write the mapping by hand from a working one, such as `sidetone profile show \(kind == .xml ? "freshdesk-xml" : "zendesk")`"
    )
  }
}
