import Record

/// The metadata of one conversation, packed for an index of millions: a tag byte a field, then a length or a number.
///
/// Values that repeat (agents, teams, queues, names of extra columns) are numbers of a shared word list.
enum PackedRecord {
  /// Text fields in tag order, tag 1 the first: whether the field's values repeat from row to row.
  private static let repeats = [true, true, true, true, true, true, false, false, true, true]

  private static let startedAt: UInt8 = 32
  private static let utcOffset: UInt8 = 33
  private static let duration: UInt8 = 34
  private static let satisfaction: UInt8 = 35
  private static let earlierContacts: UInt8 = 36
  private static let flags: UInt8 = 37
  private static let extra: UInt8 = 38
  private static let leg: UInt8 = 39
  private static let end: UInt8 = 0

  static func pack(_ batch: Batch, _ conversation: Conversation, words: inout WordList, into bytes: inout [UInt8]) {
    for index in repeats.indices {
      let range = conversation.text(index)
      if range.isEmpty { continue }
      bytes.append(UInt8(index + 1))
      append(batch.arena, range, repeats[index], &words, &bytes)
    }
    append(startedAt, conversation.startedAt, unless: Conversation.noTime, &bytes)
    append(utcOffset, Int64(conversation.utcOffsetMinutes), unless: 0, &bytes)
    append(duration, conversation.durationMs, unless: Conversation.noTime, &bytes)
    append(satisfaction, Int64(conversation.csatThousandths), unless: Int64(Int32.min), &bytes)
    append(earlierContacts, Int64(conversation.earlierContacts), unless: -1, &bytes)
    append(flags, Int64(conversation.flags.rawValue), unless: 0, &bytes)
    for item in batch.extras[Int(conversation.extras.lowerBound)..<Int(conversation.extras.upperBound)] {
      bytes.append(extra)
      append(batch.arena, item.key, true, &words, &bytes)
      append(batch.arena, item.value, false, &words, &bytes)
    }
    for item in batch.legs[Int(conversation.legs.lowerBound)..<Int(conversation.legs.upperBound)] {
      bytes.append(leg)
      for range in [item.agentID, item.agentName, item.team, item.queue] {
        append(batch.arena, range, true, &words, &bytes)
      }
      Varint.append(signed: item.startMs, to: &bytes)
      Varint.append(signed: item.endMs, to: &bytes)
    }
    bytes.append(end)
  }

  private static func append(_ tag: UInt8, _ value: Int64, unless missing: Int64, _ bytes: inout [UInt8]) {
    guard value != missing else { return }
    bytes.append(tag)
    Varint.append(signed: value, to: &bytes)
  }

  private static func append(
    _ arena: [UInt8], _ range: TextRange, _ repeats: Bool, _ words: inout WordList, _ bytes: inout [UInt8]
  ) {
    if repeats {
      Varint.append(UInt64(words.number(of: arena[range.indices])), to: &bytes)
    } else {
      Varint.append(UInt64(range.count), to: &bytes)
      bytes.append(contentsOf: arena[range.indices])
    }
  }

  /// Fills what a conversation lacks from a packed record that starts at `position`.
  static func unpack(
    _ bytes: [UInt8], at position: Int, words: WordList, into conversation: inout Conversation, _ batch: inout Batch
  ) {
    var at = position
    var extras: [Extra] = []
    var legs: [Leg] = []
    while at < bytes.count, bytes[at] != end {
      let tag = bytes[at]
      at += 1
      if Int(tag) <= repeats.count {
        let field = Int(tag) - 1
        let range = text(bytes, &at, repeats[field], words, &batch)
        if conversation.text(field).isEmpty { conversation.setText(field, range) }
      } else if tag == extra {
        let key = text(bytes, &at, true, words, &batch)
        extras.append(Extra(key: key, value: text(bytes, &at, false, words, &batch)))
      } else if tag == leg {
        legs.append(unpackLeg(bytes, &at, words, &batch))
      } else {
        set(tag, Varint.signed(bytes, &at), &conversation)
      }
    }
    if !extras.isEmpty { appendExtras(extras, &conversation, &batch) }
    if !legs.isEmpty, conversation.legs.isEmpty {
      let first = Int32(batch.legs.count)
      batch.legs.append(contentsOf: legs)
      conversation.legs = first..<Int32(batch.legs.count)
    }
  }

