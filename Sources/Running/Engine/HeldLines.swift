import Synchronization

/// Lines that are no business of an external stage (rejects, the rubric, inputs): they go around it.
///
/// Each is put back before the conversation that it stood before; where the stage drops conversations, as near as can be.
final class HeldLines: Sendable {
  fileprivate struct State {
    /// Conversation number, from 0, before which each stands.
    var places: [Int] = []
    var ends: [Int] = []
    var bytes: [UInt8] = []
    var next = 0
  }
  private let state = Mutex(State())

  /// Keeps a line (with its newline) that stands before conversation `place`; places never fall.
  func hold(_ line: ArraySlice<UInt8>, before place: Int) {
    state.withLock {
      $0.places.append(place)
      $0.bytes.append(contentsOf: line)
      $0.ends.append($0.bytes.count)
    }
  }

  /// Copies a block of the stage's output into `merged` with the held lines in their places.
  ///
  /// - Parameter first: number of the block's first conversation.
  /// - Returns: number of the first conversation after the block.
  func merge(_ block: [UInt8], first: Int, into merged: inout [UInt8]) -> Int {
    state.withLock { state in
      var number = first
      var copied = 0
      var start = 0
      while start < block.count {
        if state.next < state.places.count, state.places[state.next] <= number {
          merged.append(contentsOf: block[copied..<start])
          copied = start
          state.put(upTo: number, into: &merged)
        }
        let newline = block[start...].firstIndex(of: UInt8(ascii: "\n")) ?? block.count
        start = min(newline + 1, block.count)
        number += 1
      }
      merged.append(contentsOf: block[copied...])
      return number
    }
  }

  /// Appends what is left, at the stage's end.
  func drain(into merged: inout [UInt8]) { state.withLock { $0.put(upTo: .max, into: &merged) } }
}

extension HeldLines.State {
  fileprivate mutating func put(upTo number: Int, into merged: inout [UInt8]) {
    while next < places.count, places[next] <= number {
      merged.append(contentsOf: bytes[(next == 0 ? 0 : ends[next - 1])..<ends[next]])
      next += 1
    }
    if next == places.count, next > 0 { self = HeldLines.State() }
  }
}
