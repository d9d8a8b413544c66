import Console
import Dispatch
import Glibc
import Record
import Testing

@testable import Running

/// What is written past the page cache is what a plain write would have written.
@Suite struct TableFileTests {
  private func pieces(seed: UInt64) -> [[UInt8]] {
    var generator = SeededGenerator(seed: seed)
    return (0..<60).map { _ in
      let count = [0, 1, 4095, 4096, 4097, 30_000, 200_001].randomElement(using: &generator) ?? 0
      return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
  }

  @Test(arguments: [0, 5000, 16 << 20]) func lanesWriteSideBySide(cachedHead: Int64) throws {
    let path = "/tmp/sidetone-table-\(getpid())-\(cachedHead)"
    defer { unsafe unlink(path) }
    let pieces = pieces(seed: UInt64(cachedHead) + 1)
    var places: [Int64] = []
    var whole: [UInt8] = []
    for piece in pieces {
      places.append(Int64(whole.count))
      whole += piece
    }
    let file = try TableFile(writing: path, cachedHead: cachedHead)
    let units = Array(zip(pieces, places).reversed())
    DispatchQueue.concurrentPerform(iterations: units.count) { index in
      do { try file.write(units[index].0, at: units[index].1) } catch { Issue.record(error) }
    }
    #expect(try readWhole(path) == whole)
  }

  @Test func whatCannotBeWrittenIsTold() throws {
    // Always full, and without a cache to go past.
    let file = try TableFile(writing: "/dev/full", cachedHead: 0)
    #expect(throws: Failure.self) { try file.write(Array(repeating: 65, count: 10_000), at: 0) }
  }
}
