import ArgumentParser

@main
struct SidetoneNormalize: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "sidetone-normalize")
}
