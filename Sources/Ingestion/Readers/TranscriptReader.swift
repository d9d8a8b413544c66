/// Formats of transcripts that are read without a mapping of their own.
enum TranscriptReader: String, Sendable, CaseIterable {
  case vtt, srt, deepgram, assemblyai
  case awsTranscribe = "aws-transcribe"
  case awsCallAnalytics = "aws-call-analytics"
  case contactLens = "contact-lens"
  case contactLensChat = "contact-lens-chat"
  case azure = "azure-batch"
  case googleSTT = "google-stt"
  case cxInsights = "cx-insights"
  case whisperx
  case twilio = "twilio-sentences"
  case ringsense
  case otter = "otter-txt"
  case labeledText = "labelled-text"

  /// Whether the format is plain text; the others are JSON.
  var isText: Bool {
    switch self {
    case .vtt, .srt, .otter, .labeledText: true
    default: false
    }
  }
}
