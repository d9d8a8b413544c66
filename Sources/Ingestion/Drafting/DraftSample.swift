import Record

/// The starts of the files that a draft is made from: never more than a few MiB, however large the input is.
struct DraftSample {
  struct File {
    /// As the feed calls it: the path, with the archive member behind `!/`.
    var name: String
    /// In UTF-8.
    var bytes: [UInt8]
    /// Whether that is all of it.
    var isWhole: Bool
  }

  enum Kind: String { case table, json, xml }

  static let bytesOfFile = 1 << 20
  static let bytes = 8 << 20
  static let files = 40

  let kind: Kind
  let files: [File]

  /// - Parameter input: a file, a folder or an archive, with files of one kind.
  /// - Throws: `Problem` where there is nothing to read, or several kinds of files.
  init(_ input: String) throws {
    var reader = DraftSampleReader()
    for file in try Expansion.files(of: [input]) where !reader.isFull { try reader.add(file.path) }
    var kinds: [Kind: [File]] = [:]
    for file in reader.found { if let kind = Kind(file.bytes) { kinds[kind, default: []].append(file) } }
    guard let (kind, files) = kinds.first else {
      throw Problem(file: input, "holds nothing to draft from", hint: "give a table, JSON or XML with calls in it")
    }
    guard kinds.count == 1 else {
      let names = [Kind.table, .json, .xml].compactMap { kind in
        kinds[kind].map { "\(kind.rawValue) (\($0[0].name.split(separator: "/").last ?? ""))" }
      }
      throw Problem(
        file: input, "holds several kinds of files: \(names.joined(separator: ", "))",
        hint: "draft from a file of each kind and put the sources together in one mapping")
    }
    self.kind = kind
    self.files = files
  }

  /// - Parameter bytes: the start of one file, in UTF-8.
  init(_ bytes: [UInt8], name: String) throws(Problem) {
    guard let kind = Kind(bytes) else { throw Problem(file: name, "is empty") }
    self.kind = kind
    files = [File(name: name, bytes: bytes, isWhole: true)]
  }
}

extension DraftSample.Kind {
  /// By the first byte that is no blank; `[00:01] Agent: …` is no JSON.
  init?(_ bytes: [UInt8]) {
    let text = bytes.drop { $0 <= 0x20 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
    guard let first = text.first else { return nil }
    let second = text.dropFirst().first { $0 > 0x20 }
    switch first {
    case UInt8(ascii: "<"): self = .xml
    case UInt8(ascii: "{"): self = .json
    case UInt8(ascii: "[") where second == UInt8(ascii: "{") || second == UInt8(ascii: "["): self = .json
    default: self = .table
    }
  }
}

/// Takes the starts of files and of archives' members until there are enough.
private struct DraftSampleReader {
  private(set) var found: [DraftSample.File] = []
  private var size = 0
  private let options = IngestOptions()

  var isFull: Bool { found.count >= DraftSample.files || size >= DraftSample.bytes }

  mutating func add(_ path: String) throws(Problem) {
    let file: OpenFile
    if path == OpenFile.standardInput {
      throw Problem("a draft needs a file", hint: "save what comes through the pipe and give its name")
    }
    file = try OpenFile(path)
    var bytes: [UInt8] = []
    _ = try file.read(at: 0, count: DraftSample.bytesOfFile, into: &bytes)
    guard let kind = ContainerKind(magic: bytes) else {
      return take(bytes, name: path, isWhole: Int64(bytes.count) == file.bytes)
    }
    let input = ArchiveInput(file: file, hash: ContentHash(bytes: file.bytes))
    let budget = UnpackBudget(packed: file.bytes, limits: options.limits)
    do throws(SourceFault) {
      let level = try ArchiveLevel(
        input, kind: kind, name: path, budget: budget, passphrase: ArchiveStream.passphrase(options))
      try addMembers(of: level, budget, depth: 1)
    } catch {
      if found.isEmpty { throw Problem(file: path, error.detail) }
    }
  }

  private mutating func addMembers(of level: ArchiveLevel, _ budget: UnpackBudget, depth: Int) throws(SourceFault) {
    while !isFull, let member = try level.nextMember() {
      guard level.kind.isFilter || member.isRegularFile && !ArchiveStream.isIgnored(member.name) else { continue }
      let place = level.kind.isFilter ? level.name : "\(level.name)!/\(member.name)"
      var bytes: [UInt8] = []
      let count = try level.read(count: DraftSample.bytesOfFile, into: &bytes)
      guard let inner = ContainerKind(magic: bytes) else {
        take(bytes, name: place, isWhole: count < DraftSample.bytesOfFile)
        continue
      }
      guard depth <= 2 * options.limits.depth else { continue }
      var packed: any ArchiveBytes = MemberBytes(level, head: bytes)
      if inner.needsSeeking { packed = try SpooledBytes(packed, folder: options.temporaryFolder) }
      let next = try ArchiveLevel(
        packed, kind: inner, name: place, budget: budget, passphrase: ArchiveStream.passphrase(options))
      try addMembers(of: next, budget, depth: depth + 1)
    }
  }

  private mutating func take(_ bytes: [UInt8], name: String, isWhole: Bool) {
    guard !bytes.isEmpty else { return }
    size += bytes.count
    let text = Utf16(sample: bytes).map { $0.converted(bytes.prefix(bytes.count & ~1)) } ?? bytes
    found.append(DraftSample.File(name: name, bytes: text, isWhole: isWhole))
  }
}
