/// A name as a pass over XML meets it: libxml2's ends with a zero, ours has a count.
@safe struct XmlNameText {
  let start: UnsafePointer<UInt8>
  /// Negative where a zero ends it.
  let count: Int

  /// From libxml2's dictionary, where the same name has the same address.
  init(zeroEnded start: UnsafePointer<UInt8>) {
    unsafe self.start = start
    count = -1
  }

  init(_ start: UnsafePointer<UInt8>, count: Int) {
    unsafe self.start = start
    self.count = count
  }

  func append(to bytes: inout [UInt8]) {
    if count >= 0 {
      unsafe bytes.append(contentsOf: UnsafeBufferPointer(start: start, count: count))
      return
    }
    var at = 0
    while unsafe start[at] != 0 {
      unsafe bytes.append(start[at])
      at += 1
    }
  }

  /// Whether it is just these bytes.
  func equals(_ bytes: [UInt8]) -> Bool {
    if count >= 0 && count != bytes.count { return false }
    for (index, byte) in bytes.enumerated() {
      guard unsafe start[index] == byte else { return false }
    }
    return unsafe count >= 0 || start[bytes.count] == 0
  }
}

/// The attributes of a start tag, wherever they were read.
@safe struct XmlAttributes {
  /// One that `XmlQuickPass` read.
  @safe struct Own {
    var name: XmlNameText
    var value: UnsafeBufferPointer<UInt8>
  }

  let count: Int
  private let foreign: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
  private let own: UnsafePointer<Own>?

  /// libxml2 gives five pointers each: local name, prefix, namespace, first byte, one past the last byte.
  init(_ foreign: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, count: Int) {
    unsafe self.foreign = foreign
    unsafe own = nil
    self.count = unsafe foreign == nil ? 0 : count
  }

  init(_ own: UnsafePointer<Own>?, count: Int) {
    unsafe foreign = nil
    unsafe self.own = own
    self.count = unsafe own == nil ? 0 : count
  }

  @inline(__always)
  subscript(index: Int) -> (name: XmlNameText, value: UnsafeBufferPointer<UInt8>)? {
    if let own = unsafe own { return unsafe (own[index].name, own[index].value) }
    guard let foreign = unsafe foreign, let name = unsafe foreign[index * 5],
      let first = unsafe foreign[index * 5 + 3], let last = unsafe foreign[index * 5 + 4]
    else { return nil }
    return unsafe (XmlNameText(zeroEnded: name), UnsafeBufferPointer(start: first, count: last - first))
  }
}
