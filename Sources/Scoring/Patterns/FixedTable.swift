/// A table that is filled once and then only read, by any number of lanes: an array without its checks, for inner loops.
@safe final class FixedTable<Element: BitwiseCopyable>: @unchecked Sendable {
  private let start: UnsafeMutablePointer<Element>
  let count: Int

  init(_ elements: [Element]) {
    count = elements.count
    unsafe start = .allocate(capacity: max(1, elements.count))
    for (index, element) in elements.enumerated() { unsafe (start + index).initialize(to: element) }
  }

  /// The first element; to be used while the table lives.
  var pointer: UnsafePointer<Element> { unsafe UnsafePointer(start) }

  deinit { unsafe start.deallocate() }

  @inline(__always) subscript(index: Int) -> Element {
    assert(index >= 0 && index < count)
    return unsafe start[index]
  }
}
