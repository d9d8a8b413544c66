enum Speaker: String {
  case agent, customer
}

/// Something said, with what timing has to know about it.
struct Line {
  let speaker: Speaker
  var text: String
  /// Milliseconds of silence before it beyond the usual, negative where it cuts in.
  var pause = 0
  var startMs = 0
  var endMs = 0
}

enum Mood: String {
  case calm, upset, angry
}

/// Plays one conversation: the scenario gives the matter, the agent's skill decides between the good and the poor way.
struct Dialogue {
  let scenario: Scenario
  let agent: Agent
  let phrases: [String: [String]]
  let slots: Slots
  let mood: Mood
  let isRepeat: Bool
  let isChat: Bool
  var random: Random
  var lines: [Line] = []
  private var used: Set<String> = []
  private var prefers = false

  init(
    scenario: Scenario, agent: Agent, phrases: [String: [String]], slots: Slots, mood: Mood, isRepeat: Bool,
    isChat: Bool, random: Random
  ) {
    self.scenario = scenario
    self.agent = agent
    self.phrases = phrases
    self.slots = slots
    self.mood = mood
    self.isRepeat = isRepeat
    self.isChat = isChat
    self.random = random
  }

  mutating func play() {
    opening()
    reaction()
    if mood == .angry || (mood == .upset && random.chance(40)) { heat() }
    exploration()
    verification()
    explanation()
    resolution()
    if scenario.isRefusal || random.chance(12) { disagreement() }
    followThrough()
    closing()
  }

  // MARK: Parts

  private mutating func opening() {
    agent(skilled(3) ? "greet+" : "greet-")
    let problem = phrase(of: "open")
    var text = slots.with("problem", problem).fill(draw("open \(mood.rawValue)"))
    if text.first?.isLowercase == true { text = text.prefix(1).uppercased() + text.dropFirst() }
    if isRepeat { text += " " + filled("repeat") }
    customer(text: text)
  }

  private mutating func reaction() {
    var parts: [String] = []
    if skilled(1) { parts.append(filled("affirm+")) } else if random.chance(45) { parts.append(filled("affirm-")) }
    if mood != .calm {
      if skilled(3) { parts.append(filled("empathy+")) } else if random.chance(35) { parts.append(filled("empathy-")) }
    }
    if scenario.isFault || mood != .calm {
      if skilled(6) { parts.append(apology()) } else if random.chance(50) { parts.append(filled("apology-")) }
    }
    if isRepeat { parts.append(filled(skilled(10) ? "history+" : "history-")) }
    if parts.isEmpty { parts.append(random.pick(["Okay.", "Let me have a look.", "Right."])) }
    agent(text: parts.joined(separator: " "))
  }

  private mutating func heat() {
    for _ in 0..<(mood == .angry ? random.int(1...2) : 1) {
      customer("vent", pause: 0)
      let good = skilled(4)
      agent(good ? "composed+" : "composed-", pause: good ? 400 : -900)
    }
    guard mood == .angry, random.chance(18) else { return }
    customer("abuse")
    agent(skilled(5) ? "boundary+" : "boundary-")
    customer(text: random.pick(["Fine. Sorry. Go on then.", "Just get it done.", "Alright, alright."]))
  }

  private mutating func exploration() {
    if skilled(7) { agent("openq+") } else { agent(random.chance(30) ? "assume-" : "closedq-") }
    customer(text: sentence(phrase(of: "detail")), pause: 200)
    if skilled(1) {
      agent(text: filled("affirm+") + " " + phrase(of: "askdetail"))
    } else {
      agent(text: phrase(of: "askdetail"))
    }
    customer(text: phrase(of: "answer"))
    if skilled(13) && random.chance(60) {
      agent("perspective+")
      customer(
        text: random.pick([
          "I just want it to work.", "My money back, ideally.", "That it's quick, mostly.", "A fair solution.",
        ]))
    }
    if skilled(1) {
      agent(text: phrase(of: "para"))
      customer("yes")
    }
  }

