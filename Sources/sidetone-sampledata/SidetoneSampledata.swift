import ArgumentParser
import Console
import Glibc

@main
struct SidetoneSampledata: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sidetone-sampledata",
    abstract: "Write the synthetic sample: exports of three weeks, a roster and a coaching log.",
    discussion: """
      Everything in it is invented: people, numbers, words. The same seed gives the same bytes on every machine,
      and the files in SampleData are those of seed 7.

      Example: sidetone-sampledata --seed 7 --output SampleData

      With --calls it writes one team's calls of two weeks instead, for trying a large or a small one:
      sidetone-sampledata --calls 4000 --staff 25 --output large
      """)

  @Option(help: "Start of the random numbers.")
  var seed: UInt64 = 7

  @Option(help: ArgumentHelp("Folder to write to.", valueName: "folder"))
  var output = "SampleData"

  @Option(help: ArgumentHelp("Only write that many dialogues as NDJSON to standard output.", valueName: "count"))
  var dialogues: Int?

  @Option(help: "Write one team's export of so many calls in two weeks instead.")
  var calls: Int?

  @Option(help: "How many agents there are, 1 to 26.")
  var staff = agentNames.count

  func validate() throws {
    if !(1...agentNames.count).contains(staff) {
      throw ValidationError("--staff must be from 1 to \(agentNames.count)")
    }
    if let calls, calls < 1 { throw ValidationError("--calls must be at least 1") }
  }

  func run() throws {
    if let dialogues { return try writeDialogues(dialogues) }
    _ = unsafe mkdir(output, 0o755)
    _ = unsafe mkdir("\(output)/exports", 0o755)
    var sample = Sample(seed: seed, staff: staff)
    for file in calls.map({ sample.team(calls: $0) }) ?? sample.files() {
      try write(file.bytes, to: "\(output)/\(file.name)")
    }
  }

  /// What the corpus of the benchmarks is made of: who says what, and nothing else.
  private func writeDialogues(_ count: Int) throws {
    var maker = Maker(seed: seed, staff: staff)
    var lines = ""
    for _ in 0..<count {
      let turns = maker.conversation(day: 0).lines.map { line in
        "{\"speaker\":\"\(line.speaker.rawValue)\",\"text\":\"\(line.text.replacingAll("\"", "\\\""))\"}"
      }
      lines += "[\(turns.joined(separator: ","))]\n"
    }
    try write(Array(lines.utf8), to: STDOUT_FILENO, "standard output")
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw ValidationError("can't write \(path): \(unsafe String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    try write(bytes, to: descriptor, path)
  }

  private func write(_ bytes: [UInt8], to descriptor: CInt, _ path: String) throws {
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes[done...].withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { throw ValidationError("can't write \(path): \(unsafe String(cString: strerror(errno)))") }
      done += count
    }
  }
}
