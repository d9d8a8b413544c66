/// A growing run of plain values behind a pointer: for loops where an array's checks would show.
@safe final class GrowingBuffer<Element: BitwiseCopyable> {
  private(set) var start: UnsafeMutablePointer<Element>
  private(set) var count = 0
  private var capacity: Int

  init(capacity: Int = 1 << 10) {
    self.capacity = capacity
    unsafe start = .allocate(capacity: capacity)
  }

  deinit { unsafe start.deallocate() }

  func removeAll() { count = 0 }

  @inline(__always) func append(_ element: Element) {
    if count == capacity { grow() }
    unsafe start[count] = element
    count &+= 1
  }

  @inline(never) private func grow() {
    let wider = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
    unsafe wider.update(from: start, count: count)
    unsafe start.deallocate()
    unsafe start = wider
    capacity *= 2
  }

  subscript(index: Int) -> Element {
    precondition(index >= 0 && index < count)
    return unsafe start[index]
  }
}
