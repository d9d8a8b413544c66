public import Record

/// The data dictionary: every column of every table, in order. A test holds it to the real output.
public enum TableSchema {
  private static let conversation = SchemaField("conversation_id", "text", "id of the call or chat; key")
  private static let technique = SchemaField("technique", "text", "id of the technique in the rubric")
  private static let behavior = SchemaField("behavior", "text", "id of the behavior within its technique")
  private static let period = SchemaField("period", "text", "2026-W46, 2026-11, FIRST..LAST, or undated; key")
  private static let team = SchemaField("team", "text", "the team, empty where the exports name none; key")
  private static let agent = SchemaField("agent_id", "text", "the agent's id, or name where there is no id; key")

  private static let calls = [
    conversation,
    SchemaField("source_ref", "text", "file, archive member and row or record that it was read from"),
    SchemaField("started_at", "time", "start, with offset; empty where unknown"),
    SchemaField("channel", "text", "voice, chat, email …"),
    SchemaField("direction", "text", "inbound, outbound, internal or empty"),
    SchemaField("queue", "text", "queue or skill"),
    SchemaField("team", "text", "team of the agent"),
    SchemaField("agent_id", "text", "the agent whom the score is for"),
    SchemaField("agent_name", "text", "that agent's name"),
    SchemaField("duration_s", "number", "length in seconds; empty where unknown"),
    SchemaField("agent_turns", "integer", "turns of the agent"),
    SchemaField("customer_turns", "integer", "turns of the customer"),
    SchemaField("talk_share", "share", "the agent's share of the words; empty where nobody spoke"),
    SchemaField("interruptions", "integer", "times the agent cut in; empty without times"),
    SchemaField("longest_silence_s", "number", "longest silence in seconds; empty without times"),
    SchemaField("csat", "number", "satisfaction in the source's own unit; empty where nobody answered"),
    SchemaField("score", "share", "weighted mean of the applicable techniques; empty where none applied"),
    SchemaField("techniques_applicable", "integer", "techniques that the conversation called for"),
    SchemaField("flags", "list", "warnings, with ; between"),
  ]

  private static let scores = [
    conversation, technique, behavior,
    SchemaField("status", "text", "met, partly, missed, not_applicable, insufficient or excluded"),
    SchemaField("opportunities", "integer", "how often the conversation called for it; empty where not applicable"),
    SchemaField("met", "number", "how many of them were met, a partly as one half; empty where not judged"),
    SchemaField("reason", "text", "why, where there is more to say"),
    SchemaField("rule_ids", "list", "cues and measures that fired, with ; between"),
  ]

  private static let evidence = [
    conversation,
    SchemaField("turn", "integer", "number of the turn in its source"),
    SchemaField("start_ms", "integer", "its start from the conversation's start; empty without times"),
    SchemaField("speaker", "text", "agent, customer, bot, system, supervisor or unknown"),
    technique, behavior,
    SchemaField("polarity", "text", "opportunity, shown or spoiled"),
    SchemaField("quote", "text", "the words, redacted; empty under --no-quotes"),
    SchemaField("rule_id", "text", "the cue or measure that fired"),
  ]

  private static let notScored = [
    SchemaField("source_ref", "text", "where the record stands"),
    SchemaField("stage", "text", "ingest, normalize, score or aggregate"),
    SchemaField("reason", "text", "a short, stable word, to be counted"),
    SchemaField("detail", "text", "one sentence: found, expected, the way out"),
  ]

  private static let rates = [
    SchemaField("calls", "integer", "conversations that called for it"),
    SchemaField("opportunities", "integer", "moments that called for it; a technique's are those of its behaviors"),
    SchemaField("met", "number", "how many were met, a partly as one half, less repeats_lost"),
    SchemaField("rate", "share", "met / opportunities"),
    SchemaField("ci_low", "share", "lower bound of Wilson's 95 % interval"),
    SchemaField("ci_high", "share", "upper bound"),
    SchemaField(
      "shrunk_rate", "share", "rate drawn toward the team by empirical Bayes (beta-binomial); a team's is its rate"),
    SchemaField("previous_rate", "share", "rate in the period before; empty where there is none"),
    SchemaField("delta", "number", "rate less previous_rate"),
    SchemaField("delta_ci_low", "number", "lower bound of Newcombe's 95 % interval of delta"),
    SchemaField("delta_ci_high", "number", "upper bound"),
    SchemaField("enough_data", "flag", "whether opportunities reach the rubric's minimum, in at least 5 calls"),
  ]

