import Record
import Testing

@testable import Normalization

/// A batch of one conversation; turns as (label, words) or with times.
func batch(
  _ turns: [(label: String, text: String, start: Int64?, end: Int64?)], channel: String = "voice", agent: String = "",
  customer: String = "", language: String = ""
) -> Batch {
  var batch = Batch()
  var conversation = Conversation()
  conversation.id = batch.append("c1".utf8)
  conversation.sourceRef = batch.append("test.csv#row 2".utf8)
  conversation.channel = batch.append(channel.utf8)
  conversation.agentName = batch.append(agent.utf8)
  conversation.customerName = batch.append(customer.utf8)
  conversation.language = batch.append(language.utf8)
  for (number, turn) in turns.enumerated() {
    let text = batch.append(turn.text.utf8)
    let label = batch.append(turn.label.utf8)
    batch.turns.append(
      Turn(
        text: text, label: label, startMs: turn.start ?? Turn.noTime, endMs: turn.end ?? Turn.noTime,
        number: Int32(number)))
  }
  conversation.turns = 0..<Int32(turns.count)
  batch.conversations = [conversation]
  return batch
}

func normalized(_ batch: Batch, _ change: (inout NormalizeOptions) -> Void = { _ in }) -> Batch {
  var options = NormalizeOptions()
  change(&options)
  var normalizer = Normalizer(options: options)
  var batch = batch
  normalizer.normalize(&batch)
  return batch
}

private func roles(_ batch: Batch) -> [Role] {
  batch.conversations.first.map { batch.turns[Int($0.turns.lowerBound)..<Int($0.turns.upperBound)].map(\.role) } ?? []
}

private func talk(_ first: String, _ second: String) -> [(label: String, text: String, start: Int64?, end: Int64?)] {
  [
    (first, "Good morning, how can I help you today?", 0, 2_000),
    (second, "Hi, my order is late and I want to know where it is.", 2_300, 5_000),
    (first, "I see, let me have a look at that for you.", 5_200, 7_000),
    (second, "Thank you, that is very kind of you.", 7_500, 9_000),
  ]
}

@Suite struct NormalizerTests {
  @Test(arguments: [
    ("AGENT", "CUSTOMER"), ("internal", "external"), ("Operator", "END_USER"), ("agent", "client"),
    ("<operator>", "caller"),
    ("Agent 1", "Customer 2"), ("Оператор", "Клиент"), ("representative", "lead"), ("Berater", "Kundin"),
    ("admin", "user"),
  ])
  func `labels of many systems become roles`(agent: String, customer: String) {
    #expect(roles(normalized(batch(talk(agent, customer)))) == [.agent, .customer, .agent, .customer])
  }

  @Test(arguments: [
    ("SPEAKER_00", "SPEAKER_01"), ("spk_0", "spk_1"), ("A", "B"), ("0", "1"), ("ch_0", "ch_1"),
    ("Speaker 1", "Speaker 2"),
  ])
  func `labels that only tell speakers apart stay unknown`(first: String, second: String) {
    let out = normalized(batch(talk(first, second)))
    #expect(out.conversations.isEmpty)
    #expect(out.rejects.map(\.reason) == ["unknown_roles"])
    let guessed = normalized(batch(talk(first, second))) { $0.roleGuess = .words }
    #expect(roles(guessed) == [.agent, .customer, .agent, .customer])
    #expect(guessed.conversations[0].flags.contains(.rolesGuessed))
  }

  @Test func `names say who is who`() {
    let out = normalized(batch(talk("Ana Ruiz", "Tom Lee"), agent: "ana ruiz", customer: "Tom Lee"))
    #expect(roles(out) == [.agent, .customer, .agent, .customer])
    #expect(!out.conversations[0].flags.contains(.rolesGuessed))
    let half = normalized(batch(talk("Ana Ruiz", "Tom Lee"), agent: "Ana Ruiz"))
    #expect(roles(half) == [.agent, .customer, .agent, .customer])
    #expect(half.conversations[0].flags.contains(.rolesGuessed))
  }

  @Test func `swapped speakers are exchanged, left or excluded`() {
    var turns = talk("customer", "agent")
    turns.append(("customer", "Is there anything else I can do for you?", 9_500, 11_000))
    #expect(roles(normalized(batch(turns))) == [.agent, .customer, .agent, .customer, .agent])
    #expect(normalized(batch(turns)).conversations[0].flags.contains(.swappedRoles))
    #expect(roles(normalized(batch(turns)) { $0.quality.swappedRoles = .flag }).first == .customer)
    #expect(normalized(batch(turns)) { $0.quality.swappedRoles = .exclude }.rejects.map(\.reason) == ["swapped_roles"])
    #expect(!normalized(batch(talk("agent", "customer"))).conversations[0].flags.contains(.swappedRoles))
  }

  @Test func `turns are sorted by time, stably, and doubled ones dropped`() {
    var turns = talk("agent", "customer")
    turns.swapAt(1, 2)
    turns.insert(turns[0], at: 1)
    let out = normalized(batch(turns))
    #expect(out.conversations[0].flags.isSuperset(of: [.reorderedTurns, .duplicatedTurns]))
    #expect(roles(out) == [.agent, .customer, .agent, .customer])
    #expect(out.turns[0..<4].map(\.startMs) == [0, 2_300, 5_200, 7_500])
  }

