/// The export formats of the sample, each as text.
private func cell(_ text: String) -> String {
  guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
  return "\"" + text.replacingAll("\"", "\"\"") + "\""
}

private func escaped(_ text: String) -> String {
  text.replacingAll("&", "&amp;").replacingAll("<", "&lt;").replacingAll(">", "&gt;").replacingAll("\"", "&quot;")
}

extension String {
  func replacingAll(_ mark: Character, _ other: String) -> String {
    var out = ""
    for character in self { if character == mark { out += other } else { out.append(character) } }
    return out
  }
}

let utteranceHeader =
  "conversation_id,agent_id,agent_name,team,queue,started_at,channel,customer_id,customer_name,earlier_contacts,csat,turn,speaker,"
  + "start_ms,end_ms,text\n"

extension SampleConversation {
  /// One row an utterance. A chat message has no end, so its cell stays empty.
  func utteranceRows() -> String {
    var out = ""
    let head = [
      id, agent.id, agent.name, team, queue, startedAt, channel, customerID, customer, "\(earlierContacts)",
      csat > 0 ? "\(csat)" : "",
    ].map(cell).joined(separator: ",")
    for (number, line) in lines.enumerated() {
      let end = isChat ? "" : "\(line.endMs)"
      out += "\(head),\(number),\(line.speaker.rawValue),\(line.startMs),\(end),\(cell(line.text))\n"
    }
    return out
  }

  func xml() -> String {
    var out =
      "  <conversation id=\"\(id)\" agent=\"\(agent.id)\" agent_name=\"\(escaped(agent.name))\" team=\"\(escaped(team))\""
    out += " queue=\"\(queue)\" started_at=\"\(startedAt)\" channel=\"\(channel)\""
    if csat > 0 { out += " csat=\"\(csat)\"" }
    out += " earlier_contacts=\"\(earlierContacts)\">\n"
    out += "    <customer id=\"\(customerID)\"><name>\(escaped(customer))</name></customer>\n"
    for (number, line) in lines.enumerated() {
      let end = isChat ? "" : " end_ms=\"\(line.endMs)\""
      out += "    <turn n=\"\(number)\" speaker=\"\(line.speaker.rawValue)\" start_ms=\"\(line.startMs)\"\(end)>"
      out += escaped(line.text) + "</turn>\n"
    }
    return out + "  </conversation>\n"
  }

  /// The whole transcript for one cell: `[mm:ss] Speaker: words`, a line a turn. Some desks write names instead of roles.
  func transcriptCell(named: Bool) -> String {
    lines.map { line in
      let name = line.speaker == .agent ? (named ? agent.name : "Agent") : (named ? customer : "Customer")
      let second = line.startMs / 1000
      return "[\(padded(second / 60)):\(padded(second % 60))] \(name): \(line.text)"
    }.joined(separator: "\n")
  }

  func transcriptRow(named: Bool) -> String { "\(id),\(cell(transcriptCell(named: named)))\n" }

  func metadataRow() -> String {
    let fields = [
      id, startedAt, channel, agent.id, agent.name, team, queue, customerID, customer, "\(durationSeconds)",
      csat > 0 ? "\(csat)" : "",
    ]
    return fields.map(cell).joined(separator: ",") + "\n"
  }
}

let metadataHeader =
  "call_id,started_at,channel,agent_id,agent_name,team,queue,customer_id,customer_name,duration_s,csat\n"
let xmlHeader = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<conversations>\n"
let xmlFooter = "</conversations>\n"
