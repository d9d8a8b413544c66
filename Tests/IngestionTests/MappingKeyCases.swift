import Testing

@testable import Ingestion

/// A mapping that uses some keys, files to read by it, and what the keys must make of them.
struct MappingKeyCase: Sendable, CustomTestStringConvertible {
  /// As in `MappingKeys.all`.
  var keys: [String]
  var mapping: String
  var files: [String: [UInt8]]
  /// What the NDJSON must hold, and what it must not.
  var with: [String]
  var without: [String] = []

  init(
    _ keys: String, _ mapping: String, _ files: [String: String], bytes: [String: [UInt8]] = [:], with: [String],
    without: [String] = []
  ) {
    self.keys = keys.split(separator: " ").map(String.init)
    self.mapping = "version: 1\n" + mapping
    self.files = files.mapValues { Array($0.utf8) }.merging(bytes) { $1 }
    self.with = with
    self.without = without
  }

  var testDescription: String { keys.joined(separator: " ") }
}

/// Every key of a mapping file with an effect that can be seen.
enum MappingKeyCases {
  static let all = tables + fields + trees + turns + joins + guards

  /// A source that reads whole transcripts from cells.
  private static func cells(_ more: String = "", fields: String = "conversation_id: id", top: String = "") -> String {
    "\(top)sources:\n  s: { match: { path: \"**/a.csv\" }, format: csv, emits: conversation, \(more)fields: { \(fields) }, "
      + "turns: { split_cell: t } }\n"
  }

  private static let talk = "A: hi there"

  private static let tables: [MappingKeyCase] = [
    MappingKeyCase(
      "version name title sources source.match match.path source.format source.emits source.fields source.turns "
        + "turns.split_cell fields.conversation_id",
      "name: own\ntitle: \"Mine\"\n" + cells(), ["a.csv": "id,t\n1,\(talk)\n", "b.txt": "id,t\n2,x\n"],
      with: ["\"id\":\"1\"", "\"text\":\"hi there\""], without: ["\"id\":\"2\""]),
    MappingKeyCase(
      "match.header_has match.starts_with csv.delimiter csv.header_row",
      "sources:\n  x: { match: { header_has: [zz] }, format: csv, fields: { conversation_id: zz } }\n"
        + "  s: { match: { header_has: [id, t] }, format: csv, csv: { delimiter: \"^\", header_row: 2 }, "
        + "fields: { conversation_id: id }, turns: { split_cell: t } }\n"
        + "  v: { match: { starts_with: \"%%\" }, reader: labelled-text, fields: { conversation_id: $filename } }\n",
      ["a.csv": "Report^x\nid^t\n1^\(talk)\n", "b.txt": "%%\nAgent: yes\n"],
      with: ["\"id\":\"1\"", "\"id\":\"b.txt\"", "\"text\":\"yes\""]),
    MappingKeyCase(
      "source.csv csv.encoding", cells("csv: { encoding: windows-1251 }, "), [:],
      bytes: ["a.csv": Array("id,t\n1,A: ".utf8) + [0xC0, 0xC1, 0xD0, 0xB0] + Array("\n".utf8)],
      with: ["\"text\":\"АБР°\""]),
    MappingKeyCase(
      "csv.encoding", cells("csv: { encoding: utf-16le }, "), [:],
      bytes: [
        "a.csv": Array("id,t\n1,A: \u{416}\u{416}\u{416}\u{416}\u{416}\u{416}\u{416}\u{416}\n".utf16).flatMap {
          [UInt8($0 & 0xFF), UInt8($0 >> 8)]
        }
      ], with: ["\"text\":\"ЖЖЖЖЖЖЖЖ\""]),
    MappingKeyCase(
      "csv.fallback_encoding", cells("csv: { fallback_encoding: iso-8859-15 }, "), [:],
      bytes: ["a.csv": Array("id,t\n1,A: ".utf8) + [0xA4] + Array(" é\n".utf8)], with: ["\"text\":\"€ é\""]),
    MappingKeyCase(
      "csv.decimal value.scale scale.from scale.to fields.csat fields.duration value.unit",
      cells(
        "csv: { decimal: \",\", delimiter: \";\" }, ",
        fields:
          "conversation_id: id, csat: { from: c, scale: { from: [1, 6], to: [5, 1] } }, duration: { from: d, unit: s }"),
      ["a.csv": "id;c;d;t\n1;3,5;1.234,5;\(talk)\n"], with: ["\"csat\":3.000", "\"duration_ms\":1234500"]),
    MappingKeyCase(
      "csv.skip_footer csv.repeat_header source.keep_extras",
      cells("csv: { skip_footer: \"^Total\", repeat_header: skip }, keep_extras: true, "),
      ["a.csv": "id,Site,t\n1,Lyon,\(talk)\nid,Site,t\n2,Bonn,\(talk)\nTotal 2,,\n"],
      with: ["\"Site\":\"Lyon\"", "\"id\":\"2\""], without: ["Total", "\"id\":\"id\""]),
    MappingKeyCase(
      "defaults defaults.timezone defaults.language defaults.null_values defaults.ambiguous_dates fields.start",
      cells(
        fields: "conversation_id: id, start: d, queue: q",
        top: "defaults: { timezone: UTC-06:00, language: fr, null_values: [zip], ambiguous_dates: eu }\n"),
      ["a.csv": "id,d,q,t\n1,03/02/2026 10:00,zip,\(talk)\n"],
      with: ["\"started_at\":\"2026-02-03T10:00:00-06:00\"", "\"language\":\"fr\""], without: ["zip"]),
  ]

