import ArgumentParser
import Console
import Record
import Running
import Scoring

struct RubricCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rubric",
    abstract: "Checks, explains and tests a rubric.",
    discussion: """
      A rubric says which techniques are scored, when a behavior is called for, and what shows it. It is a YAML file that a \
      QA lead can edit; without --rubric these commands look at the built-in one.
      """,
    subcommands: [Check.self, Explain.self, Test.self, List.self])

  struct Source: ParsableArguments {
    @Option(help: "The rubric file; the built-in rubric if left out.")
    var rubric: String?

    func load() throws -> Rubric {
      do { return try Rubric.load(path: rubric) } catch let problems as RubricProblems {
        throw Problems(problems.problems)
      }
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Says everything that is wrong or odd in a rubric, with line and column.",
      discussion: """
        EXAMPLE
          sidetone rubric check --rubric mine.yaml
        """)

    @OptionGroup var source: Source

    func run() throws {
      let report = Rubric.check(path: source.rubric)
      for warning in report.warnings { Diagnostics.shared.warning(warning) }
      if !report.errors.isEmpty { throw Problems(report.errors) }
      try print(report.summary + "\n")
    }
  }

  struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Says in plain words when a behavior applies and what counts.",
      discussion: """
        EXAMPLE
          sidetone rubric explain apologize/own-the-issue
        """)

    @Argument(help: "The behavior, as technique/behavior or by its own id.")
    var behavior: String

    @OptionGroup var source: Source

    func run() throws { try print(source.load().explain(behavior: behavior)) }
  }

  struct Test: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Runs the examples that stand beside each behavior.",
      discussion: """
        A behavior carries examples of being met and of being missed; each must come out as its place says. Exit status 65 \
        where one does not.
        """)

    @OptionGroup var source: Source

    func run() throws {
      let report = try source.load().test()
      try print(report.text)
      if !report.failures.isEmpty { throw ExitStatus.data }
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists the behaviors with their weights.")

    @OptionGroup var source: Source

    func run() throws {
      let catalog = try source.load().catalog
      var text = ""
      for (index, behavior) in catalog.behaviors.enumerated() {
        text += "\(catalog.path(ofBehavior: index))\t\(behavior.weight)\t\(behavior.title)"
        text += (behavior.isCritical ? " (critical)" : "") + (behavior.needsTiming ? " (needs times)" : "") + "\n"
      }
      try print(text)
    }
  }
}
