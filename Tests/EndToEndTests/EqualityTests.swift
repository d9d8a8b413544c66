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

  /// Three blocks of lines and a broken one, so that lanes have something to bring back in order.
  private static let lines = """
    sidetone-ingest -q exports >some.ndjson
    for copy in $(seq 6); do sed "s/\\"id\\":\\"/&$((copy / 2))-/" some.ndjson; done | head -c 3400000 >raw.ndjson

    """

  @Test func filtersOnOneLaneAsOnThree() {
    check(
      Self.lines + """
        for lanes in 1 3; do
          sidetone-ingest -q exports --lanes $lanes -o ingested$lanes
          sidetone-normalize -q raw.ndjson --lanes $lanes -o canonical$lanes; [ $? = 3 ] || exit 1
          sidetone-score -q canonical$lanes --lanes $lanes -o scores$lanes || exit 1
        done
        cmp ingested1 ingested3 && cmp canonical1 canonical3 && cmp scores1 scores3 || exit 1
        [ $(grep -c '"reason":"duplicate"' canonical1) -gt 100 ] || exit 1
        [ $(stat -c %s canonical1) -gt 1200000 ] || exit 1
        """, "filters, 1 lane and 3")
  }

  @Test func aReaderThatLeavesIsNoError() {
    check(
      Self.lines + """
        set -o pipefail
        sidetone-normalize -q raw.ndjson --lanes 3 | head -n 2 >few
        [ "${PIPESTATUS[*]}" = "0 0" ] || echo "normalize: ${PIPESTATUS[*]}"
        sidetone-score -q raw.ndjson --lanes 3 | head -n 2 >few
        [ "${PIPESTATUS[*]}" = "0 0" ] || echo "score: ${PIPESTATUS[*]}"
        """, "a pipe that closes early")
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
