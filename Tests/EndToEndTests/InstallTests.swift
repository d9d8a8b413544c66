import Testing

/// What the install script puts in its place: commands that run from anywhere, pages and completions that know all of them.
@Suite struct InstallTests {
  private static let prepare = """
    set -u
    bin=${PATH%%:*}
    "\(Shell.package)"/Pipelines/install --from "$bin" --prefix "$PWD/prefix" >said || exit 9

    """

  private func run(_ script: String) -> Shell.Result {
    let work = Shell.scratch()
    defer { Shell.remove(work) }
    return Shell.run(Self.prepare + script, in: work)
  }

  /// Held to what `--help` prints, not to what the pages are made from.
  @Test func everyCommandAndOptionStandsInItsPage() {
    let result = run(
      """
      pages=0
      check() {
        page=prefix/share/man/man1/$(echo "$*" | tr ' ' -).1
        [ -f $page ] || { echo "no page for $*"; return; }
        pages=$((pages + 1))
        "$@" --help >help
        sed 's/\\\\-/-/g' $page >plain
        for option in $(grep -E '^  -' help | sed 's/^  //; s/  .*//' | grep -oE -e '--?[a-z][a-z-]*' | sort -u); do
          grep -q -e "$option" plain || echo "$*: $option is missing"
        done
        [ $(grep -c '^\\.TP' $page) -ge $(grep -cE '^  (-|<)' help) ] || echo "$*: entries are missing"
        local subs=$(sed -n '/^SUBCOMMANDS:/,/^$/p' help | grep -oE '^  [a-z-]+')
        for sub in $subs; do grep -q "$* $sub" plain || echo "$*: $sub is missing"; done
        for sub in $subs; do check "$@" $sub; done
      }
      for command in prefix/bin/*; do check $(basename $command); done
      [ $pages -ge 20 ] && echo enough
      [ $pages = $(ls prefix/share/man/man1 | wc -l) ] && echo none is idle
      """)
    #expect(result.output == "enough\nnone is idle\n", "\(result)")
  }

  @Test func pagesRenderWithoutAComplaint() {
    let result = run(
      """
      command -v groff >/dev/null || { echo 'groff is not installed: the rendered pages are not checked' >&2; exit 0; }
      for page in prefix/share/man/man1/*; do groff -man -Tutf8 -ww $page >text 2>complaints; cat complaints; done
      groff -man -Tutf8 prefix/share/man/man1/sidetone.1 | grep -c 'a threshold tripped'
      """)
    #expect(result.output == "1\n" || result.errors.hasPrefix("groff is not installed"), "\(result)")
  }

  @Test func completionsLoad() {
    let result = run(
      """
      for script in prefix/share/bash-completion/completions/*; do bash -n $script; (. $script && complete -p $(basename $script)); done | wc -l
      if command -v zsh >/dev/null; then for script in prefix/share/zsh/site-functions/*; do zsh -n $script; done; fi
      if command -v fish >/dev/null; then for script in prefix/share/fish/vendor_completions.d/*; do fish -n $script; done; fi
      ls prefix/share/zsh/site-functions prefix/share/fish/vendor_completions.d | grep -c sidetone
      """)
    #expect(result.output == "7\n14\n" && result.errors == "", "\(result)")
  }

  @Test func commandsRunFromAnyFolder() {
    let result = run(
      """
      head -n 60 "$SAMPLE"/exports/utterances-2026-W45.csv >a.csv; here=$PWD
      cd / && PATH=$here/prefix/bin:/usr/bin:/bin sidetone run "$here/a.csv" --isolate -q -o "$here/out"
      ls "$here/out/index.md" | sed 's/.*out/out/'
      """)
    #expect(result.output == "out/index.md\n", "\(result)")
  }

  @Test func uninstallTakesAwayAllOfItAndNothingElse() {
    let result = run(
      """
      echo mine >prefix/bin/other
      "\(Shell.package)"/Pipelines/install --from "$bin" --prefix "$PWD/prefix" >/dev/null
      "\(Shell.package)"/Pipelines/install --uninstall --prefix "$PWD/prefix" >/dev/null; find prefix -type f
      "\(Shell.package)"/Pipelines/install --uninstall --prefix "$PWD/prefix"; echo $?
      """)
    #expect(result.output == "prefix/bin/other\n66\n", "\(result)")
  }
}
