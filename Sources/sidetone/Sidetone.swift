import ArgumentParser

@main
struct Sidetone: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "sidetone")
}
