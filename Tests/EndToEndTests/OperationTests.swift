import Testing

/// The job of four weeks that `Pipelines/operation/run` shows goes as it says.
@Suite struct OperationTests {
  @Test func fourWeeksWithALateFileACorrectionABadWeekAndAnErasure() {
    let work = Shell.scratch()
    defer { Shell.remove(work) }
    let result = Shell.run(
      "SIDETONE_BIN='\(Shell.executables)' '\(Shell.package)/Pipelines/operation/run' week", in: work)
    let failed = result.output.split(separator: "\n").filter { $0.contains("FAILED") || $0.contains("error:") }
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(failed.count == 2 && failed.allSatisfy { $0.contains("fewer than the 50 of a usual week") }, "\(failed)")
    #expect(result.output.contains("all checks passed"))
  }
}
