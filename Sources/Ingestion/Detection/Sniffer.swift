import Record

/// Tells from a source's name and first bytes what it is and how it is read.
enum Sniffer {
  /// Bytes that are looked at, at most.
  static let sampleBytes = 64 << 10

  /// - Parameters:
  ///   - catalog: the mappings that are asked first.
  ///   - sample: the source's start, in UTF-8 or a code page, as `sampleBytes` or more where there are more.
  /// - Throws: a reject that says what was found instead.
  static func plan(
    name: String, sample: [UInt8], isWhole: Bool, options: IngestOptions, catalog: MappingCatalog? = nil
  ) throws(Refusal) -> SourcePlan {
    let sample = sample.count > sampleBytes ? Array(sample[..<sampleBytes]) : sample
    guard let first = firstVisible(sample) else {
      throw Refusal(reason: "empty_file", detail: "the file holds no bytes but blanks", count: 0)
    }
    if let plan = try catalog?.plan(name: name, sample: sample, isWhole: isWhole, assumedOffset: offset(options)) {
      return plan
    }
    switch first {
    case UInt8(ascii: "<"): return try xml(name, sample, options)
    case UInt8(ascii: "{") where looksLikeLines(sample):
      return SourcePlan(
        format: "ndjson", profile: "sidetone", why: "each line is a JSON object", cutting: .lines,
        decoding: .inPlace(LineDecoder()), headBytes: byteOrderMark(sample))
    default: return try table(sample, options)
    }
  }

  private static func byteOrderMark(_ sample: [UInt8]) -> Int { sample.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

  private static func firstVisible(_ sample: [UInt8]) -> UInt8? {
    sample.dropFirst(byteOrderMark(sample)).first { $0 > 0x20 }
  }

  /// A line that begins and ends like an object, and what follows begins like one.
  private static func looksLikeLines(_ sample: [UInt8]) -> Bool {
    let text = sample.dropFirst(byteOrderMark(sample)).drop { $0 <= 0x20 }
    guard let end = text.firstIndex(of: CsvDialect.lineFeed) else {
      return sample.count >= sampleBytes || text.last { $0 > 0x20 } == UInt8(ascii: "}")
    }
    guard text[..<end].last(where: { $0 > 0x20 }) == UInt8(ascii: "}") else { return false }
    let next = text[end...].first { $0 > 0x20 }
    return next == nil || next == UInt8(ascii: "{")
  }

  private static func xml(
    _ name: String, _ sample: [UInt8], _ options: IngestOptions
  ) throws(Refusal) -> SourcePlan {
    do {
      var shape = try XmlShape.sniff(sample, file: name)
      shape.assumedOffsetMinutes = offset(options)
      let record = String(decoding: shape.recordName, as: UTF8.self)
      return SourcePlan(
        format: "xml", profile: "xml-conversations", why: "records are <\(record)> elements",
        cutting: .elements(record), decoding: .copying(XmlDecoder(shape: shape)), headBytes: shape.contentStart)
    } catch {
      throw Refusal(reason: "malformed_xml", detail: error.message + (error.hint.isEmpty ? "" : "; \(error.hint)"))
    }
  }

  private static func table(_ sample: [UInt8], _ options: IngestOptions) throws(Refusal) -> SourcePlan {
    guard let guess = TableSniffer.guess(sample) else {
      throw Refusal(
        reason: "unknown_format",
        detail: "no kind of export that is known looks like this; a table needs a header row that names the "
          + "conversation's id and its text. Describe the file in a mapping")
    }
    var plan = TablePlan(guess, assumedOffset: offset(options))
    plan.isCodePage = unsafe sample.withUnsafeBufferPointer { buffer in
      // The sample may end within a character.
      guard let bad = unsafe Record.Utf8.firstInvalid(buffer) else { return false }
      return bad + 4 < sample.count
    }
    let encoding = plan.isCodePage ? ", Windows-1252" : ""
    let delimiter = guess.dialect.delimiter == 9 ? "tab" : String(UnicodeScalar(guess.dialect.delimiter))
    let why = "\(guess.why), delimiter \(delimiter)\(encoding)"
    let layout = guess.layout
    switch layout.shape {
    case .utterances:
      return SourcePlan(
        format: "csv", profile: "csv-utterances", why: why, cutting: .rows(guess.dialect, idColumn: layout[.id]),
        decoding: .inPlace(UtteranceDecoder(plan: plan)), headBytes: guess.headBytes, firstRecord: guess.firstRecord)
    case .calls, .metadata:
      return SourcePlan(
        format: "csv", profile: layout.shape == .calls ? "csv-calls" : "csv-metadata", why: why,
        cutting: .rows(guess.dialect, idColumn: nil), decoding: .inPlace(CallDecoder(plan: plan)),
        headBytes: guess.headBytes, firstRecord: guess.firstRecord, isMetadata: layout.shape == .metadata,
        metadataKey: String(decoding: guess.headerBytes, as: UTF8.self))
    }
  }

  /// Minutes of an offset such as `+01:00` or `UTC-06:00`.
  static func offset(_ options: IngestOptions) -> Int? {
    guard var text = options.timezone else { return nil }
    if text.hasPrefix("UTC") { text.removeFirst(3) }
    if text.isEmpty || text == "Z" { return 0 }
    return IsoTime(Array("2000-01-01T00:00\(text)".utf8))?.offsetMinutes
  }
}

/// Why a source is not read at all.
struct Refusal: Error {
  var reason: String
  var detail: String
  var count = 1
}
