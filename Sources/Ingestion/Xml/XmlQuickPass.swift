import Glibc
import Record

/// A pass over records that use nothing of XML but elements, attributes, text, the five predefined entities and numeric
/// references, which is what exports are made of: it gives the same events as libxml2 at about a quarter of its cost.
///
/// Whatever is not of that kind is not judged here: comments, CDATA, processing instructions, other references, prefixes,
/// declarations, names beyond ASCII, odd blanks in tags, and anything not well-formed. The pass stops in front of the
/// record that holds it, and libxml2 decides. `XmlQuickPassTests` compares the two over generated and damaged documents.
@safe struct XmlQuickPass {
  private let base: UnsafePointer<UInt8>
  private let end: Int
  private let recordName: [UInt8]
  /// Whether carriage returns stand anywhere, which libxml2 would turn into line feeds.
  private let hasReturns: Bool
  /// Names of the elements that stand open, the record's first.
  private var open: [Range<Int>] = []
  private var attributes: [XmlAttributes.Own] = []
  private let state: UnsafeMutablePointer<XmlRecordState>

  private static let deepest = 32
  private static let mostAttributes = 32

  /// - Returns: nil where no record of these bytes can be read so.
  init?(_ bytes: UnsafeBufferPointer<UInt8>, recordName: [UInt8], state: UnsafeMutablePointer<XmlRecordState>) {
    guard let start = bytes.baseAddress, !recordName.contains(UInt8(ascii: ":")),
      let look = unsafe XmlLook(bytes), look.isPlain
    else { return nil }
    unsafe base = start
    end = bytes.count
    self.recordName = recordName
    hasReturns = look.hasReturns
    unsafe self.state = state
  }

  /// Where a record began, and what the batch held then.
  private struct Begin {
    var start: Int
    var mark: BatchMark
    var number: Int
  }

  /// Reads records from `start`, which stands between records, as far as it can.
  /// - Returns: where it stopped: the end, or in front of what it leaves to libxml2.
  mutating func records(from start: Int) -> Int {
    var at = start
    var last: Begin?
    while true {
      let next = skipBlanks(at)
      if next == end { return end }
      guard isRecord(next) else {
        // What stands behind a record and is none may be garbage of its own, for which it would be left out.
        if let last { takeBack(last) }
        return last?.start ?? at
      }
      let begin = unsafe Begin(
        start: at, mark: BatchMark(state.pointee.batch), number: state.pointee.nextRecord)
      guard let behind = record(from: next) else {
        takeBack(begin)
        return at
      }
      last = begin
      at = behind
    }
  }

  private func takeBack(_ begin: Begin) {
    unsafe begin.mark.restore(&state.pointee.batch)
    unsafe state.pointee.nextRecord = begin.number
    unsafe state.pointee.labels.removeAll()
    unsafe state.pointee.beginParse()
  }

  private func isRecord(_ at: Int) -> Bool {
    guard at + recordName.count + 1 < end, unsafe base[at] == UInt8(ascii: "<") else { return false }
    for (index, byte) in recordName.enumerated() where unsafe base[at + 1 + index] != byte { return false }
    return unsafe !XmlScan.isNameByte(base[at + 1 + recordName.count])
  }

  /// One record from its `<` on; nil where it holds something else.
  private mutating func record(from start: Int) -> Int? {
    open.removeAll(keepingCapacity: true)
    var at = start
    while true {
      let isEnd = unsafe at + 2 < end && base[at + 1] == UInt8(ascii: "/")
      guard let next = isEnd ? endTag(at) : startTag(at) else { return nil }
      at = next
      if open.isEmpty { return at }
      guard let tag = text(at) else { return nil }
      at = tag
    }
  }

  // MARK: Tags

  private mutating func endTag(_ start: Int) -> Int? {
    guard let name = open.popLast() else { return nil }
    let close = start + 2 + name.count
    guard close < end, unsafe base[close] == UInt8(ascii: ">"),
      unsafe memcmp(base + start + 2, base + name.lowerBound, name.count) == 0
    else { return nil }
    unsafe state.pointee.end()
    return close + 1
  }

