import Record
import Testing

@testable import Ingestion

/// A key of a mapping file has an effect, or it is an error.
struct MappingKeyTests {
  /// Keys whose effect other tests hold.
  private static let elsewhere: Set<String> = [
    // The run's own words about errors: `ErrorPolicyTests`. The environment can't be changed in a test.
    "on_error", "on_error.record", "on_error.file", "on_error.max_bad_ratio", "on_error.exit_nonzero_above",
    "archives.passphrase_env",
    // Which copy stands is settled by a run over all inputs: `CopyTests`.
    "dedupe.prefer",
  ]

  @Test("no key is without a case")
  func coversAll() {
    let covered = Set(MappingKeyCases.all.flatMap(\.keys)).union(MappingKeyTests.elsewhere)
    #expect(Set(MappingKeys.all).subtracting(covered).sorted() == [])
    #expect(covered.subtracting(MappingKeys.all).sorted() == [])
  }

  @Test("a key does what it says", arguments: MappingKeyCases.all)
  func hasEffect(_ example: MappingKeyCase) throws {
    let scratch = Scratch()
    let inputs = Scratch()
    let mapping = scratch.write("m.yaml", example.mapping)
    for (name, bytes) in example.files { inputs.write(name, bytes) }
    let found = try Ingested.read([inputs.path], scratch: inputs) { $0.mapping = mapping }.lines.joined(separator: "\n")
    for text in example.with { #expect(found.contains(text), "\(text) is not in:\n\(found)") }
    for text in example.without { #expect(!found.contains(text), "\(text) is in:\n\(found)") }
  }

  private static let head = "version: 1\nsources:\n  s:\n    format: csv\n    fields: { conversation_id: id }\n"

  @Test(
    "what a key can't say is an error",
    arguments: [
      ("    csv: { encoding: shift_jis }\n", "\"shift_jis\" is no encoding that tables are read in"),
      ("    csv: { fallback_encoding: utf-8 }\n", "fallback_encoding must be a code page of single bytes"),
      ("    csv: { decimal: x }\n", "decimal must be \",\" or \".\""),
      (
        "    csv: { repeat_header: keep }\n",
        "repeat_header can only be skip: a header in the middle of a file is never a record"
      ),
      ("    xml: { namespace_mode: guess }\n", "namespace_mode must be match or ignore"),
      ("    group_by: other\n", "group_by other is not where conversation_id comes from"),
      ("    order_by: n\n", "order_by puts turns into order, and this source has none"),
      ("    legs: { primary: best }\n", "primary must be longest, first, last or { where: { field: value } }"),
      ("    legs: { primary: { where: { csat: 5 } } }\n", "a leg can't be picked by csat"),
      (
        "    roles: { match_agent_name: false }\n",
        "match_agent_name can only be true: a label that is the agent's name is always the agent's"
      ),
      ("limits: { depth: 0 }\n", "depth must be more than 0"),
      ("limits: { xml_depth: 300 }\n", "xml_depth can be 256 at most"),
      ("dedupe: { key: customer.id }\n", "key can only be conversation_id, or [source, conversation_id]"),
      ("dedupe: { prefer: masked }\n", "unknown prefer \"masked\""),
      ("on_error: { record: fail }\n", "record can only be quarantine"),
      ("on_error: { file: stop }\n", "file can only be continue"),
      ("on_error: { exit_nonzero_above: 2 }\n", "exit_nonzero_above must be between 0 and 1"),
    ])
  func refuses(_ more: String, _ message: String) {
    #expect {
      try MappingLoader.load(MappingKeyTests.head + more, file: "m.yaml")
    } throws: { error in
      (error as? Problem)?.message == message
    }
  }

  @Test("the words about bad records become the run's policy")
  func errorPolicy() throws {
    let scratch = Scratch()
    var options = IngestOptions()
    options.mapping = scratch.write(
      "m.yaml",
      MappingKeyTests.head
        + "on_error: { record: quarantine, file: continue, max_bad_ratio: 0.02, exit_nonzero_above: 0.01 }\n"
        + "archives: { passphrase_env: ACME_PW }\n")
    let policy = try ErrorPolicy(options)
    #expect(throws: Problem.self) { try policy.check(bad: 3, of: 100) }
    try policy.check(bad: 2, of: 100)
    #expect(policy.tolerates(bad: 1, of: 100))
    #expect(!policy.tolerates(bad: 2, of: 100))
    #expect(try ErrorPolicy(IngestOptions()).tolerates(bad: 1, of: 100) == false)
    options.apply(try MappingCatalog.of(options))
    #expect(options.passphraseVariable == "ACME_PW")
  }
}
