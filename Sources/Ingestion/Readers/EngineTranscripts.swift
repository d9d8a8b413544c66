import Record

/// Speech engines: Deepgram, AssemblyAI, WhisperX, Google, Azure.
extension JsonTranscript {
  /// `results.utterances`, else words by channel and speaker (Deepgram, pre-recorded audio API).
  mutating func deepgram(_ json: JsonNode, _ conversation: inout Conversation, _ batch: inout Batch) {
    setDuration(json["metadata"]?["duration"]?.seconds, &conversation)
    let channels = json["results"]?["channels"]?.items ?? []
    setLanguage(channels.first?["detected_language"], &conversation, &batch)
    let isStereo = (json["metadata"]?["channels"]?.integer ?? Int64(channels.count)) > 1
    if let utterances = json["results"]?["utterances"]?.items, !utterances.isEmpty {
      for one in utterances {
        let who = isStereo || isByChannel ? label("channel", one["channel"]) : label("speaker", one["speaker"])
        add(
          TurnBuilder.Item(
            text: one["transcript"]?.bytes ?? [], label: who, startMs: one["start"]?.seconds, endMs: one["end"]?.seconds
          ),
          &batch)
      }
      return
    }
    var items: [TurnBuilder.Item] = []
    for (number, channel) in channels.enumerated() {
      let words = channel["alternatives"]?.items.first?["words"]?.items ?? []
      items += JsonTranscript.grouped(words) { word in
        let text = word["punctuated_word"] ?? word["word"]
        let who =
          isStereo || isByChannel
          ? Array((isByChannel ? "\(number)" : "channel \(number)").utf8) : label("speaker", word["speaker"])
        return (who, text?.bytes ?? [], word["start"]?.seconds, word["end"]?.seconds)
      }
    }
    for item in items.sorted(by: { ($0.startMs ?? 0) < ($1.startMs ?? 0) }) { add(item, &batch) }
  }

  /// Runs of words of one speaker become turns.
  static func grouped(
    _ words: [JsonNode], _ read: (JsonNode) -> (label: [UInt8], text: [UInt8], start: Int64?, end: Int64?)
  ) -> [TurnBuilder.Item] {
    var items: [TurnBuilder.Item] = []
    for word in words {
      let (label, text, start, end) = read(word)
      if let last = items.last, last.label == label {
        items[items.count - 1].text += [32] + text
        items[items.count - 1].endMs = end ?? last.endMs
      } else {
        items.append(TurnBuilder.Item(text: text, label: label, startMs: start, endMs: end))
      }
    }
    return items
  }

  /// `utterances[]` in milliseconds, `audio_duration` in seconds (AssemblyAI).
  mutating func assemblyai(_ json: JsonNode, _ conversation: inout Conversation, _ batch: inout Batch) {
    setDuration(json["audio_duration"]?.seconds, &conversation)
    setLanguage(json["language_code"], &conversation, &batch)
    for one in json["utterances"]?.items ?? [] {
      let channel = one["channel"]
      let who = isByChannel && channel != nil ? label("channel", channel) : label("speaker", one["speaker"])
      add(
        TurnBuilder.Item(
          text: one["text"]?.bytes ?? [], label: who, startMs: one["start"]?.milliseconds,
          endMs: one["end"]?.milliseconds),
        &batch)
    }
  }

  /// `segments[]` in seconds; a segment without a speaker goes on with the last one's (WhisperX).
  mutating func whisperx(_ json: JsonNode, _ conversation: inout Conversation, _ batch: inout Batch) {
    setLanguage(json["language"], &conversation, &batch)
    for one in json["segments"]?.items ?? [] {
      add(
        TurnBuilder.Item(
          text: one["text"]?.bytes ?? [], label: one["speaker"]?.bytes ?? Array("speaker unknown".utf8),
          startMs: one["start"]?.seconds, endMs: one["end"]?.seconds),
        &batch)
    }
  }

  /// `results[]` by channel; with diarization the last result repeats all words with their tags, and only it is read
  /// (Google Cloud Speech-to-Text).
  mutating func google(_ json: JsonNode, _ batch: inout Batch) {
    let results = json["results"]?.items ?? []
    if let last = results.last?["alternatives"]?.items.first?["words"]?.items, let word = last.first,
      let tag = word["speakerTag"]?.integer, tag > 0
    {
      let items = JsonTranscript.grouped(last) { word in
        (
          label("speaker", word["speakerTag"]), word["word"]?.bytes ?? [], word["startTime"]?.spelled,
          word["endTime"]?.spelled
        )
      }
      for item in items { add(item, &batch) }
      return
    }
    for one in results {
      guard let best = one["alternatives"]?.items.first else { continue }
      let words = best["words"]?.items ?? []
      add(
        TurnBuilder.Item(
          text: best["transcript"]?.bytes ?? [], label: label("channel", one["channelTag"]),
          startMs: words.first?["startTime"]?.spelled,
          endMs: words.last?["endTime"]?.spelled ?? one["resultEndTime"]?.spelled),
        &batch)
    }
  }

  /// `recognizedPhrases[]` with `nBest`, or `phrases[]` of the fast API (Azure Speech). Times in 100 ns ticks.
  mutating func azure(_ json: JsonNode, _ conversation: inout Conversation, _ batch: inout Batch) {
    setDuration(
      json["durationInTicks"]?.ticks ?? json["durationInMs"]?.milliseconds
        ?? json["durationMilliseconds"]?.milliseconds, &conversation)
    var items: [TurnBuilder.Item] = []
    for one in json["recognizedPhrases"]?.items ?? [] {
      if let status = one["recognitionStatus"]?.string, status != "Success" { continue }
      let start = one["offsetInTicks"]?.ticks ?? one["offset"]?.spelled
      let length = one["durationInTicks"]?.ticks ?? one["duration"]?.spelled
      items.append(azureItem(one, one["nBest"]?.items.first?["display"], start, length))
    }
    for one in json["phrases"]?.items ?? [] {
      let start = one["offsetMilliseconds"]?.milliseconds ?? one["offset"]?.milliseconds
      let length = one["durationMilliseconds"]?.milliseconds ?? one["duration"]?.milliseconds
      items.append(azureItem(one, one["text"], start, length))
    }
    for item in items.sorted(by: { ($0.startMs ?? 0) < ($1.startMs ?? 0) }) { add(item, &batch) }
  }

  private func azureItem(_ one: JsonNode, _ text: JsonNode?, _ start: Int64?, _ length: Int64?) -> TurnBuilder.Item {
    let who =
      isByChannel || one["speaker"]?.bytes == nil ? label("channel", one["channel"]) : label("speaker", one["speaker"])
    let sum = start.flatMap { start in length.map { start.addingReportingOverflow($0) } }
    let end = sum.flatMap { $0.overflow ? nil : $0.partialValue }
    return TurnBuilder.Item(text: text?.bytes ?? [], label: who, startMs: start, endMs: end)
  }
}
