import Synchronization

/// What one input may unpack to, in all its archives within archives; shared by the lanes that read it.
final class UnpackBudget: Sendable {
  private let limits: IngestLimits
  private let packed: Int64
  private let unpacked = Atomic<Int64>(0)
  private let entries = Atomic<Int>(0)

  init(packed: Int64, limits: IngestLimits) {
    self.packed = packed
    self.limits = limits
  }

  func addBytes(_ count: Int, ofMember memberBytes: Int64) throws(SourceFault) {
    let total = unpacked.add(Int64(count), ordering: .relaxed).newValue
    if memberBytes > limits.entryBytes {
      throw UnpackBudget.fault("a member unpacks to more than \(limits.entryBytes) bytes")
    }
    if total > limits.unpackedBytes {
      throw UnpackBudget.fault("it unpacks to more than \(limits.unpackedBytes) bytes")
    }
    if total > limits.ratioFreeBytes && total / max(packed, 1) > limits.ratio {
      throw UnpackBudget.fault("it unpacks to more than \(limits.ratio) times its size")
    }
  }

  func addEntry() throws(SourceFault) {
    if entries.add(1, ordering: .relaxed).newValue > limits.entries {
      throw UnpackBudget.fault("it has more than \(limits.entries) members")
    }
  }

  private static func fault(_ text: String) -> SourceFault {
    SourceFault(reason: "archive_limit", detail: "\(text); raise the limit in the mapping if it is to be trusted")
  }
}
