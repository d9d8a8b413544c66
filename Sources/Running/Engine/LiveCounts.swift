import Synchronization

/// What progress shows while lanes work.
final class LiveCounts: Sendable {
  private let conversationCount = Atomic(0)
  private let rejectCount = Atomic(0)

  func add(conversations: Int, rejects: Int) {
    conversationCount.wrappingAdd(conversations, ordering: .relaxed)
    rejectCount.wrappingAdd(rejects, ordering: .relaxed)
  }

  var conversations: Int64 { Int64(conversationCount.load(ordering: .relaxed)) }
  var rejects: Int64 { Int64(rejectCount.load(ordering: .relaxed)) }
}
