import Record

/// One turn under the looking glass: its bytes, what was said before it, and what was found.
///
/// The buffers are kept from turn to turn, so that a turn costs no allocation.
struct TurnScan: Sendable {
  var text: [UInt8] = []
  /// The ends of the two turns before, which may hold the question that this turn answers.
  var earlier: [UInt8] = []
  /// Where in `earlier` the turn right before begins.
  var previousStart = 0
  var findings: [Finding] = []
  var groups: [DigitGroup] = []
  var words: [SpokenWord] = []
  /// Digits of the number in hand, 0...9.
  var digits: [UInt8] = []

  // References, so that a scan stays small to hand around.
  let context = NumberContext.shared
  let lists = RedactionLists.shared

  mutating func load(_ arena: Span<UInt8>, _ turn: TextRange, _ previous: TextRange, _ beforeThat: TextRange) {
    findings.removeAll(keepingCapacity: true)
    text.removeAll(keepingCapacity: true)
    earlier.removeAll(keepingCapacity: true)
    text.append(copying: arena, turn.indices)
    previousStart = 0
    for range in [beforeThat, previous] where !range.isEmpty {
      previousStart = earlier.count
      let tail = max(Int(range.offset), range.end - 120)
      earlier.append(copying: arena, tail..<range.end)
      earlier.append(0x20)
    }
  }

  /// Whether a word of the topic stands before a place in the turn, or in the turns before.
  func says(_ topic: NumberContext.Topic, before place: Int, reach: Int = 56) -> Bool {
    context.says(topic, text, place - reach, place) || context.says(topic, earlier, 0, earlier.count)
  }

  /// Whether a birth is spoken of before a place in the turn, or right before the turn.
  func saysBirth(before place: Int) -> Bool {
    context.says(.birth, text, place - 56, place) || context.says(.birth, earlier, previousStart, earlier.count)
  }

  /// Whether a word of the topic stands before a place in this turn.
  func saysHere(_ topic: NumberContext.Topic, before place: Int, reach: Int = 40) -> Bool {
    context.says(topic, text, place - reach, place)
  }

  /// Notes a finding; one that overlaps an earlier one widens it.
  mutating func note(_ start: Int, _ end: Int, _ kind: PersonalKind) {
    findings.append(Finding(start: start, end: end, kind: kind))
  }

  /// End of the finding that covers a place, or nil.
  func covered(_ place: Int) -> Int? {
    for finding in findings where finding.start <= place && place < finding.end { return finding.end }
    return nil
  }

  /// Findings by place, overlapping ones joined under the first one's kind.
  mutating func settle() {
    guard findings.count > 1 else { return }
    findings.sort { ($0.start, $0.end) < ($1.start, $1.end) }
    var kept = 0
    for index in 1..<findings.count {
      if findings[index].start < findings[kept].end {
        findings[kept].end = max(findings[kept].end, findings[index].end)
      } else {
        kept += 1
        findings[kept] = findings[index]
      }
    }
    findings.removeSubrange((kept + 1)...)
  }
}

/// Word lists of redaction.
final class RedactionLists: Sendable {
  static let shared = RedactionLists()

  /// Behind a number they make it an amount, a measure or a count.
  let units = WordSet(
    "dollars dollar bucks euros euro pounds pound quid cents pence usd eur gbp percent pct gb mb kb tb mbps gbps kg km miles mile "
      + "minutes minute mins hours hour hrs days day weeks week months month years year points units items pieces times users "
      + "seats people steps square feet meters metres watts volts mah rpm miles followers views calls messages tickets thousand "
      + "million billion k m degrees calories hundred")
  let months = WordSet(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep "
      + "sept oct nov dec")
  let monthsPlain = WordSet("may march")
  /// End a street's name without doubt.
  let streets = WordSet(
    "street avenue ave road rd lane ln boulevard blvd terrace crescent highway parkway pkwy turnpike alley gardens")
  /// End a street's name if the rest looks like one.
  let streetsToo = WordSet(
    "st drive dr court ct way place pl square sq circle cir close hill park row walk view trail loop grove mews hwy heights"
  )
  /// Not part of a street's name.
  let notStreets = WordSet(
    "minute minutes min mins hour hours day days week weeks month months year years dollars of to the a for in on at and or is "
      + "are was were per percent times more people other different by from that this i you we it my your if so with any "
      + "items am pm than then but just only please not no do did have has had will can her his their our go get got down off "
      + "out up into over under side way")
  let cityWords = WordSet("apt apartment unit suite ste flat floor fl")
  let streetStarts = WordSet(
    "rue calle via avenida avenue rua plaza piazza corso boulevard allée carrer paseo impasse chemin")
  let domains = WordSet("com org net edu gov io co uk de fr es it info biz ca au us eu me nl ch at in example")
  let notNames = WordSet(
    "is it's its that's thats email mail address my at the to me on you can reach under and or use i have um uh so yes okay "
      + "that")
}

extension [UInt8] {
  /// Appends a run of a span in one piece.
  fileprivate mutating func append(copying arena: Span<UInt8>, _ range: Range<Int>) {
    unsafe arena.withUnsafeBufferPointer { unsafe append(contentsOf: UnsafeBufferPointer(rebasing: $0[range])) }
  }
}
