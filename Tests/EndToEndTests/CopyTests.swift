import Testing

/// Raw and redacted twins, and deliveries that come again: the copy stands that the job prefers, however it is run.
@Suite struct CopyTests {
  /// Four calls: k1 with twins in two files, k2 with three deliveries, k3 with both, k4 alone. The agent's id names the copy.
  private static let prepare = """
    mkdir -p exports/raw exports/redacted
    talk() { printf 'Agent: Thank you for calling, this is copy %s.\\nCustomer: Hi, my bill is wrong, please help me with it.\\n' "$1"
      printf 'Agent: I am sorry to hear that, let me look.\\nCustomer: Thanks.\\n'; }
    row() { printf '%s,%s,%s,%s,%s,"%s"\\n' "$1" 2026-11-02T10:00:00Z "$4" "$2" "$3" "$(talk "$4")"; }
    head='call_id,started_at,agent_id,text_variant,modified,transcript\\n'
    (printf $head; row k1 raw 2026-11-05T08:00:00Z k1-raw; row k2 '' 2026-11-03 k2-first; row k4 '' '' k4-only) >exports/a.csv
    (printf $head; row k2 '' 2026-11-09T12:00:00+01:00 k2-latest; row k2 '' 2026-11-09T10:59:59Z k2-nearly
      row k3 redacted 2026-11-03 k3-redacted-old) >exports/b.csv
    (printf $head; row k1 redacted 2026-11-04T08:00:00Z k1-redacted; row k3 Redacted 2026-11-04 k3-redacted-new
      row k3 raw 2026-11-08 k3-raw; row k2 '' '' k2-undated) >c.csv
    tar -czf exports/c.tar.gz c.csv
    printf 'inputs: [exports]\\nduplicates: {prefer: redacted, keep: latest, by: modified}\\noutput: out\\n' >p.yaml
    stands() { tail -n +2 $1/calls.csv | cut -d, -f8 | sort | paste -sd' '; }
    sources() { tail -n +2 $1/calls.csv | cut -d, -f2 | sort | paste -sd' '; }
    lost() { tail -n +2 $1/not_scored.csv | sed 's/.*#row //' | cut -d, -f1-4; }
    same() {
      diff -r -x manifest.json "$1" "$2" && diff <(sed '/"run": {/,$d' "$1"/manifest.json) <(sed '/"run": {/,$d' "$2"/manifest.json)
    }

    """

  private func run(_ script: String) -> Shell.Result {
    let work = Shell.scratch()
    defer { Shell.remove(work) }
    return Shell.run(Self.prepare + script, in: work)
  }

  @Test("the preferred copy stands, across files and within one; what lost is listed with its reason")
  func preferred() {
    let result = run("sidetone run p.yaml -q; echo $?; stands out; lost out")
    let expected = """
      3
      k1-redacted k2-latest k3-redacted-new k4-only
      2,normalize,duplicate,conversation k1 has a copy that is redacted; that one stands
      3,normalize,duplicate,conversation k2 has a copy that is later by modified; that one stands
      3,normalize,duplicate,conversation k2 has a copy that is later by modified; that one stands
      4,normalize,duplicate,conversation k3 has a copy that is later by modified; that one stands
      4,normalize,duplicate,conversation k3 has a copy that is redacted; that one stands
      5,normalize,duplicate,conversation k2 has a copy that is later by modified; that one stands

      """
    #expect(result.output == expected, "\(result)")
    #expect(result.errors.isEmpty, "\(result)")
  }

  @Test("one lane, eight, isolated, behind a stage of one's own, and by hand: the same bytes")
  func everyWay() {
    let result = run(
      """
      sidetone run p.yaml -q; sidetone run p.yaml -q --lanes 1 -o one; same out one; sidetone run p.yaml -q --lanes 8 -o eight; same out eight
      sidetone run p.yaml -q --isolate -o isolated; same out isolated
      (cat p.yaml; echo 'stages: [ingest, {run: cat, name: through}, normalize, score, aggregate, report]') >own.yaml
      sidetone run own.yaml -q -o own; diff -r -x manifest.json out own
      sidetone-ingest -q exports | sidetone-normalize -q --duplicates redacted,latest:modified | sidetone-score -q |
        sidetone-aggregate --output hand 2>/dev/null | sidetone-report --output hand; diff -r -x manifest.json out hand
      sidetone-ingest -q exports >raw.ndjson; sidetone-normalize -q raw.ndjson --duplicates redacted,latest:modified --lanes 1 >1
      sidetone-normalize -q <(cat raw.ndjson) --duplicates redacted,latest:modified --lanes 3 >3; cmp 1 3
      sidetone explain k1 p.yaml 2>&1 | grep -c 'copy k1-redacted'
      """)
    #expect(result.output == "1\n" && result.errors.isEmpty, "\(result)")
  }

