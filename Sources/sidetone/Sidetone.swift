import ArgumentParser
import Console

@main
struct Sidetone: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "sidetone")
  static func main() { start(Self.self) }
}
