import Testing

/// Whenever a run is killed, the old output stands whole or the new one does, and the next run finishes the work.
@Suite struct KillTests {
  /// `SIDETONE_KILLS=200` makes it the long test; built for release it takes seconds.
  @Test func killedAtAnyMoment() {
    let work = Shell.scratch()
    defer { Shell.remove(work) }
    let result = Shell.run(
      """
      head -n 300 "$SAMPLE"/exports/utterances-2026-W45.csv >a.csv
      sidetone run a.csv -q -o first; sidetone run a.csv -q -o good
      span=$(( $( { time -p sidetone run a.csv -q -o timed; } 2>&1 | awk '/real/ { print int($2 * 1000) }' ) + 50 ))
      mkdir out; echo old >out/index.md; echo '{}' >out/manifest.json
      RANDOM=7
      for kill in $(seq ${SIDETONE_KILLS:-12}); do
        rm -rf out; mkdir out; echo old >out/index.md; echo '{}' >out/manifest.json
        wait=$(( RANDOM % span ))
        sidetone run a.csv -q -o out & pid=$!
        sleep $(( wait / 1000 )).$(printf %03d $(( wait % 1000 )))
        kill -KILL $pid 2>/dev/null; wait $pid 2>/dev/null
        if [ "$(cat out/index.md)" = old ]; then [ "$(ls out | wc -l)" = 2 ] || echo "half written at $wait ms"
        else diff -r -x manifest.json first out || echo "neither old nor new at $wait ms"; fi
      done
      sidetone run a.csv -q -o out; diff -r -x manifest.json first out; ls -A | grep sidetone
      """, in: work)
    #expect(result.output == "", "\(result.errors)")
  }

  @Test func aSecondRunDoesNothingIfNothingHasChanged() {
    let work = Shell.scratch()
    defer { Shell.remove(work) }
    let result = Shell.run(
      """
      head -n 300 "$SAMPLE"/exports/utterances-2026-W45.csv >a.csv
      printf 'inputs: [a.csv]\\noutput: out\\n' >p.yaml
      sidetone run p.yaml --if-changed -q; cp -r out copy
      sidetone run p.yaml --if-changed 2>&1; diff -r out copy
      echo 'excel: true' >>p.yaml; sidetone run p.yaml --if-changed -q; cmp -s out/calls.csv copy/calls.csv || echo again
      touch a.csv; cp -r out copy2; sidetone run p.yaml --if-changed -q; cmp -s out/manifest.json copy2/manifest.json || echo touched
      rm -r out/teams; sidetone run p.yaml --if-changed -q; diff -r out/teams copy2/teams || echo incomplete
      tail -n 1 a.csv | sed 's/[a-z]/x/' >>a.csv; sidetone run p.yaml --if-changed -q; cmp -s out/manifest.json copy2/manifest.json || echo changed
      """, in: work)
    #expect(
      result.output == "sidetone: nothing has changed since out/index.md was written\nagain\nchanged\n", "\(result)")
  }

  @Test func aReadOnlyFolderAndAFullDiskAreErrorsNotDamage() {
    let work = Shell.scratch()
    defer { Shell.remove(work) }
    let result = Shell.run(
      """
      head -n 300 "$SAMPLE"/exports/utterances-2026-W45.csv >a.csv
      mkdir old; echo '{}' >old/manifest.json
      (ulimit -f 8; sidetone run a.csv -q -o old); echo $?; ls -A . old
      sidetone run a.csv -q -o /proc/nowhere/out; echo $?
      """, in: work)
    #expect(result.output == "74\n.:\na.csv\nold\n\nold:\nmanifest.json\n74\n", "\(result)")
  }
}
