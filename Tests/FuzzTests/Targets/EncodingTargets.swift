import Record

@testable import Ingestion

extension FuzzTarget {
  /// Bytes to UTF-8.
  static let encodings: [FuzzTarget] = [
    FuzzTarget(
      "utf-16", cases: 600, seeds: [wide("call_id\ttext\n1\té 漢 🙂\n"), [0xFE, 0xFF, 0x00, 0x61, 0xD8, 0x3D]],
      check: utf16),
    FuzzTarget(
      "utf-16-tables", cases: 150, seeds: [wide("\u{FEFF}call_id\tspeaker\ttext\n1\ta\té 🙂\n2\tb\tx\n")],
      check: wideTables),
    FuzzTarget("code-pages", cases: 300, seeds: latin, check: codePages),
    FuzzTarget("utf-8", cases: 1000, seeds: latin + Seeds.texts("é 漢 🙂 \u{10FFFF}\u{800}\u{7FF}"), check: utf8),
    FuzzTarget("readable-text", cases: 600, seeds: latin + Seeds.texts("a\rb\r\nc\u{FEFF}é"), check: readable),
  ]

  private static func wide(_ text: String) -> [UInt8] { text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } }

  private static let latin: [[UInt8]] = [
    Array("call_id,speaker,text\n1,a,caf".utf8) + [0xE9, 0x20, 0x93, 0x81, 0x94, 0x0A],
    Array(0x80...0xFF), Array("ab\u{85}\u{2028}".utf8) + [0xC0, 0x80, 0xED, 0xA0, 0x80, 0xF4, 0x90, 0x80, 0x80],
  ]

  /// As the standard library converts, whatever the pieces.
  private static let utf16: Check = { bytes in
    for encoding in [Utf16.littleEndian, .bigEndian] {
      let found = encoding.converted(bytes[...])
      let units = stride(from: 0, to: bytes.count - 1, by: 2).map { index in
        let (low, high) = encoding == .littleEndian ? (index, index + 1) : (index + 1, index)
        return UInt16(bytes[high]) << 8 | UInt16(bytes[low])
      }
      let text = units.first == 0xFEFF ? units[1...] : units[...]
      let isHalf = bytes.count % 2 == 1
      // Half a unit behind half a pair is one mistake to us.
      let isHalfPair = isHalf && text.last.map { $0 & 0xFC00 == 0xD800 } == true
      let expected = String(decoding: text, as: UTF16.self) + (isHalf && !isHalfPair ? "\u{FFFD}" : "")
      if found != Array(expected.utf8) { return "\(encoding) gives \(String(decoding: found, as: UTF8.self))" }
      var (converter, pieces) = (Utf16Converter(encoding: encoding), [UInt8]())
      for byte in bytes { converter.append([byte], to: &pieces) }
      converter.finish(to: &pieces)
      if pieces != found { return "\(encoding): single bytes give something else" }
    }
    return nil
  }

  /// A table in UTF-16 gives what the same in UTF-8 gives.
  private static let wideTables: Check = { bytes in
    guard let encoding = Utf16(sample: bytes) else { return nil }
    let text = encoding.converted(bytes[...])
    guard let direct = try? PlanRun("t.txt", text, blockBytes: 1 << 20) else { return nil }
    let options = IngestOptions()
    guard let sample = try? Sniffer.plan(name: "t.txt", sample: text, isWhole: true, options: options) else {
      return nil
    }
    for count in [1, 3, 64] {
      let source = Utf16Source(MemorySource(bytes), encoding: encoding)
      var block = IngestBlock()
      while let got = try? source.read(count: count, into: &block), got >= count {}
      if block.bytes != text { return "reads of \(count) give something else" }
    }
    return direct.fault ?? (sample.format.isEmpty ? "no format" : nil)
  }

  /// Each byte is one character, and ASCII is itself.
  private static let codePages: Check = { bytes in
    for page in pages {
      for byte in bytes {
        let value = page.scalar(byte)
        if Unicode.Scalar(value) == nil || byte < 0x80 && value != UInt32(byte) { return "byte \(byte) gives \(value)" }
      }
    }
    var text: [UInt8] = []
    unsafe bytes.withUnsafeBufferPointer { unsafe CodePage1252.append($0, to: &text) }
    let scalars = bytes.map { Unicode.Scalar(CodePage.windows1252.scalar($0)) ?? "?" }
    if !text.elementsEqual(scalars.flatMap { Array(String($0).utf8) }) { return "Windows-1252 in two ways" }
    return CodePage437.string(bytes).unicodeScalars.count == bytes.count ? nil : "code page 437"
  }

  private static let pages = ["windows-1251", "iso-8859-15", "macintosh", "koi8-r"].compactMap { CodePage(named: $0) }

  /// The first byte that is no UTF-8 is where the standard library finds it.
  private static let utf8: Check = { bytes in
    let bad = unsafe bytes.withUnsafeBufferPointer { unsafe Utf8.firstInvalid($0) }
    guard let bad else { return BatchCheck.isUtf8(bytes) ? nil : "taken for UTF-8" }
    if !BatchCheck.isUtf8(Array(bytes[..<bad])) { return "there is bad UTF-8 before byte \(bad)" }
    for end in bad + 1...bad + 4 where end <= bytes.count && BatchCheck.isUtf8(Array(bytes[bad..<end])) {
      return "byte \(bad) begins a character"
    }
    return nil
  }

  private static let readable: Check = { bytes in
    let text = TextTranscript.readable(bytes, 0..<bytes.count)
    return BatchCheck.isUtf8(text) && !text.contains(13) ? nil : "no UTF-8, or a carriage return"
  }
}
