import Glibc
import Record

/// The mappings of a run: the user's own, or the built-in profiles; finds the one that a file belongs to.
final class MappingCatalog: Sendable {
  let mappings: [Mapping]
  /// Whether the user named the mapping or profile, rather than leaving it to detection.
  let isNamed: Bool

  /// Parsed once a process; a mistake in them is a bug that the tests find.
  private static let builtin = MappingCatalog(
    mappings: Profiles.all.compactMap { try? MappingLoader.load($0.text, file: "profile \($0.name)") }, isNamed: false)

  private init(mappings: [Mapping], isNamed: Bool) {
    self.mappings = mappings
    self.isNamed = isNamed
  }

  /// - Throws: `Problem` for a profile that does not exist, or a mapping that is missing or wrong.
  static func of(_ options: IngestOptions) throws(Problem) -> MappingCatalog {
    if let path = options.mapping {
      return MappingCatalog(mappings: [try MappingLoader.load(try text(path), file: path)], isNamed: true)
    }
    if let name = options.profile, !generic.contains(name) {
      let profile = try Profiles.named(name)
      return MappingCatalog(mappings: [try MappingLoader.load(profile.text, file: "profile \(name)")], isNamed: true)
    }
    return builtin
  }

  /// Has the built-in mappings read on another thread, for whoever will need them soon.
  static func readAhead() { _ = Meanwhile { _ = builtin } }

  /// What the engine reads without a mapping.
  static let generic = Set(Profiles.generic.map(\.name)).union(["auto"])

  static func text(_ path: String) throws(Problem) -> String {
    guard let file = unsafe fopen(path, "re") else {
      throw Problem(file: path, "cannot be opened: \(unsafe String(cString: strerror(errno)))")
    }
    defer { unsafe _ = fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = unsafe fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      bytes.append(contentsOf: buffer[..<count])
      if bytes.count > 4 << 20 { throw Problem(file: path, "is larger than any mapping should be (4 MiB)") }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The plan for a file that belongs to a source of these mappings; nil for none.
  /// - Throws: `Refusal` for a file that belongs to one and can't be read.
  func plan(name: String, sample: [UInt8], isWhole: Bool, assumedOffset: Int?) throws(Refusal) -> SourcePlan? {
    var look = SampleLook(name: name, sample: sample, isWhole: isWhole)
    for mapping in mappings {
      for source in mapping.sources {
        guard let compiled = try look.match(source, of: mapping, assumedOffset: assumedOffset) else { continue }
        return plan(compiled, look, sample)
      }
    }
    return nil
  }

  private func plan(_ found: SampleLook.Found, _ look: SampleLook, _ sample: [UInt8]) -> SourcePlan {
    let source = found.source
    let mapping = source.mapping
    var cutting = Cutting.whole
    var framing: JsonRecords.Path?
    switch source.source.format {
    case .csv:
      let dialect = CsvDialect(delimiter: source.delimiter)
      if let turn = source.source.turn, !turn.fields.isEmpty {
        cutting = .rows(dialect, idColumn: source.idColumn)
      } else {
        cutting = .rows(dialect, idColumn: nil)
      }
    case .json:
      let path = JsonRecordPath.parse(source.source.record) ?? .values
      let isLines = path == .lines || path == .values && look.isLines
      framing = isLines ? .lines : path
      let group = source.source.turn == nil ? nil : source
      cutting = isLines && group == nil ? .lines : .json(JsonCutting(path: isLines ? .lines : path, group: group))
    case .xml:
      if let shape = source.shape, !shape.isWholeRecord {
        cutting = .elements(String(decoding: shape.recordName, as: UTF8.self))
      }
    case .text: break
    }
    return SourcePlan(
      format: source.source.format.rawValue, profile: mapping.name.isEmpty ? mapping.file : mapping.name,
      why: "\(found.why), source \(source.source.name)", cutting: cutting,
      decoding: .copying(MappingDecoder(source: source, path: framing)), headBytes: found.headBytes,
      firstRecord: found.firstRecord,
      isMetadata: source.isMetadata, metadataKey: "\(mapping.file)#\(source.source.name)", mapped: source)
  }
}
