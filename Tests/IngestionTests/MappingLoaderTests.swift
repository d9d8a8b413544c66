import Record
import Testing

@testable import Ingestion

/// Mapping files: what loads, and what is said of mistakes.
struct MappingLoaderTests {
  @Test func loadsEveryBuiltInProfile() throws {
    for profile in Profiles.all {
      let mapping = try MappingLoader.load(profile.text, file: "profile \(profile.name)")
      #expect(mapping.name == profile.name)
      #expect(!profile.title.isEmpty)
      #expect(!mapping.sources.isEmpty)
    }
    #expect(Profiles.all.count == 17)
  }

  private static let head = "version: 1\nsources:\n  calls:\n    format: csv\n"

  @Test(arguments: [
    ("version: 1\nsorces: {}\n", 2, "unknown key \"sorces\" in the mapping; did you mean \"sources\"?"),
    ("version: 2\n", 1, "only version 1 is known"),
    ("name: x\n", 1, "version is missing"),
    ("version: 1\n", 1, "sources is missing"),
    (head + "    fields: { conversation_id: id, quue: q }\n", 5, "unknown field \"quue\"; did you mean \"queue\"?"),
    (
      head + "    fields:\n      conversation_id: id\n      start: { from: t, format: \"yyyy-MM-dd Q\" }\n", 7,
      "\"Q\" in the time format \"yyyy-MM-dd Q\" is no field"
    ),
    (head + "    fields:\n      conversation_id: id\n      duration: d\n", 7, "duration needs a unit"),
    (
      head + "    fields:\n      conversation_id: id\n      duration: { from: d, unit: sec }\n", 7,
      "unknown unit \"sec\""
    ),
    (head + "    fields:\n      conversation_id: { from: id, regex: \"(a\" }\n", 6, "regex: a '(' is not closed"),
    (
      head + "    fields:\n      conversation_id: { from: id, regex: \"(a)\", pick: 2 }\n", 6,
      "pick 2 is no group of the regex, which has 1"
    ),
    (head + "    fields: { queue: q }\n", 4, "source \"calls\" has no conversation_id"),
    (
      head + "    fields: { conversation_id: id }\njoins:\n  - { from: calls, into: cals, on: conversation_id }\n", 7,
      "there is no source \"cals\"; did you mean \"calls\"?"
    ),
    (
      head + "    fields:\n      conversation_id: id\n      conversation_id: other\n", 7,
      "the key \"conversation_id\" stands twice in one place"
    ),
    ("version: 1\nsources:\n  - { format: csv }\n", 3, "sources must be an object: a name to its source"),
    (head + "    fields:\n\tconversation_id: id\n", 6, "is not YAML: found character that cannot start any token"),
    ("version: 1\ndefaults: { timezone: Mars/Base }\n", 2, "unknown time zone \"Mars/Base\""),
    ("version: 1\nroles: { map: { agnt: [x] } }\n", 2, "unknown role \"agnt\"; did you mean \"agent\"?"),
    ("version: 1\nlimits: { entry_bytes: 4 apples }\n", 2, "entry_bytes must be a size such as 8MiB"),
    (
      "version: 1\nsources:\n  x:\n    format: xml\n    record: \"//y:z\"\n", 5,
      "\"//y:z\": the prefix \"y\" is not declared; add it under xml: namespaces, or set namespace_mode: ignore"
    ),
  ])
  func namesTheLineOfAMistake(_ text: String, _ line: Int, _ message: String) {
    #expect {
      try MappingLoader.load(text, file: "m.yaml")
    } throws: { error in
      let problem = error as? Problem
      return problem?.line == line && problem?.message == message && problem?.file == "m.yaml"
    }
  }

  @Test func joinsByTheUsersOwnMapping() throws {
    let scratch = Scratch()
    scratch.write(
      "qa.csv",
      "call_id;agent;start;transcript\r\n778;\"Ruiz, Ana\";02.03.2026 10:00:00;\"Agent: Hello.\nCustomer: Hi.\n  second\"\r\n779;Bo;02.03.2026 11:00:00;\"Agent: Yes.\nCustomer: No.\"\r\n"
    )
    scratch.write(
      "csat_1.csv", "Anruf-ID;Bewertung;Datum\r\nA-778;1;02.03.2026 12:00:00\r\nA-999;2;02.03.2026 12:00:00\r\n")
    scratch.write("users.json", "[{\"id\":\"Bo\",\"name\":\"Bo Lee\",\"group\":\"West\"}]")
    scratch.write(
      "m.yaml",
      """
      version: 1
      name: acme
      defaults: { timezone: Europe/Berlin, language: de-DE }
      sources:
        cells:
          match: { path: "**/qa.csv" }
          format: csv
          emits: conversation
          fields:
            conversation_id: call_id
            agent.id: agent
            start: { from: start, format: "dd.MM.yyyy HH:mm:ss" }
          turns:
            split_cell: transcript
            line: '^(?<speaker>[^:\\n]{1,60}):\\s*(?<text>.*)$'
            continuation: append
        survey:
          match: { path: "**/csat_*.csv" }
          format: csv
          csv: { delimiter: ";" }
          emits: attributes
          fields:
            conversation_id: { from: Anruf-ID, regex: '(\\d+)', pick: 1 }
            csat: { from: Bewertung, type: number, scale: { from: [1, 6], to: [5, 1] } }
      roles: { map: { agent: [Agent], customer: [Customer] } }
      joins:
        - { from: survey, into: cells, on: conversation_id, missing: keep }
      lookups:
        users: { match: { path: "**/users.json" }, key: id, value: { agent.name: name, team: group }, applies_to: agent.id }
      """)
    var options = IngestOptions()
    options.mapping = scratch.path + "/m.yaml"
    let text = try SampleTests.ingest(scratch.path, options)
    #expect(text.contains("\"id\":\"778\""))
    #expect(text.contains("\"started_at\":\"2026-03-02T10:00:00+01:00\""))
    #expect(text.contains("\"csat\":5.000"))
    #expect(text.contains("\"speaker\":\"customer\",\"label\":\"Customer\",\"text\":\"Hi.\\nsecond\""))
    #expect(text.contains("\"team\":\"West\",\"agent_id\":\"Bo\",\"agent_name\":\"Bo Lee\""))
    #expect(text.contains("\"reason\":\"no_conversation\""))
    #expect(text.contains("csat_1.csv#row 3"))
  }
}
