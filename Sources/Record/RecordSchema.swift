/// One field of a line or one column of a table, as `sidetone schema` tells it.
public struct SchemaField: Sendable, Hashable {
  public let name: String
  /// `text`, `integer`, `number`, `share` (0 to 1), `time` (ISO 8601), `flag` (true or false), `list`, `object`.
  public let type: String
  /// What it means, with its unit; "empty" says when it is left out.
  public let meaning: String

  public init(_ name: String, _ type: String, _ meaning: String) {
    self.name = name
    self.type = type
    self.meaning = meaning
  }
}

/// The lines that travel between the stages (NDJSON, schema 1): every field of the record. A test holds this to what is written.
public enum RecordSchema {
  /// A `conversation` line; a `scorecard` line has these and `scorecard`'s.
  public static let conversation = [
    SchemaField("sidetone", "integer", "version of this schema: 1"),
    SchemaField("kind", "text", "conversation, scorecard, rejected, rubric or input; conversation where left out"),
    SchemaField("id", "text", "the source's own id of the call or chat; long numbers stay text"),
    SchemaField(
      "source_ref", "text", "where the record was read: file, archive member behind !/, row or record behind #"),
    SchemaField("started_at", "time", "start with the offset of the source's clock; left out where unknown"),
    SchemaField("channel", "text", "voice, chat, email …, as the source says"),
    SchemaField("direction", "text", "inbound, outbound or internal"),
    SchemaField("queue", "text", "queue or skill"),
    SchemaField("team", "text", "team of the agent"),
    SchemaField("agent_id", "text", "the agent whom the score is for"),
    SchemaField("agent_name", "text", "that agent's name"),
    SchemaField("customer_id", "text", "id or keyed hash of the customer"),
    SchemaField("customer_name", "text", "name of the customer"),
    SchemaField("language", "text", "BCP 47 tag, as the source says"),
    SchemaField("disposition", "text", "outcome, as the source says"),
    SchemaField("duration_ms", "integer", "length in milliseconds"),
    SchemaField("csat", "number", "satisfaction in the source's own unit"),
    SchemaField("earlier_contacts", "integer", "contacts about the same matter before this one"),
    SchemaField("warnings", "list", "names of warnings, as in flags of calls.csv"),
    SchemaField("legs", "list", "parts of a call that was passed on; see leg"),
    SchemaField("turns", "list", "turns in order of time; see turn"),
    SchemaField("extras", "object", "columns that no field stands for, kept as text"),
  ]

  public static let leg = [
    SchemaField("agent_id", "text", "agent of this part"),
    SchemaField("agent_name", "text", "that agent's name"),
    SchemaField("team", "text", "that agent's team"),
    SchemaField("queue", "text", "queue of this part"),
    SchemaField("start_ms", "integer", "milliseconds from the conversation's start"),
    SchemaField("end_ms", "integer", "milliseconds from the conversation's start"),
  ]

  public static let turn = [
    SchemaField("turn", "integer", "number of the turn in its source, kept through every stage"),
    SchemaField("speaker", "text", "agent, customer, bot, system, supervisor or unknown; on input any label"),
    SchemaField("label", "text", "the speaker as the source labels him or her"),
    SchemaField("start_ms", "integer", "milliseconds from the conversation's start; left out where unknown"),
    SchemaField("end_ms", "integer", "milliseconds from the conversation's start; left out where unknown"),
    SchemaField("kind", "text", "event, note or attachment; left out for a message"),
    SchemaField("internal", "flag", "true for a note that the customer never saw"),
    SchemaField("text", "text", "the words, redacted once normalize has seen them"),
  ]

  /// What a `scorecard` line has more than a conversation.
  public static let scorecard = [
    SchemaField("score", "share", "weighted mean of the applicable techniques; null where none applied"),
    SchemaField(
      "metrics", "object",
      "techniques_applicable, agent_turns, customer_turns, talk_share, interruptions, longest_silence_ms"),
    SchemaField("results", "list", "behaviors that were called for or can't be told; see result"),
    SchemaField("evidence", "list", "words for and against; see evidence"),
  ]

  public static let result = [
    SchemaField("behavior", "text", "technique/behavior"),
    SchemaField("status", "text", "met, partly, missed, not_applicable, insufficient or excluded"),
    SchemaField("opportunities", "integer", "how often the conversation called for it"),
    SchemaField("met", "number", "how many of them were met; a partly counts one half"),
    SchemaField("reason", "text", "why, where there is more to say"),
    SchemaField("opportunity_turn", "integer", "index in turns, from 0, of the telling opportunity; -1 for none"),
    SchemaField("response_turn", "integer", "index in turns, from 0, of the turn that met or spoiled it; -1 for none"),
  ]

  public static let evidence = [
    SchemaField("turn", "integer", "index in turns, from 0"),
    SchemaField("behavior", "text", "technique/behavior"),
    SchemaField("rule", "text", "cue or measure that fired"),
    SchemaField("polarity", "text", "opportunity, shown or spoiled"),
    SchemaField("from", "integer", "first byte of the words in the turn's text"),
    SchemaField("to", "integer", "one past their last byte"),
  ]

  /// A `rejected` line.
  public static let rejected = [
    SchemaField("sidetone", "integer", "version of this schema: 1"),
    SchemaField("kind", "text", "rejected"),
    SchemaField("source_ref", "text", "where the record stands"),
    SchemaField("stage", "text", "ingest, normalize, score or aggregate"),
    SchemaField("reason", "text", "a short, stable word, to be counted"),
    SchemaField("detail", "text", "one sentence: found, expected, the way out"),
    SchemaField("count", "integer", "conversations lost with it; 0 for a mere note about a file"),
    SchemaField("team", "text", "the conversation's team; left out where no conversation was made of it"),
    SchemaField("started_at", "time", "the conversation's start; left out where unknown"),
  ]

  /// An `input` line.
  public static let input = [
    SchemaField("sidetone", "integer", "version of this schema: 1"),
    SchemaField("kind", "text", "input"),
    SchemaField("path", "text", "the input, as it was named"),
    SchemaField("bytes", "integer", "its size"),
    SchemaField("hash", "text", "its fingerprint, 16 hexadecimal digits"),
    SchemaField("format", "text", "csv, xml, json …"),
    SchemaField("profile", "text", "the kind of export it was taken for"),
    SchemaField("conversations", "integer", "conversations read from it"),
    SchemaField("rejected", "integer", "records of it rejected at ingest"),
  ]

  /// All kinds, in the order of the data's way.
  public static let sections: [(title: String, fields: [SchemaField])] = [
    ("conversation line", conversation), ("leg of a conversation", leg), ("turn of a conversation", turn),
    ("scorecard line: a conversation line and", scorecard), ("result of a scorecard", result),
    ("evidence of a scorecard", evidence), ("rejected line", rejected), ("input line", input),
  ]
}
