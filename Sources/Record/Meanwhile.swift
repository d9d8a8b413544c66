import Dispatch
import Synchronization

/// A value that is made on another thread while this one goes on: for the few independent steps before a run begins.
public final class Meanwhile<Value: Sendable>: Sendable {
  private let result = Mutex<Value?>(nil)
  private let isDone = DispatchGroup()

  /// Begins at once; what is never asked for is made all the same.
  public init(_ body: @escaping @Sendable () -> Value) {
    DispatchQueue.global(qos: .userInitiated).async(group: isDone) { [self] in
      let value = body()
      result.withLock { $0 = value }
    }
  }

  /// Waits for the value, where it is not there yet.
  public var value: Value {
    isDone.wait()
    guard let value = result.withLock({ $0 }) else { preconditionFailure("only the body's end ends the wait") }
    return value
  }
}
