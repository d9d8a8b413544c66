import Record

/// Writes a draft: YAML that loads as it stands, with comments on what was found and what was not.
struct DraftText {
  let sample: DraftSample
  let shape: SampleShape
  let framing: SampleShape.Framing
  let plan: DraftPlan
  /// What the user named.
  let input: String

  private var paths: DraftPath { DraftPath(shape: shape, kind: sample.kind) }

  private var records: Int { shape.places[plan.record].count }

  private var isRecordOfFile: Bool {
    if case .records = plan.turns {
      return sample.kind != .table && shape.ancestors(plan.record).allSatisfy { !shape.isRepeated($0) }
    }
    return sample.kind != .table && !shape.isRepeated(plan.record) && !framing.hasManyValues
      || sample.files.count > 1 && shape.places[plan.record].parent == 0 && !framing.hasManyValues
  }

  func text() -> String {
    let isTurn = if case .records = plan.turns { true } else { false }
    let what = "\(records == 1 ? "one" : "\(records)") \(isTurn ? "turn" : "record")\(records == 1 ? "" : "s")"
    var lines = [
      "# A draft from \(what): read it over. Comments say how often a field had a value.",
      "version: 1", "name: draft", "defaults:", "  timezone: UTC\(zone)", "  null_values: [\"\", \"N/A\", \"-\"]",
      "sources:", "  \(sample.kind == .table ? "table" : "records"):", "    match: { path: \(DraftText.quoted(glob)) }",
      "    format: \(sample.kind == .table ? "csv" : sample.kind.rawValue)",
    ]
    if framing.hasDoctype { lines.append("    xml: { allow_doctype: true }") }
    if sample.kind != .table { lines += record() }
    lines += ["    emits: conversation"] + group() + ["    fields:"]
    let fields = DraftFields(shape: shape, plan: plan, paths: paths, isRecordOfFile: isRecordOfFile)
    lines += fields.lines().map { "      \($0)" }
    lines += turns()
    let left = unmapped()
    if !left.isEmpty { lines.append("    # not mapped: \(left)") }
    lines.append("    keep_extras: true")
    lines += roles()
    return lines.joined(separator: "\n") + "\n"
  }

  private var zone: String {
    let times = [plan.fields.best[.startedAt], plan.fields.best[.startDate], plan.turn.best[.startMs]].compactMap {
      $0?.values.timeFormat
    }
    return times.contains { !$0.hasOffset }
      ? "  # of times without an offset: name the platform's own, such as Europe/Berlin" : ""
  }

  /// One file by its name, several by what their names have in common.
  private var glob: String {
    let names = sample.files.map { $0.name.split(separator: "/").last.map(String.init) ?? $0.name }
    let isOne = names.count == 1 && sample.files[0].name == input
    if isOne { return "**/\(names[0])" }
    let endings = Set(names.map { name in name.lastIndex(of: ".").map { String(name[$0...]) } ?? "" })
    return endings.count == 1 ? "**/*\(endings.first ?? "")" : "**/*"
  }

  private func record() -> [String] {
    var lines = ["    # \(plan.why)"]
    lines += plan.notes.map { "    # \($0)" }
    if sample.kind == .xml { lines.append("    # a name without a prefix stands for it in any namespace") }
    return lines + ["    record: \(DraftText.quoted(paths.record(plan.record)))"]
  }

  /// Several records of a conversation.
  private func group() -> [String] {
    guard case .records = plan.turns else { return [] }
    var lines = [
      "    group_by: conversation_id  # one record a turn: those of a conversation have to follow each other"
    ]
    if let order = turnRules?.orderBy { lines.append("    order_by: [\(order)]") }
    return lines
  }

  private var turnRules: DraftTurns? {
    switch plan.turns {
    case .each(let place): DraftTurns(shape: shape, plan: plan, paths: paths, place: place)
    case .records: DraftTurns(shape: shape, plan: plan, paths: paths, place: plan.record)
    case .cell, .none: nil
    }
  }

  private func turns() -> [String] {
    switch plan.turns {
    case .none:
      return [
        "    # no text was found: these are the metadata of conversations; give their transcripts in the same run"
      ]
    case .cell(let leaf):
      return [
        "    turns:",
        "      split_cell: \(DraftText.quoted(paths.relative(leaf.place, from: plan.record)))"
          + "  # lines such as `Agent: …` or `[00:05] Ana: …`; for others give line: a regular expression",
      ]
    case .records: return ["    turn:"] + (turnRules?.lines() ?? []).map { "      \($0)" }
    case .each(let place):
      var lines = ["    turns:"] + first()
      lines.append(
        "      each: \(DraftText.quoted(paths.relative(place, from: plan.record)))  # \(shape.places[place].count) in the sample"
      )
      return lines + (turnRules?.lines() ?? []).map { "      \($0)" }
    }
  }

  /// What a ticket says itself, before the comments on it.
  private func first() -> [String] {
    guard let leaf = plan.first else { return [] }
    let path = DraftText.quoted(paths.relative(leaf.place, from: plan.record))
    let text = leaf.values.looksLikeHtml || turnTextIsHtml ? "{ from: \(path), type: html }" : path
    var start = ""
    if let at = plan.fields.best[.startedAt], let format = at.values.timeFormat,
      plan.turn.best[.startMs]?.values.timeFormat != nil
    {
      start =
        ", at: { from: \(DraftText.quoted(paths.relative(at.place, from: plan.record))), type: time, format: \(format.name) }"
    }
    return [
      "      # the record's own text, taken for the customer's first turn",
      "      first: { text: \(text), role: { const: customer }\(start) }",
    ]
  }

  private var turnTextIsHtml: Bool { plan.turn.best[.text]?.values.looksLikeHtml ?? false }

  /// Names only, never what they hold.
  private func unmapped() -> String {
    var places = plan.fields.unknown.map(\.place)
    if case .records = plan.turns {
      let used = Set(plan.turn.best.values.map(\.place))
      places = places.filter { !used.contains($0) }
    }
    // A key that is a number or an address would be somebody's.
    let names = places.map { paths.relative($0, from: plan.record) }.filter { name in
      !name.dropFirst().contains("@") && name.count(where: \.isNumber) < 7 || sample.kind == .xml
    }
    return names.prefix(60).joined(separator: ", ") + (names.count > 60 ? " and \(names.count - 60) more" : "")
  }

  private func roles() -> [String] {
    guard let rules = turnRules else { return [] }
    let lines = rules.roles()
    guard lines.contains(where: { !$0.hasPrefix("#") }) else { return lines }
    return ["roles:"] + lines.map { "  \($0)" }
  }

  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": quoted += "\\\\"
      case "\"": quoted += "\\\""
      case _ where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value): quoted += " "
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
