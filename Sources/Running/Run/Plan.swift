import Console
import Glibc
import Ingestion
import Record
import Scoring

/// What a run would do; made of the same settings that a run is made of.
public struct Plan {
  private let pipeline: Pipeline
  private let settings: StageSettings
  private let files: [InputFile]
  private let lanes: Int

  /// Reads and checks everything that the run would read before its inputs. Throws `Failure`, `Problem` or `Problems`.
  public init(_ pipeline: Pipeline, lanes: Int?) throws {
    self.pipeline = pipeline
    let settings = try StageSettings(pipeline)
    self.settings = settings
    files = try ingesting { try IngestFeed(inputs: settings.inputs, options: settings.ingest).files }
    self.lanes = lanes ?? pipeline.lanes ?? Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  }

  /// One line: what was checked.
  public var summary: String {
    let catalog = settings.rubric.catalog
    let bytes = files.reduce(0) { $0 + $1.bytes }
    return "all well: \(counted(Int64(files.count), "input")) (\(byteCount(bytes))), rubric \(catalog.name) "
      + "\(catalog.version) with \(counted(Int64(catalog.behaviors.count), "behavior"))"
  }

  /// The whole plan, for a person.
  public var text: String {
    var text = "inputs\n"
    for file in files {
      let profile = file.profile.isEmpty ? "" : ", profile \(file.profile)"
      text += "  \(file.path)  \(byteCount(file.bytes))  \(file.format)\(profile)\n"
      if !file.why.isEmpty { text += "    because \(file.why)\n" }
    }
    text += "stages\n  \(pipeline.stages.map(\.name).joined(separator: " → "))\n"
    let catalog = settings.rubric.catalog
    text += "rubric\n  \(catalog.name) \(catalog.version) (\(catalog.hash)), "
    text += "\(counted(Int64(catalog.techniques.count), "technique")), "
    text += "\(counted(Int64(catalog.behaviors.count), "behavior"))\n"
    text += "lanes\n  \(lanes)\n"
    text += "output\n  \(pipeline.output ?? "not given: --output DIR or `output:` is needed to run")\n"
    return text
  }
}

/// Turns what ingest throws into failures with their exit statuses.
func ingesting<Result>(_ body: () throws -> Result) throws -> Result {
  do { return try body() } catch IngestError.noSuchInput(let problem) { throw Failure(.noInput, problem) }
}
