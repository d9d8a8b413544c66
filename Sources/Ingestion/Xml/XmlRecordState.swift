import Record

/// What the SAX events of one fragment fill: the batch, the record and the turn that are open, and the text being
/// captured.
///
/// It lives behind a pointer that libxml2 hands to each event. Only one text is captured at a time, straight into the
/// arena.
@safe struct XmlRecordState {
  var batch = Batch()
  var recordName: [UInt8] = []
  /// `file#record `, to which the record's number is appended.
  var refPrefix: [UInt8] = []
  var fallbackID: [UInt8] = []
  var nextRecord = 0
  var assumedOffsetMinutes: Int?
  /// The running parser: where a record starts is asked of it.
  var parser: OpaquePointer?

  // Where the pass is.
  var depth = 0
  var place = XmlPlace.outside
  var recordDepth = 0
  var boxDepth = 0
  var turnDepth = 0
  /// Consumed bytes when the last record's start tag was seen; -1 before the first.
  var recordOffset = -1
  /// Records that were closed.
  var recordsDone = 0

  // What is being captured.
  var capture = XmlField.none
  var captureDepth = 0
  var captureStart = 0
  /// The name of a captured extra.
  var extraKey = TextRange.empty

  // What is open.
  var conversation = Conversation()
  var anyAgent = TextRange.empty
  var turn = Turn(text: .empty, number: 0)
  var nextTurn: Int32 = 0

  var names = XmlNameCache()
  var labels = LabelCache()

  /// Forgets what belongs to one parse; names are pointers into that parser's own dictionary.
  mutating func beginParse() {
    depth = 0
    place = .outside
    capture = .none
    recordOffset = -1
    recordsDone = 0
    names.removeAll()
    unsafe parser = nil
  }

  // MARK: Elements

  mutating func start(_ name: XmlNameText, _ attributes: XmlAttributes) {
    depth += 1
    switch place {
    case .outside:
      if name.equals(recordName) { beginRecord(attributes) }
    case .turn:
      startInTurn(name)
    case .record, .agent, .customer:
      startInRecord(name, attributes)
    }
  }

  mutating func end() {
    if capture != .none, depth == captureDepth { finishCapture() }
    switch place {
    case .outside: break
    case .turn: if depth == turnDepth { finishTurn() }
    case .agent, .customer: if depth == boxDepth { place = .record }
    case .record: if depth == recordDepth { finishRecord() }
    }
    depth -= 1
  }

  @inline(__always)
  mutating func text(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    guard capture != .none else { return }
    unsafe batch.arena.append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
  }

  private mutating func startInRecord(_ name: XmlNameText, _ attributes: XmlAttributes) {
    dropCapture()
    let field = names.field(name, at: place)
    switch field {
    case .turn:
      beginTurn(attributes)
    case .agentBox, .customerBox:
      place = field == .agentBox ? .agent : .customer
      boxDepth = depth
      take(attributes)
      beginCapture(field == .agentBox ? .agentAny : .customerAny)
    case .extra:
      extraKey = copy(name)
      beginCapture(.extra)
    case .none: break
    default: beginCapture(field)
    }
  }

  /// A known child of a turn takes the capture over; markup inside the words leaves it as it is.
  private mutating func startInTurn(_ name: XmlNameText) {
    let field = names.field(name, at: .turn)
    guard field != .none else { return }
    if field == .text || capture == .text && captureDepth == turnDepth || capture == .none {
      dropCapture()
      beginCapture(field)
    }
  }

  // MARK: Records

  private mutating func beginRecord(_ attributes: XmlAttributes) {
    recordOffset = unsafe parser == nil ? 0 : XmlParser.consumed(by: parser)
    place = .record
    recordDepth = depth
    conversation = Conversation()
    anyAgent = .empty
    nextTurn = 0
    let turns = Int32(batch.turns.count)
    let extras = Int32(batch.extras.count)
    conversation.turns = turns..<turns
    conversation.extras = extras..<extras
    conversation.sourceRef = appendReference()
    nextRecord += 1
    take(attributes)
  }

