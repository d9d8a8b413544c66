import Glibc

@testable import FuzzTargets

/// libFuzzer's own loop.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ target: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// The package manager links an executable's `main` under this name, so that libFuzzer's own would not be found.
///
/// `SIDETONE_FUZZ_TARGET` names the target, from the same list as in the tests. `--list` prints the names, `--seeds FOLDER`
/// writes the target's samples there, `--words FILE` its dictionary; anything else is libFuzzer's.
@_cdecl("sidetone_fuzz_main")
public func fuzzMain(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
  let words = CommandLine.arguments
  switch words.dropFirst().first {
  case "--list":
    for target in FuzzTarget.all { print(target.name) }
  case "--seeds" where words.count == 3: writeSeeds(words[2])
  case "--words" where words.count == 3: writeWords(words[2])
  default:
    var count = count
    var arguments = unsafe arguments
    return unsafe runDriver(&count, &arguments) { data, count in unsafe fuzz(data, count) }
  }
  return 0
}

private let target: FuzzTarget = {
  let name = unsafe getenv("SIDETONE_FUZZ_TARGET").map { unsafe String(cString: $0) } ?? ""
  guard let found = FuzzTarget.named(name) else { fatalError("SIDETONE_FUZZ_TARGET is none of --list: \"\(name)\"") }
  return found
}()

/// Runs one input; what does not hold ends the process as a trap would.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  if let fault = target.check(unsafe Array(UnsafeBufferPointer(start: data, count: count))) {
    fatalError("\(target.name): \(fault)")
  }
  return 0
}

private func writeSeeds(_ folder: String) {
  let all = target.seeds() + Seeds.files("Regressions", target.name).map(\.bytes)
  for (number, seed) in all.enumerated() { write(seed, "\(folder)/seed-\(number)") }
}

/// As libFuzzer's `-dict` reads it.
private func writeWords(_ path: String) {
  var text = ""
  for word in target.words {
    let bytes = word.utf8.map { byte in
      let digits = String(byte, radix: 16)
      return "\\x" + (digits.utf8.count < 2 ? "0" : "") + digits
    }
    text += "\"\(bytes.joined())\"\n"
  }
  write(Array(text.utf8), path)
}

private func write(_ bytes: [UInt8], _ path: String) {
  guard let file = unsafe fopen(path, "we") else { fatalError("\(path) can't be written") }
  unsafe fwrite(bytes, 1, bytes.count, file)
  unsafe fclose(file)
}
