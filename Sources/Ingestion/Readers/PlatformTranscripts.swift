import Record

/// Platforms: AWS, Google CX Insights, Twilio, RingCentral.
extension JsonTranscript {
  /// Words with their times against speaker segments or channels; punctuation sticks to the word before (Amazon
  /// Transcribe).
  mutating func awsTranscribe(_ json: JsonNode, _ batch: inout Batch) {
    guard let results = json["results"] else { return }
    if let channels = results["channel_labels"]?["channels"]?.items, !channels.isEmpty {
      var items: [TurnBuilder.Item] = []
      for channel in channels {
        let who = channel["channel_label"]?.bytes ?? []
        items += awsItems(channel["items"]?.items ?? []) { _ in who }
      }
      for item in items.sorted(by: { ($0.startMs ?? 0) < ($1.startMs ?? 0) }) { add(item, &batch) }
      return
    }
    let segments = (results["speaker_labels"]?["segments"]?.items ?? []).map { segment in
      (segment["start_time"]?.seconds ?? 0, segment["end_time"]?.seconds ?? 0, segment["speaker_label"]?.bytes ?? [])
    }
    var current = 0
    let items = awsItems(results["items"]?.items ?? []) { word in
      if let own = word["speaker_label"]?.bytes { return own }
      let start = word["start_time"]?.seconds ?? 0
      while current + 1 < segments.count, start >= segments[current].1 { current += 1 }
      return segments.isEmpty ? [] : segments[current].2
    }
    for item in items { add(item, &batch) }
  }

  private func awsItems(_ words: [JsonNode], _ speaker: (JsonNode) -> [UInt8]) -> [TurnBuilder.Item] {
    var items: [TurnBuilder.Item] = []
    for word in words {
      let text = word["alternatives"]?.items.first?["content"]?.bytes ?? []
      if word["type"]?.string == "punctuation" {
        if !items.isEmpty { items[items.count - 1].text += text }
        continue
      }
      let label = speaker(word)
      let (start, end) = (word["start_time"]?.seconds, word["end_time"]?.seconds)
      // A speaker who goes on after two seconds of silence begins a turn of his own.
      if let last = items.last, last.label == label, (start ?? 0) - (last.endMs ?? 0) < 2000 {
        items[items.count - 1].text += [32] + text
        items[items.count - 1].endMs = end ?? last.endMs
      } else {
        items.append(TurnBuilder.Item(text: text, label: label, startMs: start, endMs: end))
      }
    }
    return items
  }

  /// `Transcript[]` with offsets; the role stands in the turn or with its participant (Contact Lens, Call Analytics).
  mutating func contactLens(_ json: JsonNode, _ conversation: inout Conversation, _ batch: inout Batch) {
    setLanguage(json["LanguageCode"], &conversation, &batch)
    let total = json["ConversationCharacteristics"]?["TotalConversationDurationMillis"]?.milliseconds
    setDuration(total, &conversation)
    let participants = participantRoles(json)
    for one in json["Transcript"]?.items ?? [] {
      let id = one["ParticipantId"]?.bytes ?? []
      add(
        TurnBuilder.Item(
          text: one["Content"]?.bytes ?? [],
          label: one["ParticipantRole"]?.bytes ?? participants.first { $0.id == id }?.role ?? id,
          startMs: one["BeginOffsetMillis"]?.milliseconds, endMs: one["EndOffsetMillis"]?.milliseconds),
        &batch)
    }
  }

  private func participantRoles(_ json: JsonNode) -> [(id: [UInt8], role: [UInt8])] {
    (json["Participants"]?.items ?? []).compactMap { one in
      guard let role = one["ParticipantRole"]?.bytes else { return nil }
      return (one["ParticipantId"]?.bytes ?? role, role)
    }
  }

  /// `Transcript[]` with instants; events and attachments are told by `Type` (Contact Lens chat).
  mutating func contactLensChat(_ json: JsonNode, _ batch: inout Batch) {
    for one in json["Transcript"]?.items ?? [] {
      var item = TurnBuilder.Item(
        text: one["Content"]?.bytes ?? [], label: one["ParticipantRole"]?.bytes ?? one["ParticipantId"]?.bytes ?? [],
        at: one["AbsoluteTime"]?.instant)
      switch one["Type"]?.string {
      case "EVENT": item.kind = .event
      case "ATTACHMENT":
        item.kind = .attachment
        item.text = one["Attachments"]?.items.first?["AttachmentName"]?.bytes ?? []
      default:
        // An interactive message is a form in JSON, not something that was said.
        if one["ContentType"]?.string?.hasSuffix("message.interactive") == true { item.kind = .event }
      }
      add(item, &batch)
    }
  }

  /// `entries[]` with microseconds since 1970 (Google CCAI, conversation data format).
  mutating func cxInsights(_ json: JsonNode, _ batch: inout Batch) {
    for one in json["entries"]?.items ?? [] {
      let micros = one["start_timestamp_usec"]?.integer
      add(
        TurnBuilder.Item(
          text: one["text"]?.bytes ?? [], label: one["role"]?.bytes ?? label("user", one["user_id"]),
          startMs: micros.flatMap { $0 < 100_000_000_000_000 ? $0 / 1000 : nil },
          at: micros.flatMap { $0 >= 100_000_000_000_000 ? $0 / 1000 : nil }),
        &batch)
    }
  }

  /// `sentences[]`, in the order of `sentence_index`, since times may be null (Twilio Conversational Intelligence).
  mutating func twilio(_ json: JsonNode, _ batch: inout Batch) {
    let sentences = (json["sentences"]?.items ?? []).enumerated()
      .sorted {
        ($0.element["sentence_index"]?.integer ?? 0, $0.offset) < (
          $1.element["sentence_index"]?.integer ?? 0, $1.offset
        )
      }
    for (_, one) in sentences {
      add(
        TurnBuilder.Item(
          text: one["transcript"]?.bytes ?? [], label: label("channel", one["media_channel"]),
          startMs: one["start_time"]?.seconds, endMs: one["end_time"]?.seconds, number: one["sentence_index"]?.integer),
        &batch)
    }
  }

  /// `insights.Transcript[]` in seconds; who has an extension is the agent (RingCentral RingSense).
  mutating func ringsense(_ json: JsonNode, _ conversation: inout Conversation, _ batch: inout Batch) {
    let json = json["body"] ?? json
    setDuration(json["recordingDurationMs"]?.milliseconds, &conversation)
    if conversation.startedAt == Conversation.noTime, let start = json["recordingStartTime"]?.instant {
      conversation.startedAt = start
    }
    let speakers = (json["speakerInfo"]?.items ?? []).map { one in
      (id: one["speakerId"]?.bytes ?? [], name: one["name"]?.bytes, extension: one["extensionId"]?.bytes)
    }
    // Where both sides have an extension, the call is internal and nothing is known.
    let isTelling = speakers.count { $0.extension != nil } == 1
    for one in json["insights"]?["Transcript"]?.items ?? [] {
      let id = one["speakerId"]?.bytes ?? []
      let who = speakers.first { $0.id == id }
      add(
        TurnBuilder.Item(
          text: one["text"]?.bytes ?? [], label: who?.name ?? id, startMs: one["start"]?.seconds,
          endMs: one["end"]?.seconds,
          role: !isTelling || who == nil ? .unknown : who?.extension != nil ? .agent : .customer),
        &batch)
    }
  }
}
