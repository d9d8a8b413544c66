import ArgumentParser
import Console
import Ingestion

struct ProfileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profile",
    abstract: "The built-in source profiles, and what a file looks like.",
    discussion: """
      A profile is a mapping file that ships with Sidetone. To adapt one, print it and edit the copy:

        sidetone profile show five9-calllog > mapping.yaml
        sidetone run exports/ --mapping mapping.yaml --output out
      """,
    subcommands: [List.self, Show.self, Detect.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists the profiles, in the order of detection.")

    func run() throws {
      let width = (Profiles.all.map(\.name.count) + Profiles.generic.map(\.name.count)).max() ?? 0
      func line(_ name: String, _ title: String) -> String {
        "\(name)\(String(repeating: " ", count: width + 2 - name.count))\(title)\n"
      }
      try print(Profiles.all.map { line($0.name, $0.title) }.joined())
      try print(
        "\nReaders of the engine, for what no profile knows; no mapping files, as they take fields by their names:\n")
      try print(Profiles.generic.map { line($0.name, $0.title) }.joined())
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prints a profile as a mapping file to start from, or what a reader of the engine takes.")

    @Argument(help: "A name from `sidetone profile list`.")
    var name: String

    func run() throws {
      if let reader = Profiles.generic.first(where: { $0.name == name }) {
        try print(reader.text)
      } else {
        try print(Profiles.named(name).text)
      }
    }
  }

  struct Detect: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Says what files look like, and why.",
      discussion: "A line a file: path, format, profile, and what told so.")

    @Argument(help: "Export files, folders or archives.")
    var inputs: [String]

    func run() throws {
      for input in inputs {
        for file in try Profiles.detect(input) {
          let profile = file.profile.isEmpty ? "" : ", profile \(file.profile)"
          try print("\(file.path): \(file.format)\(profile), because \(file.why)\n")
        }
      }
    }
  }
}
