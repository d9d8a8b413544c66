extension Tally {
  /// About how many bytes each part of the tally holds; for measurements.
  public var byteCounts: [(name: String, bytes: Int)] {
    [
      ("texts", texts.byteCount),
      (
        "units",
        units.byteCount + 64 * unitCounts.capacity + 4
          * (unitFlags.capacity + unitBehaviors.capacity + unitTechniques.capacity)
      ),
      (
        "cells",
        cells.byteCount + 2 * cellBehaviors.capacity + 4 * cellPhrases.capacity + 8 * cellPhraseLoss.capacity
      ),
      ("proofs", proofs.byteCount), ("calls", calls.byteCount), ("phrases", phrases.byteCount),
    ]
  }
}

extension Interner {
  var byteCount: Int { bytes.capacity + 4 * ends.capacity + 8 * hashes.capacity + 4 * slots.capacity }
}

extension PairTable {
  var byteCount: Int { 16 * keys.capacity + 4 * slots.capacity }
}

extension ProofShelf {
  var byteCount: Int { moments.capacity * MemoryLayout<Moment>.stride + counts.capacity + arena.capacity }
}

extension CallShelf {
  var byteCount: Int {
    (lowest + highest).reduce(0) { sum, row in
      row.reduce(sum + 8) {
        $0 + MemoryLayout<Call>.stride + $1.id.capacity + $1.sourceRef.capacity + 2 * $1.missed.capacity + 96
      }
    }
  }
}

extension PhraseCounts {
  var byteCount: Int { table.byteCount + 4 * counts.capacity + 8 * (met.capacity + texts.capacity) + arena.capacity }
}
