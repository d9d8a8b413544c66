import Testing

/// What goes wrong around a history is said clearly, and damages neither it nor the output.
@Suite struct HistoryFailureTests {
  private static let prepare = """
    cat >rubric.yaml <<'END'
    rubric: 1
    name: small
    version: "1"
    cues:
      greeting: {who: agent, any: [hello, "good morning", hi]}
    techniques:
      - id: courtesy
        behaviors:
          - {id: greets, applies: {always: true}, shown: {cues: [greeting]}}
    END
    mkdir exports
    head -n 300 "$SAMPLE"/exports/utterances-2026-W45.csv >exports/a.csv
    printf 'inputs: [exports]\\nrubric: rubric.yaml\\nhistory: job/history\\noutput: out\\n' >p.yaml
    mkdir job; sidetone run p.yaml -q; cp -a out old; cp job/history kept
    head -n 900 "$SAMPLE"/exports/utterances-2026-W46.csv >exports/b.csv
    stands() { diff -r out old && cmp job/history kept; }
    # Forty weeks, and a run over them that stands still with the history in its hands.
    much() { for copy in $(seq 40); do sed "s/^S/$copy-/" "$SAMPLE"/exports/utterances-2026-W46.csv; done >exports/c.csv; }
    held() {
      sidetone run p.yaml -q &
      for wait in $(seq 3000); do [ -e job/history-journal ] && break; sleep 0.01; done; kill -STOP $!
    }

    """

  private func run(_ script: String) -> Shell.Result {
    let work = Shell.scratch()
    defer { Shell.remove(work) }
    return Shell.run(Self.prepare + script, in: work)
  }

  @Test func aFullDisk() {
    // The output fits into what a file may grow to, the history does not.
    let result = run(
      "size=$(stat -c %s job/history); (ulimit -f $((size / 1024)); sidetone run p.yaml -q -o fresh); echo $?; stands; ls -A job fresh"
    )
    #expect(result.output.hasPrefix("74\n"), "\(result)")
    #expect(result.output.hasSuffix("job:\nhistory\n") && !result.output.contains("differ"), "\(result)")
    #expect(result.errors.contains("error: "), "\(result)")
  }

  @Test func aHistoryThatIsNone() {
    let result = run(
      """
      echo text of some length, which is no database at all, whatever it is >job/history; cp job/history kept
      sidetone run p.yaml -q; echo $?; stands
      """)
    #expect(result.output == "65\n", "\(result)")
    #expect(result.errors.hasPrefix("job/history: error: the history can't be read"), "\(result)")
  }

  @Test func aDamagedHistory() {
    let result = run(
      """
      size=$(stat -c %s job/history)
      head -c $((size / 2)) /dev/zero | tr '\\0' 'x' | dd of=job/history bs=1 seek=$((size / 2)) conv=notrunc 2>/dev/null
      cp job/history kept; sidetone run p.yaml -q; echo $?; stands
      sidetone doctor p.yaml | grep '^BAD' | cut -c1-12
      """)
    #expect(result.output == "65\nBAD  history\n", "\(result)")
  }

  @Test func noFolderForIt() {
    let result = run("sidetone run exports --history nowhere/history -o out -q; echo $?; stands")
    #expect(result.output == "74\n", "\(result)")
    #expect(result.errors.hasPrefix("nowhere/history: error: can't open the history"), "\(result)")
  }

  @Test func aSecondRunAtTheSameTime() {
    let result = run(
      """
      much; held
      sidetone run exports --rubric rubric.yaml --history job/history -o other -q; echo $?; kill -CONT $!; wait
      sidetone doctor p.yaml | grep -c '^ok   history'
      """)
    #expect(result.output == "75\n1\n", "\(result)")
    #expect(result.errors.contains("job/history: error: another run is writing to this history"), "\(result)")
  }

  @Test func anInputThatVanishes() {
    let result = run(
      """
      sed -i 's/inputs: .*/inputs: [exports\\/a.csv, exports\\/b.csv]/' p.yaml
      rm exports/b.csv; sidetone run p.yaml -q; echo $?; stands
      """)
    #expect(result.output == "66\n", "\(result)")
    #expect(result.errors.contains("exports/b.csv"), "\(result)")
  }

  @Test func aTermLeavesBothAsTheyWere() {
    let result = run(
      """
      much; held; kill -TERM $!; kill -CONT $!; wait $!; echo $?
      # A run that had to be cut off leaves SQLite's journal; the next one takes its pages back.
      sidetone doctor p.yaml >/dev/null; stands
      rm exports/c.csv; sidetone run p.yaml -q; ls -A job
      """)
    #expect(result.output == "143\nhistory\n", "\(result)")
  }
}