  @Test func `impossible times are forgotten, epochs become offsets`() {
    var turns = talk("agent", "customer")
    turns[1].end = 100
    let out = normalized(batch(turns))
    #expect(out.conversations[0].flags.contains(.impossibleTimes))
    #expect(out.turns[1].endMs == Turn.noTime && out.turns[1].startMs == 2_300)
    let epoch: Int64 = 1_772_445_600_000
    let absolute = talk("agent", "customer").map {
      ($0.label, $0.text, $0.start.map { $0 + epoch }, $0.end.map { $0 + epoch })
    }
    let relative = normalized(batch(absolute.map { (label: $0.0, text: $0.1, start: $0.2, end: $0.3) }))
    #expect(relative.turns[0..<4].map(\.startMs) == [0, 2_300, 5_200, 7_500])
    #expect(relative.conversations[0].startedAt == epoch)
  }

  @Test func `what can't be scored leaves with its reason`() {
    #expect(normalized(batch([])).rejects.map(\.reason) == ["no_turns"])
    #expect(normalized(batch([("agent", "Hello", 0, 1)])).rejects.map(\.reason) == ["tiny"])
    let oneSided = talk("agent", "agent")
    #expect(normalized(batch(oneSided)).rejects.map(\.reason) == ["one_speaker_missing"])
    let spanish: [(label: String, text: String, start: Int64?, end: Int64?)] = [
      ("agent", "Buenos días, gracias por llamar, en qué le puedo ayudar", 0, 1),
      ("customer", "Mi pedido todavía no ha llegado a casa", 2, 3),
      ("agent", "Lo siento mucho, voy a mirar ahora mismo lo que ha pasado", 4, 5),
      ("customer", "Muchas gracias por la ayuda", 6, 7),
    ]
    #expect(normalized(batch(spanish)).rejects.map(\.reason) == ["other_language"])
    #expect(normalized(batch(talk("agent", "customer"), language: "es-MX")).rejects.map(\.reason) == ["other_language"])
    #expect(normalized(batch(talk("agent", "customer"), language: "en-GB")).rejects.isEmpty)
  }

  @Test func `normalizing twice changes nothing`() throws {
    var turns = talk("customer", "agent")
    turns.append(("customer", "Is there anything else I can do for you? My card is 4111 1111 1111 1111.", 9_500, 8_000))
    turns.swapAt(0, 3)
    let key = try CustomerKey(secret: Array("0123456789abcdef".utf8))
    var first = batch(turns)
    first.conversations[0].customerID = first.append("C77".utf8)
    let once = normalized(first) { $0.customerKey = key }
    let twice = normalized(once) { $0.customerKey = key }
    var sinks = [ByteSink(), ByteSink()]
    NdjsonEncoder().append(once, to: &sinks[0])
    NdjsonEncoder().append(twice, to: &sinks[1])
    #expect(sinks[0].bytes == sinks[1].bytes)
    #expect(String(decoding: sinks[0].bytes, as: UTF8.self).contains("[card]"))
  }

  @Test func `the roster names agents and teams`() throws {
    var input = batch(talk("agent", "customer"))
    input.conversations[0].agentID = input.append("a7".utf8)
    let roster = try Roster(
      parsing: Array("agent_id,agent_name,team\nA7,Ana Ruiz,Claims\nA8,Bo,Sales\n".utf8), file: "roster.csv")
    let out = normalized(input) { $0.roster = roster }
    #expect(out.string(out.conversations[0].agentName) == "Ana Ruiz")
    #expect(out.string(out.conversations[0].team) == "Claims")
    #expect(throws: Problem.self) { try Roster(parsing: Array("agent_id,team\nA7,x\na7,y\n".utf8), file: "roster.csv") }
  }
}

@Suite struct IdentityTests {
  /// The first two of the reference vectors of SipHash-2-4-128 (github.com/veorq/SipHash, vectors.h): key 00…0f.
  @Test func `SipHash matches the reference vectors`() {
    let key: (UInt64, UInt64) = (0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908)
    let empty = SipHash128.hash([], key: key)
    #expect(empty.0 == 0xE6A8_25BA_047F_81A3 && empty.1 == 0x9302_55C7_1472_F66D)
    let one = SipHash128.hash([0], key: key)
    #expect(one.0 == 0x44AF_996B_D8C1_87DA && one.1 == 0x45FC_229B_1159_7634)
  }

  @Test func `a short key is refused`() {
    #expect(throws: Problem.self) { try CustomerKey(secret: Array("short".utf8)) }
  }

  @Test func `the ledger keeps the first and stays compact`() {
    let ledger = DuplicateLedger()
    var batch = Batch()
    for id in ["a", "b", "a", "", ""] {
      var conversation = Conversation()
      conversation.id = batch.append(id.utf8)
      batch.conversations.append(conversation)
    }
    #expect(ledger.note(batch).map(\.conversation) == [2])
    #expect(ledger.count == 2)
    let big = DuplicateLedger()
    var bytes = [UInt8](repeating: 0, count: 8)
    let count = 60_000
    for number in 0..<count {
      for step in 0..<8 { bytes[step] = UInt8(truncatingIfNeeded: number >> (8 * step)) }
      #expect(big.insert(DuplicateLedger.Key(bytes, TextRange(0..<8))))
    }
    #expect(big.count == count)
    #expect(big.byteCount <= count * 48)
  }
}
