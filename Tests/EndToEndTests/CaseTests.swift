import Glibc
import Testing

/// Runs every folder of `Cases`: its `cmd` in a copy of the folder, standard output, standard error and status compared.
///
/// `UPDATE_EXPECTED=1 swift test --filter CaseTests` writes what was seen as what is expected; review it with `git diff`.
@Suite struct CaseTests {
  private static let folder = Shell.package + "/Tests/EndToEndTests/Cases"

  static let names = Shell.run("ls", in: folder).output.split(separator: "\n").map(String.init)

  @Test(arguments: names) func sameAsExpected(name: String) {
    let source = "\(Self.folder)/\(name)"
    let work = Shell.scratch()
    defer { Shell.remove(work) }
    Shell.run("cp -r '\(source)/.' .", in: work)
    let result = Shell.run(Shell.read("\(source)/cmd"), in: work)
    let seen = [
      ("stdout", result.output), ("stderr", Self.steady(result.errors)), ("status", "\(result.status)\n"),
    ]
    for (file, text) in seen {
      if unsafe getenv("UPDATE_EXPECTED") != nil { Shell.write("\(source)/\(file)", text) }
      #expect(Shell.read("\(source)/\(file)") == text, "\(name)/\(file)")
    }
  }

  /// Times and rates differ from run to run; nothing else may.
  private static func steady(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { line in
        guard let start = line.firstRange(of: " in "), let end = line.firstRange(of: "/s)") else { return String(line) }
        return line[..<start.lowerBound] + " in <time>" + line[end.upperBound...]
      }
      .joined(separator: "\n")
  }
}
