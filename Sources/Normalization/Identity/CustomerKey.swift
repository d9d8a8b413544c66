public import Record

/// A secret key that turns customer ids into names that tell customers apart and can't be turned back.
///
/// SipHash-2-4 with 128 bits of output (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012, and its reference code).
/// The same key gives the same names week after week, so repeat contacts stay visible.
public struct CustomerKey: Sendable {
  private let low: UInt64
  private let high: UInt64

  /// - Parameter secret: any bytes of at least 16; what is longer than 16 is folded in by hashing.
  /// - Throws: `Problem` where the secret is too short to protect anything.
  public init(secret: [UInt8]) throws(Problem) {
    var secret = secret[...]
    while let last = secret.last, last == 0x0A || last == 0x0D || last == 0x20 { secret.removeLast() }
    guard secret.count >= 16 else {
      throw Problem(
        "the key for customer ids has \(secret.count) bytes, at least 16 are needed",
        hint: "make one: head -c 32 /dev/urandom | base64 > customer.key")
    }
    let bytes = Array(secret)
    let folded =
      bytes.count == 16
      ? (Self.word(bytes, 0), Self.word(bytes, 8))
      : SipHash128.hash(bytes[...], key: (0x5349_4445_544F_4E45, UInt64(bytes.count)))
    (low, high) = folded
  }

  private static func word(_ bytes: [UInt8], _ start: Int) -> UInt64 {
    (0..<8).reduce(0) { $0 | UInt64(bytes[start + $1]) << UInt64(8 * $1) }
  }

  /// The name for an id: `h-` and 32 hexadecimal digits.
  public func name(for id: ArraySlice<UInt8>) -> [UInt8] {
    let hash = SipHash128.hash(id, key: (low, high))
    var name: [UInt8] = Array("h-".utf8)
    for word in [hash.0, hash.1] {
      for step in 0..<8 {
        let byte = UInt8(truncatingIfNeeded: word >> UInt64(8 * step))
        for nibble in [byte >> 4, byte & 15] { name.append(nibble < 10 ? 0x30 + nibble : 0x57 + nibble) }
      }
    }
    return name
  }

  /// Whether it is such a name already: hashing twice changes nothing.
  static func isName(_ id: ArraySlice<UInt8>) -> Bool {
    guard id.count == 34, id.starts(with: "h-".utf8) else { return false }
    return id.dropFirst(2).allSatisfy { isDigit($0) || ($0 >= 0x61 && $0 <= 0x66) }
  }

  /// Replaces the conversation's customer id in the arena.
  func conceal(_ conversation: inout Conversation, _ arena: inout [UInt8]) {
    let id = conversation.customerID
    guard !id.isEmpty, !Self.isName(arena[id.indices]) else { return }
    let name = name(for: arena[id.indices])
    conversation.customerID = TextRange(arena.count..<arena.count + name.count)
    arena.append(contentsOf: name)
  }
}

/// SipHash-2-4, 128-bit variant.
enum SipHash128 {
  static func hash(_ bytes: ArraySlice<UInt8>, key: (UInt64, UInt64)) -> (UInt64, UInt64) {
    var state = State(key)
    var at = bytes.startIndex
    while at + 8 <= bytes.endIndex {
      var word: UInt64 = 0
      for step in 0..<8 { word |= UInt64(bytes[at + step]) << UInt64(8 * step) }
      state.absorb(word)
      at += 8
    }
    var tail = UInt64(truncatingIfNeeded: bytes.count) << 56
    for (step, byte) in bytes[at...].enumerated() { tail |= UInt64(byte) << UInt64(8 * step) }
    state.absorb(tail)
    return state.finish()
  }

  private struct State {
    var v0, v1, v2, v3: UInt64

    init(_ key: (UInt64, UInt64)) {
      v0 = 0x736F_6D65_7073_6575 ^ key.0
      v1 = 0x646F_7261_6E64_6F6D ^ key.1 ^ 0xEE
      v2 = 0x6C79_6765_6E65_7261 ^ key.0
      v3 = 0x7465_6462_7974_6573 ^ key.1
    }

    mutating func absorb(_ word: UInt64) {
      v3 ^= word
      round()
      round()
      v0 ^= word
    }

    mutating func finish() -> (UInt64, UInt64) {
      v2 ^= 0xEE
      for _ in 0..<4 { round() }
      let first = v0 ^ v1 ^ v2 ^ v3
      v1 ^= 0xDD
      for _ in 0..<4 { round() }
      return (first, v0 ^ v1 ^ v2 ^ v3)
    }

    private mutating func round() {
      v0 &+= v1
      v1 = rotate(v1, 13) ^ v0
      v0 = rotate(v0, 32)
      v2 &+= v3
      v3 = rotate(v3, 16) ^ v2
      v0 &+= v3
      v3 = rotate(v3, 21) ^ v0
      v2 &+= v1
      v1 = rotate(v1, 17) ^ v2
      v2 = rotate(v2, 32)
    }

    private func rotate(_ value: UInt64, _ bits: UInt64) -> UInt64 { value << bits | value >> (64 - bits) }
  }
}