  private static let fields: [MappingKeyCase] = [
    MappingKeyCase(
      "value.from value.join value.regex value.pick value.map value.const value.concat value.default fields.channel "
        + "fields.direction fields.agent.id fields.agent.name fields.queue fields.team",
      cells(
        fields: "conversation_id: { concat: [\"fd-\", { from: id }] }, channel: { const: voice }, "
          + "direction: { from: d, map: { I: inbound, \"*\": outbound } }, agent.id: { from: [none, a] }, "
          + "agent.name: { join: [first, last] }, team: { from: g, regex: \"^T-(.*)$\", pick: 1 }, "
          + "queue: { from: none, default: main }"),
      ["a.csv": "id,d,a,first,last,g,t\n1,I,a7,Ana,Ruiz,T-East,\(talk)\n2,x,a8,Bo,Lee,T-West,\(talk)\n"],
      with: [
        "\"id\":\"fd-1\"", "\"channel\":\"voice\"", "\"direction\":\"inbound\"", "\"direction\":\"outbound\"",
        "\"agent_id\":\"a7\"", "\"agent_name\":\"Ana Ruiz\"", "\"team\":\"East\"", "\"queue\":\"main\"",
      ]),
    MappingKeyCase(
      "value.split value.null_values value.type value.format value.tz value.timezone value.required fields.end "
        + "fields.customer.id fields.customer.name fields.language fields.outcome.disposition fields.outcome.status "
        + "fields.survey_time fields.last_update fields.earlier_contacts fields.related_ids "
        + "fields.text_variant",
      cells(
        fields: "conversation_id: { from: id, required: true }, queue: { from: q, split: \";\", pick: -1 }, "
          + "team: { from: g, null_values: [none] }, start: { from: s, type: time, format: \"yyyyMMdd HHmm\", tz: Europe/Berlin }, "
          + "end: { from: e, format: \"yyyyMMdd HHmm\", timezone: Europe/Berlin }, customer.id: c, customer.name: n, "
          + "language: l, outcome.disposition: o, survey_time: s, last_update: { from: u, format: epoch_s }, "
          + "earlier_contacts: k, related_ids: r, text_variant: { from: v, map: { Redacted: redacted } }"),
      [
        "a.csv":
          "id,q,g,s,e,c,n,l,o,u,k,r,v,t\n"
          + "1,a;b,none,20260302 1000,20260302 1010,5550,Cara,de,sold,1772445600,3,M9,Redacted,\(talk)\n"
          + ",a,none,,,,,,,,,,,\(talk)\n"
      ],
      with: [
        "\"queue\":\"b\"", "\"started_at\":\"2026-03-02T10:00:00+01:00\"", "\"duration_ms\":600000",
        "\"customer_id\":\"5550\"", "\"customer_name\":\"Cara\"", "\"language\":\"de\"", "\"disposition\":\"sold\"",
        "\"survey_time\":\"20260302 1000\"", "\"last_update\":\"1772445600000\"", "\"earlier_contacts\":3",
        "\"related_id\":\"M9\"", "\"text_variant\":\"redacted\"", "\"reason\":\"missing_id\"",
      ], without: ["none"]),
    MappingKeyCase(
      "value.when value.else",
      cells(
        fields:
          "conversation_id: id, direction: d, outcome.status: w, customer.id: { when: { direction: inbound }, from: a, else: b }"
      ),
      ["a.csv": "id,d,a,b,w,t\n1,inbound,x1,y1,open,\(talk)\n2,outbound,x2,y2,shut,\(talk)\n"],
      with: ["\"customer_id\":\"x1\"", "\"customer_id\":\"y2\"", "\"disposition\":\"shut\""]),
  ]

