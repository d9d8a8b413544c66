import Aggregation
import ArgumentParser
import Console

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "The data dictionary: every column of every table, every field of the record.",
    discussion: "Markdown. A test holds it to what is really written.")

  func run() throws { try print(TableSchema.document()) }
}
