/// What an element or attribute of a generic conversation file stands for.
enum XmlField: UInt8 {
  case none
  // Structure.
  case record, turn, agentBox, customerBox, legBox
  // Conversation.
  case id, agentID, agentName, agentAny, team, queue, startedAt, channel, direction, customerID, customerName
  case customerAny, language, disposition, csat, durationMs, durationAny, earlierContacts
  // Turn.
  case number, speaker, startMs, endMs, startAny, endAny, text, turnKind, isInternal
  // Kept by its own name.
  case extra
}

/// Where in a record a name stands: the same word means different things at different places.
enum XmlPlace: UInt8 {
  case outside, record, agent, customer, turn
}

/// The names that generic exports use, folded: lower case, without `-`, `_`, `.` and blanks.
enum XmlNames {
  static let records: Set<String> = [
    "conversation", "call", "interaction", "chat", "contact", "session", "dialog", "dialogue", "record", "recording",
    "case",
    "thread", "engagement", "ticket", "chattranscript", "calltranscript", "transcript",
  ]
  static let turns: Set<String> = [
    "turn", "utterance", "message", "segment", "phrase", "sentence", "entry", "line", "msg", "monologue", "cue",
  ]

  /// What a folded name means at a place.
  static func field(_ name: String, at place: XmlPlace) -> XmlField {
    switch place {
    case .outside: .none
    case .record: turns.contains(name) ? .turn : record[name] ?? .extra
    case .agent: agent[name] ?? .none
    case .customer: customer[name] ?? .none
    case .turn: turn[name] ?? .none
    }
  }

  private static let record: [String: XmlField] = [
    "id": .id, "conversationid": .id, "callid": .id, "interactionid": .id, "contactid": .id, "chatid": .id,
    "sessionid": .id, "recordid": .id, "uuid": .id, "ref": .id, "ticketid": .id,
    "agent": .agentBox, "operator": .agentBox, "representative": .agentBox, "agentid": .agentID, "agentlogin": .agentID,
    "employeeid": .agentID, "userid": .agentID, "agentname": .agentName, "employeename": .agentName,
    "username": .agentName, "operatorname": .agentName,
    "team": .team, "teamname": .team, "group": .team, "groupname": .team, "department": .team,
    "queue": .queue, "queuename": .queue, "skill": .queue, "skillname": .queue, "campaign": .queue,
    "startedat": .startedAt, "start": .startedAt, "starttime": .startedAt, "startdate": .startedAt,
    "started": .startedAt,
    "datetime": .startedAt, "timestamp": .startedAt, "callstart": .startedAt, "createdat": .startedAt,
    "date": .startedAt,
    "channel": .channel, "media": .channel, "mediatype": .channel, "direction": .direction, "calldirection": .direction,
    "customer": .customerBox, "caller": .customerBox, "client": .customerBox, "customerid": .customerID,
    "callerid": .customerID, "ani": .customerID, "customername": .customerName, "callername": .customerName,
    "clientname": .customerName, "language": .language, "lang": .language, "locale": .language,
    "languagecode": .language, "disposition": .disposition, "dispositioncode": .disposition, "outcome": .disposition,
    "wrapup": .disposition, "wrapupcode": .disposition, "csat": .csat, "csatscore": .csat, "satisfaction": .csat,
    "rating": .csat, "durationms": .durationMs, "duration": .durationAny, "durationseconds": .durationAny,
    "durations": .durationAny, "durationsec": .durationAny, "earliercontacts": .earlierContacts,
  ]
  private static let agent: [String: XmlField] = [
    "id": .agentID, "agentid": .agentID, "login": .agentID, "userid": .agentID, "name": .agentName,
    "agentname": .agentName, "fullname": .agentName, "displayname": .agentName, "team": .team, "teamname": .team,
    "group": .team, "queue": .queue,
  ]
  private static let customer: [String: XmlField] = [
    "id": .customerID, "customerid": .customerID, "phone": .customerID, "number": .customerID, "email": .customerID,
    "name": .customerName, "fullname": .customerName, "displayname": .customerName,
  ]
  private static let turn: [String: XmlField] = [
    "n": .number, "seq": .number, "sequence": .number, "turn": .number, "index": .number, "no": .number,
    "number": .number,
    "speaker": .speaker, "role": .speaker, "participant": .speaker, "participantrole": .speaker, "who": .speaker,
    "from": .speaker, "author": .speaker, "party": .speaker, "speakerlabel": .speaker, "participanttype": .speaker,
    "startms": .startMs, "startoffsetms": .startMs, "beginms": .startMs, "offsetms": .startMs,
    "beginoffsetmillis": .startMs, "endms": .endMs, "endoffsetms": .endMs, "endoffsetmillis": .endMs,
    "start": .startAny, "starttime": .startAny, "begin": .startAny, "offset": .startAny, "time": .startAny,
    "end": .endAny, "endtime": .endAny, "text": .text, "content": .text, "body": .text, "transcript": .text,
    "utterance": .text, "words": .text, "message": .text, "kind": .turnKind, "type": .turnKind, "internal": .isInternal,
  ]

  /// Folds an element's or attribute's name.
  static func fold(_ name: some Sequence<UInt8>) -> String {
    var folded: [UInt8] = []
    for byte in name {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): folded.append(byte | 0x20)
      case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: " "): continue
      default: folded.append(byte)
      }
    }
    return String(decoding: folded, as: UTF8.self)
  }
}
