public import ArgumentParser
import Glibc

/// What every filter of a chain can be told.
public struct FilterOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: ArgumentHelp("Write there instead of standard output.", valueName: "file"))
  public var output = "-"

  @OptionGroup public var lanes: LaneOptions

  @Flag(help: "The first reject ends the run.")
  public var strict = false

  @Flag(name: .shortAndLong, help: "No closing line.")
  public var quiet = false

  public init() {}
}

/// How many processors a command uses.
public struct LaneOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Work on that many blocks at a time; one for each processor if left out. The output does not depend on it.",
      valueName: "count"))
  public var lanes: Int?

  public init() {}

  public mutating func validate() throws {
    if let lanes, !(1...1024).contains(lanes) { throw ValidationError("--lanes is a number from 1 to 1024") }
  }

  /// The number of lanes, asked for or by the machine.
  public var count: Int { lanes ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}