  private static let trees: [MappingKeyCase] = [
    MappingKeyCase(
      "match.has source.record turns.each turns.first turns.text turns.role turns.at turns.visibility source.keep_extras",
      "sources:\n  s: { match: { has: [\"d.items[0].id\"] }, format: json, record: \"$.d.items[*]\", keep_extras: true, "
        + "fields: { conversation_id: id }, turns: { first: { text: q, role: { const: customer } }, each: \"m[*]\", "
        + "text: b, role: w, at: { from: a, type: time, format: epoch_s }, visibility: { from: p, map: { \"false\": internal } } } }\n",
      [
        "a.json":
          "{\"d\":{\"items\":[{\"id\":7,\"q\":\"why\",\"site\":\"Lyon\",\"m\":[{\"b\":\"so\",\"w\":\"Ana\",\"a\":1772445600,\"p\":true},"
          + "{\"b\":\"hm\",\"w\":\"Ana\",\"a\":1772445601,\"p\":false}]}]}}"
      ],
      with: [
        "\"id\":\"7\"", "\"text\":\"why\"", "\"label\":\"Ana\"", "\"start_ms\":1000", "\"internal\":true",
        "\"site\":\"Lyon\"",
      ]),
    MappingKeyCase(
      "match.root source.xml xml.namespaces xml.namespace_mode xml.on_bad_char xml.allow_doctype limits limits.xml_depth",
      "limits: { xml_depth: 5 }\nsources:\n  s: { match: { root: \"{urn:x}calls\" }, format: xml, record: \"/x:calls/x:call\", "
        + "xml: { namespaces: { x: \"urn:x\" }, on_bad_char: replace, allow_doctype: true }, "
        + "fields: { conversation_id: \"@id\" }, turns: { each: \"x:m\", text: \"x:t\" } }\n"
        + "  r: { match: { root: chats }, format: xml, record: \"/chats/chat\", xml: { namespace_mode: ignore }, "
        + "fields: { conversation_id: \"@id\" }, turns: { each: \"z:m\", text: \".\" } }\n",
      [
        "a.xml": "<!DOCTYPE calls><calls xmlns='urn:x'><call id='1'><m><t>a\u{B}b</t></m></call>"
          + "<call id='2'><m><t><e><e>deep</e></e></t></m></call></calls>",
        "b.xml": "<chats xmlns:y='urn:y'><chat id='3'><y:m>hello</y:m></chat></chats>",
      ],
      with: ["\"id\":\"1\"", "\"text\":\"a\u{FFFD}b\"", "nested deeper than xml_depth 5", "\"text\":\"hello\""],
      without: ["\"id\":\"2\""]),
  ]

