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
      let width = Profiles.all.map(\.name.count).max() ?? 0
      let lines = Profiles.all.map { profile in
        "\(profile.name)\(String(repeating: " ", count: width + 2 - profile.name.count))\(profile.title)\n"
      }
      try print(lines.joined())
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Prints a profile as a mapping file to start from.")

    @Argument(help: "A name from `sidetone profile list`.")
    var name: String

    func run() throws { try print(Profiles.named(name).text) }
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
