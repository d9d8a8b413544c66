import Record

/// The `turns` or `turn` of a draft, and the roles of its labels.
struct DraftTurns {
  let shape: SampleShape
  let plan: DraftPlan
  let paths: DraftPath
  /// Where the values of a turn stand.
  let place: Int

  private var count: Int { shape.places[place].count }

  private func from(_ leaf: DraftLeaf) -> String { DraftText.quoted(paths.relative(leaf.place, from: place)) }

  func lines() -> [String] {
    var lines = [text()]
    if let speaker = plan.turn.best[.speaker] {
      lines.append("speaker: \(from(speaker))\(filled(speaker))")
    } else if let incoming {
      lines.append(
        "speaker: { from: \(from(incoming)), map: { \"true\": customer, \"*\": agent }, default: agent }\(filled(incoming))"
      )
    }
    lines += times()
    if let number = plan.turn.best[.turn] { lines.append("number: \(from(number))\(filled(number))") }
    if let kind = plan.turn.best[.kind] { lines.append("kind: \(from(kind))\(filled(kind))") }
    if let visibility = visibility() { lines.append(visibility) }
    let sentiment = plan.turn.unknown.first { HeaderName.normalized($0.name) == "sentiment" && $0.values.distinct <= 6 }
    if let sentiment, !sentiment.values.areNumbers { lines.append("sentiment: \(from(sentiment))\(filled(sentiment))") }
    return lines
  }

  /// Help desks say of a message whether it came in.
  private var incoming: DraftLeaf? {
    plan.turn.unknown.first { leaf in
      ["incoming", "isincoming", "inbound", "fromcustomer", "iscustomer"].contains(HeaderName.normalized(leaf.name))
        && leaf.values.values.allSatisfy { ["true", "false"].contains($0.lowercased()) }
    }
  }

  /// Turns that are not in the order of their numbers, and have no time to go by.
  var orderBy: String? {
    guard let number = plan.turn.best[.turn], plan.turn.best[.startMs].map({ $0.filled < count }) ?? true else {
      return nil
    }
    return from(number)
  }

  private func filled(_ leaf: DraftLeaf, _ note: String = "") -> String {
    let seen = leaf.filled == 0 ? "no values in the sample" : "in \(leaf.filled) of \(count)"
    return "  # \(seen)\(note.isEmpty ? "" : ", \(note)")"
  }

  private func text() -> String {
    guard let leaf = plan.turn.best[.text] else { return "text: \"TODO\"" }
    var leaves = [leaf]
    if leaf.filled < count { leaves += plan.turn.alternatives[.text] ?? [] }
    let isHtml = leaves.contains { $0.values.looksLikeHtml }
    let sources = leaves.map(from).joined(separator: ", ")
    let source = leaves.count == 1 ? sources : "[\(sources)]"
    return "text: \(isHtml ? "{ from: \(source), type: html }" : source)\(filled(leaf))"
  }

  private func times() -> [String] {
    var lines: [String] = []
    var unit = DurationUnit.milliseconds
    let start = plan.turn.best[.startMs]
    if let start {
      if let format = start.values.timeFormat {
        let zone = format.hasOffset ? "" : "no offset: of the zone under defaults"
        lines.append("at: { from: \(from(start)), type: time, format: \(format.name) }\(filled(start, zone))")
        unit = format.name == "epoch_s" ? .seconds : format.name == "epoch_us" ? .microseconds : .milliseconds
      } else {
        unit = start.values.durationUnit(start.name, isOffset: true) ?? .automatic
        lines.append("start_ms: { from: \(from(start)), unit: \(unit.rawValue) }\(filled(start))")
      }
    }
    if let end = plan.turn.best[.endMs] {
      switch end.values.timeFormat?.name {
      case nil:
        let own = end.values.durationUnit(end.name, isOffset: true) ?? unit
        let isSure = start?.values.timeFormat != nil || own == .clock || own == .iso8601
        lines.append(
          "end_ms: { from: \(from(end)), unit: \((isSure ? own : start == nil ? own : unit).rawValue) }\(filled(end))")
      // A number of that size is an instant, whatever the field is called.
      case "epoch_s", "epoch_ms", "epoch_us":
        lines.append("end_ms: { from: \(from(end)), unit: \(unit.rawValue) }\(filled(end))")
      default:
        lines.append("# \(from(end)) is when a turn ended; a mapping reads ends as offsets or epoch numbers only")
      }
    } else if let length = plan.turn.best[.duration] {
      let own = length.values.durationUnit(length.name, isOffset: false) ?? unit
      let isPlain = own == .seconds && unit == .milliseconds && start?.values.timeFormat == nil && start != nil
      let isNamed = HeaderName.normalized(length.name).contains("sec")
      lines.append(
        "duration: { from: \(from(length)), unit: \((isPlain && !isNamed ? unit : own).rawValue) }\(filled(length))")
    }
    return lines
  }

