import Glibc
import Ingestion
import Normalization
import Record
import Scoring

/// What a conversation's scorecard depends on beside its own bytes.
enum ScoringState {
  /// 16 hexadecimal digits. What only shapes tables and pages (periods, zones, overrides, quotes) is no part of it.
  static func fingerprint(_ pipeline: Pipeline, _ settings: StageSettings) -> String {
    var text = "\(version)\n\(settings.rubric.catalog.hash)\n"
    let names = [
      "profile", "mapping", "rubric", "roster", "roles", "role_guess", "quality", "language", "source_timezone",
    ]
    for setting in pipeline.settings where names.contains(setting.name) { text += "\(setting.name)=\(setting.value)\n" }
    for file in settings.configuration where ["mapping", "roster"].contains(file.name) {
      text += "\(file.name) \(file.hash)\n"
    }
    if let copies = settings.copies { text += "copies=\(copies.text)\n" }
    text += "redact=\(pipeline.privacy.redact)\n"
    // Names made by the keys stand for the keys.
    let name = settings.normalize.customerKey?.name(for: []) ?? []
    text += "customers=\(String(decoding: name, as: UTF8.self))\n"
    if let passphrase = unsafe getenv(settings.ingest.passphraseVariable) {
      text += "passphrase=\(Fingerprint.hex(Fingerprint.xxh64(unsafe Array(String(cString: passphrase).utf8))))\n"
    }
    return Fingerprint.hex(Fingerprint.xxh64(Array(text.utf8)))
  }
}
