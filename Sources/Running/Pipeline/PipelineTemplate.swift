import Console

/// A pipeline file with every key, commented, for `sidetone init`.
public enum PipelineTemplate {
  /// What to write for these inputs and this output folder.
  public static func text(inputs: [String], output: String) -> String {
    """
    # What Sidetone reads, how it judges, where it writes. Paths are relative to this file.
    # `sidetone check FILE` checks it, `sidetone plan FILE` shows what it would read, `sidetone run FILE` does it.

    # Files, folders, archives, and patterns such as exports/*.csv.
    inputs:
    \(inputs.map { "  - \(quoted($0))" }.joined(separator: "\n"))

    # Where a call stands in several files: that of the first file by path counts, or that of the last, which suits exports
    # whose names begin with a date and that come again corrected.
    # duplicates: last
    # Or one that is preferred, wherever it stands: the redacted of two twins, and of repeated deliveries the latest by a field.
    # duplicates: {prefer: redacted, keep: latest, by: last_update}

    # The kind of each export is detected. A mapping describes one that no profile knows.
    # profile: csv-utterances
    # mapping: mapping.yaml

    # Offset of times that name none.
    # source_timezone: "+01:00"

    # Agents with their names and teams: CSV with agent_id, agent_name, team.
    # roster: roster.csv

    # What speakers' labels stand for, beyond the usual ones.
    # roles: {"Desk *": agent, visitor: customer}
    # How speakers whom no label tells apart are told apart: none, first_speaker_is_agent, words.
    # role_guess: none
    # What happens on a finding: flag, repair or exclude.
    # quality: {tiny: exclude, one_speaker_missing: exclude, swapped_roles: repair}

    # The built-in rubric, or a file of your own (`sidetone rubric check --rubric FILE`).
    rubric: builtin
    language: en

    # week, month, or {days: 14, from: 2026-01-05}; 2026-W46 or 2026-11 for the pages of that one only.
    # The zone is the one in which days begin.
    period: week
    # timezone: Europe/Madrid

    # Coaching sessions, as CSV with agent_id, technique, date, kind: the pages then say whether they helped.
    # coaching: coaching_log.csv

    privacy:
      # Card and phone numbers, addresses, dates of birth and the like are replaced in all words.
      redact: true
      # false keeps all words of calls out of every output.
      quotes: true
      # hash replaces customer ids by a keyed hash; key_file or key_env tells where the key is.
      customer_ids: keep

    # A file in which the job keeps its scorecards from week to week. Inputs that have not changed are then not read again,
    # and calls stay in the output when their exports are gone, until `sidetone purge` erases them.
    # history: sidetone.history

    # Makes the run fail, and the old output stand, where the week is not what it should be.
    # thresholds:
    #   max_rejected: 2%
    #   expected_sources: ["exports/*.csv"]
    #   # Each must have a call in the newest week that is over.
    #   expected: {queue: [billing, support]}
    #   # Against the median of up to eight weeks before it; without past weeks, against the last run.
    #   max_volume_drop: 40%
    #   # Days since the newest call.
    #   max_age: 8d

    # A shell command that gets the run's outcome as JSON on its standard input, whether it went well or not.
    # notify: ./tell-the-channel.sh

    output: \(quoted(output))
    # A byte-order mark and CRLF in the tables, for spreadsheets that need them.
    excel: false
    # HTML pages beside the Markdown ones.
    html: false
    # The tables once more in one SQLite file, with keys and indexes, for those who query.
    # sqlite: tables.sqlite

    # Verdicts of people that replace the machine's: CSV with call, behavior, verdict, who, why, when.
    # overrides: overrides.csv

    # A stage of your own is any executable over NDJSON, between ingest and aggregate:
    # stages:
    #   - ingest
    #   - run: python3 mask_names.py
    #     name: mask
    #   - normalize
    #   - score
    #   - aggregate
    #   - report

    """
  }
}
