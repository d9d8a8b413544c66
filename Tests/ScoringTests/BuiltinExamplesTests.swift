import Scoring
import Testing

@Suite struct BuiltinExamplesTests {
  @Test("The built-in rubric passes the examples that stand beside its behaviors")
  func examples() throws {
    let report = try Rubric.load(path: nil).test()
    #expect(report.failures.isEmpty, "\(report.text)")
    #expect(report.tooFew.isEmpty)
    #expect(report.examples >= 200)
  }
}
