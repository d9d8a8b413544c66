import Normalization
import Record

/// Stands for customers in the history: hashes of their ids with the history's own secret.
struct CustomerMarks: Sendable {
  private let own: CustomerKey
  /// What the job replaces ids by, where it does.
  private let key: CustomerKey?

  /// Throws `Problem` where the salt is too short to be one.
  init(salt: [UInt8], key: CustomerKey?) throws {
    own = try CustomerKey(secret: salt)
    self.key = key
  }

  /// 64 bits of SipHash: two customers out of ten million share them with a chance of about 10⁻⁶. Never 0.
  func mark(_ id: ArraySlice<UInt8>) -> UInt64 {
    let digits = own.name(for: id).dropFirst(2).prefix(16)
    return max(1, digits.reduce(0) { $0 << 4 | UInt64($1 < 0x3A ? $1 - 0x30 : $1 - 0x57) })
  }

  /// The marks that a customer may have: by the id as it is, and by the name that the job's key makes of it.
  func marks(of id: ArraySlice<UInt8>) -> [UInt64] {
    [mark(id)] + (key.map { [mark($0.name(for: id)[...])] } ?? [])
  }

  /// One for each conversation of a batch; 0 where it names no customer.
  func marks(_ batch: Batch) -> [UInt64] {
    batch.conversations.map { $0.customerID.isEmpty ? 0 : mark(batch.arena[$0.customerID.indices]) }
  }
}
