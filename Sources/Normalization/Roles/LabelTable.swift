import Record

/// Which role a speaker's label stands for.
///
/// Labels that only tell speakers apart (`spk_0`, `SPEAKER_00`, `A`, `Speaker 1`, `ch_0`, `0`) are in no table: who they are is not known.
struct LabelTable: Sendable {
  private var exact: [[UInt8]: Role] = [:]
  private var prefixes: [(bytes: [UInt8], role: Role)] = []

  init(_ own: [(label: String, role: Role)]) {
    for (role, words) in Self.builtIn { for word in words.split(separator: " ") { add(String(word), role) } }
    for (label, role) in Self.phrases { add(label, role) }
    // The user's own come last and so win.
    for (label, role) in own { add(label, role) }
  }

  private mutating func add(_ label: String, _ role: Role) {
    var bytes = Self.folded(Array(label.utf8)[...])
    if label.utf8.last == UInt8(ascii: "*") {
      if bytes.last == UInt8(ascii: "*") { bytes.removeLast() }
      prefixes.insert((bytes, role), at: 0)
    } else {
      exact[bytes] = role
    }
  }

  /// The role of a label as it stands in the source, or nil where the tables don't know it.
  func role(of label: ArraySlice<UInt8>) -> Role? {
    let folded = Self.folded(label)
    if let role = exact[folded] { return role }
    let bare = Self.withoutNumber(folded)
    if bare.count < folded.count, let role = exact[bare] { return role }
    return prefixes.first { folded.starts(with: $0.bytes) }?.role
  }

  /// Lower case, trimmed of blanks, brackets and colons; blanks, hyphens and underscores are one.
  static func folded(_ label: ArraySlice<UInt8>) -> [UInt8] {
    let edge: [UInt8] = Array(" \t<>[]():#\"'".utf8)
    var label = label
    while let first = label.first, edge.contains(first) { label.removeFirst() }
    while let last = label.last, edge.contains(last) { label.removeLast() }
    // Cyrillic capitals А…Я (U+0410…042F) fold as well: they lie 32 below the small letters.
    var out: [UInt8] = []
    out.reserveCapacity(label.count)
    var rest = label
    while let byte = rest.popFirst() {
      switch byte {
      case 0x41...0x5A: out.append(byte | 0x20)
      case 0x2D, 0x5F: out.append(0x20)
      case 0xD0:
        let next = rest.popFirst() ?? 0
        switch next {
        case 0x90...0x9F: out += [0xD0, next + 0x20]
        case 0xA0...0xAF: out += [0xD1, next - 0x20]
        default: out += [0xD0, next]
        }
      default: out.append(byte)
      }
    }
    return out
  }

  /// `customer 2` without its number. `a2` and `speaker 2` are not in the table either way.
  private static func withoutNumber(_ label: [UInt8]) -> [UInt8] {
    var label = label[...]
    while let last = label.last, last >= 0x30 && last <= 0x39 || last == 0x20 { label.removeLast() }
    return Array(label)
  }

  private static let builtIn: [(Role, String)] = [
    (
      .agent,
      "agent internal operator representative rep advisor adviser consultant csr employee staff admin teammate support "
        + "agente asesor operador operadora conseiller conseillère berater beraterin mitarbeiter mitarbeiterin "
        + "оператор агент сотрудник"
    ),
    (
      .customer,
      "customer client caller external user lead visitor requester consumer contact guest member patient buyer shopper "
        + "cliente usuario kunde kundin anrufer клиент абонент"
    ),
    (.bot, "bot ivr voicemail chatbot assistant"),
    (.system, "system acd workflow"),
    (.supervisor, "supervisor manager coach monitor"),
  ]
  private static let phrases: [(String, Role)] = [
    ("end user", .customer), ("external customer", .customer), ("custom bot", .bot), ("automated agent", .bot),
    ("virtual agent", .bot), ("virtual assistant", .bot), ("service agent", .agent), ("support agent", .agent),
    ("customer service", .agent), ("internal agent", .agent), ("agent *", .agent), ("operator *", .agent),
  ]
}
