/// The columns of the tables, in their order. One grain a file; keys first.
public enum TableColumns {
  public static let calls = [
    "conversation_id", "source_ref", "started_at", "channel", "direction", "queue", "team", "agent_id", "agent_name",
    "duration_s", "agent_turns", "customer_turns", "talk_share", "interruptions", "longest_silence_s", "csat", "score",
    "techniques_applicable", "flags",
  ]
  public static let scores = [
    "conversation_id", "technique", "behavior", "status", "opportunities", "met", "reason", "rule_ids",
  ]
  public static let evidence = [
    "conversation_id", "turn", "start_ms", "speaker", "technique", "behavior", "polarity", "quote", "rule_id",
  ]
  public static let notScored = ["source_ref", "stage", "reason", "detail"]
  private static let rates = [
    "calls", "opportunities", "met", "rate", "ci_low", "ci_high", "shrunk_rate", "previous_rate", "delta",
    "delta_ci_low", "delta_ci_high", "enough_data", "clear_difference",
  ]
  public static let agentPeriod =
    ["period", "team", "agent_id", "technique", "behavior"] + rates
    + ["clear_change", "expected_rate", "gap", "gap_ci_low", "gap_ci_high", "repeats_lost"]
  public static let teamPeriod = ["period", "team", "technique", "behavior"] + rates + ["repeats_lost"]
  public static let coachingEffect = [
    "team", "agent_id", "technique", "date", "kind", "before_opportunities", "before_rate", "after_opportunities",
    "after_rate", "change", "change_ci_low", "change_ci_high", "mates_before_opportunities", "mates_before_rate",
    "mates_after_opportunities", "mates_after_rate", "effect", "effect_ci_low", "effect_ci_high", "clear_effect",
  ]

  public static let overridesApplied = [
    "conversation_id", "technique", "behavior", "machine_status", "verdict", "who", "why", "when", "applied",
  ]

  /// The header line of a table, with the byte-order mark and line end that a spreadsheet wants where `excel` is set.
  public static func header(_ columns: [String], excel: Bool) -> [UInt8] {
    (excel ? [0xEF, 0xBB, 0xBF] : []) + Array(columns.joined(separator: ",").utf8) + lineEnd(excel: excel)
  }

  static func lineEnd(excel: Bool) -> [UInt8] { excel ? [0x0D, 0x0A] : [0x0A] }
}
