import ArgumentParser

@main
struct SidetoneScore: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "sidetone-score")
}