  private mutating func appendReference() -> TextRange {
    let start = batch.arena.count
    batch.arena.append(contentsOf: refPrefix)
    ArenaNumbers.append(decimal: nextRecord, to: &batch.arena)
    return TextRange(start..<batch.arena.count)
  }

  private mutating func finishRecord() {
    place = .outside
    recordsDone += 1
    if conversation.agentID.isEmpty {
      conversation.agentID = anyAgent
    } else if conversation.agentName.isEmpty {
      conversation.agentName = anyAgent
    }
    if conversation.id.isEmpty, !fallbackID.isEmpty { conversation.id = batch.append(fallbackID) }
    conversation.turns = conversation.turns.lowerBound..<Int32(batch.turns.count)
    conversation.extras = conversation.extras.lowerBound..<Int32(batch.extras.count)
    batch.conversations.append(conversation)
  }

  private mutating func beginTurn(_ attributes: XmlAttributes) {
    place = .turn
    turnDepth = depth
    turn = Turn(text: .empty, number: nextTurn)
    take(attributes)
    beginCapture(.text)
  }

  private mutating func finishTurn() {
    place = .record
    if turn.isInternal, turn.kind == .message { turn.kind = .note }
    batch.turns.append(turn)
    nextTurn += 1
  }

  // MARK: Values

  @inline(__always)
  private mutating func take(_ attributes: XmlAttributes) {
    for index in 0..<attributes.count {
      guard let (name, bytes) = unsafe attributes[index] else { continue }
      let field = names.field(name, at: place)
      switch field {
      case .speaker: turn.label = unsafe labels.range(of: bytes, in: &batch.arena)
      case .none, .record, .turn, .legBox: break
      case .startMs, .endMs, .number: unsafe setTurnNumber(field, bytes)
      case .extra:
        let key = copy(name)
        let value = unsafe appendAttribute(bytes)
        batch.extras.append(Extra(key: key, value: value))
      case .agentBox: set(.agentAny, unsafe appendAttribute(bytes))
      case .customerBox: set(.customerAny, unsafe appendAttribute(bytes))
      default: set(field, unsafe appendAttribute(bytes))
      }
    }
  }

  /// libxml2 leaves an ampersand of an attribute as `&#38;` while entities are not replaced.
  private mutating func appendAttribute(_ bytes: UnsafeBufferPointer<UInt8>) -> TextRange {
    let start = batch.arena.count
    unsafe batch.arena.append(contentsOf: bytes)
    AttributeText.unescapeAmpersands(&batch.arena, from: start)
    return TextRange(start..<batch.arena.count)
  }

  private mutating func copy(_ name: XmlNameText) -> TextRange {
    let start = batch.arena.count
    name.append(to: &batch.arena)
    return TextRange(start..<batch.arena.count)
  }

  private mutating func setTurnNumber(_ field: XmlField, _ bytes: UnsafeBufferPointer<UInt8>) {
    guard let value = unsafe ArenaNumbers.integer(bytes) else { return }
    switch field {
    case .startMs: turn.startMs = value
    case .endMs: turn.endMs = value
    default: turn.number = Int32(truncatingIfNeeded: value)
    }
  }

  private mutating func beginCapture(_ field: XmlField) {
    capture = field
    captureDepth = depth
    captureStart = batch.arena.count
  }

  private mutating func dropCapture() {
    guard capture != .none else { return }
    batch.arena.removeLast(batch.arena.count - captureStart)
    capture = .none
  }

  private mutating func finishCapture() {
    let range = ArenaText.trimmed(batch.arena, captureStart..<batch.arena.count)
    let field = capture
    capture = .none
    guard !range.isEmpty else { return }
    switch field {
    case .speaker:
      turn.label = labels.range(at: range, in: batch.arena)
    case .extra: batch.extras.append(Extra(key: extraKey, value: TextRange(range)))
    default: set(field, TextRange(range))
    }
  }
}
