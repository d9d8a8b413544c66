import Glibc
import Record

@testable import Running

/// A job in a folder of its own: exports that come and go, a small rubric, and runs of it in this process.
struct Job {
  let folder: String
  var exports: String { folder + "/exports" }

  init() {
    var template = Array("/tmp/sidetone-job-XXXXXX".utf8CString)
    _ = unsafe mkdtemp(&template)
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    for name in ["exports", "gone"] { unsafe mkdir("\(folder)/\(name)", 0o755) }
    write("rubric.yaml", Self.rubric)
  }

  func remove() { Folders.remove(folder) }

  func write(_ name: String, _ text: String) {
    guard let file = unsafe fopen("\(folder)/\(name)", "w") else { return }
    unsafe fputs(text, file)
    unsafe fclose(file)
  }

  /// Permissions of a file.
  func mode(_ name: String) -> mode_t {
    var status = stat()
    _ = unsafe stat("\(folder)/\(name)", &status)
    return status.st_mode & 0o777
  }

  func move(_ name: String, to other: String) { unsafe rename("\(folder)/\(name)", "\(folder)/\(other)") }

  func pipeline(output: String, history: String? = nil) -> Pipeline {
    var pipeline = Pipeline()
    pipeline.inputs = [exports]
    pipeline.rubric = folder + "/rubric.yaml"
    pipeline.output = "\(folder)/\(output)"
    pipeline.history = history.map { "\(folder)/\($0)" }
    return pipeline
  }

  @discardableResult
  func run(_ pipeline: Pipeline, lanes: Int = 2) throws -> RunResult {
    var options = RunOptions()
    options.lanes = lanes
    return try Runner(pipeline, options: options).run()
  }

  /// Names of the files in which two output folders differ; of the manifests, what is not under `run`.
  func differences(_ left: String, _ right: String) throws -> [String] {
    let (left, right) = ("\(folder)/\(left)", "\(folder)/\(right)")
    let names = Set(try Folders.files(left).map(\.name) + Folders.files(right).map(\.name))
    return names.sorted().filter { content(left, $0) != content(right, $0) }
  }

  /// All bytes of a file; nil where there is none.
  func bytes(_ name: String) -> [UInt8]? {
    guard let file = unsafe fopen(name.hasPrefix("/") ? name : "\(folder)/\(name)", "r") else { return nil }
    defer { unsafe fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = unsafe fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
    return bytes
  }

  /// Files of the job, exports apart, in which a text stands.
  func places(of text: String) throws -> [String] {
    let wanted = Array(text.utf8)
    return try Folders.files(folder).map(\.name).filter { name in
      guard !name.hasPrefix("exports/"), !name.hasPrefix("gone/"), let bytes = bytes(name) else { return false }
      return bytes.firstRange(of: wanted) != nil
    }
  }

  private func content(_ folder: String, _ name: String) -> [UInt8]? {
    guard let bytes = bytes("\(folder)/\(name)") else { return nil }
    guard name == "manifest.json", let run = String(decoding: bytes, as: UTF8.self).firstRange(of: "\"run\": {") else {
      return bytes
    }
    return Array(String(decoding: bytes, as: UTF8.self)[..<run.lowerBound].utf8)
  }

  static let header =
    "conversation_id,agent_id,agent_name,team,queue,started_at,channel,customer_id,turn,speaker,start_ms,end_ms,text\n"

  /// Rows of one call; everything about it follows from its number and its version.
  static func call(_ number: Int, version: Int = 0) -> String {
    var random = SeededGenerator(seed: UInt64(number * 31 + version))
    let agent = number % 5
    let start = "2026-11-\(pad(2 + number % 21))T09:\(pad(number % 60)):00+01:00"
    let head = "C\(number),A\(agent),Agent \(agent),Team \(agent % 2),q\(number % 3),\(start),voice,K\(number % 17)"
    let customer = ["this is so frustrating", "my order is late", "hello there", "I'm angry, angry!"]
    let answers = ["I understand.", "Sorry about that!", "That is your fault.", "Let me refund it. Anything else?", ""]
    var rows = ""
    for turn in 0..<Int.random(in: 2...9, using: &random) {
      let isAgent = turn % 2 == 1
      let words = (isAgent ? answers : customer).randomElement(using: &random) ?? ""
      let begin = turn * 4000 + Int.random(in: 0..<3000, using: &random)
      rows +=
        "\(head),\(turn),\(isAgent ? "agent" : "customer"),\(begin),\(begin + 900),\"\(words) (\(number).\(version))\"\n"
    }
    return rows
  }

  /// Turns only.
  static func transcripts(_ numbers: Range<Int>) -> String {
    "conversation_id,turn,speaker,start_ms,end_ms,text\n"
      + numbers.map { number in
        "C\(number),0,agent,0,900,\"I understand (\(number))\"\nC\(number),1,customer,950,1900,\"I'm angry about \(number)\"\n"
      }.joined()
  }

  /// Calls with their agents, without words.
  static func metadata(_ numbers: Range<Int>) -> String {
    "conversation_id,agent_id,agent_name,team,queue,started_at,channel,csat\n"
      + numbers.map { number in
        let start = "2026-11-\(pad(2 + number % 21))T09:\(pad(number % 60)):00+01:00"
        return "C\(number),A\(number % 3),Agent \(number % 3),Team \(number % 2),q1,\(start),voice,\(number % 5 + 1)\n"
      }.joined()
  }

  private static func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private static let rubric = """
    rubric: 1
    name: small
    version: "1"
    cues:
      anger: {who: customer, any: ["frustrating", "angry"]}
      empathy: {who: agent, any: ["understand"]}
      blame: {who: agent, any: ["your fault"]}
      sorry: {who: agent, any: ["sorry"]}
      else: {who: agent, any: ["anything else"]}
    techniques:
      - id: tone
        behaviors:
          - {id: meets, applies: {each: [anger], who: customer}, shown: {cues: [empathy], within: 2}, spoiled: {cues: [blame], within: 2}}
          - {id: half, applies: {once: [anger]}, shown: {cues: [empathy]}, partly: {cues: [sorry]}}
      - id: calm
        behaviors:
          - {id: no-blame, critical: true, applies: {always: true}, absence: true, spoiled: {cues: [blame]}}
          - {id: closes, applies: {always: true}, shown: {cues: [else]}}

    """
}
