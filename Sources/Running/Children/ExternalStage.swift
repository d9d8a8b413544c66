import Console
import Dispatch
import Record
import Synchronization

/// A `run:` stage: the child, the lines that go around it, and which conversations are inside it.
///
/// Conversations go in on its standard input and are missed until they come out again, in whatever order. What never comes
/// out is no silent loss: it becomes a reject that names the stage.
final class ExternalStage: Sendable {
  /// Reason of the rejects for what goes in and never comes out.
  static let droppedReason = "dropped_by_stage"

  let name: String
  let held = HeldLines()
  /// Its standard output.
  let output: OpenFile
  private let isOwn: Bool
  private let child: Child
  private let errors: ErrorTail
  private let following = DispatchGroup()
  private let state: Mutex<State>

  private struct State {
    var input: OpenFile?
    var sent = 0
    /// By id; copies of a conversation are inside side by side.
    var inside: [String: [Sent]] = [:]
    var returned = 0
    var added = 0

    /// Strikes off the copy that was read where this one says it was, else the one that went in first; false where none is inside.
    mutating func strike(_ id: String, _ sourceRef: String) -> Bool {
      guard var copies = inside[id] else { return false }
      copies.remove(at: copies.firstIndex { $0.sourceRef == sourceRef } ?? 0)
      inside[id] = copies.isEmpty ? nil : copies
      return true
    }
  }

  private struct Sent {
    var id: String
    var number: Int
    var sourceRef: String
  }

  /// Starts the child. Throws `Failure` (`stage`).
  ///
  /// - Parameter isOwn: a built-in stage in a process of its own, whose exit statuses we know.
  init(_ stage: Pipeline.External, isOwn: Bool = false) throws {
    name = stage.name
    self.isOwn = isOwn
    let (input, results, complaints) = (try Pipe(stage.name), try Pipe(stage.name), try Pipe(stage.name))
    child = try Child(
      stage.name, stage.arguments, input: input.reading.descriptor.number,
      output: results.writing.descriptor.number, errors: complaints.writing.descriptor.number)
    let errors = ErrorTail(prefix: isOwn ? "" : "\(stage.name): ")
    self.errors = errors
    output = results.reading
    state = Mutex(State(input: input.writing))
    let tail = complaints.reading
    DispatchQueue(label: "sidetone.stderr").async(group: following) { errors.follow(tail) }
  }

  /// Sends conversation lines; a child that has stopped reading gets no more. Throws `Failure`.
  func send(_ lines: [UInt8], ids: [(id: String, sourceRef: String)]) throws {
    let input = state.withLock { state in
      for (id, sourceRef) in ids {
        state.inside[id, default: []].append(Sent(id: id, number: state.sent, sourceRef: sourceRef))
        state.sent += 1
      }
      return state.input
    }
    // Not under the lock: the child may wait for us to take its output before it reads on.
    do { try input?.descriptor.write(lines) } catch is ClosedPipe { closeInput() }
  }

  /// No more will be sent.
  func closeInput() { state.withLock { $0.input = nil } }

  /// Strikes off what has come out again.
  func takeBack(_ batch: inout Batch) {
    for index in batch.rejects.indices where batch.rejects[index].sourceRef.hasPrefix("<\(name)>#") {
      // The conversation that a broken line stood for is missed anyway, and counted there.
      batch.rejects[index].count = 0
    }
    let returned = batch.conversations.map { (id: batch.string($0.id), sourceRef: batch.string($0.sourceRef)) }
    state.withLock { state in
      state.returned += returned.count
      for (id, sourceRef) in returned where !state.strike(id, sourceRef) { state.added += 1 }
    }
  }

  /// Waits for the child at the end of its output. Throws `Failure` (`stage`) with its last words where it failed.
  func finish() throws {
    let end = child.wait()
    following.wait()
    if end == .exit(0) || isOwn && end == .exit(ExitStatus.rejects.rawValue) { return }
    let words = errors.words
    var status = ExitStatus.stage
    if isOwn, case .exit(let number) = end { status = ExitStatus(rawValue: number) ?? .stage }
    throw Failure(
      status,
      Problem(
        "stage \"\(name)\" failed: \(end.words)" + (words.isEmpty ? "" : "; its last words: \(words)"),
        hint: "run it by hand on the output of the stage before"))
  }

  /// What went in and never came out, in the order in which it went in. Call it when all output was taken back.
  func lost(position: Int) -> [Reject] {
    state.withLock { state in
      state.inside.values.joined().sorted { $0.number < $1.number }.map { sent in
        Reject(
          sourceRef: sent.sourceRef, stage: .normalize, reason: Self.droppedReason,
          detail: "conversation \(sent.id) went into the stage \"\(name)\" and did not come out",
          position: Int32(clamping: position))
      }
    }
  }

  /// Conversations that went in, came out, and came out without having gone in.
  var counts: (received: Int, given: Int, added: Int) { state.withLock { ($0.sent, $0.returned, $0.added) } }
}
