import Testing

/// A run that fails or is ended leaves the old output and nothing else.
@Suite struct StopTests {
  private static let prepare = """
    cp "$SAMPLE"/exports/utterances-2026-W45.csv a.csv
    mkdir old && echo '{}' >old/manifest.json && echo before >old/index.md
    slow() { printf 'inputs: [a.csv]\\noutput: old\\nstages: [ingest, {run: "%s", name: mask}, normalize, score, aggregate, report]\\n' "$1" >p.yaml; }
    # Until a stage that touches `begun` has begun, thirty seconds at most.
    begun() { for wait in $(seq 3000); do [ -e begun ] && break; sleep 0.01; done; rm begun; }

    """

  private func run(_ script: String) -> Shell.Result {
    let work = Shell.scratch()
    defer { Shell.remove(work) }
    return Shell.run(Self.prepare + script + "\ncat old/index.md; ls -A", in: work)
  }

  @Test func aStageThatFailsIsNamed() {
    let result = run("slow 'echo no vault >&2; exit 7'; sidetone run p.yaml -q; echo $?")
    #expect(result.output == "71\nbefore\na.csv\nold\np.yaml\n")
    #expect(
      result.errors == "error: stage \"mask\" failed: exit status 7; its last words: no vault; "
        + "run it by hand on the output of the stage before\n")
  }

  @Test func termStopsWithinASecondAndCleansUp() {
    let result = run(
      """
      slow 'touch begun; cat; sleep 30'; sidetone run p.yaml -q & begun; begin=$(date +%s%N); kill -TERM $!; wait $!
      echo $?; [ $(( ($(date +%s%N) - begin) / 1000000 )) -lt 1000 ] && echo fast
      """)
    #expect(result.output == "143\nfast\nbefore\na.csv\nold\np.yaml\n", "\(result.errors)")
  }

  @Test func killLeavesTheOldOutputAndTheNextRunClearsUp() {
    let result = run(
      """
      slow 'touch begun; cat; sleep 30'; sidetone run p.yaml -q & begun; kill -KILL $!; wait $! 2>/dev/null
      cat old/index.md; ls -A | grep -c sidetone-new
      sidetone run a.csv -o old -q; echo $?; ls -A | grep -c sidetone; grep -c . old/index.md >/dev/null && mv old new; mkdir old; echo replaced >old/index.md
      """)
    #expect(result.output == "before\n1\n3\n0\nreplaced\na.csv\nnew\nold\np.yaml\n", "\(result.errors)")
  }

  @Test func aSecondRunAtTheSameTimeIsRefused() {
    let result = run(
      """
      slow 'touch begun; cat; for wait in $(seq 300); do [ -e over ] && break; sleep 0.1; done'
      sidetone run p.yaml -q & begun; sidetone run a.csv -q -o old; echo $?; touch over; wait
      """)
    #expect(result.output.hasPrefix("75\n"), "\(result)")
    #expect(result.errors.contains("another run is writing here"))
  }

  @Test func aFolderOfSomebodyElseIsNotReplaced() {
    let result = run("rm old/manifest.json; sidetone run a.csv -q -o old; echo $?")
    #expect(result.output == "65\nbefore\na.csv\nold\n")
    #expect(result.errors.contains("not Sidetone's"))
  }
}
