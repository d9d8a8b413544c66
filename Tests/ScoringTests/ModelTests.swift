import Record
import Testing

@testable import Scoring

@Suite struct ModelTests {
  static let file = """
    # made up for the test
    base\t-1
    word\tglad\t2
    word\t!\t0.5
    pair\t^ so\t0.25
    pair\tso glad\t1
    pair\tglad $\t4
    length\t4\t8
    cue\tpleased\t16
    """

  private func scanned(_ text: String) throws -> (scanner: CueScanner, model: Int) {
    let model = try ModelSource.read(Array(Self.file.utf8), name: "joy", file: "joy.tsv")
    let rubric = """
      rubric: 1
      name: test
      version: "1"
      cues:
        pleased: {says: is pleased, any: ["pleased"]}
        joyful: {says: sounds joyful, if: {model: {name: joy, above: 1.9}}}
      """
    let files: RubricReader.Files = { path in
      path == "r.yaml" ? Array(rubric.utf8) : path == "models/joy.tsv" ? Array(Self.file.utf8) : nil
    }
    let diagnostics = RubricDiagnostics()
    let compiled = try #require(Rubric.compile("r.yaml", files: files, diagnostics)).compiled
    #expect(diagnostics.problems.isEmpty)
    #expect(model.words == ["glad", "so"])
    let scanner = CueScanner(rubric: compiled)
    var batch = Batch()
    LabelledConversation(id: "1", set: "s", turns: [.init(role: .agent, text: text, verdict: nil)]).append(to: &batch)
    unsafe batch.arena.withUnsafeBufferPointer { arena in
      unsafe batch.turns.withUnsafeBufferPointer { unsafe scanner.scan(batch.conversations[0], $0, arena) }
    }
    return (scanner, try #require(compiled.cueIndex["joyful"]))
  }

  @Test("A turn's score is the base and each different feature once; cues and length count")
  func sums() throws {
    // -1 + glad 2 + so glad 1 + ^ so 0.25 = 2.25: words in between, nothing at the end.
    let enough = try scanned("so glad it")
    #expect(enough.scanner.isFired(enough.model, 0))
    // -1 + glad 2 = 1, however often it stands there: one length step short, no pair.
    let short = try scanned("glad he, glad")
    #expect(short.scanner.isFired(short.model, 0))
    let repeated = try scanned("is glad it glad it")
    #expect(repeated.scanner.isFired(repeated.model, 0))
    let low = try scanned("is glad it")
    #expect(!low.scanner.isFired(low.model, 0))
    // -1 + 16: the words alone would not do.
    let cue = try scanned("pleased")
    #expect(cue.scanner.isFired(cue.model, 0))
  }

  @Test("Evidence is the strongest words")
  func evidence() throws {
    let found = try scanned("so glad it")
    let hit = try #require(found.scanner.hits.first { Int($0.cue) == found.model })
    #expect((hit.start, hit.end) == (1, 2))
  }

  @Test("A broken row names its line")
  func broken() {
    #expect(
      throws: Problem(
        file: "f", line: 2, "no row of a model",
        hint: "word, the word, its weight; pair, two words, its weight; with tabs")
    ) {
      try ModelSource.read(Array("base\t1\nword\tx\n".utf8), name: "m", file: "f")
    }
  }

  @Test("The fit finds the word that decides and leaves the idle one out, the same way each time")
  func fit() {
    // Feature 0 stands in all positives and one negative, feature 1 in half of both.
    let positive = (0..<40).map { $0 < 20 }
    let rows: [[Int32]] = [Array(0..<20) + [25], stride(from: 0, to: 40, by: 2).map(Int32.init)]
    let weight = [Double](repeating: 1, count: 40)
    var first = LogisticFit(rows: rows, positive: positive, weight: weight, lasso: 0.5, ridge: 0.5)
    var second = first
    first.run()
    second.run()
    #expect(first.weights == second.weights)
    #expect(first.weights[0] > 2)
    #expect(first.weights[1] == 0)
    #expect(first.base < 0)
  }

  @Test(
    "The exponential agrees with known values",
    arguments: [(0.0, 1.0), (1.0, 2.718281828459045), (-2.5, 0.0820849986238988)])
  func exponential(_ x: Double, _ expected: Double) {
    #expect(abs(Exponential.of(x) - expected) < 1e-12)
  }

  @Test("Kappa of a machine that agrees in three of four")
  func kappa() {
    var agreement = Agreement()
    for _ in 0..<30 { agreement.add(positive: true, predicted: true) }
    for _ in 0..<10 { agreement.add(positive: true, predicted: false) }
    for _ in 0..<10 { agreement.add(positive: false, predicted: true) }
    for _ in 0..<30 { agreement.add(positive: false, predicted: false) }
    #expect(abs(agreement.kappa - 0.5) < 1e-12)
  }
}
