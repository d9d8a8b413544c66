import Aggregation
import ArgumentParser
import Console

/// Prints the data dictionary.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Tells every column of every table and every field of the record.")

  mutating func run() throws {
    var output = try BufferedOutput()
    try output.write(TableSchema.document())
    try output.flush()
  }
}
