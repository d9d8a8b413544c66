import ArgumentParser

@main
struct SidetoneReport: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "sidetone-report")
}