  private static let turns: [MappingKeyCase] = [
    MappingKeyCase(
      "turns.line turns.continuation",
      "sources:\n  s: { match: { path: \"**/a.csv\" }, format: csv, fields: { conversation_id: id }, turns: { split_cell: t, "
        + "line: '^(?<speaker>\\w+)> (?<text>.*)$', continuation: append } }\n"
        + "  r: { match: { path: \"**/b.csv\" }, format: csv, fields: { conversation_id: id }, turns: { split_cell: t, "
        + "line: '^(?<speaker>\\w+)> (?<text>.*)$', continuation: skip } }\n",
      ["a.csv": "id,t\n1,\"Ana> one\ntwo\"\n", "b.csv": "id,t\n2,\"Bo> three\nfour\"\n"],
      with: ["\"text\":\"one\\ntwo\"", "\"text\":\"three\""], without: ["four"]),
    MappingKeyCase(
      "source.turn source.order_by source.group_by turn.text turn.speaker turn.role turn.start_ms turn.end_ms turn.duration "
        + "turn.number turn.kind turn.visibility turn.at turn.sentiment",
      "sources:\n  s: { match: { path: \"**/a.ndjson\" }, format: json, record: lines, emits: turns, group_by: conversation_id, "
        + "order_by: seq, fields: { conversation_id: c }, turn: { text: x, speaker: w, start_ms: { from: s, unit: s }, "
        + "end_ms: e, sentiment: m, kind: k, visibility: v } }\n"
        + "  r: { match: { path: \"**/b.ndjson\" }, format: json, record: lines, emits: turns, fields: { conversation_id: c }, "
        + "turn: { text: x, role: w, at: { from: a, format: epoch_s }, duration: { from: d, unit: s }, number: n } }\n",
      [
        "a.ndjson": "{\"c\":\"1\",\"seq\":10,\"x\":\"last\",\"w\":\"Ana\",\"s\":\"9\",\"e\":9500,\"m\":\"POSITIVE\"}\n"
          + "{\"c\":\"1\",\"seq\":9,\"x\":\"first\",\"w\":\"Cara\",\"s\":\"1.5\",\"k\":\"note\",\"v\":\"private\"}\n",
        "b.ndjson": "{\"c\":\"2\",\"x\":\"a\",\"w\":\"agent\",\"a\":1772445600,\"d\":2,\"n\":4}\n",
      ],
      with: [
        "\"text\":\"first\"},{", "\"start_ms\":1500,\"kind\":\"note\",\"internal\":true",
        "\"start_ms\":9000,\"end_ms\":9500",
        "\"sentiment_positive\":\"1\"", "\"turn\":4", "\"end_ms\":2000", "\"label\":\"agent\"",
      ]),
    MappingKeyCase(
      "turns.speaker turns.start_ms turns.end_ms turns.duration turns.number turns.kind turns.sentiment source.order_by",
      "sources:\n  s: { match: { path: \"**/a.json\" }, format: json, order_by: [p, o], fields: { conversation_id: c }, "
        + "turns: { each: \"m[*]\", text: x, speaker: w, start_ms: { from: s, unit: s }, end_ms: { from: e, unit: s }, "
        + "duration: { from: d, unit: s }, number: n, kind: k, sentiment: f } }\n",
      [
        "a.json": "{\"c\":1,\"m\":[{\"x\":\"late\",\"w\":\"Ana\",\"p\":\"b\",\"o\":1,\"s\":2,\"e\":3},"
          + "{\"x\":\"early\",\"w\":\"Bo\",\"p\":\"a\",\"o\":2,\"s\":1,\"d\":4,\"k\":\"event\",\"f\":\"Negative\"}]}"
      ],
      with: [
        "\"text\":\"early\"},{\"turn\":1", "\"start_ms\":1000,\"end_ms\":5000", "\"kind\":\"event\"",
        "\"start_ms\":2000",
      ]),
    MappingKeyCase(
      "source.reader source.roles roles.by roles.map",
      "sources:\n  s: { match: { path: \"**/*.json\" }, reader: deepgram, fields: { conversation_id: $filename }, "
        + "roles: { by: channel, map: { 0: agent, 1: customer } } }\n",
      [
        "x.json":
          "{\"results\":{\"utterances\":[{\"start\":0.4,\"end\":2.1,\"channel\":0,\"speaker\":0,\"transcript\":\"Hello.\"},"
          + "{\"start\":2.5,\"end\":4.0,\"channel\":1,\"speaker\":0,\"transcript\":\"Hi\"}]}}"
      ], with: ["\"speaker\":\"agent\"", "\"speaker\":\"customer\""]),
    MappingKeyCase(
      "roles roles.others roles.match_agent_name",
      cells(fields: "conversation_id: id, agent.name: a", top: "roles: { match_agent_name: true, others: customer }\n"),
      ["a.csv": "id,a,t\n1,Ana Ruiz,\"ana ruiz: hello\nBo: hi\"\n"],
      with: ["\"speaker\":\"agent\",\"label\":\"ana ruiz\"", "\"speaker\":\"customer\",\"label\":\"Bo\""]),
    MappingKeyCase(
      "roles.heuristic", cells(top: "roles: { heuristic: first_speaker_is_agent }\n"),
      ["a.csv": "id,t\n1,\"Ana: hello\nCara: hi\"\n2,\"Customer: hi\nAna: hello\"\n"],
      with: [
        "\"speaker\":\"agent\",\"label\":\"Ana\"", "roles_guessed", "\"speaker\":\"unknown\",\"label\":\"Customer\"",
      ]),
    MappingKeyCase(
      "roles.unknown", cells(top: "roles: { unknown: error, map: { agent: [Ana] } }\n"),
      ["a.csv": "id,t\n1,\"Ana: hello\"\n2,\"Eve: hello\"\n"],
      with: ["\"id\":\"1\"", "\"reason\":\"unknown_roles\"", "speaker Eve"], without: ["\"id\":\"2\""]),
  ]

