/// What a column of a table stands for.
enum Column: UInt8, Sendable, CaseIterable {
  case id, agentID, agentName, team, queue, startedAt, startDate, startTime, channel, direction
  case customerID, customerName, language, disposition, duration, csat, earlierContacts
  case turn, speaker, speakerName, startMs, endMs, text, transcript, kind, visibility

  /// Whether it differs from turn to turn.
  var isOfTurn: Bool { rawValue >= Column.turn.rawValue }
}

/// Names of columns as they occur in exports, normalized (see `HeaderName`); the first in each list is our own.
///
/// Sources: the layouts listed in README under "What Sidetone reads"; tenants name columns freely, so a name is a hint and
/// the profile is chosen by which set of columns is there.
enum ColumnNames {
  static let names: [(Column, [String])] = [
    (
      .id,
      [
        "conversationid", "callid", "contactid", "interactionid", "chatid", "engagementid", "partnercallid",
        "calluuid", "callidentifier", "conversation", "contactsessionid", "sessionid", "recordingid", "calluniqueid",
        "callref", "calluid", "ticketid", "anrufid", "id",
      ]
    ),
    (
      .agentID,
      [
        "agentid", "agentno", "agentlogin", "agentuserid", "operatorid", "repid", "employeeid", "agentemail", "userid",
        "agent", "operator", "rep", "assigneeid",
      ]
    ),
    (
      .agentName,
      [
        "agentname", "operatorname", "employeename", "agentfullname", "repname", "handlingagent", "username",
        "handlingusername",
      ]
    ),
    (
      .team,
      ["team", "teamname", "agentteam", "group", "groupname", "agentgroup", "department", "organization", "groupid"]
    ),
    (.queue, ["queue", "queuename", "skill", "skillname", "campaign", "campaignname", "csqnames", "lineofbusiness"]),
    (
      .startedAt,
      [
        "startedat", "conversationstartedat", "conversationtimestamp", "conversationcreatedat", "conversationstart",
        "initiationtimestamp", "callstarttime", "callstart", "calldatetime", "starttime", "startat", "startdatetime",
        "datestarted", "datetime", "createdat", "calldate", "date", "timestamp", "start",
      ]
    ),
    (.startDate, ["startdate"]),
    (.channel, ["channel", "mediatype", "medianame", "medium"]),
    (.direction, ["direction", "calldirection", "initialdirection", "contactdirection", "calltype"]),
    (
      .customerID,
      [
        "customerid", "customernumber", "customerphonenumber", "customerphone", "clientphonenumber",
        "contactphonenumber", "ani", "callerid", "caller", "clientid", "requesterid",
      ]
    ),
    (.customerName, ["customername", "clientname", "callername", "contactname", "customer"]),
    (.language, ["language", "languagecode", "locale"]),
    (
      .disposition,
      ["disposition", "dispositioncode", "outcome", "disconnectreason", "wrapup", "wrapupcode", "resolution"]
    ),
    (
      .duration,
      [
        "durationms", "duration", "durations", "durationseconds", "callduration", "contactduration", "calltime",
        "handletime", "totaltime",
      ]
    ),
    (.csat, ["csat", "csatscore", "rating", "satisfaction", "satisfactionscore", "surveyscore"]),
    (.earlierContacts, ["earliercontacts", "priorcontacts", "previouscontacts"]),
    (
      .turn,
      [
        "turn", "turnnumber", "turnindex", "turnid", "verbatimsequencenum", "sequence", "sequencenumber", "seq",
        "utteranceindex", "utteranceid", "sentenceindex", "lineno", "index",
      ]
    ),
    (
      .speaker,
      [
        "speaker", "speakerrole", "participanttype", "participantrole", "participantpurpose", "role",
        "messageauthortype", "authortype", "affiliation", "speakerlabel", "party", "author", "sender", "from",
        "participant", "participantid", "authorid", "senderid", "speakerid",
      ]
    ),
    (.speakerName, ["speakername", "messageauthorname", "authorname", "participantname"]),
    (
      .startMs,
      [
        "startms", "starttimems", "beginoffsetmillis", "offsetstarttime", "startoffset", "turnstart", "utterancestart",
        "messagecreatedat", "absolutetime", "sentat", "offset", "begin", "start", "starttime", "timestamp",
      ]
    ),
    (
      .endMs,
      [
        "endms", "endtimems", "endoffsetmillis", "offsetendtime", "endoffset", "turnend", "utteranceend", "end",
        "endtime",
      ]
    ),
    (
      .text,
      [
        "text", "utterance", "utterancetext", "message", "messagebody", "verbatim", "phrase", "sentence", "content",
        "body", "turntext", "messagetext", "plainbody", "htmlbody", "decoratedtext",
      ]
    ),
    (
      .transcript,
      [
        "transcript", "fulltranscript", "calltranscript", "chattranscript", "conversationtext", "dialog", "dialogue",
        "anonymizedtext", "transcription", "transcripttext",
      ]
    ),
    (.kind, ["kind", "messagetype", "eventtype", "parttype"]),
    (.visibility, ["internal", "private", "visibility"]),
  ]
}

/// Headers compare by what is left of them in lower case without blanks, punctuation and byte order marks.
enum HeaderName {
  static func normalized(_ text: String) -> String {
    var result = ""
    for scalar in text.lowercased().unicodeScalars where scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
    {
      result.unicodeScalars.append(scalar)
    }
    return result
  }
}
