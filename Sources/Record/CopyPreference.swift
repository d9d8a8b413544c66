/// Which of several copies of a conversation stands, where exports hold it more than once: raw and redacted twins, and
/// deliveries that come again.
///
/// First the variant decides, then the time; of copies that are alike the first in canonical order stands.
public struct CopyPreference: Sendable, Hashable {
  public enum Variant: String, Sendable, CaseIterable { case redacted, raw }

  /// The variant that stands above the other; nil for either.
  public var variant: Variant?
  /// Name of the extra whose latest value stands (`last_update`): ISO 8601 or a whole number; nil where time doesn't matter.
  public var latestBy: String?

  /// Name of the extra that says which variant a copy is: `raw` or `redacted`.
  public static let variantKey = "text_variant"
  /// What mappings call the time of a record's last change.
  public static let lastUpdate = "last_update"

  /// Nil where nothing is preferred.
  public init?(variant: Variant?, latestBy: String?) {
    if variant == nil && latestBy == nil { return nil }
    self.variant = variant
    self.latestBy = latestBy
  }

  /// Reads `redacted`, `raw`, `latest`, `latest:FIELD`, or a variant and a time separated by a comma. Throws `Problem`.
  public init(parsing text: String) throws(Problem) {
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      let parts = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      if let known = Variant(rawValue: String(word)), variant == nil {
        variant = known
      } else if parts.first == "latest", parts.last?.isEmpty == false, latestBy == nil {
        latestBy = parts.count == 2 ? String(parts[1]) : CopyPreference.lastUpdate
      } else {
        throw Problem(
          "\"\(text)\" names no copy that could stand",
          hint: "redacted or raw, latest or latest:FIELD, or both: redacted,latest:FIELD")
      }
    }
  }

  /// As `init(parsing:)` reads it.
  public var text: String {
    [variant?.rawValue, latestBy.map { "latest:\($0)" }].compactMap(\.self).joined(separator: ",")
  }

  // MARK: Ranks

  /// Bit of a rank that says that the copy is of the preferred variant.
  public static let variantBit: UInt64 = 1 << 63
  /// Bit of a rank that says that the copy has a time at all.
  public static let timeBit: UInt64 = 1 << 62

  /// A number that is the greater the sooner the copy stands; equal where only the order decides.
  public func rank(of conversation: Conversation, in batch: Batch) -> UInt64 {
    var rank: UInt64 = 0
    if let variant, isRedacted(conversation, batch) == (variant == .redacted) { rank |= CopyPreference.variantBit }
    if let time = time(of: conversation, in: batch) {
      let half: Int64 = 1 << 61
      rank |= CopyPreference.timeBit | UInt64(min(max(time, -half), half - 1) + half)
    }
    return rank
  }

  /// Leaves each conversation only those extras that its rank depends on, in words that give the same rank again.
  public func keepWhatCounts(in batch: inout Batch) {
    for index in batch.conversations.indices {
      let conversation = batch.conversations[index]
      let isRedacted = isRedacted(conversation, batch)
      let time = time(of: conversation, in: batch)
      let first = Int32(batch.extras.count)
      if variant != nil { append(CopyPreference.variantKey, isRedacted ? "redacted" : "raw", &batch) }
      if let latestBy, let time { append(latestBy, "\(time)", &batch) }
      batch.conversations[index].extras = first..<Int32(batch.extras.count)
    }
  }

  private func append(_ key: String, _ value: String, _ batch: inout Batch) {
    batch.extras.append(Extra(key: batch.append(key.utf8), value: batch.append(value.utf8)))
  }

  private func extra(_ key: String, of conversation: Conversation, in batch: Batch) -> ArraySlice<UInt8>? {
    for extra in batch.extras[Int(conversation.extras.lowerBound)..<Int(conversation.extras.upperBound)] {
      if CopyPreference.same(batch.arena[extra.key.indices], key.utf8) { return batch.arena[extra.value.indices] }
    }
    return nil
  }

  private func time(of conversation: Conversation, in batch: Batch) -> Int64? {
    guard let latestBy, let value = extra(latestBy, of: conversation, in: batch) else { return nil }
    return Int64(String(decoding: value, as: UTF8.self)) ?? IsoTime(value)?.milliseconds
  }

  /// What the record says, else what stands in the path of its file or member: `…/Redacted/c1_analysis_redacted.json`.
  private func isRedacted(_ conversation: Conversation, _ batch: Batch) -> Bool {
    if let value = extra(CopyPreference.variantKey, of: conversation, in: batch) {
      return CopyPreference.same(value, "redacted".utf8)
    }
    return CopyPreference.holdsWord(Array("redacted".utf8), in: batch.arena[conversation.sourceRef.indices])
  }

  private static func holdsWord(_ word: [UInt8], in text: ArraySlice<UInt8>) -> Bool {
    func isLetter(_ at: Int) -> Bool { text.indices.contains(at) && (0x61...0x7A).contains(text[at] | 0x20) }
    guard text.count >= word.count else { return false }
    return (text.startIndex...text.endIndex - word.count).contains { at in
      same(text[at..<at + word.count], word) && !isLetter(at - 1) && !isLetter(at + word.count)
    }
  }

  /// Whether two texts are the same but for the case of letters.
  private static func same(_ left: ArraySlice<UInt8>, _ right: some Collection<UInt8>) -> Bool {
    func fold(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }
    return left.count == right.count && zip(left, right).allSatisfy { fold($0) == fold($1) }
  }
}