  /// Metadata in `m.csv`, transcripts in `t.csv`.
  private static func pair(_ calls: String, _ join: String, fields: String = "", top: String = "") -> String {
    "\(top)sources:\n  calls: { match: { path: \"**/m*.csv\" }, format: csv, emits: conversation, \(calls) }\n"
      + "  talks: { match: { path: \"**/t.csv\" }, format: csv, emits: turns, fields: { conversation_id: id\(fields) }, "
      + "turns: { split_cell: t } }\n\(join)"
  }

  private static let joins: [MappingKeyCase] = [
    MappingKeyCase(
      "joins join.from join.into join.on join.missing join.normalize",
      pair(
        "fields: { conversation_id: id, agent.id: a }",
        "joins:\n  - { from: talks, into: calls, on: conversation_id, normalize: [trim, casefold], missing: quarantine }\n"
      ),
      ["m.csv": "id,a\nab1,a7\n", "t.csv": "id,t\nAB1,\(talk)\nzz,\(talk)\n"],
      with: ["\"agent_id\":\"a7\"", "\"reason\":\"no_metadata\""], without: ["\"id\":\"zz\""]),
    MappingKeyCase(
      "on.left on.right join.within within.field within.tolerance",
      pair(
        "fields: { conversation_id: id, customer.id: c, start: s, agent.id: a }",
        "joins:\n  - { from: calls, into: talks, on: { left: customer.id, right: customer.id }, "
          + "within: { field: start, tolerance: 10min }, missing: keep }\n",
        fields: ", customer.id: c, start: s", top: "defaults: { timezone: UTC }\n"),
      [
        "m.csv": "id,c,s,a\n1,555,2026-03-02T10:00:00Z,a7\n2,555,2026-03-02T15:00:00Z,a8\n",
        "t.csv": "id,c,s,t\nx,555,2026-03-02T15:04:00Z,\(talk)\ny,555,2026-03-02T12:00:00Z,\(talk)\n",
      ], with: ["\"agent_id\":\"a8\"", "m.csv#row 2"], without: ["\"agent_id\":\"a7\""]),
    MappingKeyCase(
      "join.cardinality",
      pair(
        "fields: { conversation_id: id, customer.id: c, agent.id: a }",
        "joins:\n  - { from: talks, into: calls, on: customer.id, cardinality: one_to_one }\n",
        fields: ", customer.id: c"),
      ["m.csv": "id,c,a\n1,555,a7\n", "t.csv": "id,c,t\nx,555,\(talk)\ny,555,\(talk)\n"],
      with: ["\"reason\":\"join_cardinality\"", "t.csv#row 2 and ", "m.csv#row 2"]),
    MappingKeyCase(
      "source.legs legs.order_by legs.primary source.group_by",
      pair(
        "group_by: id, legs: { order_by: n, primary: last }, fields: { conversation_id: id, agent.id: a, start: s }",
        "",
        top: "defaults: { timezone: UTC }\n"),
      [
        "m.csv": "id,a,n,s\n1,a7,2,2026-03-02T10:00:00Z\n1,a8,10,2026-03-02T09:00:00Z\n1,a9,1,2026-03-02T11:00:00Z\n",
        "t.csv": "id,t\n1,\(talk)\n",
      ], with: ["\"agent_id\":\"a8\"", "[{\"agent_id\":\"a9\""], without: ["leg_order"]),
    MappingKeyCase(
      "legs.primary",
      pair("legs: { primary: { where: { team: East } } }, fields: { conversation_id: id, agent.id: a, team: g }", ""),
      ["m.csv": "id,a,g\n1,a7,West\n1,a8,east\n", "t.csv": "id,t\n1,\(talk)\n"],
      with: ["\"team\":\"east\",\"agent_id\":\"a8\",\"legs\""]),
    MappingKeyCase(
      "dedupe dedupe.key dedupe.keep dedupe.by",
      pair(
        "fields: { conversation_id: id, agent.id: a, last_update: u }", "",
        top: "dedupe: { key: [source, conversation_id], keep: latest, by: last_update }\n"),
      [
        "m.csv": "id,a,u\n1,a7,2026-03-02T10:00:00Z\n1,a8,2026-03-03T10:00:00Z\n1,a9,2026-03-01T10:00:00Z\n",
        "t.csv": "id,t\n1,\(talk)\n",
      ], with: ["\"agent_id\":\"a8\""], without: ["join_cardinality"]),
    MappingKeyCase(
      "lookups lookup.match lookup.key lookup.value lookup.applies_to lookup.format",
      cells(fields: "conversation_id: id, agent.id: a")
        + "lookups:\n  users: { match: { path: \"**/users.tab\" }, format: csv, key: uid, value: { agent.name: name, team: group }, applies_to: agent.id }\n",
      ["a.csv": "id,a,t\n1,u7,\(talk)\n", "users.tab": "uid,name,group\nu7,Ana,East\n"],
      with: ["\"agent_name\":\"Ana\"", "\"team\":\"East\""]),
  ]