  private mutating func verification() {
    guard random.chance(75) else { return }
    let kind = random.pick(["account", "birth", "contact", "order", "card", "spoken"])
    agent("ask " + kind)
    customer("verify " + kind)
    if !skilled(1) && random.chance(35) {
      agent("ask again-", pause: 900)
      customer("verify account")
    }
    if skilled(7) && random.chance(70) {
      agent("confirm+")
      customer("yes")
    }
    guard random.chance(35) else { return }
    if skilled(1) {
      agent("hold+")
      customer(text: random.pick(["Sure.", "Okay.", "Go ahead."]))
      agent("back+", pause: random.int(18_000...60_000))
    } else {
      agent(text: random.pick(["So.", "Okay, I'm back.", "Right."]), pause: random.int(21_000...45_000))
    }
  }

  private mutating func explanation() {
    if scenario.marks.contains("tech") {
      agent(text: phrase(of: skilled(2) ? "steps+" : "steps-"))
      customer("check reply", pause: random.int(2_000...12_000))
    } else if !skilled(2) {
      agent(random.chance(50) && !isChat ? "filler-" : "slang-")
      customer(text: random.pick(["Okay...", "I don't follow.", "Sorry, what does that mean?"]))
    }
    if !skilled(2) { agent(text: phrase(of: "jargon")) }
    if skilled(2) && random.chance(70) {
      agent("check+")
      customer("check reply")
    }
    if random.chance(20) {
      customer("prefer")
      prefers = true
    }
  }

  private mutating func resolution() {
    if skilled(8) {
      agent(text: phrase(of: "two"))
      customer("choose")
    } else {
      agent(text: phrase(of: "one") + (random.chance(40) ? " " + filled("oneonly-") : ""))
      customer("accept")
    }
    if skilled(11) && random.chance(60) { agent(text: phrase(of: "gift")) }
  }

  private mutating func disagreement() {
    if random.chance(15) {
      customer("accent")
      agent(skilled(14) ? "accent+" : "accent-")
      return
    }
    customer("dispute", pause: -400)
    agent(skilled(15) ? "dispute+" : "dispute-", pause: skilled(1) ? 200 : -1_100)
    if random.chance(30) {
      customer("vent")
      agent(skilled(4) ? "composed+" : "composed-")
    }
  }

  private mutating func followThrough() {
    if prefers {
      agent(skilled(10) ? "prefer+" : "prefer-")
    } else if skilled(13) {
      agent("channel+")
      customer("channel reply")
    }
    var parts = [phrase(of: skilled(9) ? "time" : "vague")]
    parts.append(filled(skilled(9) ? "follow+" : "follow-"))
    agent(text: parts.joined(separator: " "))
    customer(text: random.pick(["Okay, thank you.", "Good.", "Alright.", "Let's hope so."]))
  }

  private mutating func closing() {
    if skilled(9) {
      agent("else+")
      customer(mood == .angry && random.chance(60) ? "else no upset" : "else no")
    }
    if skilled(12) && random.chance(60) { agent("survey+") }
    agent(skilled(3) ? "bye+" : "bye-")
    if random.chance(70) { customer("bye customer") }
  }

  // MARK: Words

  private mutating func apology() -> String {
    let fault = scenario.parts["fault"].map { random.pick($0) } ?? "the trouble"
    return slots.with("fault", slots.fill(fault)).fill(draw("apology+"))
  }

  private mutating func skilled(_ technique: Int) -> Bool { random.chance(agent.skill[technique]) }

  /// A phrase of the list that this conversation hasn't heard yet, if there is one left.
  private mutating func draw(_ key: String) -> String {
    let all = phrases[key] ?? []
    let fresh = all.filter { !used.contains($0) }
    let phrase = random.pick(fresh.isEmpty ? all : fresh)
    used.insert(phrase)
    return phrase
  }

  private mutating func filled(_ key: String) -> String { slots.fill(draw(key)) }

  private mutating func phrase(of part: String) -> String {
    slots.fill(random.pick(scenario.parts[part] ?? ["Let me see."]))
  }

  private func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

  private mutating func agent(_ key: String, pause: Int = 0) { agent(text: filled(key), pause: pause) }
  private mutating func customer(_ key: String, pause: Int = 0) { customer(text: filled(key), pause: pause) }
  private mutating func agent(text: String, pause: Int = 0) {
    lines.append(Line(speaker: .agent, text: text, pause: pause))
  }
  private mutating func customer(text: String, pause: Int = 0) {
    lines.append(Line(speaker: .customer, text: text, pause: pause))
  }
}

extension Slots {
  func with(_ key: String, _ value: String) -> Slots {
    var copy = self
    copy[key] = value
    return copy
  }
}