  private func visibility() -> String? {
    let leaf =
      plan.turn.best[.visibility]
      ?? plan.turn.unknown.first { HeaderName.normalized($0.name) == "public" && $0.values.distinct <= 2 }
    guard let leaf else { return nil }
    let hidden =
      HeaderName.normalized(leaf.name) == "public"
      ? "\"false\": internal, \"*\": public" : "\"true\": internal, \"*\": public"
    let isBool = leaf.values.values.allSatisfy { ["true", "false"].contains($0.lowercased()) }
    return "visibility: \(isBool ? "{ from: \(from(leaf)), map: { \(hidden) } }" : from(leaf))\(filled(leaf))"
  }

  // MARK: Roles

  /// The labels of the sample whose role is clear; those that need a word of the user's.
  func roles() -> [String] {
    guard let speaker = plan.turn.best[.speaker] else {
      if incoming != nil { return ["map: { agent: [agent], customer: [customer] }"] }
      let place = isEach ? "turns" : "turn"
      return ["# nothing says who speaks: name it under \(place): speaker; without it, no turn has a role"]
    }
    var seen: Set<String> = []
    var byRole: [Role: [String]] = [:]
    var unclear: [String] = []
    if plan.first != nil {
      byRole[.customer] = ["customer"]
      seen.insert("customer")
    }
    for label in speaker.values.values where seen.insert(label).inserted {
      if let role = RoleMap.role(named: label), let label = RoleMap.quotable(label) {
        if byRole[role]?.contains(label) != true { byRole[role, default: []].append(label) }
      } else {
        unclear.append(label)
      }
    }
    var lines: [String] = []
    let known = Role.allCases.filter { byRole[$0] != nil }
    if !known.isEmpty {
      let pairs = known.map { role in
        "\(role.name): [\((byRole[role] ?? []).prefix(20).map(DraftText.quoted).joined(separator: ", "))]"
      }
      lines.append("map: { \(pairs.joined(separator: ", ")) }")
    }
    if !unclear.isEmpty { lines.append("# no role is known for \(DraftTurns.told(unclear)): \(wayOut)") }
    return lines
  }

  private var isEach: Bool { if case .each = plan.turns { true } else { false } }

  private var wayOut: String {
    "a label that is the agent's name or id, or the customer's id, finds its role by itself; else add map: { agent: [LABEL], "
      + "customer: [LABEL] }, or heuristic: first_speaker_is_agent"
  }

  /// Labels that tell speakers apart are shown; whatever may be a person's name is only counted.
  private static func told(_ labels: [String]) -> String {
    let codes = labels.filter { label in
      label.utf8.count <= 12 && !label.contains(" ") && !label.contains("@")
        && (label.utf8.count <= 2 || label.contains { $0.isNumber } && label.count(where: \.isNumber) <= 3)
    }
    let others = labels.count - codes.count
    var parts = codes.prefix(6).map { "\"\($0)\"" }
    if codes.count > 6 { parts.append("\(codes.count - 6) more of that kind") }
    if others > 0 { parts.append("\(others) label\(others == 1 ? "" : "s") not shown here, such as names") }
    return parts.joined(separator: ", ")
  }
}
