import Record

/// Picks moments and calls off the tally's shelves.
struct ProofChoice {
  let tally: Tally
  let place: TeamPeriod
  private var usedCalls: Set<String> = []
  private var usedAgents: Set<Int32> = []

  init(tally: Tally, place: TeamPeriod) {
    self.tally = tally
    self.place = place
  }

  /// A missed and a well-done moment of each focus; different calls always, different agents where it can be.
  mutating func proof(_ focus: [Summary.Focus]) -> [Summary.Proof] {
    focus.flatMap { item in
      [false, true].compactMap { isShown in moment(item.behavior, isShown: isShown) }
    }
  }

  private mutating func moment(_ behavior: Int, isShown: Bool) -> Summary.Proof? {
    let shelf = tally.proofs.moments(place, behavior, isShown: isShown)
    let fresh = shelf.filter { !usedCalls.contains(tally.proofs.string($0.id)) }
    guard let moment = fresh.first(where: { !usedAgents.contains($0.agent) }) ?? fresh.first else { return nil }
    let call = tally.proofs.string(moment.id)
    usedCalls.insert(call)
    usedAgents.insert(moment.agent)
    return Summary.Proof(
      behavior: behavior, isShown: isShown, call: call, sourceRef: tally.proofs.string(moment.sourceRef),
      agent: tally.texts.string(moment.agent), turn: Int(moment.turn),
      startMs: moment.startMs == Turn.noTime ? nil : moment.startMs,
      customerWords: tally.proofs.quote(moment.customer), agentWords: tally.proofs.quote(moment.words))
  }

  /// The call most worth hearing: a critical miss first, then most of the focus missed, then the lowest score.
  func listen(_ agents: [AgentNumbers], focus: [Summary.Focus]) -> Summary.CallToHear? {
    let wanted = Set(focus.map { UInt16($0.behavior) })
    var best: (call: CallShelf.Call, agent: String, hits: Int)?
    for agent in agents {
      for call in tally.calls.low(agent.unit) {
        let hits = call.missed.count { wanted.contains($0) }
        guard !call.missed.isEmpty else { continue }
        if let known = best {
          if call.isCritical != known.call.isCritical ? !call.isCritical : hits < known.hits { continue }
          let isTie = call.isCritical == known.call.isCritical && hits == known.hits
          if isTie && !CallShelf.precedes(call, known.call, wantsHigh: false) { continue }
        }
        best = (call, agent.id, hits)
      }
    }
    return best.map { ProofChoice.call($0.call, agent: $0.agent, isGood: false) }
  }

  /// For an agent's card: a call for each priority, and one that went well.
  func calls(_ agent: AgentNumbers, priorities: [Int]) -> [Summary.CallToHear] {
    var chosen: [CallShelf.Call] = []
    for behavior in priorities {
      let call = tally.calls.low(agent.unit).first { call in
        call.missed.contains(UInt16(behavior)) && !chosen.contains { $0.id == call.id }
      }
      if let call { chosen.append(call) }
    }
    var calls = chosen.map { ProofChoice.call($0, agent: agent.id, isGood: false) }
    if let good = tally.calls.high(agent.unit).first(where: { call in
      !call.isCritical && call.score >= 6000 && !chosen.contains { $0.id == call.id }
    }) {
      calls.append(ProofChoice.call(good, agent: agent.id, isGood: true))
    }
    return calls
  }

  private static func call(_ call: CallShelf.Call, agent: String, isGood: Bool) -> Summary.CallToHear {
    Summary.CallToHear(
      call: String(decoding: call.id, as: UTF8.self), sourceRef: String(decoding: call.sourceRef, as: UTF8.self),
      agent: agent, startedAt: call.startedAt == Conversation.noTime ? nil : call.startedAt,
      utcOffsetMinutes: Int(call.utcOffsetMinutes), score: Double(call.score) / 10_000,
      missed: call.missed.map(Int.init),
      isGoodExample: isGood)
  }
}
