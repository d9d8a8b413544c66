import Record

/// Finds a few dozen fixed phrases at word starts, by the word's first four bytes. ASCII case doesn't matter.
struct PhraseSpotter: Sendable {
  private var slots = [UInt8](repeating: 0, count: 4096)
  private var phrases: [[UInt8]] = [[]]
  /// Of each phrase its first eight bytes with bit 5 set, and the mask of those that it has: mostly enough to see that it isn't there.
  private var heads: [UInt64] = [0]
  private var masks: [UInt64] = [0]
  /// The next phrase with the same slot, 0 at the end.
  private var next: [UInt8] = [0]
  private var longest = 0

  /// At most 255 phrases of four bytes or more, lower case.
  init(_ list: [String]) {
    for phrase in list {
      let bytes = Array(phrase.utf8)
      let slot = Self.slot(
        bytes[0..<4].enumerated().reduce(0) { $0 | UInt32($1.element | 0x20) << UInt32(8 * $1.offset) })
      phrases.append(bytes)
      masks.append(bytes.count >= 8 ? .max : 1 << UInt64(8 * bytes.count) - 1)
      heads.append(bytes.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1 | 0x20) })
      next.append(slots[slot])
      slots[slot] = UInt8(phrases.count - 1)
    }
  }

  /// How many phrases stand in the text.
  func count(_ text: TextRange, in arena: Span<UInt8>) -> Int {
    var found = 0
    let end = text.end
    arena.eachWord(text) { place, eight in
      var candidate = Int(slots[Self.slot(UInt32(truncatingIfNeeded: eight) | 0x2020_2020)])
      while candidate != 0 {
        if (eight | 0x2020_2020_2020_2020) & masks[candidate] == heads[candidate],
          matches(candidate, arena, place, end)
        {
          found += 1
          break
        }
        candidate = Int(next[candidate])
      }
      return true
    }
    return found
  }

  private static func slot(_ head: UInt32) -> Int { Int((head &* 0x9E37_79B1) >> 20) }

  private func matches(_ candidate: Int, _ arena: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    let phrase = phrases[candidate]
    guard start + phrase.count <= end else { return false }
    for step in phrase.indices {
      let byte = arena[start + step]
      let folded = isLetter(byte) ? byte | 0x20 : byte
      if folded != phrase[step] { return false }
    }
    let after = start + phrase.count
    return after == end || !isWordByte(arena[after])
  }
}

/// What agents say and customers don't, and the other way round: enough to tell the two sides apart, no more.
struct SpeakerCues: Sendable {
  static let shared = SpeakerCues()

  private let agent = PhraseSpotter([
    "how can i help", "how may i help", "how can i assist", "how may i assist", "what can i do for you",
    "thank you for calling", "thanks for calling", "thank you for contacting", "thanks for contacting",
    "thank you for holding", "thanks for holding", "thank you for your patience", "thanks for your patience",
    "you're speaking with", "you are speaking with", "you're through to", "welcome to", "anything else i can",
    "anything else that i can", "is there anything else", "can i help you with", "may i have your", "can i have your",
    "could i have your", "may i take your", "can i take your", "can i get your", "what's your account", "for security",
    "i've sent you", "let me check that for you", "i can offer you", "i'll put you on hold", "may i put you on hold",
    "customer care", "our records", "our system", "we can either", "could you confirm your", "verify your",
    "what brings you to us", "how did i do today", "please accept my apologies", "just to confirm",
    "let me read that back",
    "you may get a short survey", "we apologize for", "i apologize for the", "i'm sorry for the inconvenience",
    "i've waived", "i have waived", "i've credited", "i have credited", "how would you like to proceed",
    "anything i can help", "how can we help", "how may we help", "i'd be happy to help", "i'd be glad to help",
    "i can certainly help", "your patience",
  ])
  private let customer = PhraseSpotter([
    "i want to cancel", "i'd like to cancel", "i want my money", "i'm calling about", "i am calling about",
    "i'm calling because", "my bill", "my order", "my account", "my internet", "my router", "my card", "my contract",
    "i ordered", "i was charged", "you charged me", "you sent me", "i already called", "i've been waiting",
    "your company", "your website", "can you help me", "where is my", "i never got", "i paid", "i bought", "my booking",
    "i want a refund", "speak to your manager", "talk to your manager",
    "i have a complaint", "i need to cancel", "i'd like to book", "i want to book", "i'm looking for",
    "i am looking for",
    "i need help", "i have a problem", "i'm having trouble", "i'm having a problem", "my phone", "my flight",
    "my reservation", "my appointment", "my delivery", "my package", "my parcel", "my refund", "my subscription",
    "i never",
  ])

  /// Above zero where the words are an agent's, below where they are a customer's.
  func lean(_ arena: Span<UInt8>, _ text: TextRange) -> Int {
    agent.count(text, in: arena) - customer.count(text, in: arena)
  }

  /// Things in the text that only agents say.
  func agentCues(_ arena: Span<UInt8>, _ text: TextRange) -> Int { agent.count(text, in: arena) }
}
