import Record
import Testing

@testable import Ingestion

/// Drafts are made, loaded and run: what they give is held to what the profile for the same file gives.
struct MappingDraftTests {
  /// A sample of another's shape, and what of it a draft can't know.
  struct Case: Sendable, CustomTestStringConvertible {
    var file: String
    /// What the profile puts in front of ids.
    var idPrefix = ""
    /// Whether the id stands in the file, or is its name; else a profile knows the platform's naming.
    var hasIDs = true
    /// Whether labels say roles; else a profile knows the platform's rule.
    var hasRoles = true

    var testDescription: String { file }
  }

  static let cases = [
    Case(file: "zendesk/tickets.json"),
    Case(file: "zendesk/wrapped.json"),
    Case(file: "intercom/conversations.json"),
    Case(file: "freshdesk-xml/Tickets0.xml", idPrefix: "fd-"),
    Case(file: "amazon-connect/contact-records.json"),
    Case(file: "amazon-connect/9f0e-01_analysis_2026-03-02T10_20_00Z.json", hasIDs: false),
    Case(file: "amazon-connect/9f0e-02_analysis.json"),
    Case(file: "genesys-cloud/conv-1.json"),
    Case(file: "talkdesk-calls/new.json"),
    Case(file: "verint-recording/240004000000001.xml"),
    Case(file: "verint-recording/S1.json", hasIDs: false),
    Case(file: "transcript-readers/call-analytics.json"),
    Case(file: "transcript-readers/cx-insights.json"),
    Case(file: "transcript-readers/azure-fast.json"),
    Case(file: "transcript-readers/whisperx.json"),
    Case(file: "transcript-readers/twilio.json"),
    Case(file: "transcript-readers/ringsense.json", hasIDs: false, hasRoles: false),
    Case(file: "xml-conversations/calls.xml"),
    Case(file: "sidetone/conversations.ndjson"),
    Case(file: "csv-calls/calls.csv"),
    Case(file: "csv-utterances/utterances.csv"),
    Case(file: "../../../SampleData/exports/conversations.xml"),
  ]

  struct Found: Equatable {
    var id: String
    var turns: Int
    var roles: [Role]
  }

  /// What a file gives, by a mapping where one is named.
  static func read(_ path: String, mapping: String? = nil) throws -> (found: [Found], rejects: [String], batch: Batch) {
    var options = IngestOptions()
    options.mapping = mapping
    let feed = try IngestFeed(inputs: [path], options: options)
    var block = IngestBlock()
    var batch = Batch()
    var found: [Found] = []
    var rejects: [String] = []
    while let unit = try feed.claim(&block) {
      feed.decode(unit, &block, into: &batch)
      found += batch.conversations.map { conversation in
        let turns = batch.turns[Int(conversation.turns.lowerBound)..<Int(conversation.turns.upperBound)]
        return Found(id: batch.string(conversation.id), turns: turns.count, roles: turns.map(\.role))
      }
      rejects += batch.rejects.map(\.reason)
    }
    return (found, rejects, batch)
  }

  /// Drafts from a file, and reads it by the draft.
  static func draft(_ path: String) throws -> (text: String, found: [Found], rejects: [String]) {
    let text = try MappingDraft.text(of: path)
    let scratch = Scratch()
    let (found, rejects, _) = try read(path, mapping: scratch.write("draft.yaml", text))
    return (text, found, rejects)
  }

  @Test(arguments: cases) func givesWhatTheProfileGives(_ item: Case) throws {
    let path = "\(SampleTests.folder)/\(item.file)"
    let drafted = try MappingDraftTests.draft(path)
    let expected = try MappingDraftTests.read(path)
    #expect(drafted.found.map(\.turns) == expected.found.map(\.turns), "\(drafted.text)")
    #expect(drafted.rejects.count == expected.rejects.count, "\(drafted.rejects) \(drafted.text)")
    if item.hasIDs {
      #expect(drafted.found.map { item.idPrefix + $0.id } == expected.found.map(\.id), "\(drafted.text)")
    }
    guard item.hasRoles, drafted.found.count == expected.found.count else { return }
    // Where the profile knows a role, the draft knows it; labels such as "agent" are left to the next stage by some profiles.
    for (mine, theirs) in zip(drafted.found, expected.found) {
      for (role, wanted) in zip(mine.roles, theirs.roles) where wanted != .unknown {
        #expect(role == wanted, "\(mine.id) \(drafted.text)")
      }
    }
  }

  /// Whatever can't be drafted well is drafted without an accident: it loads and ends.
  @Test func loadsForEverySample() throws {
    for file in try Expansion.files(of: [SampleTests.folder]) where !file.path.hasSuffix("README.md") {
      do {
        let text = try MappingDraft.text(of: file.path)
        _ = try MappingLoader.load(text, file: file.path)
      } catch let problem as Problem {
        #expect(!problem.hint.isEmpty, "\(problem)")
      }
    }
  }
}
