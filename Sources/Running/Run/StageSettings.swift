import Aggregation
import Console
import Glibc
import Ingestion
import Normalization
import Record
import Reporting
import Scoring

/// What the stages need of a pipeline, read and compiled once. The one place where the pipeline's words become the stages' options.
struct StageSettings: Sendable {
  var inputs: [String]
  var ingest = IngestOptions()
  var normalize = NormalizeOptions()
  /// Which of several copies of a conversation stands; nil where only their order decides.
  var copies: CopyPreference?
  var rubric: Rubric
  var aggregate = AggregateOptions()
  var report = ReportOptions()
  /// What each week must have some calls of.
  var expected: [ExpectedValue] = []
  /// Whether the run itself reads its tables again.
  var readsTablesBack = false
  /// Name, path and hash of each file that was read for it.
  var configuration: [(name: String, path: String, hash: String)] = []

  /// Throws `Failure` and `Problems` for anything that is missing or wrong.
  ///
  /// - Parameter findsInputs: false leaves `inputs` empty, for what has nothing to do with exports.
  init(_ pipeline: Pipeline, findsInputs: Bool = true) throws {
    if findsInputs && pipeline.mapping == nil && pipeline.profile == nil { IngestFeed.readAhead() }
    inputs = findsInputs ? try Inputs.expand(pipeline.inputs) : []
    do { rubric = try Rubric.load(path: pipeline.rubric) } catch let error as RubricProblems {
      throw Problems(error.problems)
    }
    try takeIngest(pipeline)
    try takeNormalize(pipeline)
    try takeAggregate(pipeline)
    report.html = pipeline.html
    readsTablesBack = pipeline.sqlite != nil
    expected = pipeline.thresholds.expected
  }

  private mutating func takeIngest(_ pipeline: Pipeline) throws {
    // A lane holds about six times its block: input, tables, scores and rows. Half the usual size costs no time.
    ingest.blockBytes = 2 << 20
    ingest.profile = pipeline.profile
    ingest.mapping = pipeline.mapping
    ingest.timezone = pipeline.sourceTimezone
    ingest.lastFirst = pipeline.lastStands
    if let path = pipeline.mapping { _ = try read("mapping", path) }
    copies = pipeline.copies
    // A mapping's word counts where the pipeline has none.
    if pipeline.origins["duplicates"] == nil { copies = try CopyPreference(ofMappingIn: ingest) }
  }

  private mutating func takeNormalize(_ pipeline: Pipeline) throws {
    normalize.redacts = pipeline.privacy.redact
    normalize.language = pipeline.language
    normalize.roleLabels = try pipeline.roles.map { try RoleLabel.parse($0) }
    normalize.roleGuess = try RoleGuess.named(pipeline.roleGuess)
    for setting in pipeline.quality { try normalize.quality.set(setting) }
    if let path = pipeline.roster { normalize.roster = try Roster(parsing: read("roster", path), file: path) }
    normalize.customerKey = try CustomerKey.fromEnvironment()
    guard pipeline.privacy.hashCustomers else { return }
    if let path = pipeline.privacy.keyFile {
      // The key's hash has no place in a manifest that is passed on.
      normalize.customerKey = try CustomerKey(secret: readWhole(path))
    }
    guard let variable = pipeline.privacy.keyVariable else { return }
    guard let secret = unsafe getenv(variable) else {
      throw Failure(
        .data,
        Problem(
          file: pipeline.file, "the environment variable \(variable) is not set",
          hint: "it holds the key that customer ids are hashed with"))
    }
    normalize.customerKey = try CustomerKey(secret: unsafe Array(String(cString: secret).utf8))
  }

  private mutating func takeAggregate(_ pipeline: Pipeline) throws {
    (aggregate.period, aggregate.onlyPeriod) = try PeriodRule.picked(pipeline.period.text)
    aggregate.showsQuotes = pipeline.privacy.quotes
    aggregate.excel = pipeline.excel
    if let zone = pipeline.timezone { aggregate.zone = try ZoneRules(named: zone) }
    if let path = pipeline.overrides {
      aggregate.overrides = try Overrides(parsing: read("overrides", path), file: path, catalog: rubric.catalog)
    }
    if let path = pipeline.coaching {
      aggregate.coaching = try CoachingLog(
        parsing: read("coaching", path), file: path, catalog: rubric.catalog)
    }
  }

  private mutating func read(_ name: String, _ path: String) throws -> [UInt8] {
    let bytes = try readWhole(path)
    configuration.append((name, path, Fingerprint.hex(Fingerprint.xxh64(bytes))))
    return bytes
  }
}
