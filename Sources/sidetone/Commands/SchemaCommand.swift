import Aggregation
import ArgumentParser
import Console

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Lists the columns of every table.",
    discussion:
      "One line a column: table, place, column. The grain of each table and what its columns mean are in the README.")

  func run() throws {
    let tables = [
      ("calls.csv", TableColumns.calls), ("scores.csv", TableColumns.scores), ("evidence.csv", TableColumns.evidence),
      ("not_scored.csv", TableColumns.notScored), ("agent_period.csv", TableColumns.agentPeriod),
      ("team_period.csv", TableColumns.teamPeriod), ("coaching_effect.csv", TableColumns.coachingEffect),
    ]
    var text = ""
    for (table, columns) in tables {
      for (place, column) in columns.enumerated() { text += "\(table)\t\(place + 1)\t\(column)\n" }
    }
    try print(text)
  }
}
