import Glibc
import Record
import Testing

/// Seeded damage to samples of every format: whatever a file holds, its decoder ends, and what it gives is whole.
///
/// `SIDETONE_FUZZ_SEED=N` tries other cases. What fails is printed with its seed, its number and its bytes; a trap prints
/// seed and number before it ends the process. `Benchmarks/fuzz/run` runs libFuzzer on the same targets.
@Suite(.serialized) struct FuzzTests {
  private static let seed: UInt64 = {
    guard let text = unsafe getenv("SIDETONE_FUZZ_SEED") else { return 1 }
    return unsafe UInt64(String(cString: text)) ?? 1
  }()

  @Test("damaged samples", arguments: FuzzTarget.all.map(\.name))
  func damaged(_ name: String) throws {
    let target = try #require(FuzzTarget.named(name))
    let seeds = target.seeds()
    #expect(!seeds.isEmpty)
    defer { LastCase.end() }
    for (number, whole) in seeds.enumerated() {
      LastCase.note("\(name), sample \(number)")
      let fault = target.check(whole)
      #expect(fault == nil, "\(name), sample \(number): \(fault ?? "")")
    }
    for number in 0..<target.cases {
      LastCase.note("\(name), SIDETONE_FUZZ_SEED=\(Self.seed), case \(number)")
      // Cases are independent of each other: the number tells all.
      var mutator = Mutator(seed: Self.seed &* 1_000_003 &+ UInt64(number), words: target.words)
      let bytes = mutator.damaged(seeds)
      guard let fault = target.check(bytes) else { continue }
      Issue.record(
        """
        \(name), SIDETONE_FUZZ_SEED=\(Self.seed), case \(number): \(fault)
        base64: \(Base64.text(bytes))
        text: \(String(decoding: bytes, as: UTF8.self).debugDescription)
        """)
      return
    }
  }

  @Test("inputs that once broke something")
  func regressions() {
    defer { LastCase.end() }
    for target in FuzzTarget.all {
      for (file, bytes) in Seeds.files("Regressions", target.name) {
        LastCase.note(file)
        let fault = target.check(bytes)
        #expect(fault == nil, "\(file): \(fault ?? "")")
      }
    }
  }

  @Test("the same seed damages in the same way")
  func mutator() {
    let seeds = Seeds.texts("{\"a\": [1, 2]}", "x,y\n1,2\n")
    func cases() -> [[UInt8]] {
      (0..<50).map { number in
        var mutator = Mutator(seed: UInt64(number), words: ["w"])
        return mutator.damaged(seeds)
      }
    }
    #expect(cases() == cases())
    #expect(Set(cases()).count > 45)
    #expect(Base64.text(Array("light work.".utf8)) == "bGlnaHQgd29yay4=")
  }
}

/// Says which case was running when a decoder traps or hangs.
private enum LastCase {
  private static let capacity = 200
  nonisolated(unsafe) private static let text: UnsafeMutablePointer<UInt8> = {
    let text = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    unsafe text.initialize(repeating: 0, count: capacity)
    for number in [SIGILL, SIGTRAP, SIGSEGV, SIGABRT, SIGBUS, SIGALRM] {
      signal(number) { number in
        LastCase.report()
        signal(number, SIG_DFL)
        raise(number)
      }
    }
    return unsafe text
  }()

  /// Seconds after which a case hangs; none takes one.
  private static let patience: UInt32 = 60

  static func note(_ what: String) {
    var at = 0
    alarm(patience)
    for byte in "\ntrapped or hung: \(what)\n".utf8.prefix(capacity) {
      unsafe text[at] = byte
      at += 1
    }
    while at < capacity {
      unsafe text[at] = 0
      at += 1
    }
  }

  static func end() { alarm(0) }

  private static func report() {
    unsafe _ = write(STDERR_FILENO, text, strnlen(UnsafeRawPointer(text).assumingMemoryBound(to: CChar.self), capacity))
  }
}

/// For `base64 -d`.
private enum Base64 {
  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func text(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = Array(bytes[start..<min(start + 3, bytes.count)])
      let bits = (0..<3).reduce(0) { $0 << 8 | ($1 < group.count ? Int(group[$1]) : 0) }
      for place in 0..<4 {
        text.append(place <= group.count ? letters[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
