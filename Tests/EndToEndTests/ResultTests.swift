import Testing

/// What is asked of the results holds however the job is run: the database, one period, verdicts of people.
@Suite struct ResultTests {
  private static let prepare = """
    head -n 400 "$SAMPLE"/exports/utterances-2026-W45.csv >a.csv
    printf 'inputs: [a.csv]\\noutput: out\\n' >plan.yaml
    by_hand() { sidetone-ingest -q a.csv | sidetone-normalize -q | sidetone-score -q | sidetone-aggregate --output hand "$@" 2>/dev/null | sidetone-report --output hand; }

    """

  private func run(_ script: String) -> Shell.Result {
    let work = Shell.scratch()
    defer { Shell.remove(work) }
    return Shell.run(Self.prepare + script, in: work)
  }

  @Test func theDatabaseIsTheSameFusedIsolatedAndByHand() {
    let result = run(
      """
      sidetone run plan.yaml -q --lanes 2 --sqlite fused.sqlite
      sidetone run plan.yaml -q --isolate --sqlite isolated.sqlite
      by_hand --sqlite hand.sqlite
      cmp fused.sqlite isolated.sqlite && cmp fused.sqlite hand.sqlite && stat -c %a fused.sqlite
      (cat plan.yaml; echo 'sqlite: out/tables.sqlite') >inside.yaml
      sidetone run inside.yaml -q; cmp fused.sqlite out/tables.sqlite; grep -o '"tables.sqlite"' out/manifest.json
      ls -A | grep sidetone-new
      """)
    #expect(result.output == "640\n\"tables.sqlite\"\n", "\(result)")
  }

  @Test func onePeriodIsPicked() {
    let result = run(
      """
      sidetone run plan.yaml -q --period 2026-W45; ls out/teams | head -2; cut -d, -f1 out/team_period.csv | sort -u
      sidetone run plan.yaml -q --isolate --period 2026-W45 -o isolated; diff -r -x manifest.json out isolated
      by_hand --period 2026-W45; diff -r -x manifest.json out hand
      sidetone run plan.yaml -q --period 2026-11; cut -d, -f1 out/team_period.csv | sort -u
      sidetone run plan.yaml -q --period 2026-11-02..2026-11-08; cut -d, -f1 out/team_period.csv | sort -u
      sidetone run plan.yaml -q --period 2020-W01; echo $?
      """)
    #expect(
      result.output.hasSuffix("2026-W45\nperiod\n2026-11\nperiod\n2026-11-02..2026-11-08\nperiod\n65\n"), "\(result)")
    #expect(
      result.errors.hasPrefix("error: no call falls into period \"2020-W01\"; periods: 2026-W45"), "\(result.errors)")
  }

  @Test func verdictsOfPeopleCountAlikeHoweverItIsRun() {
    let result = run(
      """
      id=$(sidetone run plan.yaml -q; sed -n 2p out/calls.csv | cut -d, -f1)
      printf 'call,behavior,verdict,who,why,when\\n%s,tone-empathy/courtesy,excluded,Kim,a test call,2026-11-05\\n' $id >overrides.csv
      sidetone run plan.yaml -q --overrides overrides.csv
      grep -c 'overridden by Kim' out/scores.csv; cut -d, -f2- out/overrides_applied.csv
      sidetone run plan.yaml -q --isolate --overrides overrides.csv -o isolated; diff -r -x manifest.json out isolated
      by_hand --overrides overrides.csv; diff -r -x manifest.json out hand
      mkdir below; cp plan.yaml below; cp a.csv below
      sidetone run below/plan.yaml -q --overrides overrides.csv -o elsewhere; diff -r -x manifest.json out elsewhere
      """)
    #expect(
      result.output == """
        1
        technique,behavior,machine_status,verdict,who,why,when,applied
        tone-empathy,courtesy,met,excluded,Kim,a test call,2026-11-05,true

        """, "\(result)")
  }

  @Test func overridesAreCountedInCalibration() {
    let result = run(
      """
      id=$(sidetone run plan.yaml -q; sed -n 2p out/calls.csv | cut -d, -f1)
      printf 'call,behavior,verdict,who,why,when\\n%s,tone-empathy/courtesy,missed,Kim,no,2026-11-05\\n' $id >overrides.csv
      sidetone calibrate --overrides overrides.csv plan.yaml | sed -n 3,7p
      sidetone calibrate --overrides overrides.csv plan.yaml --csv | cut -d, -f1,2,12-
      sidetone calibrate plan.yaml; echo $?
      """)
    #expect(
      result.output == """
        ## Verdicts that people changed

        | behavior | overrides | changed | from the machine's to the person's |
        |---|---:|---:|---|
        | tone-empathy/courtesy | 1 | 1 | met to missed 1 |
        behavior,n,overrides_n,overrides_changed
        tone-empathy/courtesy,0,1,1
        64

        """, "\(result)")
  }
}
