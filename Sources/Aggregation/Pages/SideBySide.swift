import Dispatch
import Synchronization

/// The same work for many items, on several threads.
enum SideBySide {
  /// Results in the items' order, whoever made them.
  static func map<Result: Sendable>(_ count: Int, lanes: Int, _ body: @Sendable (Int) -> Result) -> [Result] {
    guard lanes > 1, count > 1 else { return (0..<count).map(body) }
    let results = Mutex([Result?](repeating: nil, count: count))
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: min(lanes, count)) { _ in
      while case let item = next.wrappingAdd(1, ordering: .relaxed).oldValue, item < count {
        let result = body(item)
        results.withLock { $0[item] = result }
      }
    }
    return results.withLock { $0.compactMap(\.self) }
  }
}
