import ArgumentParser
import Console
import Glibc
import Record
import Running

/// What to read: a pipeline file, or exports as they are.
struct JobArguments: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "One pipeline file (.yaml), or export files, folders, archives and patterns.",
      discussion: "Without a pipeline file the kind of each export is detected and all settings are the defaults."))
  var inputs: [String]

  @Option(name: .shortAndLong, help: "Folder for the results; a run replaces what an earlier run wrote there.")
  var output: String?

  @Option(help: "A rubric file instead of the pipeline's or the built-in one.")
  var rubric: String?

  @Option(help: "A mapping file for exports that no profile knows.")
  var mapping: String?

  @Option(help: "A file in which scorecards are kept from run to run; unchanged inputs are then not read again.")
  var history: String?

  /// Reads the pipeline file and steps into its folder, or makes a pipeline of the exports.
  ///
  /// Paths on the command line are relative to where the command was started, those in the file to the file.
  func pipeline(_ more: any PipelineArguments...) throws -> Pipeline {
    let isFile = inputs.count == 1 && (inputs[0].hasSuffix(".yaml") || inputs[0].hasSuffix(".yml"))
    var pipeline = Pipeline()
    if isFile { pipeline = try Pipeline.load(inputs[0]) } else { pipeline.inputs = inputs }
    let folder = isFile ? inputs[0].lastIndex(of: "/").map { String(inputs[0][...$0]) } ?? "" : ""
    pipeline.shownOutput = pipeline.output.map { $0.hasPrefix("/") ? $0 : tidy(folder + $0) }
    try takeOptions(&pipeline, more, isMoving: !folder.isEmpty)
    if isFile, !folder.isEmpty {
      guard unsafe chdir(folder) == 0 else { throw systemFailure("can't enter the folder", folder) }
    }
    return pipeline
  }

  /// The environment stands above the file, the command line above both.
  private func takeOptions(_ pipeline: inout Pipeline, _ more: [any PipelineArguments], isMoving: Bool) throws {
    func absolute(_ path: String) throws -> String { isMoving ? try self.absolute(path) : path }
    pipeline.takeEnvironment()
    if let output {
      let path = try absolute(output)
      pipeline.set("output", from: .commandLine) { $0.output = path }
      pipeline.shownOutput = output
    }
    if let rubric {
      let path = try absolute(rubric)
      pipeline.set("rubric", from: .commandLine) { $0.rubric = path }
    }
    if let history {
      let path = try absolute(history)
      pipeline.set("history", from: .commandLine) { $0.history = path }
    }
    if let mapping {
      let path = try absolute(mapping)
      pipeline.set("mapping", from: .commandLine) { $0.mapping = path }
    }
    for arguments in more { try arguments.apply(to: &pipeline, absolute) }
  }

  /// `a/../b` as `b`.
  private func tidy(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
    }
    return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }

  private func absolute(_ path: String) throws -> String {
    if path.hasPrefix("/") { return path }
    guard let here = unsafe getcwd(nil, 0) else { throw systemFailure("can't tell the current folder", ".") }
    defer { unsafe free(here) }
    return unsafe String(cString: here) + "/" + path
  }
}
