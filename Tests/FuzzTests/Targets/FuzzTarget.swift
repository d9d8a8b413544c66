/// A decoder that must stand any bytes, and what must hold of what it makes of them.
///
/// The tests run seeded cases of each, `Benchmarks/fuzz/run` runs libFuzzer on the same list.
struct FuzzTarget: Sendable {
  /// What breaks.
  typealias Check = @Sendable (_ bytes: [UInt8]) -> String?

  /// As `Benchmarks/fuzz/run` and the folders of seeds and regressions have it.
  let name: String
  /// Words that matter to the format: brackets, quotes, keys.
  let words: [String]
  /// What is damaged.
  let seeds: @Sendable () -> [[UInt8]]
  /// Gives what does not hold; nil where all is well. Never traps, whatever the bytes.
  let check: Check
  /// Seeded cases of a test run.
  let cases: Int

  init(
    _ name: String, words: [String] = [], cases: Int = 300, seeds: @autoclosure @escaping @Sendable () -> [[UInt8]],
    check: @escaping Check
  ) {
    (self.name, self.words, self.cases) = (name, words, cases)
    (self.seeds, self.check) = (seeds, check)
  }

  static let all: [FuzzTarget] =
    tables + json + xml + transcripts + archives + encodings + times + files + lines

  static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }
}
