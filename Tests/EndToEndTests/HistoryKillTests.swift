import Glibc
import Testing

/// Killed with a history at any moment: the old output stands or the new one, the history is whole, the next run finishes.
///
/// `SIDETONE_KILLS=300` makes it the long test, and says how the kills fell.
@Suite struct HistoryKillTests {
  /// A first week that has run, in `base`; a late file with calls of the first, corrected, that has not.
  private static let prepare = """
    cat >rubric.yaml <<'END'
    rubric: 1
    name: small
    version: "1"
    cues:
      greeting: {who: agent, any: [hello, "good morning", hi]}
      sorry: {who: agent, any: [sorry, apologize]}
    techniques:
      - id: courtesy
        behaviors:
          - {id: greets, applies: {always: true}, shown: {cues: [greeting]}}
          - {id: sorry, applies: {always: true}, shown: {cues: [sorry]}}
    END
    mkdir exports base
    head -n 900 "$SAMPLE"/exports/utterances-2026-W45.csv >exports/b.csv
    (head -n 1 exports/b.csv; sed -n '2,200s/good morning/Corrected: &/p;201,400p' exports/b.csv; tail -n 900 "$SAMPLE"/exports/utterances-2026-W46.csv) >late.csv
    customer=$(sed -n '2s/^\\([^,]*,\\)\\{7\\}\\([^,]*\\).*/\\2/p' exports/b.csv)
    printf 'inputs: [exports]\\nrubric: rubric.yaml\\nhistory: history\\noutput: out\\n' >p.yaml
    sidetone run p.yaml -q; cp -a out history base
    books() { sed '/"run": {/,$d' "$1"/manifest.json; }
    same() { diff -r -q -x manifest.json "$1" "$2" >/dev/null && diff -q <(books "$1") <(books "$2") >/dev/null; }
    whole() {
      if command -v sqlite3 >/dev/null; then [ "$(sqlite3 history 'PRAGMA integrity_check')" = ok ]
      else sidetone doctor p.yaml | grep -q '^ok   history'; fi
    }
    reset() { rm -rf out history history-journal; cp -a base/. .; }
    span() { local begin=$(date +%s%N); "$@" >/dev/null 2>&1; echo $(( ($(date +%s%N) - begin) / 1000000 + 5 )); }
    killed() {
      wait=$(( RANDOM * 32768 % span + RANDOM % span )); wait=$(( wait % span ))
      "$@" >/dev/null 2>&1 & pid=$!
      sleep $(( wait / 1000 )).$(printf %03d $(( wait % 1000 )))
      kill -KILL $pid 2>/dev/null; wait $pid 2>/dev/null
    }
    RANDOM=11
    kills=${SIDETONE_KILLS:-40}

    """

  private func run(_ script: String) -> Shell.Result {
    let work = Shell.scratch()
    defer { Shell.remove(work) }
    let result = Shell.run(Self.prepare + script, in: work)
    if unsafe getenv("SIDETONE_KILLS") != nil { print(result.errors) }
    return result
  }

  @Test func aRunThatIsKilled() {
    let result = run(
      """
      mv late.csv exports/a.csv
      span=$(span sidetone run p.yaml -q); cp -a out full
      sidetone run exports --rubric rubric.yaml -q -o fresh; same full fresh || echo "incremental differs from full"
      old=0 new=0 midway=0
      for kill in $(seq $kills); do
        reset
        killed sidetone run p.yaml -q
        journal=$(ls history-journal 2>/dev/null)
        whole || echo "history damaged at $wait ms"
        if same out base/out; then old=$((old + 1)); elif same out full; then new=$((new + 1)); else echo "neither at $wait ms"; fi
        [ -z "$journal" ] || midway=$((midway + 1))
        sidetone run p.yaml -q; same out full || echo "not finished after $wait ms"
        [ "$(ls -A | grep -c 'sidetone-\\|journal')" = 0 ] || echo "left over at $wait ms: $(ls -A)"
        sidetone run p.yaml 2>&1 | grep -q 'nothing has changed' || echo "not settled after $wait ms"
      done
      echo "$kills kills of a run within $span ms: $old left the old output, $new the new one, $midway a journal" >&2
      """)
    #expect(result.output == "", "\(result.errors)")
  }

  @Test func aPurgeThatIsKilled() {
    let result = run(
      """
      word=$(grep -m1 -A3 ",$customer," exports/b.csv | tail -n 1 | cut -d, -f1)
      grep -q "^$word," out/calls.csv || echo "the customer has no call"
      purge() { sidetone purge p.yaml --customer "$customer"; }
      span=$(span purge); cp -a out full
      old=0 new=0
      for kill in $(seq $((kills / 4))); do
        reset
        killed sidetone purge p.yaml --customer "$customer"
        whole || echo "history damaged at $wait ms"
        if same out base/out; then old=$((old + 1)); elif same out full; then new=$((new + 1)); else echo "neither at $wait ms"; fi
        purge >/dev/null || echo "purge failed after $wait ms"
        same out full || echo "not finished after $wait ms"
        grep -rlq "$word" out history && echo "still there after $wait ms"
        [ "$(ls -A | grep -c 'sidetone-\\|journal')" = 0 ] || echo "left over at $wait ms: $(ls -A)"
      done
      echo "$((kills / 4)) kills of a purge within $span ms: $old left the old output, $new the new one" >&2
      """)
    #expect(result.output == "", "\(result.errors)")
  }
}
