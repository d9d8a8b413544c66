/// Writes a document as CommonMark with tables.
enum MarkdownWriter {
  static func bytes(_ document: Document) -> [UInt8] {
    var out = ""
    for (index, block) in document.blocks.enumerated() {
      if index > 0 { out += "\n" }
      append(block, to: &out)
    }
    return Array(out.utf8)
  }

  private static func append(_ block: Block, to out: inout String) {
    switch block {
    case .heading(let level, let words):
      out += String(repeating: "#", count: level) + " " + line(words) + "\n"
    case .paragraph(let words): out += startSafe(line(words)) + "\n"
    case .bullets(let items): for item in items { out += "- " + startSafe(line(item)) + "\n" }
    case .quote(let lines):
      // Two spaces at a line's end would be lost by editors; an empty quoted line keeps the sides apart.
      out += lines.map { "> " + startSafe(line($0)) + "\n" }.joined(separator: ">\n")
    case .table(let table): append(table, to: &out)
    case .image(let path, let alternative): out += "![\(escape(alternative))](\(path).svg)\n"
    }
  }

  private static func append(_ table: Block.Table, to out: inout String) {
    out += "| " + table.columns.map { escape($0.title) }.joined(separator: " | ") + " |\n"
    out += "|" + table.columns.map { $0.isNumber ? "---:" : "---" }.joined(separator: "|") + "|\n"
    for row in table.rows { out += "| " + row.map { line($0.words) }.joined(separator: " | ") + " |\n" }
  }

  static func line(_ words: Rich) -> String {
    words.runs.map { run in
      switch run {
      case .text(let text): escape(text)
      case .strong(let text): text.isEmpty ? "" : "**" + escape(text) + "**"
      case .code(let text): code(text)
      case .link(let text, let target): "[" + escape(text) + "](" + target + ".md)"
      }
    }.joined()
  }

  /// Plain text that stays plain: nothing in it becomes emphasis, code, a link, HTML, a table cell or a formula.
  ///
  /// A word joiner (U+2060) breaks addresses that viewers turn into links even where every mark is escaped.
  static func escape(_ text: String) -> String {
    isPlain(text) ? text : escapeAll(text)
  }

  /// The same, scalar by scalar.
  static func escapeAll(_ text: String) -> String {
    var out = ""
    var tail = ""
    // An ampersand is escaped only where it could begin an entity, so that "R & D" reads well raw.
    var pending = false
    for scalar in text.unicodeScalars {
      if pending {
        out += scalar == "#" || Plain.isLetter(scalar) ? "&amp;" : "&"
        pending = false
      }
      switch scalar {
      case "\\", "`", "*", "_", "[", "]", "|", "~", "$", "#": out += "\\" + String(Character(scalar))
      case "&": pending = true
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "@": out += "@\u{2060}"
      case ":"
      where tail.hasSuffix("http") || tail.hasSuffix("https") || tail.hasSuffix("ftp") || tail.hasSuffix("mailto"):
        out += "\u{2060}:"
      case "." where tail == "www": out += "\u{2060}."
      default: if Plain.isShown(scalar) { out.unicodeScalars.append(scalar) } else { out += " " }
      }
      tail = Plain.isLetter(scalar) ? String(tail.suffix(7)) + String(scalar).lowercased() : ""
    }
    return pending ? out + "&" : out
  }

  /// Whether nothing in a text can need escaping: most texts, told without taking them apart.
  static func isPlain(_ text: String) -> Bool {
    var before: UInt8 = 0
    for byte in text.utf8 {
      switch byte {
      case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x20, 0x21, 0x22, 0x25, 0x27...0x29, 0x2B...0x2D, 0x2F, 0x3B, 0x3D,
        0x3F:
        break
      case UInt8(ascii: "."): if before | 0x20 == UInt8(ascii: "w") { return false }
      // http, https, ftp, mailto
      case UInt8(ascii: ":"):
        if [UInt8(ascii: "p"), UInt8(ascii: "s"), UInt8(ascii: "o")].contains(before | 0x20) { return false }
      default: return false
      }
      before = byte
    }
    return true
  }

  /// Escapes what would open a list, a heading or a rule at the start of a line.
  private static func startSafe(_ line: String) -> String {
    guard let first = line.unicodeScalars.first else { return line }
    if first == "+" || first == "-" || first == "=" { return "\\" + line }
    let digits = line.prefix { $0.isASCII && $0.isNumber }
    if !digits.isEmpty, let next = line.dropFirst(digits.count).first, next == "." || next == ")" {
      return digits + "\\" + line.dropFirst(digits.count)
    }
    return line
  }

  /// A code span with a fence longer than any run of backticks in it.
  private static func code(_ text: String) -> String {
    let shown = Plain.line(text)
    guard !shown.isEmpty else { return "(none)" }
    let longest = shown.split { $0 != "`" }.map(\.count).max() ?? 0
    let fence = String(repeating: "`", count: longest + 1)
    let pad = shown.hasPrefix("`") || shown.hasSuffix("`") ? " " : ""
    // In a table even a code span's bar ends the cell.
    return fence + pad + shown.replacing("|", with: "\\|") + pad + fence
  }
}

/// Text without what can't be seen but can deceive.
enum Plain {
  /// False for control characters and for marks that turn the direction of writing.
  static func isShown(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x202A...0x202E, 0x2028, 0x2029, 0x2066...0x2069: false
    default: true
    }
  }

  /// ASCII letters: all that entities and addresses begin with.
  static func isLetter(_ scalar: Unicode.Scalar) -> Bool { scalar.isASCII && (scalar.value | 0x20) &- 0x61 < 26 }

  static func line(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { out.append(isShown(scalar) ? scalar : " ") }
    return String(out)
  }
}
