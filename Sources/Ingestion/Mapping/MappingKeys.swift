/// Every key that a mapping file may hold, by where it stands: what isn't here is an error, and each of these has an effect.
enum MappingKeys {
  static let mapping = [
    "version", "name", "title", "defaults", "limits", "archives", "sources", "roles", "joins", "lookups", "dedupe",
    "on_error",
  ]
  static let defaults = ["timezone", "language", "null_values", "ambiguous_dates"]
  static let limits = ["unpacked_bytes", "entry_bytes", "ratio", "entries", "depth", "xml_depth", "record_bytes"]
  static let archives = ["passphrase_env", "ignore"]
  static let source = [
    "match", "format", "csv", "xml", "record", "reader", "emits", "group_by", "order_by", "legs", "fields", "turns",
    "turn", "roles", "keep_extras",
  ]
  static let match = ["path", "header_has", "has", "root", "starts_with"]
  static let csv = [
    "encoding", "fallback_encoding", "delimiter", "header_row", "skip_footer", "decimal", "repeat_header",
  ]
  static let xml = ["allow_doctype", "on_bad_char", "namespaces", "namespace_mode"]
  static let legs = ["order_by", "primary"]
  static let roles = ["map", "by", "others", "match_agent_name", "unknown", "heuristic"]
  static let value = [
    "from", "join", "regex", "split", "pick", "map", "const", "concat", "null_values", "type", "format", "unit", "tz",
    "timezone", "default", "required", "scale", "when", "else",
  ]
  static let scale = ["from", "to"]
  static let turns = ["first", "each", "split_cell", "line", "continuation"] + turn
  static let turn = TurnField.allCases.map(\.rawValue)
  static let fields = ConversationField.allCases.map(\.rawValue)
  static let join = ["from", "into", "on", "normalize", "cardinality", "missing", "within"]
  static let joinOn = ["left", "right"]
  static let joinWithin = ["field", "tolerance"]
  static let lookup = ["match", "key", "value", "applies_to", "format"]
  static let dedupe = ["key", "keep", "by", "prefer"]
  static let onError = ["record", "file", "max_bad_ratio", "exit_nonzero_above"]

  /// All of them as `place.key`, for the test that holds each to its effect.
  static let all: [String] = [
    ("", mapping), ("defaults.", defaults), ("limits.", limits), ("archives.", archives), ("source.", source),
    ("match.", match), ("csv.", csv), ("xml.", xml), ("legs.", legs), ("roles.", roles), ("value.", value),
    ("scale.", scale), ("turns.", turns), ("turn.", turn), ("fields.", fields), ("join.", join), ("on.", joinOn),
    ("within.", joinWithin), ("lookup.", lookup), ("dedupe.", dedupe), ("on_error.", onError),
  ].flatMap { place, keys in keys.map { place + $0 } }
}