  private static let repeatsLost = SchemaField(
    "repeats_lost", "number",
    "what repeats of a stock phrase beyond the rubric's limit lost, one half each; met plus it is the sum of scores.csv"
  )

  private static let agentPeriod =
    [period, team, agent, technique, SchemaField("behavior", "text", "empty in the technique's own row")] + rates + [
      SchemaField("clear_difference", "flag", "whether gap is beyond noise; empty without enough data"),
      SchemaField("clear_change", "flag", "whether delta is beyond noise; empty without enough data"),
      SchemaField("expected_rate", "share", "what team mates reach over the agent's mix of queues and channels"),
      SchemaField("gap", "number", "rate less expected_rate"),
      SchemaField("gap_ci_low", "number", "lower bound of the 95 % interval of gap"),
      SchemaField("gap_ci_high", "number", "upper bound"),
      repeatsLost,
    ]

  private static let teamPeriod =
    [period, team, technique, SchemaField("behavior", "text", "empty in the technique's own row")] + rates + [
      SchemaField("clear_difference", "flag", "whether delta is beyond noise; empty without enough data"),
      repeatsLost,
    ]

  private static let coachingEffect = [
    team, agent, technique,
    SchemaField("date", "text", "day of the coaching"),
    SchemaField("kind", "text", "kind of the coaching, as logged"),
    SchemaField("before_opportunities", "integer", "the agent's opportunities in periods that end before that day"),
    SchemaField("before_rate", "share", "the agent's rate there"),
    SchemaField("after_opportunities", "integer", "the agent's opportunities in periods that begin after that day"),
    SchemaField("after_rate", "share", "the agent's rate there"),
    SchemaField("change", "number", "after_rate less before_rate; empty with too few opportunities"),
    SchemaField("change_ci_low", "number", "lower bound of its 95 % interval"),
    SchemaField("change_ci_high", "number", "upper bound"),
    SchemaField("mates_before_opportunities", "integer", "opportunities of team mates never coached in it, before"),
    SchemaField("mates_before_rate", "share", "their rate before"),
    SchemaField("mates_after_opportunities", "integer", "their opportunities after"),
    SchemaField("mates_after_rate", "share", "their rate after"),
    SchemaField("effect", "number", "the agent's change less the mates' change"),
    SchemaField("effect_ci_low", "number", "lower bound of its 95 % interval"),
    SchemaField("effect_ci_high", "number", "upper bound"),
    SchemaField("clear_effect", "flag", "whether that interval leaves out zero"),
  ]

  private static let overridesApplied = [
    conversation, technique, behavior,
    SchemaField("machine_status", "text", "the machine's verdict; empty where the call was not in the input"),
    SchemaField("verdict", "text", "the person's verdict, which counts"),
    SchemaField("who", "text", "who decided"),
    SchemaField("why", "text", "the reason given"),
    SchemaField("when", "text", "when, as written"),
    SchemaField("applied", "flag", "whether the call was in the input"),
  ]

  /// Every table: its file, what one row stands for, its columns.
  public static let tables: [(name: String, grain: String, columns: [SchemaField])] = [
    ("calls.csv", "a conversation", calls), ("scores.csv", "a behavior in a conversation", scores),
    ("evidence.csv", "an item of evidence", evidence), ("not_scored.csv", "a record that was not scored", notScored),
    ("agent_period.csv", "a technique or behavior of an agent in a period", agentPeriod),
    ("team_period.csv", "a technique or behavior of a team in a period", teamPeriod),
    ("coaching_effect.csv", "a coaching of an agent (only with a coaching log)", coachingEffect),
    ("overrides_applied.csv", "a person's verdict (only with overrides)", overridesApplied),
  ]

  /// The whole dictionary as Markdown: tables first, then the record between the stages.
  public static func document() -> String {
    var out =
      "# Data dictionary\n\nAn empty cell means \"does not apply\" or \"unknown\", never zero. Shares are 0 to 1.\n"
    for (name, grain, columns) in tables { out += section("\(name): one row \(grain)", columns) }
    for (title, fields) in RecordSchema.sections { out += section("NDJSON, \(title)", fields) }
    return out
  }

  private static func section(_ title: String, _ fields: [SchemaField]) -> String {
    "\n## \(title)\n\n| name | type | meaning |\n|---|---|---|\n"
      + fields.map { "| \($0.name) | \($0.type) | \($0.meaning) |\n" }.joined()
  }
}
