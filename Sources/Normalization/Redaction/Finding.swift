/// What a piece of text is that must not be shown.
public enum PersonalKind: UInt8, Sendable, CaseIterable {
  case card, phone, email, address, birthDate, id, iban, number

  /// What stands in its place: one bracketed word, so that the matcher sees one token.
  public var placeholder: StaticString {
    switch self {
    case .card: "[card]"
    case .phone: "[phone]"
    case .email: "[email]"
    case .address: "[address]"
    case .birthDate: "[date-of-birth]"
    case .id: "[id]"
    case .iban: "[iban]"
    case .number: "[number]"
    }
  }
}

/// A piece of a turn's text to be replaced; offsets are in bytes from the turn's start.
public struct Finding: Sendable, Equatable {
  public var start: Int
  public var end: Int
  public var kind: PersonalKind
}
