import ArgumentParser
import Console
import Glibc
import Record

@main
struct SidetoneManual: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sidetone-manual",
    abstract: "Writes the manual pages of a command from its own help.",
    discussion: """
      What a command says of itself goes in, one page for it and for each of its subcommands comes out, so that pages and \
      help can't disagree:

        sidetone --experimental-dump-help | sidetone-manual --release 0.1.0 --output share/man/man1
      """)

  @Argument(help: "The command's help as JSON; - is standard input.")
  var input = "-"

  @Option(help: "Version that the pages name.")
  var release = ""

  @Option(name: [.short, .long], help: "Folder for the pages.")
  var output = "."

  static func main() { start(Self.self) }

  func run() throws {
    let name = input == "-" ? "<stdin>" : input
    let json: JsonValue
    do { json = try JsonValue(parsing: readWhole(input)) } catch let fault as JsonFault {
      throw Problem(
        file: name, "this is no JSON: \(fault.message)", hint: "give what COMMAND --experimental-dump-help writes")
    }
    guard let command = json["command"].flatMap({ CommandHelp($0, parents: []) }) else {
      throw Problem(
        file: name, "there is no command in it", hint: "give what COMMAND --experimental-dump-help writes")
    }
    if unsafe mkdir(output, 0o755) != 0 && errno != EEXIST { throw systemFailure("make the folder", output) }
    for page in command.all {
      let file = try Descriptor.writing("\(output)/\(page.pageName).1", mode: 0o644)
      try file.write(ManualPage(page, release: release).bytes())
    }
  }
}
