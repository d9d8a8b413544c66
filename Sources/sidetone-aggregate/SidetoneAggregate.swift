import ArgumentParser

@main
struct SidetoneAggregate: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "sidetone-aggregate")
}