  private static func unpackLeg(_ bytes: [UInt8], _ at: inout Int, _ words: WordList, _ batch: inout Batch) -> Leg {
    var leg = Leg()
    leg.agentID = text(bytes, &at, true, words, &batch)
    leg.agentName = text(bytes, &at, true, words, &batch)
    leg.team = text(bytes, &at, true, words, &batch)
    leg.queue = text(bytes, &at, true, words, &batch)
    leg.startMs = Varint.signed(bytes, &at)
    leg.endMs = Varint.signed(bytes, &at)
    return leg
  }

  private static func text(
    _ bytes: [UInt8], _ at: inout Int, _ repeats: Bool, _ words: WordList, _ batch: inout Batch
  ) -> TextRange {
    let number = Int(Varint.unsigned(bytes, &at))
    if repeats { return number == 0 ? .empty : batch.append(words[number]) }
    defer { at += number }
    return batch.append(bytes[at..<(at + number)])
  }

  private static func set(_ tag: UInt8, _ value: Int64, _ conversation: inout Conversation) {
    switch tag {
    case startedAt:
      if conversation.startedAt == Conversation.noTime { conversation.startedAt = value }
    case utcOffset:
      if conversation.utcOffsetMinutes == 0 { conversation.utcOffsetMinutes = Int16(clamping: value) }
    case duration:
      if conversation.durationMs == Conversation.noTime { conversation.durationMs = value }
    case satisfaction:
      if conversation.csatThousandths == Int32.min { conversation.csatThousandths = Int32(clamping: value) }
    case earlierContacts:
      if conversation.earlierContacts < 0 { conversation.earlierContacts = Int16(clamping: value) }
    case flags:
      conversation.flags.formUnion(Conversation.Flags(rawValue: UInt32(truncatingIfNeeded: value)))
    default: break
    }
  }

  /// A conversation's extras stand side by side: those that it has move to the end first.
  private static func appendExtras(_ extras: [Extra], _ conversation: inout Conversation, _ batch: inout Batch) {
    let own = Int(conversation.extras.lowerBound)..<Int(conversation.extras.upperBound)
    let first = Int32(batch.extras.count)
    if !own.isEmpty { batch.extras.append(contentsOf: Array(batch.extras[own])) }
    batch.extras.append(contentsOf: extras)
    conversation.extras = first..<Int32(batch.extras.count)
  }
}

/// LEB128 numbers.
enum Varint {
  static func append(_ value: UInt64, to bytes: inout [UInt8]) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  static func append(signed value: Int64, to bytes: inout [UInt8]) {
    append(UInt64(bitPattern: value << 1 ^ value >> 63), to: &bytes)
  }

  static func unsigned(_ bytes: [UInt8], _ at: inout Int) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while at < bytes.count {
      let byte = bytes[at]
      at += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { break }
      shift += 7
    }
    return value
  }

  static func signed(_ bytes: [UInt8], _ at: inout Int) -> Int64 {
    let value = unsigned(bytes, &at)
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }
}

/// Words that repeat, each kept once; number 0 is the empty one.
struct WordList {
  private var numbers: [[UInt8]: Int] = [[]: 0]
  private var words: [[UInt8]] = [[]]

  mutating func number(of word: ArraySlice<UInt8>) -> Int {
    let key = Array(word)
    if let number = numbers[key] { return number }
    numbers[key] = words.count
    words.append(key)
    return words.count - 1
  }

  subscript(number: Int) -> [UInt8] { words[number] }
}

extension Conversation {
  /// The text fields that a packed record knows, by number.
  fileprivate func text(_ field: Int) -> TextRange {
    switch field {
    case 0: channel
    case 1: direction
    case 2: queue
    case 3: team
    case 4: agentID
    case 5: agentName
    case 6: customerID
    case 7: customerName
    case 8: language
    default: disposition
    }
  }

  fileprivate mutating func setText(_ field: Int, _ range: TextRange) {
    switch field {
    case 0: channel = range
    case 1: direction = range
    case 2: queue = range
    case 3: team = range
    case 4: agentID = range
    case 5: agentName = range
    case 6: customerID = range
    case 7: customerName = range
    case 8: language = range
    default: disposition = range
    }
  }
}