  private mutating func startTag(_ start: Int) -> Int? {
    guard let nameEnd = nameEnd(from: start + 1) else { return nil }
    var at = nameEnd
    if !attributes.isEmpty { attributes.removeAll(keepingCapacity: true) }
    while true {
      let next = skipBlanks(at)
      guard next < end else { return nil }
      let byte = unsafe base[next]
      if byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") {
        at = next
        break
      }
      guard next > at, let behind = attribute(next) else { return nil }
      at = behind
    }
    let isEmpty = unsafe base[at] == UInt8(ascii: "/")
    if isEmpty { at += 1 }
    guard at < end, unsafe base[at] == UInt8(ascii: ">"), open.count < XmlQuickPass.deepest else { return nil }
    let name = unsafe XmlNameText(base + start + 1, count: nameEnd - start - 1)
    let state = unsafe state
    unsafe attributes.withUnsafeBufferPointer {
      unsafe state.pointee.start(name, XmlAttributes($0.baseAddress, count: $0.count))
    }
    if isEmpty { unsafe state.pointee.end() } else { open.append(start + 1..<nameEnd) }
    return at + 1
  }

  /// `name="value"`, without blanks around the sign and without references in the value.
  private mutating func attribute(_ start: Int) -> Int? {
    guard let nameEnd = nameEnd(from: start), nameEnd + 1 < end, unsafe base[nameEnd] == UInt8(ascii: "=") else {
      return nil
    }
    let quote = unsafe base[nameEnd + 1]
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
    var at = nameEnd + 2
    while at < end, case let byte = unsafe base[at], byte != quote {
      guard byte >= 0x20, byte != UInt8(ascii: "<"), byte != UInt8(ascii: "&") else { return nil }
      at += 1
    }
    guard at < end, attributes.count < XmlQuickPass.mostAttributes else { return nil }
    let name = unsafe XmlNameText(base + start, count: nameEnd - start)
    guard !isDeclaration(start, nameEnd), !hasAttribute(name) else { return nil }
    let value = unsafe UnsafeBufferPointer(start: base + nameEnd + 2, count: at - nameEnd - 2)
    unsafe attributes.append(XmlAttributes.Own(name: name, value: value))
    return at + 1
  }

  @inline(__always)
  private func hasAttribute(_ name: XmlNameText) -> Bool {
    for index in attributes.indices where attributes[index].name.count == name.count {
      let other = attributes[index].name
      if unsafe other.start.pointee == name.start.pointee && memcmp(other.start, name.start, name.count) == 0 {
        return true
      }
    }
    return false
  }

  private func isDeclaration(_ start: Int, _ nameEnd: Int) -> Bool {
    unsafe nameEnd - start == 5 && memcmp(base + start, "xmlns", 5) == 0
  }

  /// Behind a name of ASCII letters, digits and `_-.`; nil where none begins here.
  @inline(__always)
  private func nameEnd(from start: Int) -> Int? {
    guard start < end, unsafe base[start] & 0x40 != 0, unsafe XmlQuickPass.isNameByte(base[start]) else { return nil }
    var at = start + 1
    while at < end, unsafe XmlQuickPass.isNameByte(base[at]) { at += 1 }
    return at
  }

  /// A bit for each byte below 128 that may stand in a name; those above 63 may begin one, those below may not.
  private static let nameMarks: UInt64 = 0x03FF_6000_0000_0000
  private static let nameLetters: UInt64 = 0x07FF_FFFE_87FF_FFFE

  @inline(__always)
  private static func isNameByte(_ byte: UInt8) -> Bool {
    let marks = byte & 0x40 == 0 ? nameMarks : nameLetters
    return byte < 0x80 && marks &>> UInt64(byte & 63) & 1 != 0
  }

  @inline(__always)
  private func skipBlanks(_ start: Int) -> Int {
    var at = start
    while at < end, case let byte = unsafe base[at], byte == 0x20 || (byte >= 9 && byte <= 13) { at += 1 }
    return at
  }

  // MARK: Text

  /// Hands on the text from `start` to the next tag, and gives the place of its `<`.
  private func text(_ start: Int) -> Int? {
    guard let hit = unsafe memchr(base + start, CInt(UInt8(ascii: "<")), end - start) else { return nil }
    let tag = unsafe UnsafePointer(base).distance(to: UnsafePointer(hit.assumingMemoryBound(to: UInt8.self)))
    if tag == start { return tag }
    if hasReturns, isSpoiledByReturns(start..<tag) { return nil }
    var at = start
    while at < tag {
      guard let ampersand = unsafe memchr(base + at, CInt(UInt8(ascii: "&")), tag - at) else { break }
      let place = unsafe UnsafePointer(base).distance(to: UnsafePointer(ampersand.assumingMemoryBound(to: UInt8.self)))
      if place > at { unsafe state.pointee.text(base + at, place - at) }
      guard let behind = reference(place, tag) else { return nil }
      at = behind
    }
    if at < tag { unsafe state.pointee.text(base + at, tag - at) }
    return tag
  }

  /// Carriage returns among blanks between tags change nothing that is kept.
  private func isSpoiledByReturns(_ range: Range<Int>) -> Bool {
    guard unsafe memchr(base + range.lowerBound, 13, range.count) != nil else { return false }
    return skipBlanks(range.lowerBound) < range.upperBound
  }

  /// Hands on what a reference stands for, and gives the place behind it; nil where it is none that is known here.
  private func reference(_ start: Int, _ limit: Int) -> Int? {
    for (name, byte) in XmlQuickPass.entities where start + name.utf8CodeUnitCount <= limit {
      guard unsafe memcmp(base + start, name.utf8Start, name.utf8CodeUnitCount) == 0 else { continue }
      unsafe withUnsafePointer(to: byte) { unsafe state.pointee.text($0, 1) }
      return start + name.utf8CodeUnitCount
    }
    guard start + 3 < limit, unsafe base[start + 1] == UInt8(ascii: "#") else { return nil }
    return number(start + 2, limit)
  }

  /// The digits of `&#39;` or `&#x27;` and what they stand for.
  private func number(_ start: Int, _ limit: Int) -> Int? {
    let isHex = unsafe base[start] == UInt8(ascii: "x")
    var at = isHex ? start + 1 : start
    let first = at
    var value: UInt32 = 0
    while at < limit, at - first < 7, let digit = unsafe XmlQuickPass.digit(base[at], isHex: isHex) {
      value = value * (isHex ? 16 : 10) + digit
      at += 1
    }
    guard at > first, at < limit, unsafe base[at] == UInt8(ascii: ";"), XmlQuickPass.isCharacter(value) else {
      return nil
    }
    var bytes: [UInt8] = []
    Utf8Scan.append(value, to: &bytes)
    unsafe bytes.withUnsafeBufferPointer { text in
      if let start = text.baseAddress { unsafe state.pointee.text(start, text.count) }
    }
    return at + 1
  }

  private static func digit(_ byte: UInt8, isHex: Bool) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f") where isHex: UInt32(byte - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F") where isHex: UInt32(byte - UInt8(ascii: "A")) + 10
    default: nil
    }
  }

  /// XML 1.0's production Char.
  private static func isCharacter(_ value: UInt32) -> Bool {
    switch value {
    case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }

  private static let entities: [(StaticString, UInt8)] = [
    ("&amp;", 0x26), ("&lt;", 0x3C), ("&gt;", 0x3E), ("&quot;", 0x22), ("&apos;", 0x27),
  ]
}

