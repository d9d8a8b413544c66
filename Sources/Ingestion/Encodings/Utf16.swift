/// Text in two-byte units, with a byte order mark or told by its zero bytes.
enum Utf16: Sendable {
  case littleEndian, bigEndian

  /// Looks at a byte order mark, else at where the zero bytes of the first 4 KiB stand.
  init?(sample: [UInt8]) {
    if let marked = Utf16(byteOrderMark: sample) {
      self = marked
      return
    }
    let count = min(sample.count, 4096) & ~1
    guard count >= 8, sample[..<count].contains(0) else { return nil }
    var zeros = [0, 0]
    for index in 0..<count where sample[index] == 0 { zeros[index & 1] += 1 }
    let most = count / 2
    if zeros[1] * 10 > most * 7 && zeros[0] * 10 < most {
      self = .littleEndian
    } else if zeros[0] * 10 > most * 7 && zeros[1] * 10 < most {
      self = .bigEndian
    } else {
      return nil
    }
  }

  /// Looks at a byte order mark only.
  init?(byteOrderMark sample: [UInt8]) {
    if sample.starts(with: [0xFF, 0xFE]) {
      self = .littleEndian
    } else if sample.starts(with: [0xFE, 0xFF]) {
      self = .bigEndian
    } else {
      return nil
    }
  }

  /// As UTF-8, without byte order mark; halves of pairs that stand alone become U+FFFD.
  func converted(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var output: [UInt8] = []
    var converter = Utf16Converter(encoding: self)
    converter.append(bytes, to: &output)
    converter.finish(to: &output)
    return output
  }
}

/// Converts piece by piece: units and pairs may be cut anywhere.
struct Utf16Converter {
  let encoding: Utf16
  private var pendingByte: UInt8?
  private var pendingHigh: UInt16?
  private var isAtStart = true

  init(encoding: Utf16) { self.encoding = encoding }

  mutating func append(_ bytes: ArraySlice<UInt8>, to output: inout [UInt8]) {
    output.reserveCapacity(output.count + bytes.count)
    for byte in bytes {
      guard let first = pendingByte else {
        pendingByte = byte
        continue
      }
      pendingByte = nil
      let unit =
        encoding == .littleEndian ? UInt16(byte) << 8 | UInt16(first) : UInt16(first) << 8 | UInt16(byte)
      if isAtStart && unit == 0xFEFF {
        isAtStart = false
        continue
      }
      isAtStart = false
      append(unit, to: &output)
    }
  }

  mutating func finish(to output: inout [UInt8]) {
    if pendingHigh != nil || pendingByte != nil { put(0xFFFD, to: &output) }
    pendingHigh = nil
    pendingByte = nil
  }

  private mutating func append(_ unit: UInt16, to output: inout [UInt8]) {
    if let high = pendingHigh {
      pendingHigh = nil
      if unit & 0xFC00 == 0xDC00 {
        put(0x10000 + (UInt32(high & 0x3FF) << 10 | UInt32(unit & 0x3FF)), to: &output)
        return
      }
      put(0xFFFD, to: &output)
    }
    switch unit {
    case 0xD800...0xDBFF: pendingHigh = unit
    case 0xDC00...0xDFFF: put(0xFFFD, to: &output)
    default: put(UInt32(unit), to: &output)
    }
  }

  private func put(_ scalar: UInt32, to output: inout [UInt8]) {
    if scalar < 0x80 {
      output.append(UInt8(scalar))
    } else if scalar < 0x800 {
      output.append(0xC0 | UInt8(scalar >> 6))
      output.append(0x80 | UInt8(scalar & 0x3F))
    } else if scalar < 0x10000 {
      output.append(0xE0 | UInt8(scalar >> 12))
      output.append(0x80 | UInt8(scalar >> 6 & 0x3F))
      output.append(0x80 | UInt8(scalar & 0x3F))
    } else {
      output.append(0xF0 | UInt8(scalar >> 18))
      output.append(0x80 | UInt8(scalar >> 12 & 0x3F))
      output.append(0x80 | UInt8(scalar >> 6 & 0x3F))
      output.append(0x80 | UInt8(scalar & 0x3F))
    }
  }
}

/// A source in UTF-16, given as UTF-8.
final class Utf16Source: ByteSource {
  private let inner: any ByteSource
  private var converter: Utf16Converter
  private var raw = IngestBlock()
  private var isAtEnd = false

  init(_ inner: any ByteSource, encoding: Utf16) {
    self.inner = inner
    converter = Utf16Converter(encoding: encoding)
  }

  func read(count: Int, into block: inout IngestBlock) throws(SourceFault) -> Int {
    let start = block.bytes.count
    while block.bytes.count - start < count && !isAtEnd {
      raw.removeAll()
      let got = try inner.read(count: count, into: &raw)
      // The bytes as they lie in the input are gone once they are converted.
      raw.hashPieces()
      converter.append(raw.bytes[...], to: &block.bytes)
      if got < count {
        isAtEnd = true
        converter.finish(to: &block.bytes)
      }
    }
    return isAtEnd ? min(block.bytes.count - start, count - 1) : block.bytes.count - start
  }
}
