import ArgumentParser
import Console

/// How a command speaks on standard error.
struct SpeechArguments: ParsableArguments {
  @Flag(name: .shortAndLong, help: "Say only errors and warnings.")
  var quiet = false

  @Flag(help: "Say everything as JSON, one object a line, for a log collector.")
  var jsonLog = false

  func apply() { Diagnostics.shared.configure(style: jsonLog ? .json : .text, quiet: quiet) }
}
