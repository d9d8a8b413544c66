/// A conversation of the sample with its metadata.
struct SampleConversation {
  var id: String
  var agent: Agent
  var queue: String
  /// Days since Monday, 26 October 2026 (week 2026-W44), and seconds of the day.
  var day: Int
  var second: Int
  var isChat: Bool
  var customer: String
  var customerID: String
  /// 1...5, or 0 where nobody answered.
  var csat: Int
  var earlierContacts: Int
  var lines: [Line]

  var team: String { teams[agent.team] }
  var channel: String { isChat ? "chat" : "voice" }

  /// ISO 8601 with the offset of Chicago, where the clocks go back on Sunday, 1 November 2026 (day 6).
  var startedAt: String {
    let ordinal = 26 + day
    let date = ordinal <= 31 ? "2026-10-\(ordinal)" : "2026-11-\(padded(ordinal - 31))"
    let offset = day < 6 ? "-05:00" : "-06:00"
    return "\(date)T\(padded(second / 3600)):\(padded(second / 60 % 60)):\(padded(second % 60))\(offset)"
  }

  var durationSeconds: Int { ((lines.last?.endMs ?? 0) + 999) / 1000 }
}

func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

/// Makes the sample's conversations one after the other.
struct Maker {
  var random: Random
  let agents: [Agent]
  let scenarios = parseScenarios(scenarioText)
  let phrases = parseLists(phraseText)
  private var count = 0

  /// - Parameter staff: how many of the staff are at work.
  init(seed: UInt64, staff: Int = agentNames.count) {
    random = Random(seed: seed)
    agents = Array(makeAgents(&random).prefix(staff))
  }

  /// `number` conversations of the days, in order of day.
  mutating func conversations(_ number: Int, days: ClosedRange<Int>) -> [SampleConversation] {
    (0..<number).map { place in conversation(day: days.lowerBound + place * days.count / number) }
  }

  mutating func conversation(day: Int) -> SampleConversation {
    count += 1
    let scenario = random.pick(scenarios)
    let crew = agents.indices.filter { agents[$0].team == scenario.team }
    let place = random.pick(crew.isEmpty ? Array(agents.indices) : crew)
    let agent = coached(place, day: day)
    let first = random.pick(customerFirst)
    let last = random.pick(customerLast)
    let slots = Slots(&random, first: first, last: last, agent: agent, day: day)
    let isRepeat = random.chance(22)
    let mood = draw(scenario, isRepeat)
    let isChat = scenario.queue == "chat_general" || random.chance(30)
    var dialogue = Dialogue(
      scenario: scenario, agent: agent, phrases: phrases, slots: slots, mood: mood, isRepeat: isRepeat, isChat: isChat,
      random: Random(seed: random.next()))
    dialogue.play()
    if isChat { dialogue.mistype() } else if random.chance(30) { dialogue.unpunctuate() }
    dialogue.time()
    let customerID = "C\(random.int(100_000...999_999))"
    return SampleConversation(
      id: "S\(20_260_000 + count)", agent: agent, queue: isChat ? "chat_general" : scenario.queue, day: day,
      second: random.int(8 * 3600...18 * 3600), isChat: isChat, customer: "\(first) \(last)", customerID: customerID,
      csat: satisfaction(agent, mood), earlierContacts: isRepeat ? random.int(1...3) : 0, lines: dialogue.lines)
  }

  private mutating func draw(_ scenario: Scenario, _ isRepeat: Bool) -> Mood {
    let roll = random.int(0...99) + (scenario.isFault ? 18 : 0) + (isRepeat ? 18 : 0)
    return roll < 62 ? .calm : roll < 100 ? .upset : .angry
  }

  private mutating func satisfaction(_ agent: Agent, _ mood: Mood) -> Int {
    guard random.chance(35) else { return 0 }
    let mean = agent.skill[1...15].reduce(0, +) / 15
    let points = (mean + random.int(0...40) - (mood == .angry ? 30 : 0)) / 24
    return min(5, max(1, points))
  }

  /// The agent as skilled as he or she is on that day.
  private func coached(_ place: Int, day: Int) -> Agent {
    var agent = agents[place]
    for coaching in coachings where coaching.agent == place && day > coaching.day {
      agent.skill[coaching.number] = min(97, agent.skill[coaching.number] + coaching.gain)
    }
    return agent
  }
}
