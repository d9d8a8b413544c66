import Record

/// How the bytes of one file or member are cut and decoded. Immutable, shared by all lanes.
struct SourcePlan: Sendable {
  /// `csv`, `ndjson`, `xml` and so on.
  var format: String
  var profile: String
  /// For `plan`: what told it.
  var why: String
  var cutting: Cutting
  var decoding: Decoding
  /// Bytes at the source's start that are no records: a byte order mark, title rows, the header row.
  var headBytes = 0
  /// Number of the first record after the head, from 1.
  var firstRecord = 1
  /// Rows about conversations whose turns stand elsewhere: the small side of a join.
  var isMetadata = false
  /// Rows with the same key are one table: what the join looks up together.
  var metadataKey = ""
  /// The source of a mapping, where one reads it.
  var mapped: CompiledSource?

  /// Line of the first byte behind the head, from 1, where a source's bytes start at `start`; 1 where nobody asks for lines.
  func firstLine(_ bytes: [UInt8], _ start: Int) -> Int {
    guard case .elements = cutting else { return 1 }
    return 1 + bytes[start..<min(start + headBytes, bytes.count)].count { $0 == CsvDialect.lineFeed }
  }

  /// The same where each record of JSON stands on a line of its own.
  var onLines: SourcePlan {
    guard case .json(var json) = cutting, let mapped else { return self }
    json.path = .lines
    var plan = self
    plan.cutting = .json(json)
    plan.decoding = .copying(MappingDecoder(source: mapped, path: .lines))
    plan.headBytes = 0
    return plan
  }

  /// The same behind a run of XML in which the elements around the records ended and others began: mappings read those too.
  /// Nil where none did.
  func behindSeams(_ bytes: [UInt8], _ range: Range<Int>) -> SourcePlan? {
    guard case .elements = cutting, let mapped, var shape = mapped.shape, shape.hasParentEnd(bytes, range) else {
      return nil
    }
    guard let opening = XmlSeams.find(in: bytes, range, shape).last(where: { $0.opening != nil })?.opening,
      opening != shape.opening
    else { return nil }
    shape.opening = opening
    let source = CompiledSource(
      mapping: mapped.mapping, source: mapped.source, assumedOffset: mapped.assumedOffset, shape: shape)
    var plan = self
    plan.mapped = source
    plan.decoding = .copying(MappingDecoder(source: source))
    return plan
  }
}

/// Where a stream of records may be cut.
enum Cutting: Sendable {
  /// Only as a whole: one document is one record.
  case whole
  /// At line ends.
  case lines
  /// Between rows of different conversations; `idColumn` nil cuts between any rows.
  case rows(CsvDialect, idColumn: Int?)
  /// After the end tag of elements of this name.
  case elements(String)
  /// Between the records of JSON that is framed somehow; large sources are split into lines first.
  case json(JsonCutting)
}

/// How JSON is cut.
struct JsonCutting: Sendable {
  /// Where records are.
  var path: JsonRecords.Path
  /// The source of a mapping that brings several records together as one conversation: they must not be cut apart.
  var group: CompiledSource?

  /// The id of the conversation that the record in a range belongs to; nil where it can't be told.
  static func id(_ bytes: [UInt8], _ range: Range<Int>, of source: CompiledSource, _ record: inout RecordReader)
    -> [UInt8]?
  {
    guard let rule = source.source.fields.first(where: { $0.field == .id })?.rule else { return nil }
    record.tree.removeAll()
    record.node = 0
    var reader = JsonTreeReader(bytes, range)
    guard (try? reader.value(into: &record.tree)) != nil else { return nil }
    var id: [UInt8] = []
    return record.read(rule, into: &id) ? id : nil
  }
}

/// A run of whole records of one source within a block.
struct Segment: Sendable {
  var source: Source
  /// Half-open, in bytes of the block.
  var range: Range<Int>
  /// Number of the first record: the row or line in its file, from 1.
  var firstRecord: Int
  /// Line of `range`'s first byte in its file, from 1; kept where records are XML elements, whose messages name lines.
  var firstLine = 1
  var isFirst: Bool
  var isLast: Bool
  /// The number of each record, where they are not consecutive because rows were brought together.
  var numbers: [Int]?

  /// The number of the record at a place in the segment, from 0.
  @inline(__always)
  func number(at index: Int) -> Int {
    guard let numbers else { return firstRecord + index }
    return index < numbers.count ? numbers[index] : firstRecord
  }
}

/// What segments of one file or member have in common.
final class Source: Sendable {
  /// Index of the input that it came from.
  let file: Int
  /// For messages and `source_ref`: `outer.zip!/inner.csv`.
  let name: String
  let plan: SourcePlan

  init(file: Int, name: String, plan: SourcePlan) {
    self.file = file
    self.name = name
    self.plan = plan
  }
}

/// How segments become conversations. Called without a lock, by any lane, in any order.
enum Decoding: Sendable {
  case inPlace(any InPlaceDecoder)
  case copying(any CopyingDecoder)

  var isInPlace: Bool {
    if case .inPlace = self { true } else { false }
  }
}

/// Decodes bytes that already stand in the batch's arena, so that texts can point at them.
///
/// Bytes may be changed in place within the segment's range only; new ones go to the arena's end. At least
/// `ByteView.padding` bytes follow the range.
protocol InPlaceDecoder: Sendable {
  func decode(_ segment: Segment, into batch: inout Batch)
}

/// Decodes bytes that stand elsewhere and copies the texts that it keeps to the arena's end.
protocol CopyingDecoder: Sendable {
  func decode(_ segment: Segment, from bytes: [UInt8], into batch: inout Batch)
}
