import Synchronization

/// What inputs turned out to be, as the lanes that read them say.
final class InputNotes: Sendable {
  struct Note: Sendable {
    var format: String
    var profile = ""
    var why: String

    init(_ plan: SourcePlan) {
      format = plan.format
      profile = plan.profile
      why = plan.why
    }

    init(_ kind: ContainerKind) {
      format = kind.name
      why = "its first bytes are those of \(kind.name)"
    }

    init(_ refusal: Refusal) {
      format = "unknown"
      why = refusal.detail
    }
  }

  private let notes = Mutex<[(file: Int, note: Note)]>([])

  func add(_ new: [(file: Int, note: Note)]) { notes.withLock { $0 += new } }

  /// Hands over what was said since the last time.
  func take() -> [(file: Int, note: Note)] {
    notes.withLock { notes in
      defer { notes = [] }
      return notes
    }
  }
}
