/// A growing run of plain values behind a pointer: for loops where an array's checks would show.
///
/// Only for values without references: nothing is released.
@safe final class GrowingBuffer<Element>: RandomAccessCollection {
  private(set) var start: UnsafeMutablePointer<Element>
  private(set) var count = 0
  private var capacity: Int

  init(capacity: Int = 1 << 10) {
    self.capacity = capacity
    unsafe start = .allocate(capacity: capacity)
  }

  deinit { unsafe start.deallocate() }

  var startIndex: Int { 0 }
  var endIndex: Int { count }

  func removeAll() { count = 0 }

  func removeLast(_ dropped: Int) {
    precondition(dropped >= 0 && dropped <= count)
    count -= dropped
  }

  @inline(__always) func append(_ element: Element) {
    if count == capacity { grow() }
    unsafe (start + count).initialize(to: element)
    count &+= 1
  }

  /// Appends the same value several times.
  func append(repeating element: Element, count more: Int) {
    for _ in 0..<more { append(element) }
  }

  @inline(never) private func grow() {
    let wider = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
    unsafe wider.moveInitialize(from: start, count: count)
    unsafe start.deallocate()
    unsafe start = wider
    capacity *= 2
  }

  @inline(__always) subscript(index: Int) -> Element {
    get {
      precondition(index >= 0 && index < count)
      return unsafe start[index]
    }
    set {
      precondition(index >= 0 && index < count)
      unsafe start[index] = newValue
    }
  }
}
