internal import FoundationEssentials

/// The summary between processes: one JSON object a line, the head first, then a page a line.
///
/// A cold path (some hundred lines a run), hence `Codable`; keys are sorted so that equal summaries give equal bytes.
extension Summary {
  private struct Line: Codable {
    var sidetone = 1
    var kind: String
    var summary: Summary?
    var page: TeamPage?
  }

  /// The lines, each ended by a newline.
  public func ndjson() throws(Problem) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var head = self
    head.pages = []
    var bytes: [UInt8] = []
    do {
      bytes += try encoder.encode(Line(kind: "summary", summary: head))
      bytes.append(0x0A)
      for page in pages {
        bytes += try encoder.encode(Line(kind: "page", page: page))
        bytes.append(0x0A)
      }
    } catch {
      throw Problem("the summary can't be written as JSON: \(error)")
    }
    return bytes
  }

  /// Reads what `ndjson()` wrote. Blank lines are skipped.
  /// - Throws: a `Problem` with the line that is not part of a summary.
  public init(ndjson bytes: [UInt8], file: String = "-") throws(Problem) {
    var head: Summary?
    var pages: [TeamPage] = []
    let decoder = JSONDecoder()
    for (index, text) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      if text.allSatisfy({ $0 <= 0x20 }) { continue }
      guard let line = try? decoder.decode(Line.self, from: Data(text)), line.sidetone == 1 else {
        throw Problem(
          file: file, line: index + 1, "this is no line of a summary",
          hint: "give sidetone-report what sidetone-aggregate writes to its standard output")
      }
      if let summary = line.summary { head = summary }
      if let page = line.page { pages.append(page) }
    }
    guard var summary = head else {
      throw Problem(
        file: file, "there is no summary in the input",
        hint: "give sidetone-report what sidetone-aggregate writes to its standard output")
    }
    summary.pages = pages
    self = summary
  }
}
