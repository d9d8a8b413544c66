import Record
import Testing

@testable import Ingestion

/// Shapes that no profile knows.
struct DraftShapeTests {
  private func draft(_ name: String, _ text: String) throws -> (text: String, found: [MappingDraftTests.Found]) {
    let scratch = Scratch()
    let (yaml, found, rejects) = try MappingDraftTests.draft(scratch.write(name, text))
    #expect(rejects.isEmpty, "\(yaml)")
    return (yaml, found)
  }

  private func failure(_ name: String, _ text: String) -> Problem? {
    do {
      _ = try MappingDraft.text(of: Array(text.utf8), name: name)
      return nil
    } catch {
      return error
    }
  }

  @Test func takesTurnsInRecordsAtAnyDepth() throws {
    let (text, found) = try draft(
      "export.json",
      """
      {"days": [{"day": "2026-03-02", "calls": [
        {"call": {"ref": "c1", "started": "2026-03-02T10:00:00Z"}, "agent": {"login": "aruiz", "name": "Ana Ruiz"},
         "transcript": [{"who": "Agent", "text": "Hello there", "t": 0.4}, {"who": "Caller", "text": "Hi, it is late", "t": 2.5}]}]},
       {"day": "2026-03-03", "calls": [
        {"call": {"ref": "c2", "started": "2026-03-03T10:00:00Z"}, "agent": {"login": "blee", "name": "Bo Lee"},
         "transcript": [{"who": "Agent", "text": "Good day to you", "t": 0.4}]}]}]}
      """)
    #expect(found.map(\.id) == ["c1", "c2"])
    #expect(found.map(\.roles) == [[.agent, .customer], [.agent]])
    #expect(text.contains("record: \"$.days[*].calls[*]\""))
    #expect(text.contains("agent.id: \"agent.login\"") && text.contains("agent.name: \"agent.name\""))
    #expect(!text.contains("Ana") && !text.contains("aruiz"))
  }

  @Test func groupsRecordsThatAreTurns() throws {
    let lines = (0..<40).map { index in
      "{\"callId\":\"k\(index / 8)\",\"speaker\":\"\(index % 2 == 0 ? "OPERATOR" : "CLIENT")\",\"message\":\"turn number \(index)\",\"offsetMs\":\(index % 8 * 1500)}"
    }
    let (text, found) = try draft("rows.ndjson", lines.joined(separator: "\n") + "\n")
    #expect(found.map(\.id) == ["k0", "k1", "k2", "k3", "k4"])
    #expect(found.allSatisfy { $0.turns == 8 && $0.roles[0] == .agent && $0.roles[1] == .customer })
    #expect(text.contains("group_by: conversation_id") && text.contains("unit: ms"))
  }

  @Test func groupsElementsThatAreTurns() throws {
    let turns = (0..<12).map { index in
      "<u call=\"x\(index / 4)\" who=\"\(index % 2 == 0 ? "agent" : "customer")\" start=\"\(index % 4).5\">said \(index) times</u>"
    }
    let (text, found) = try draft(
      "flat.xml", "<?xml version=\"1.0\"?>\n<log><day>\(turns.joined(separator: "\n"))</day></log>")
    #expect(found.map(\.id) == ["x0", "x1", "x2"])
    #expect(found.allSatisfy { $0.turns == 4 && $0.roles[1] == .customer }, "\(text)")
    #expect(text.contains("text: \".\"") && text.contains("unit: s"))
  }

  /// Elements of one conversation stay together where a large file is cut.
  @Test func cutsBetweenConversationsOfElements() throws {
    let scratch = Scratch()
    let turns = (0..<400).map { index in
      "<u call=\"x\(index / 5)\" who=\"agent\"><t>said \(index) times, and a little more</t></u>"
    }
    let path = scratch.write("flat.xml", "<log>\(turns.joined(separator: "\n"))</log>")
    let mapping = scratch.write(
      "m.yaml",
      """
      version: 1
      sources:
        u:
          match: { root: log }
          format: xml
          record: /log/u
          fields: { conversation_id: "@call" }
          turn: { text: t, speaker: "@who" }
      """)
    let found = try Ingested.read([path], blockBytes: 1000) { $0.mapping = mapping }
    #expect(found.rejects.isEmpty && found.conversations.count == 80)
    #expect(found.lines == (try Ingested.read([path]) { $0.mapping = mapping }).lines)
  }

  @Test func takesNamespacesAttributesAndElements() throws {
    let (text, found) = try draft(
      "soap.xml",
      """
      <s:Envelope xmlns:s="urn:soap" xmlns:c="urn:calls"><s:Body><c:Interactions>
      <c:Interaction c:InteractionID="7"><c:StartTime>2026-03-02 10:00:00</c:StartTime><c:Agent><c:Name>Ana Ruiz</c:Name></c:Agent>
      <c:Lines><c:Line><c:Speaker>Agent</c:Speaker><c:Text>Hello there</c:Text></c:Line><c:Line><c:Speaker>Customer</c:Speaker>
      <c:Text>Hi to you</c:Text></c:Line></c:Lines></c:Interaction>
      <c:Interaction c:InteractionID="8"><c:StartTime>2026-03-02 11:00:00</c:StartTime><c:Lines><c:Line><c:Speaker>Agent</c:Speaker>
      <c:Text>Yes please</c:Text></c:Line></c:Lines></c:Interaction></c:Interactions></s:Body></s:Envelope>
      """)
    #expect(found.map(\.id) == ["7", "8"])
    #expect(found.map(\.roles) == [[.agent, .customer], [.agent]])
    #expect(text.contains("agent.name: \"Agent/Name\"") && text.contains("timezone: UTC  # of times without an offset"))
  }

