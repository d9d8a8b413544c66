import Record

/// Puts the times and the order of a conversation's turns right.
struct TurnTimes: Sendable {
  let policy: QualityPolicy

  /// An offset above this is no offset but milliseconds since 1970: more than three years.
  private static let epochFloor: Int64 = 100_000_000_000

  /// Makes times relative, checks them, and sorts the turns by start (stable).
  ///
  /// - Parameter isWritten: whether it is a chat or the like, where a turn has no length.
  func settle(_ conversation: inout Conversation, _ turns: inout [Turn], isWritten: Bool) {
    let range = Int(conversation.turns.lowerBound)..<Int(conversation.turns.upperBound)
    makeRelative(range, &conversation, &turns)
    var isSorted = true
    var latest = Int64.min
    var end = Int64.min
    var timed = 0
    for index in range {
      if isImpossible(turns[index]) {
        conversation.flags.insert(.impossibleTimes)
        if policy.impossibleTimes == .repair { forget(&turns[index]) }
      }
      let start = turns[index].startMs
      if turns[index].isTimed { timed += 1 }
      guard start != Turn.noTime else { continue }
      if start < latest { isSorted = false }
      latest = max(latest, start)
      end = max(end, max(start, turns[index].endMs))
    }
    if timed == 0, !isWritten { conversation.flags.insert(.missingTimes) }
    if conversation.durationMs == Conversation.noTime, end > 0 { conversation.durationMs = end }
    if !isSorted {
      sort(range, &turns)
      conversation.flags.insert(.reorderedTurns)
    }
  }

  private func makeRelative(_ range: Range<Int>, _ conversation: inout Conversation, _ turns: inout [Turn]) {
    guard let first = range.first(where: { turns[$0].startMs != Turn.noTime }), turns[first].startMs > Self.epochFloor
    else { return }
    let earliest = range.reduce(Int64.max) { turns[$1].startMs == Turn.noTime ? $0 : min($0, turns[$1].startMs) }
    if conversation.startedAt == Conversation.noTime { conversation.startedAt = earliest }
    // A start that is hours away from the first words is of another clock or zone; the first words are nearer the truth.
    let isNear = abs(earliest - conversation.startedAt) <= 3_600_000
    let zero = isNear ? min(conversation.startedAt, earliest) : earliest
    for index in range {
      if turns[index].startMs > Self.epochFloor { turns[index].startMs -= zero }
      if turns[index].endMs > Self.epochFloor { turns[index].endMs -= zero }
    }
  }

  private func isImpossible(_ turn: Turn) -> Bool {
    let start = turn.startMs
    let end = turn.endMs
    if start != Turn.noTime, start < 0 || start > policy.longestConversationMs { return true }
    guard end != Turn.noTime else { return false }
    if end < 0 || end > policy.longestConversationMs { return true }
    return start != Turn.noTime && (end < start || end - start > policy.longestTurnMs)
  }

  /// A start that can't be is no help in sorting; an end that can't be leaves the start alone.
  private func forget(_ turn: inout Turn) {
    if turn.startMs != Turn.noTime, turn.startMs < 0 || turn.startMs > policy.longestConversationMs {
      turn.startMs = Turn.noTime
    }
    turn.endMs = Turn.noTime
  }

  /// Insertion sort: exports are nearly in order, and it is stable. A turn without a time stays behind the one before it.
  private func sort(_ range: Range<Int>, _ turns: inout [Turn]) {
    var keys: [Int64] = []
    keys.reserveCapacity(range.count)
    var latest = Int64.min
    for index in range {
      if turns[index].startMs != Turn.noTime { latest = turns[index].startMs }
      keys.append(latest)
    }
    let order = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
    let sorted = order.map { turns[range.lowerBound + $0] }
    turns.replaceSubrange(range, with: sorted)
  }
}