  private static let long = String(repeating: "word ", count: 60)

  private static func zip(_ members: [(String, String)]) -> [UInt8] {
    ArchiveBuilder.zip(members.map { ArchiveBuilder.Member($0.0, $0.1) })
  }

  private static let guards: [MappingKeyCase] = [
    MappingKeyCase(
      "limits.record_bytes", "limits: { record_bytes: 200B }\n" + cells(),
      [
        "a.csv": "id,t\n1,\(talk)\n2,\"A: \(long)\"\n3,\(talk)\n"
      ], with: ["\"id\":\"1\"", "\"id\":\"3\"", "\"reason\":\"record_too_large\""], without: ["\"id\":\"2\""]),
    MappingKeyCase(
      "limits.entries", "limits: { entries: 1 }\n" + cells(), [:],
      bytes: ["x.zip": zip([("a.csv", "id,t\n1,\(talk)\n"), ("b/a.csv", "id,t\n2,\(talk)\n")])],
      with: ["\"id\":\"1\"", "\"reason\":\"archive_limit\""], without: ["\"id\":\"2\""]),
    MappingKeyCase(
      "limits.entry_bytes", "limits: { entry_bytes: 100B }\n" + cells(), [:],
      bytes: ["x.zip": zip([("a.csv", "id,t\n1,\"A: \(long)\"\n")])],
      with: ["a member unpacks to more than 100 bytes"], without: ["\"id\":\"1\""]),
    MappingKeyCase(
      "limits.unpacked_bytes", "limits: { unpacked_bytes: 100 }\n" + cells(), [:],
      bytes: ["x.zip": zip([("a.csv", "id,t\n1,\"A: \(long)\"\n")])],
      with: ["it unpacks to more than 100 bytes"], without: ["\"id\":\"1\""]),
    MappingKeyCase(
      "limits.ratio", "limits: { ratio: 2 }\n" + cells(), [:],
      bytes: ["a.csv": ArchiveBuilder.gzipBomb("id,t\n1,A: ", matches: 300_000)],
      with: ["it unpacks to more than 2 times its size"]),
    MappingKeyCase(
      "limits.depth", "limits: { depth: 1 }\n" + cells(), [:],
      bytes: [
        "x.zip": ArchiveBuilder.zip([.init(Array("y.zip".utf8), zip([("a.csv", "id,t\n1,\(talk)\n")]))])
      ], with: ["archives are nested deeper than 1"]),
    MappingKeyCase(
      "archives archives.ignore", "archives: { ignore: [\"**/old/**\"] }\n" + cells(),
      ["old/a.csv": "id,t\n1,\(talk)\n", "a.csv": "id,t\n2,\(talk)\n"],
      bytes: ["x.zip": zip([("old/a.csv", "id,t\n3,\(talk)\n"), ("a.csv", "id,t\n4,\(talk)\n")])],
      with: ["\"id\":\"2\"", "\"id\":\"4\""], without: ["\"id\":\"1\"", "\"id\":\"3\""]),
  ]
}
