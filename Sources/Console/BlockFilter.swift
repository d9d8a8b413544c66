import Dispatch
import Synchronization

/// A filter's work on one block after the other, cut into what has to be done in order and what lanes may do side by side.
///
/// `read`, `settle` and `write` are called for one block at a time, each in the order in which blocks were read, so that the
/// output does not depend on the number of lanes. `prepare` and `render` are not: they may only touch their own lane.
public protocol BlockFilter: AnyObject, SendableMetatype {
  /// A block and all that the work on it needs; reused for block after block.
  associatedtype Lane
  func makeLane() -> Lane
  /// Takes the next block; false where there is none for this lane, though another may still get one.
  func read(_ lane: inout Lane) throws -> Bool
  func prepare(_ lane: inout Lane) throws
  /// Between `prepare` and `render`: what depends on all blocks before.
  func settle(_ lane: inout Lane) throws
  func render(_ lane: inout Lane)
  func write(_ lane: inout Lane) throws
}

extension BlockFilter {
  public func settle(_ lane: inout Lane) throws {}
  public func render(_ lane: inout Lane) {}

  /// Runs the filter to the end of its input on so many lanes, one block each at a time, which bounds its memory.
  ///
  /// Throws what the first block threw that could not be worked on, in the blocks' order; blocks before it are written.
  public func run(lanes: Int) throws {
    let gates = Gates()
    if lanes <= 1 {
      gates.work(self)
    } else {
      // Swift can't see that a lane is touched by its own thread only, and the filter's own state inside a gate only.
      let filter = Unchecked(filter: self)
      let group = DispatchGroup()
      for number in 0..<lanes {
        // A thread each: a concurrent queue may hold back work while others block in a system call.
        let queue = DispatchQueue(label: "sidetone.lane.\(number)", qos: .userInitiated)
        queue.async(group: group) { gates.work(filter.filter) }
      }
      group.wait()
    }
    if let error = gates.failure.withLock({ $0 }) { throw error }
  }
}

private struct Unchecked<Filter: SendableMetatype>: @unchecked Sendable {
  let filter: Filter
}

/// The three places that blocks pass in order.
private final class Gates: Sendable {
  private let reading = Mutex(0)
  private let settling = Gate()
  private let writing = Gate()
  let failure = Mutex<(any Error)?>(nil)

  /// One lane's work: block after block until there is none.
  func work<Filter: BlockFilter>(_ filter: Filter) {
    var lane = filter.makeLane()
    let signal = DispatchSemaphore(value: 0)
    while let (ticket, result) = take(filter, &lane) {
      do {
        if let error = result { throw error }
        try filter.prepare(&lane)
        guard try settling.pass(ticket, signal, { try filter.settle(&lane) }) else { return }
        filter.render(&lane)
        guard try writing.pass(ticket, signal, { try filter.write(&lane) }) else { return }
      } catch {
        fail(ticket, error, signal)
        return
      }
    }
  }

  /// Reads the next block under a ticket; what reading throws is told when the ticket's turn has come.
  private func take<Filter: BlockFilter>(_ filter: Filter, _ lane: inout Filter.Lane) -> (Int, (any Error)?)? {
    reading.withLock { next in
      guard next >= 0 else { return nil }
      let ticket = next
      next += 1
      do {
        if try filter.read(&lane) { return (ticket, nil) }
        next = ticket
        return nil
      } catch {
        next = -1
        return (ticket, error)
      }
    }
  }

  /// Ends it all at a ticket, once the blocks before it are written; nothing is done where an earlier one has failed.
  private func fail(_ ticket: Int, _ error: any Error, _ signal: DispatchSemaphore) {
    reading.withLock { $0 = -1 }
    _ = try? writing.pass(ticket, signal) {
      failure.withLock { $0 = error }
      writing.close()
    }
    settling.close()
  }
}

/// Lets one block through after the other, in the order of their tickets.
private final class Gate: Sendable {
  private struct State {
    var next = 0
    var waiting: [Int: DispatchSemaphore] = [:]
    var isClosed = false
  }
  private let state = Mutex(State())

  /// Waits until all tickets before have passed, then runs `body`; false where the gate was closed meanwhile.
  func pass(_ ticket: Int, _ signal: DispatchSemaphore, _ body: () throws -> Void) throws -> Bool {
    let waits = state.withLock { state in
      if state.next == ticket || state.isClosed { return false }
      state.waiting[ticket] = signal
      return true
    }
    if waits { signal.wait() }
    if state.withLock({ $0.isClosed }) { return false }
    try body()
    let follower = state.withLock { state in
      state.next = ticket + 1
      return state.waiting.removeValue(forKey: ticket + 1)
    }
    follower?.signal()
    return true
  }

  /// Sends all away who wait or come.
  func close() {
    let waiting = state.withLock { state in
      state.isClosed = true
      defer { state.waiting = [:] }
      return state.waiting
    }
    for signal in waiting.values { signal.signal() }
  }
}
