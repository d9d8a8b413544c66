import Console
import Glibc
import History
import Record
import Scoring

/// What an output depends on: settings, rubric, version, and the contents of each input.
struct RunState {
  private let manifest: JsonValue

  /// 16 hexadecimal digits.
  ///
  /// - Parameter contents: path and hash of each input; an empty hash for what can't be read.
  static func fingerprint(
    _ pipeline: Pipeline, _ settings: StageSettings, _ contents: [(path: String, hash: String)], _ recall: Recall?
  ) -> String {
    var text = "\(version)\n\(settings.rubric.catalog.hash)\n"
    // Where the output stands and how many lanes work changes nothing in it.
    for setting in pipeline.settings where !["output", "lanes", "notify", "history"].contains(setting.name) {
      text += "\(setting.name)=\(setting.value)\n"
    }
    text += "\(ScoringState.fingerprint(pipeline, settings))\n"
    for file in settings.configuration { text += "\(file.name) \(file.hash)\n" }
    for file in contents.sorted(by: { $0.path < $1.path }) { text += "\(file.path) \(file.hash)\n" }
    if let recall { text += "erasures \(recall.erasures.count)\n\(recall.leftOut.joined(separator: "\n"))\n" }
    return Fingerprint.hex(Fingerprint.xxh64(Array(text.utf8)))
  }

  /// The manifest of the output that stands, where it was made from the same; nil where not.
  static func unchanged(_ output: String, _ state: String) -> RunState? {
    guard let bytes = try? readWhole("\(output)/manifest.json"), let manifest = try? JsonValue(parsing: bytes),
      manifest["run"]?["state"]?.string == state, isWhole(output, manifest)
    else { return nil }
    return RunState(manifest: manifest)
  }

  /// Whether the files that the manifest names are all there, no others, and of the same size.
  private static func isWhole(_ output: String, _ manifest: JsonValue) -> Bool {
    guard let files = try? Folders.files(output), case .object(let members)? = manifest["files"] else { return false }
    let named = members.map { "\($0.key) \($0.value.int ?? -1)" }
    return named == files.filter { $0.name != "manifest.json" }.map { "\($0.name) \($0.bytes)" }
  }

  /// Day of the newest call in it.
  var newestDay: Int? {
    guard let text = manifest["newest_call"]?.string, let time = IsoTime(Array(text.utf8)) else { return nil }
    return Int(time.milliseconds / CivilTime.millisecondsPerDay)
  }

  func result(_ output: String) -> RunResult {
    var result = RunResult(output: output)
    result.isUnchanged = true
    result.received = manifest["counts"]?["received"]?.int ?? 0
    result.scored = manifest["counts"]?["scored"]?.int ?? 0
    result.notScored = manifest["counts"]?["not_scored"]?.int ?? 0
    result.withoutMetadata = manifest["warnings"]?["unmatched_join"]?.int ?? 0
    result.agentsNotInRoster = manifest["not_in_roster"]?["agents"]?.int ?? 0
    return result
  }
}