  @Test("with a history the copies may come week by week, and go: as one run over all")
  func withHistory() {
    let result = run(
      """
      mkdir later; mv exports/b.csv exports/c.tar.gz later; cp exports/a.csv all.csv
      printf 'history: job.history\\n' >>p.yaml
      sidetone run p.yaml -q; stands out
      mv later/c.tar.gz exports; sidetone run p.yaml -q; stands out
      cp exports/c.tar.gz later; rm exports/c.tar.gz; mv later/b.csv exports; sidetone run p.yaml -q; stands out
      sidetone run p.yaml 2>&1 | grep -o 'nothing has changed'
      cp later/c.tar.gz exports; sidetone run p.yaml -q --history other -o whole
      for table in calls scores evidence not_scored; do cmp out/$table.csv whole/$table.csv; done
      """)
    #expect(
      result.output == """
        k1-raw k2-first k4-only
        k1-redacted k2-first k3-redacted-new k4-only
        k1-redacted k2-latest k3-redacted-new k4-only
        nothing has changed

        """, "\(result)")
    #expect(result.errors.isEmpty, "\(result)")
  }

  @Test("twins in members whose paths say so, by a mapping's word; a broken copy does not keep a good one out")
  func mapped() {
    let result = run(
      """
      mkdir -p Voice/Redacted; talk k1-raw >Voice/k1_analysis.txt; talk k1-redacted >Voice/Redacted/k1_analysis_redacted.txt
      talk k2-raw >Voice/k2_analysis.txt
      printf 'Agent: Hi.\\n' >Voice/Redacted/k2_analysis_redacted.txt
      cat >m.yaml <<'END'
      version: 1
      sources:
        talks: { match: { path: "**/*.txt" }, reader: labelled-text, fields: { conversation_id: { from: $filename, regex: '^([^_]+)', pick: 1 } } }
      dedupe: { prefer: redacted }
      END
      zip -q -r twins.zip Voice
      sidetone run twins.zip --mapping m.yaml -q -o out; sources out; tail -n +2 out/not_scored.csv | cut -d, -f1,3
      sidetone run twins.zip --mapping m.yaml -q -o isolated --isolate; same out isolated
      sed -i 's/prefer: redacted/prefer: raw/' m.yaml; sidetone run Voice --mapping m.yaml -q -o raw; sources raw
      """)
    #expect(
      result.output == """
        twins.zip!/Voice/Redacted/k1_analysis_redacted.txt#record 1 twins.zip!/Voice/k2_analysis.txt#record 1
        twins.zip!/Voice/k1_analysis.txt#record 1,duplicate
        twins.zip!/Voice/Redacted/k2_analysis_redacted.txt#record 1,tiny
        Voice/k1_analysis.txt#record 1 Voice/k2_analysis.txt#record 1

        """, "\(result)")
  }

  @Test("a column that no conversation has is warned of, and the order decides")
  func misspelled() {
    let result = run("sed -i 's/by: modified/by: modifed/' p.yaml; sidetone run p.yaml -q; stands out")
    #expect(result.output == "k1-redacted k2-first k3-redacted-old k4-only\n", "\(result)")
    #expect(result.errors.hasPrefix("warning: no conversation has a time in \"modifed\""), "\(result)")
    #expect(result.errors.split(separator: "\n").count == 1, "\(result)")
  }

  @Test("what can't be meant is told with its line")
  func mistakes() {
    let result = run(
      """
      printf 'inputs: [exports]\\nduplicates: {prefer: masked}\\noutput: out\\n' >a.yaml; sidetone run a.yaml; echo $?
      printf 'inputs: [exports]\\nduplicates: {keep: last, by: modified}\\noutput: out\\n' >b.yaml; sidetone run b.yaml; echo $?
      sidetone-normalize --duplicates newest </dev/null; echo $?
      """)
    #expect(result.output == "65\n65\n64\n", "\(result)")
    #expect(result.errors.contains("a.yaml:2:22") && result.errors.contains("redacted"), "\(result)")
    #expect(result.errors.contains("b.yaml:2:") && result.errors.contains("add keep: latest"), "\(result)")
    #expect(result.errors.contains("redacted,latest:FIELD"), "\(result)")
  }
}
