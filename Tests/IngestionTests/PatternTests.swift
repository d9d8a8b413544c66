import Testing

@testable import Ingestion

/// The regular expressions and path patterns of mapping files.
struct PatternTests {
  private func groups(_ pattern: String, _ text: String) throws -> [String?]? {
    let bytes = Array(text.utf8)
    return try Pattern(pattern).firstMatch(bytes, 0..<bytes.count)?
      .map { $0.map { String(decoding: bytes[$0], as: UTF8.self) } }
  }

  @Test(
    arguments: [
      ("(\\d{15})", "call_300000010000001 (1).json", ["300000010000001", "300000010000001"]),
      ("^(.*?)(?: - [A-Z]+)?$", "Ana Ruiz - EAST", ["Ana Ruiz - EAST", "Ana Ruiz"]),
      (" - ([A-Z]+)$", "Ana Ruiz - EAST", [" - EAST", "EAST"]),
      (
        "^(?:\\[(?<at>[\\d:.]+)\\]\\s*)?(?<speaker>[^:\\n]{1,60}):\\s*(?<text>.*)$", "[00:01] Zoë: hi: you",
        ["[00:01] Zoë: hi: you", "00:01", "Zoë", "hi: you"]
      ),
      (
        "^(?:\\[(?<at>[\\d:.]+)\\]\\s*)?(?<speaker>[^:\\n]{1,60}):\\s*(?<text>.*)$", "Ana: x",
        ["Ana: x", nil, "Ana", "x"]
      ),
      ("(?i)ABC|äÖ", "xxÄö", ["Äö"]), ("a|b|cd", "xcd", ["cd"]), ("(a|b)+c", "ababc", ["ababc", "b"]),
      ("x*", "aaa", [""]),
      ("[^;]+$", "a;b;c", ["c"]), ("\\bnum\\w*", "a number", ["number"]), ("(?m)^b$", "a\nb\nc", ["b"]),
      ("a{2,3}?", "aaaa", ["aa"]),
      ("[\\d-]+", "x12-3", ["12-3"]), ("[]a]+", "]a", ["]a"]),
    ] as [(String, String, [String?])])
  func matches(_ pattern: String, _ text: String, _ expected: [String?]) throws {
    #expect(try groups(pattern, text) == expected)
  }

  @Test func givesUpInsteadOfHanging() throws {
    #expect(try groups("(a+)+$", String(repeating: "a", count: 40) + "b") == nil)
    #expect(try groups("(a*)*b", String(repeating: "a", count: 2000)) == nil)
  }

  @Test(arguments: ["(", "a)", "[a", "*a", "a{1000}{1000}", "(?=a)", "\\", "[z-a]", "\\p"])
  func refuses(_ pattern: String) { #expect(throws: PatternError.self) { try Pattern(pattern) } }

  @Test(arguments: [
    ("**/CallLog_*.csv*", "in/CallLog_1.csv", true), ("**/CallLog_*.csv*", "CallLog_1.csv.gz", true),
    ("transcripts/**/*.json", "/data/transcripts/a/b/c.json", true),
    ("transcripts/**/*.json", "transcripts/c.json", true),
    ("*.csv", "a/b.csv", true), ("*.csv", "a/b.xml", false), ("a?.csv", "a/.csv", false), ("x.csv", "ax.csv", false),
    ("**/inner/*.csv", "o.zip!/inner/c.csv", true),
  ])
  func matchesPaths(_ glob: String, _ path: String, _ expected: Bool) { #expect(Glob(glob).matches(path) == expected) }
}
