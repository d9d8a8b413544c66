/// The words that may become features: normalized as the tokenizer does, and used in several sets.
enum CandidateWords {
  static func of(_ conversations: [LabelledConversation], minimumSets: Int) -> Set<String> {
    var names: [String] = []
    var sets: [String: UInt64] = [:]
    for conversation in conversations {
      let set = names.firstIndex(of: conversation.set) ?? names.count
      if set == names.count { names.append(conversation.set) }
      for turn in conversation.turns {
        for word in words(turn.text) { sets[word, default: 0] |= 1 << UInt64(min(set, 63)) }
      }
    }
    return Set(sets.lazy.filter { $0.value.nonzeroBitCount >= minimumSets }.map(\.key))
  }

  private static func words(_ text: String) -> [String] {
    let lowered = text.utf8.map { $0 >= 65 && $0 <= 90 ? $0 | 32 : $0 }
    return lowered.split { !($0 >= 97 && $0 <= 122 || $0 == 39) }.flatMap { run in
      let word = String(decoding: run, as: UTF8.self)
      return (WordForms.expand(word) ?? [word]).filter { $0.utf8.allSatisfy { $0 >= 97 && $0 <= 122 } && !$0.isEmpty }
    }
  }
}
