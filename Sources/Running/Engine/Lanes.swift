import Dispatch
import Record
import Synchronization

/// Tells all lanes to stop, and why.
final class StopFlag: Sendable {
  private let isSet = Atomic(false)
  private let reason = Mutex<(any Error)?>(nil)

  var isStopping: Bool { isSet.load(ordering: .relaxed) }

  /// The first reason is kept, but for being told to stop, which is above all others.
  func stop(_ error: any Error) {
    reason.withLock { if $0 == nil || error is Interrupted { $0 = error } }
    isSet.store(true, ordering: .relaxed)
  }

  /// Forgets an error that the runner has dealt with; being told to stop is none of those.
  func reset() {
    reason.withLock {
      if $0 is Interrupted { return }
      $0 = nil
      isSet.store(false, ordering: .relaxed)
    }
  }

  func check() throws { if let error = reason.withLock({ $0 }) { throw error } }
}

/// Runs long-lived workers, one a lane, and waits for them.
///
/// Threads of a Dispatch queue, not tasks: lanes block on files and pipes, which the cooperative pool must not.
enum Lanes {
  /// Calls `body` once for each lane, side by side. Whatever one throws stops the others and is thrown here.
  static func run(_ count: Int, stop: StopFlag, _ body: @escaping @Sendable (Int) throws -> Void) throws {
    start(count, stop: stop, body).wait()
    try stop.check()
  }

  /// As `run`, without waiting.
  static func start(
    _ count: Int, stop: StopFlag, _ body: @escaping @Sendable (Int) throws -> Void
  ) -> DispatchGroup {
    let group = DispatchGroup()
    for lane in 0..<count {
      group.enter()
      // A thread each: a concurrent queue may hold back work while others block in a system call.
      let queue = DispatchQueue(label: "sidetone.lane.\(lane)", qos: .userInitiated)
      queue.async {
        defer { group.leave() }
        do { try body(lane) } catch {
          stop.stop(error)
          ChildRegistry.shared.terminateAll()
        }
      }
    }
    return group
  }
}

/// Drives one lane: claim, decode, process, hand in, until the source is dry.
func driveLane<Source: UnitSource, Work: UnitWork>(
  _ source: Source, _ work: inout Work, _ sequencer: Sequencer, channels: Int, behaviors: Int, stop: StopFlag
) throws {
  var block = source.makeBlock()
  var batch = Batch()
  var sheet = ScoreSheet(behaviorCount: behaviors)
  var output = UnitOutput(channels: channels)
  while !stop.isStopping, let order = try source.claim(&block) {
    batch.removeAll()
    sheet.removeAll()
    try source.decode(order, &block, into: &batch, &sheet)
    try work.process(order, &batch, &sheet, into: &output)
    try sequencer.submit(order, &output)
  }
}
