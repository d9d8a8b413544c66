import Record

@testable import Ingestion
@testable import Scoring

extension FuzzTarget {
  /// Files that people write: mappings, rubrics, patterns, paths, side tables.
  static let files: [FuzzTarget] = [
    FuzzTarget(
      "mapping",
      words: yamlWords + ["sources:", "fields:", "match:", "turns:", "regex: \"(a+)+$\"", "- {", "&a", "*a", "<<: *a"],
      cases: 120,
      seeds: profiles, check: mapping),
    FuzzTarget("mapping-pattern", words: patternWords, cases: 600, seeds: regexes, check: regex),
    FuzzTarget(
      "tree-path", words: ["[*]", "[0]", "[?(@.a=='b')]", "..", "@", "//", "[@a='b']", "::", "text()"], cases: 1000,
      seeds: Seeds.texts(
        "$.data.calls[*]", "a.b[0].c", "/export/calls/call", "//turn/@speaker", "call[@type='x']/text()", "$['a b'][*]"),
      check: path),
    FuzzTarget(
      "rubric", words: yamlWords + ["cues:", "techniques:", "any:", "who: agent", "within: 3", "met:", "~help", ".."],
      cases: 60,
      seeds: [Seeds.source("Tests/FuzzTests/Seeds/rubric/small.yaml")], check: rubric),
    FuzzTarget(
      "rubric-pattern",
      words: ["..", "..12", "(", "|", ")", "[", "]", "^", "^^", "$", "$$", "?", "~", "*", "_", "#", "{list}", "@"],
      cases: 300,
      seeds: Seeds.texts(
        "thank* .. call*", "^ how (can|may) I help [you]", "~help ..3 _ # $", "^^ [so|well] (red|blue [sky])"),
      check: wordPattern),
    FuzzTarget(
      "rubric-model", cases: 300, seeds: [Seeds.source("Tests/FuzzTests/Seeds/rubric-model/small.tsv")], check: model),
    FuzzTarget(
      "side-table", words: ["agent_id", "agent_name", "team", ";", "\t", "\"\""], cases: 1000,
      seeds: Seeds.texts(
        "agent_id,agent_name,team\na1,\"Ruiz, Ana\",North\n\na2,Bo,\"Sou\"\"th\"\n", "agent_id;team\r\na1;x\r\n"),
      check: sideTable),
  ]

  private static let yamlWords = [
    ": ", "- ", "\n  ", "\n", "{ ", " }", "[", "]", "#", "|", ">-", "\"", "!!binary", "---", "? ", "true", "~", "0x1F",
  ]

  private static let profiles = ["zendesk", "talkdesk-calls", "freshdesk-xml", "asterisk-queue-log"]
    .map { Seeds.source("Sources/BuiltinData/profiles/\($0).yaml") }

  /// A mapping is read, or refused with a place and a way on.
  private static let mapping: Check = { bytes in
    do throws(Problem) {
      _ = try MappingLoader.load(String(decoding: bytes, as: UTF8.self), file: "m.yaml")
      return nil
    } catch {
      return error.file == "m.yaml" && !error.message.isEmpty ? nil : "\(error)"
    }
  }

  private static let patternWords = [
    "(?:", "(?<a>", ")", "|", "*", "+?", "{2,5}", "{1000}", "[^", "\\d", "\\b", "^", "$", ".", "\\u{1F642}", "(?i)",
  ]

  private static let regexes = Seeds.texts(
    "^(.*?)(?: \\(\\d+\\))?\\.json", "(a+)+$", "^\\s*(?:[\\[(]?(?<at>\\d{1,3}:\\d{2}))?[A-Za-z]{0,48}?:",
    "(?i)caf\u{E9}|[\u{C0}-\u{10FFFF}]\\b")

  /// What is found lies within the text, and finding it ends however the pattern is nested.
  private static let regex: Check = { bytes in
    guard let pattern = try? Pattern(String(decoding: bytes, as: UTF8.self)) else { return nil }
    for text in [
      Array("call-1 (2).json".utf8), Array("[00:01] Ana: caf\u{E9} aaaaaaaaaaaaaaaaaaaaaaaaaaaa!".utf8),
      bytes.prefix(200) + [],
    ] {
      guard let groups = pattern.firstMatch(text, 0..<text.count) else { continue }
      for case .some(let group) in groups where group.lowerBound < 0 || group.upperBound > text.count {
        return "group \(group) of \(text.count) bytes"
      }
    }
    return nil
  }

  private static let path: Check = { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    var (json, xml) = (Tree(), Tree())
    var reader = JsonTreeReader(sampleJson, 0..<sampleJson.count)
    try? reader.value(into: &json)
    _ = XmlTreeReader.read(sampleXml, into: &xml)
    for (path, tree) in [(try? TreePathParser.json(text), json), (try? TreePathParser.xml(text, namespaces: nil), xml)]
    {
      guard let path else { continue }
      let found = path.select(tree, from: 0)
      if found.contains(where: { $0 < 0 || $0 >= tree.nodes.count }) { return "it selects \(found)" }
      if path.first(tree, from: 0) != found.first { return "the first is another" }
    }
    return nil
  }

  private static let sampleJson = Array(
    #"{"data":{"calls":[{"id":1,"a b":[1,2]},{"type":"x","b":[{"c":3}]}]},"a":{"b":[{"c":1}]}}"#.utf8)
  private static let sampleXml = Array(
    "<export><calls><call type=\"x\"><turn speaker=\"a\">t</turn></call></calls></export>".utf8)

  /// A rubric is compiled, or refused with places.
  private static let rubric: Check = { bytes in
    let diagnostics = RubricDiagnostics()
    let rubric = Rubric.compile("core.yaml", files: { $0 == "core.yaml" ? bytes : nil }, diagnostics)
    if diagnostics.problems.isEmpty, rubric == nil { return "neither a rubric nor a problem" }
    return diagnostics.problems.first { $0.message.isEmpty || $0.file.isEmpty }.map { "\($0)" }
  }

  private static let wordPattern: Check = { bytes in
    let text = String(decoding: bytes.prefix(400), as: UTF8.self)
    do throws(PatternParser.Mistake) {
      let node = try PatternParser.parse(text) { (name) throws(PatternParser.Mistake) in
        throw .init(offset: 0, message: name)
      }
      var (words, stems) = (Set(["help"]), Set<String>())
      AtomResolver.collect(node, &words, &stems)
      var compiler = PatternCompiler(vocabulary: Vocabulary(words: words, stems: stems))
      guard (try? compiler.add(node, number: 0)) != nil else { return nil }
      _ = Matcher(program: compiler.finish())
      return nil
    } catch {
      return (0...text.utf8.count).contains(error.offset) ? nil : "mistake at \(error.offset) of \(text.utf8.count)"
    }
  }

  private static let model: Check = { bytes in
    do throws(Problem) {
      _ = try ModelSource.read(bytes, name: "m", file: "models/m.tsv")
      return nil
    } catch {
      return error.file == "models/m.tsv" && !error.message.isEmpty ? nil : "\(error)"
    }
  }

  private static let sideTable: Check = { bytes in
    do throws(Problem) {
      let table = try SideTable(
        parsing: bytes, file: "t.csv", required: ["agent_id"], optional: ["agent_name", "team"])
      let lines = 1 + bytes.count { $0 == 10 }
      return table.rows.contains { $0.line < 1 || $0.line > lines || $0.cells.count > table.columns.count }
        ? "rows" : nil
    } catch {
      return error.file == "t.csv" && !error.message.isEmpty ? nil : "\(error)"
    }
  }
}
