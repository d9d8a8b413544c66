/// Pieces of lines that are written over and over, ready as bytes: names of behaviors between their quotes, say.
struct PhraseTable: Sendable {
  /// Sixteen bytes more than the phrases, as they are copied sixteen at a time.
  private var bytes: [UInt8] = []
  private var starts: [Int] = [0]

  init(_ phrases: [String]) {
    for phrase in phrases {
      bytes.append(contentsOf: phrase.utf8)
      starts.append(bytes.count)
    }
    bytes.append(contentsOf: repeatElement(0, count: 16))
  }

  /// A phrase with its quotes and escapes, as it stands in JSON.
  static func quoted(_ text: String) -> String {
    var sink = ByteSink()
    sink.append(quoted: text)
    return String(decoding: sink.bytes, as: UTF8.self)
  }

  var count: Int { starts.count - 1 }

  @inline(__always)
  func length(_ index: Int) -> Int { starts[index &+ 1] &- starts[index] }

  func slice(_ index: Int) -> ArraySlice<UInt8> { bytes[starts[index]..<starts[index + 1]] }

  /// Copies a phrase and up to fifteen bytes more behind it.
  @inline(__always)
  func copy(_ index: Int, to target: UnsafeMutableRawPointer) {
    let start = starts[index]
    let length = starts[index &+ 1] &- start
    unsafe bytes.withUnsafeBytes { source in
      var at = 0
      repeat {
        let sixteen = unsafe source.loadUnaligned(fromByteOffset: start &+ at, as: SIMD16<UInt8>.self)
        unsafe target.storeBytes(of: sixteen, toByteOffset: at, as: SIMD16<UInt8>.self)
        at &+= 16
      } while at < length
    }
  }
}
