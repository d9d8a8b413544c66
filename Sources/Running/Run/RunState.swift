import Console
import Glibc
import Ingestion
import Record
import Scoring

/// What a run depends on, told without reading the inputs: settings, rubric, version, and each file's path, size and time of change.
struct RunState {
  private let manifest: JsonValue

  /// 16 hexadecimal digits. Throws `Failure` where an input is missing.
  static func fingerprint(_ pipeline: Pipeline, _ settings: StageSettings) throws -> String {
    var text = "\(version)\n\(settings.rubric.catalog.hash)\n"
    // Where the output stands and how many lanes work changes nothing in it.
    for setting in pipeline.settings where !["output", "lanes", "notify"].contains(setting.name) {
      text += "\(setting.name)=\(setting.value)\n"
    }
    for file in settings.configuration { text += "\(file.name) \(file.hash)\n" }
    for file in try ingesting({ try IngestFeed(inputs: settings.inputs, options: settings.ingest).files }) {
      var facts = stat()
      _ = unsafe stat(file.path, &facts)
      text += "\(file.path) \(file.bytes) \(facts.st_mtim.tv_sec).\(facts.st_mtim.tv_nsec)\n"
    }
    return Fingerprint.hex(Fingerprint.xxh64(Array(text.utf8)))
  }

  /// The manifest of the output that stands, where it was made from the same; nil where not.
  static func unchanged(_ output: String, _ state: String) -> RunState? {
    guard let bytes = try? readWhole("\(output)/manifest.json"), let manifest = try? JsonValue(parsing: bytes),
      manifest["run"]?["state"]?.string == state
    else { return nil }
    return RunState(manifest: manifest)
  }

  func result(_ output: String) -> RunResult {
    var result = RunResult(output: output)
    result.isUnchanged = true
    result.received = manifest["counts"]?["received"]?.int ?? 0
    result.scored = manifest["counts"]?["scored"]?.int ?? 0
    result.notScored = manifest["counts"]?["not_scored"]?.int ?? 0
    return result
  }
}