  @Test func takesAWholeTranscriptInOneText() throws {
    let (text, found) = try draft(
      "qa.json",
      #"[{"ticketId":"t1","rep":"Ana Ruiz","conversation_text":"Agent: Hello there\nCustomer: Hi to you"},{"ticketId":"t2","rep":"Bo Lee","conversation_text":"Agent: Yes"}]"#
    )
    #expect(found.map(\.turns) == [2, 1])
    #expect(text.contains("split_cell: \"conversation_text\"") && text.contains("agent.name: \"rep\""))
  }

  @Test func takesTheFileNameWhereNothingElseNamesTheCall() throws {
    let (text, found) = try draft(
      "call-12 (1).json",
      #"{"lines":[{"speaker":"spk_0","text":"Hello there","start":"0.4s"},{"speaker":"spk_1","text":"Hi","start":"2.5s"}]}"#
    )
    #expect(found.map(\.id) == ["call-12"])
    #expect(text.contains("unit: suffix_s") && text.contains("no role is known for \"spk_0\", \"spk_1\""))
  }

  @Test func draftsATable() throws {
    let text = try MappingDraft.text(
      of: Array("Call ID;Agent;Start time;Site\n1;a;2026-03-02;x\n".utf8), name: "in/calls.csv")
    let mapping = try MappingLoader.load(text, file: "draft")
    #expect(mapping.sources.first?.fields.map(\.field) == [.id, .start, .agentID])
    #expect(text.contains("# not mapped: Site"))
  }

  /// Labels that are names are counted, never quoted.
  @Test func quotesNoPerson() throws {
    let (text, _) = try draft(
      "c.json",
      #"{"id":"c1","customerName":"Cara Jones","messages":[{"from":"Ana Ruiz","body":"Hello there"},{"from":"cara@x.example","body":"My card is 4111"}]}"#
    )
    for word in ["Ana", "Cara", "cara@", "4111"] { #expect(!text.contains(word), "\(text)") }
    let (named, found) = try draft(
      "d.json",
      #"{"id":"c1","messages":[{"from":"Agent Ana Ruiz","body":"Hello there"},{"from":"Cara (customer)","body":"Hi"}]}"#
    )
    #expect(named.contains("agent: [\"Agent *\"]") && !named.contains("Ana") && !named.contains("Cara"))
    #expect(found[0].roles[0] == .agent)
    #expect(text.contains("2 labels not shown here"))
  }

  @Test func saysWhatCannotBeDrafted() throws {
    let keyed = failure(
      "m.json", #"{"c1":{"agent":"a","text":"x y"},"c2":{"agent":"b","text":"x"},"c3":{"agent":"b","text":"x"}}"#)
    #expect(keyed?.message.contains("under keys of their own") == true && keyed?.hint.contains("to_entries") == true)
    let strange = failure("w.json", #"{"weather":[{"city":"Ulm","mm":3},{"city":"Bonn","mm":4}]}"#)
    #expect(
      strange?.message.contains("$.weather[*] with city, mm") == true && strange?.hint.contains("profile show") == true)
    #expect(failure("e.json", "  ")?.message == "is empty")
    #expect(failure("b.json", "{\"a\" 1}")?.message.contains("no JSON") == true)
    let scratch = Scratch()
    _ = scratch.write("in/a.json", "{\"id\":1}")
    _ = scratch.write("in/b.xml", "<a/>")
    let mixed = #expect(throws: Problem.self) { try MappingDraft.text(of: "\(scratch.path)/in") }
    #expect(mixed?.message.contains("json (a.json), xml (b.xml)") == true)
  }

  /// A folder's files and an archive's members are one kind; only their beginnings are looked at.
  @Test func looksAtTheBeginningOfLargeFilesAndFolders() throws {
    let scratch = Scratch()
    var large = "{\"calls\":["
    for index in 0..<20_000 {
      large +=
        "{\"id\":\"c\(index)\",\"turns\":[{\"speaker\":\"agent\",\"text\":\"Hello number \(index) and some more words\"}]},"
    }
    let path = scratch.write("large.json", large + "{\"id\":\"last\",\"turns\":[]}]}")
    let drafted = try MappingDraftTests.draft(path)
    #expect(drafted.found.count == 20_001 && drafted.rejects.isEmpty)
    for index in 0..<60 {
      _ = scratch.write("many/f\(index).json", #"{"turns":[{"speaker":"agent","text":"Hello to you"}]}"#)
    }
    let folder = try MappingDraftTests.draft("\(scratch.path)/many")
    #expect(Set(folder.found.map(\.id)).count == 60 && folder.text.contains("path: \"**/*.json\""))
  }

  /// What the engine's own readers take is said under their names, which are no mapping files.
  @Test func tellsOfTheGenericReaders() throws {
    #expect(Profiles.generic.map(\.name) == ["csv-calls", "csv-utterances", "xml-conversations", "sidetone"])
    #expect(Profiles.generic.allSatisfy { $0.text.contains("Not a mapping file") })
    #expect(throws: Problem.self) { try Profiles.named("csv-calls") }
  }
}
