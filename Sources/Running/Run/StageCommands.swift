import Record

/// The command lines of the built-in stages, for `--isolate`; the same that a person would type.
struct StageCommands {
  private let settings: StageSettings
  private let pipeline: Pipeline
  private let executables: String
  private let folder: String

  init(_ settings: StageSettings, _ pipeline: Pipeline, executables: String, folder: String) {
    self.settings = settings
    self.pipeline = pipeline
    self.executables = executables
    self.folder = folder
  }

  func arguments(_ stage: Pipeline.BuiltIn) -> [String] {
    var words = ["\(executables)/sidetone-\(stage.rawValue)"]
    func option(_ name: String, _ value: String?) { if let value { words += [name, value] } }
    func flag(_ name: String, _ isSet: Bool) { if isSet { words.append(name) } }
    switch stage {
    case .ingest:
      option("--profile", pipeline.profile)
      option("--mapping", pipeline.mapping)
      option("--timezone", pipeline.sourceTimezone)
      flag("--last-first", pipeline.lastStands)
      words += settings.inputs
    case .normalize:
      option("--roster", pipeline.roster)
      for role in pipeline.roles { option("--role", role) }
      option("--guess", pipeline.roleGuess)
      for setting in pipeline.quality { option("--quality", setting) }
      option("--language", pipeline.language)
      option("--duplicates", settings.copies?.text)
      flag("--no-redaction", !pipeline.privacy.redact)
      if pipeline.privacy.hashCustomers {
        option("--customer-key-file", pipeline.privacy.keyFile)
        option("--customer-key-env", pipeline.privacy.keyVariable)
      }
    case .score:
      option("--rubric", pipeline.rubric)
    case .aggregate:
      words += ["--output", folder, "--period", pipeline.period.text]
      option("--timezone", pipeline.timezone)
      option("--coaching", pipeline.coaching)
      option("--overrides", pipeline.overrides)
      flag("--no-quotes", !pipeline.privacy.quotes)
      flag("--excel", pipeline.excel)
    case .report:
      words += ["--output", folder]
      flag("--html", pipeline.html)
    }
    return words
  }
}