/// A look at all bytes of a run before its records are read.
private struct XmlLook {
  /// Whether it is UTF-8 of characters that XML 1.0 allows, without `]]>`, which stands in no text.
  private(set) var isPlain = true
  private(set) var hasReturns = false

  init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard unsafe Record.Utf8.firstInvalid(bytes) == nil else { return nil }
    let controls = unsafe lookForControls(bytes)
    isPlain = unsafe !controls && !XmlLook.has([0x5D, 0x5D, 0x3E], bytes)
    // U+FFFE and U+FFFF.
    if isPlain { isPlain = unsafe !XmlLook.has([0xEF, 0xBF, 0xBE], bytes) && !XmlLook.has([0xEF, 0xBF, 0xBF], bytes) }
  }

  /// Whether control characters stand anywhere that XML forbids; eight bytes at a step, as nearly all are none.
  private mutating func lookForControls(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let raw = UnsafeRawBufferPointer(bytes)
    var index = 0
    while index + 8 <= bytes.count {
      let word = unsafe UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      // A byte's high bit is set where it is below 0x20.
      var low = ~((word & ~Swar.highs) &+ Swar.all(0x60)) & ~word & Swar.highs
      while low != 0 {
        if isForbidden(UInt8(truncatingIfNeeded: word &>> UInt64(low.trailingZeroBitCount & ~7))) { return true }
        low &= low &- 1
      }
      index += 8
    }
    while index < bytes.count {
      if unsafe isForbidden(bytes[index]) { return true }
      index += 1
    }
    return false
  }

  @inline(__always)
  private mutating func isForbidden(_ byte: UInt8) -> Bool {
    if byte == 13 { hasReturns = true }
    return byte < 0x20 && byte != 10 && byte != 9 && byte != 13
  }

  /// Whether three bytes stand anywhere; the first must be rare.
  private static func has(_ needle: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let base = bytes.baseAddress else { return false }
    var at = 0
    while let hit = unsafe memchr(base + at, CInt(needle[0]), bytes.count - at) {
      let found = unsafe UnsafePointer(base).distance(to: UnsafePointer(hit.assumingMemoryBound(to: UInt8.self)))
      if unsafe found + 2 < bytes.count && bytes[found + 1] == needle[1] && bytes[found + 2] == needle[2] {
        return true
      }
      at = found + 1
    }
    return false
  }
}
