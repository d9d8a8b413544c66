public import Record

/// The outcome of running the examples that stand beside a rubric's behaviors: the rubric carries its own tests.
public struct RubricTestReport: Sendable {
  /// An example that did not come out as its place in the rubric says.
  public struct Failure: Sendable {
    /// `technique/behavior`.
    public var behavior: String
    public var example: String
    /// The status it should have had: met or missed.
    public var expected: Status
    public var found: Status
    public var reason: String
    public var file: String
    public var line: Int
  }

  public var examples = 0
  public var failures: [Failure] = []
  /// Behaviors with fewer than four examples on a side.
  public var tooFew: [String] = []

  /// What `sidetone rubric test` prints: one line a failure, then the sum.
  public var text: String {
    var lines = failures.map { failure in
      "\(failure.file):\(failure.line): \(failure.behavior): expected \(failure.expected.name), found \(failure.found.name)"
        + (failure.reason.isEmpty ? "" : " (\(failure.reason))") + ": \(failure.example)"
    }
    lines += tooFew.map { "\($0): fewer than four examples on a side" }
    lines.append("\(examples) examples, \(failures.count) failed")
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Rubric {
  /// Runs the rubric's own examples.
  public func test() -> RubricTestReport {
    var report = RubricTestReport()
    var scorer = Scorer(rubric: self)
    var number = 0
    for technique in source.techniques {
      for behavior in technique.behaviors {
        let path = technique.id + "/" + behavior.id
        if behavior.met.count < 4 || behavior.missed.count < 4 { report.tooFew.append(path) }
        for example in behavior.met { run(example, .met, number, path, &scorer, &report) }
        for example in behavior.missed { run(example, .missed, number, path, &scorer, &report) }
        number += 1
      }
    }
    return report
  }

  private func run(
    _ example: BehaviorSource.Example, _ expected: Status, _ behavior: Int, _ path: String, _ scorer: inout Scorer,
    _ report: inout RubricTestReport
  ) {
    report.examples += 1
    var failure = RubricTestReport.Failure(
      behavior: path, example: example.text, expected: expected, found: .excluded,
      reason: "not of the form C: … / A: …",
      file: example.place.file, line: example.place.line)
    var batch = Batch()
    guard ExampleReader.append(example.text, to: &batch) else { return report.failures.append(failure) }
    var sheet = ScoreSheet(behaviorCount: 0)
    scorer.score(batch, into: &sheet)
    let result = sheet.results[sheet.index(conversation: 0, behavior: behavior)]
    // What is half done is no full example of either side; it counts as a miss, which it is for the customer.
    let isRight = expected == .met ? result.status == .met : result.status == .missed || result.status == .partly
    if isRight { return }
    failure.found = result.status
    failure.reason = sheet.reasons[Int(result.reason)]
    report.failures.append(failure)
  }
}
