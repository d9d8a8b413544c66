import Testing

/// However the job is run, its output has the same bytes.
@Suite struct EqualityTests {
  /// A piece of the sample with every format, small enough for debug builds.
  private static let prepare = """
    mkdir exports && cp "$SAMPLE"/exports/late-files.tar.gz "$SAMPLE"/exports/week-46-evening.zip exports
    head -n 400 "$SAMPLE"/exports/utterances-2026-W45.csv >exports/utterances.csv
    cp "$SAMPLE"/exports/qa-calls.csv exports && head -n 20 "$SAMPLE"/exports/qa-transcripts.csv >exports/qa-transcripts.csv
    cp "$SAMPLE"/roster.csv .
    printf 'inputs: [exports]\\nroster: roster.csv\\noutput: out\\n' >plan.yaml

    """

  /// Differences of two output folders; of the manifests, what is not under `run`.
  private static let compare = """
    same() {
      diff -r -x manifest.json "$1" "$2" && diff <(sed '/"run": {/,$d' "$1"/manifest.json) <(sed '/"run": {/,$d' "$2"/manifest.json)
    }

    """

  private func check(_ script: String, _ comment: Comment) {
    let work = Shell.scratch()
    defer { Shell.remove(work) }
    let result = Shell.run(Self.prepare + Self.compare + script, in: work)
    #expect(result.status == 0 && result.output == "", "\(comment): \(result.output.prefix(2000))\(result.errors)")
  }

  @Test func oneLaneAsEight() {
    check(
      """
      sidetone run plan.yaml -q --lanes 1; [ $? = 3 ] || exit 1
      sidetone run plan.yaml -q --lanes 8 -o eight; [ $? = 3 ] || exit 1
      same out eight
      """, "1 lane and 8")
  }

  @Test func fusedAsIsolatedAsPipedByHand() {
    check(
      """
      sidetone run plan.yaml -q; [ $? = 3 ] || exit 1
      sidetone run plan.yaml -q --isolate -o isolated; [ $? = 3 ] || exit 1
      same out isolated || exit 1
      sidetone-ingest -q exports | sidetone-normalize -q --roster roster.csv | sidetone-score -q |
        sidetone-aggregate --output hand 2>/dev/null | sidetone-report --output hand
      diff -r -x manifest.json out hand
      """, "fused, isolated, by hand")
  }

  @Test func anExternalStageChangesNothingThatItDoesNotTouch() {
    check(
      """
      for place in ingest normalize score; do
        stages=$(echo 'ingest, normalize, score, aggregate, report' | sed "s/$place/&, {run: cat, name: through}/")
        (cat plan.yaml; echo "stages: [$stages]") >through.yaml
        sidetone run plan.yaml -q
        sidetone run through.yaml -q -o fused; [ $? = 3 ] || exit 1
        sidetone run through.yaml -q --isolate -o isolated; [ $? = 3 ] || exit 1
        diff -r -x manifest.json out fused || exit 1
        same fused isolated || exit 1
      done
      """, "through cat")
  }

  @Test func theOrderOfTheInputsAndTheFolderOfTheStartDoNotMatter() {
    check(
      """
      sidetone run exports/utterances.csv exports/late-files.tar.gz exports/week-46-evening.zip -q -o one
      TZ=Asia/Tokyo LC_ALL=de_DE.UTF-8 sidetone run exports/week-46-evening.zip exports/late-files.tar.gz exports/utterances.csv -q -o two
      same one two || exit 1
      sidetone run plan.yaml -q; here=$PWD
      cd / && sidetone run "$here/plan.yaml" -q -o "$here/three"; cd "$here"
      same out three
      """, "order and folder")
  }
}
