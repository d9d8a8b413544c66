import ArgumentParser

@main
struct SidetoneIngest: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "sidetone-ingest")
}
