import Record

@testable import Ingestion

extension FuzzTarget {
  /// Each reader of transcripts, by the name that a mapping gives it.
  static let transcripts: [FuzzTarget] = TranscriptReader.allCases.map { reader in
    let decoder = decoder(of: reader)
    return FuzzTarget(
      "transcript-\(reader.rawValue)", words: reader.isText ? textWords : jsonWords + engineWords, cases: 120,
      seeds: seeds(of: reader) + Seeds.own("transcript-\(reader.rawValue)")
    ) { bytes in
      var batches: [Batch] = []
      for _ in 0..<2 {
        var batch = Batch()
        decoder.decode(bytes, 0..<bytes.count, name: "in/call-1.txt", firstRecord: 1, into: &batch)
        batches.append(batch)
      }
      let batch = batches[0]
      if let fault = BatchCheck.fault(batch) { return fault }
      if batch.conversations.isEmpty, batch.rejects.isEmpty, bytes.contains(where: { $0 > 0x20 }), !isBlank(bytes) {
        return "neither a conversation nor a reason why there is none"
      }
      return lines(batches[0]) == lines(batches[1]) ? nil : "the same bytes give other lines"
    }
  }

  private static let textWords = [
    "WEBVTT\n\n", "00:00:01.000 --> 00:00:02.500\n", "00:01,5 --> 99:99:99,999", "<v Ana>", "</v>", "Agent: ",
    "[00:01] ", "\t", "\n\n",
    "Speaker 1:", "1\n", "NOTE x", "&amp;", "Ana Ruiz  0:00\n",
  ]

  private static let engineWords = [
    "\"start\":", "\"end\":", "\"speaker\":", "\"words\":", "\"channel\":", "\"transcript\":", "\"1.300s\"",
    "\"PT4.12S\"", "1e300", "[]",
    "{\"seconds\":\"9223372036854775807\"}", "92233720368547758", "-5",
  ]

  /// A mark, separators or brackets that close nothing are nothing to be told about.
  private static func isBlank(_ bytes: [UInt8]) -> Bool {
    let rest = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
    return rest.allSatisfy { $0 <= 0x20 || ",]}".utf8.contains($0) }
  }

  private static func decoder(of reader: TranscriptReader) -> MappingDecoder {
    let format = reader.isText ? "text" : "json"
    let text =
      "version: 1\nsources:\n  s: { match: { path: \"**\" }, format: \(format), reader: \(reader.rawValue), "
      + "fields: { conversation_id: { from: $filename, required: true } } }\n"
    guard let mapping = try? MappingLoader.load(text, file: "fuzz") else { fatalError("the mapping of \(reader)") }
    return MappingDecoder(source: CompiledSource(mapping: mapping, source: mapping.sources[0], assumedOffset: nil))
  }

  private static func lines(_ batch: Batch) -> [UInt8] {
    var sink = ByteSink()
    NdjsonEncoder().append(batch, to: &sink)
    return sink.bytes
  }

  private static func seeds(of reader: TranscriptReader) -> [[UInt8]] {
    let folder = "transcript-readers"
    switch reader {
    case .vtt: return Seeds.samples("\(folder)/voices.vtt", "talkdesk-calls/7445a1.vtt")
    case .srt: return Seeds.samples("talkdesk-calls/7445a2.srt")
    case .otter: return Seeds.samples("\(folder)/call-1_otter_ai.txt")
    case .labeledText: return Seeds.samples("\(folder)/labelled (1).txt", "uccx/230001234.txt")
    case .deepgram: return Seeds.samples("\(folder)/deepgram-words.json")
    case .assemblyai: return []
    case .awsTranscribe: return Seeds.samples("\(folder)/aws-transcribe.json")
    case .awsCallAnalytics: return Seeds.samples("\(folder)/call-analytics.json")
    case .contactLens: return Seeds.samples("amazon-connect/9f0e-01_analysis_2026-03-02T10_20_00Z.json")
    case .contactLensChat: return Seeds.samples("amazon-connect/9f0e-02_analysis.json")
    case .azure: return Seeds.samples("\(folder)/azure.json", "\(folder)/azure-fast.json")
    case .googleSTT: return Seeds.samples("\(folder)/google-stt.json", "\(folder)/google-diarized.json")
    case .cxInsights: return Seeds.samples("\(folder)/cx-insights.json")
    case .whisperx: return Seeds.samples("\(folder)/whisperx.json")
    case .twilio: return Seeds.samples("\(folder)/twilio.json")
    case .ringsense: return Seeds.samples("\(folder)/ringsense.json")
    }
  }
}
