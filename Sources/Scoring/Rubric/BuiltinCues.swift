/// What `question: true` means beside the mark: the forms of English questions, for speech transcripts that have no marks.
enum BuiltinCues {
  /// A rubric may define a cue of this name itself.
  static let questionForm = "question-form"

  private static let subject =
    "(i|you|we|they|he|she|it|there|this|that|the _|your _|these|those|anyone|anybody|someone|my _)"

  static let questionPatterns = [
    "^ (what|who|whose|where|when|why|how|which) [_] (is|are|am|was|were|do|does|did|can|could|will|would|shall|should|may|might|have|has|had) [not]",
    "^ (what|how) about", "^ how (many|much|long|often|far|old|come|soon)",
    "^ (do|does|did|can|could|will|would|shall|should|may|might|have|has|had|is|are|am|was|were) [not] " + subject,
    "(do|does|did|is|are|was|were|can|could|will|would|have|has) not (i|you|we|they|he|she|it) $",
    "(what|which) (kind|sort|type|time|day|date|number|name) [of] .. (do|does|did|is|are|was|were|would|can) (i|you|we|they|he|she|it|the|your)",
    "(right|ok|alright|yeah|yes) ?",
  ]
}
