import Record

/// A manual page in the man macros (man(7)), which every `man` can show.
struct ManualPage {
  private let command: CommandHelp
  private let release: String

  init(_ command: CommandHelp, release: String) {
    self.command = command
    self.release = release
  }

  /// The page. It names no date, so that the same help gives the same bytes.
  func bytes() -> [UInt8] {
    var lines = [
      ".TH \"\(Roff.upper(command.pageName))\" 1 \"\" \"Sidetone \(release)\" \"Sidetone Manual\"", ".SH NAME",
      Roff.text("\(command.pageName) - \(command.abstract)"), ".SH SYNOPSIS",
    ]
    lines += synopsis()
    if !command.discussion.isEmpty { lines += [".SH DESCRIPTION"] + ManualText.lines(command.discussion) }
    if !command.subcommands.isEmpty {
      lines.append(".SH COMMANDS")
      for sub in command.subcommands {
        lines += [".TP", ".B \(Roff.text(sub.words.joined(separator: " ")))", Roff.text(sub.abstract)]
      }
    }
    let positional = command.arguments.filter { $0.names.isEmpty }
    let options = command.arguments.filter { !$0.names.isEmpty }
    if !positional.isEmpty { lines += [".SH ARGUMENTS"] + positional.flatMap(entry) }
    if !options.isEmpty { lines += [".SH OPTIONS"] + options.flatMap(entry) }
    lines += seeAlso()
    return Array((lines.joined(separator: "\n") + "\n").utf8)
  }

  private func synopsis() -> [String] {
    var parts = ["\\fB\(Roff.text(command.words.joined(separator: " ")))\\fR"]
    for argument in command.arguments where !argument.names.isEmpty {
      let typed =
        "\\fB\(Roff.text(preferred(argument)))\\fR" + (argument.value.map { " \\fI\(Roff.text($0))\\fR" } ?? "")
      parts.append(argument.isOptional ? "[\(typed)]" : typed)
    }
    for argument in command.arguments where argument.names.isEmpty {
      let typed = "\\fI\(Roff.text(argument.value ?? ""))\\fR" + (argument.isRepeating ? " ..." : "")
      parts.append(argument.isOptional ? "[\(typed)]" : typed)
    }
    if !command.subcommands.isEmpty { parts.append("\\fIcommand\\fR") }
    // Left-aligned, without hyphens in the middle of options.
    return [".nh", ".ad l", parts.joined(separator: " "), ".ad", ".hy"]
  }

  private func preferred(_ argument: CommandHelp.Argument) -> String {
    argument.names.first { $0.hasPrefix("--") } ?? argument.names.first ?? ""
  }

  private func entry(_ argument: CommandHelp.Argument) -> [String] {
    let value = argument.value.map { "\\fI\(Roff.text($0))\\fR" } ?? ""
    var head = argument.names.map { "\\fB\(Roff.text($0))\\fR" }.joined(separator: ", ")
    if !value.isEmpty { head += (head.isEmpty ? "" : " ") + value }
    if argument.isRepeating { head += " ..." }
    var words = argument.abstract
    if let standard = argument.standard, !standard.isEmpty, argument.value != nil { words += " (default: \(standard))" }
    var lines = [".TP", head, Roff.text(words)]
    if !argument.discussion.isEmpty { lines += [".sp", Roff.text(argument.discussion)] }
    return lines
  }

  private func seeAlso() -> [String] {
    let pages =
      (command.words.count > 1 ? [command.words.dropLast().joined(separator: "-")] : [])
      + command.subcommands.map(\.pageName)
    guard !pages.isEmpty else { return [] }
    return [".SH SEE ALSO", pages.map { "\\fB\(Roff.text($0))\\fR(1)" }.joined(separator: ",\n")]
  }
}

/// A discussion as a page has it: headings in capitals, indented lines as they are, the rest flowing.
enum ManualText {
  static func lines(_ text: String) -> [String] {
    var lines: [String] = []
    var isFixed = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let isIndented = line.hasPrefix("  ")
      if isIndented != isFixed, !line.isEmpty {
        if isIndented, lines.last != ".sp" { lines.append(".sp") }
        lines += isIndented ? [".RS", ".nf"] : [".fi", ".RE"]
        isFixed = isIndented
      }
      if line.isEmpty {
        // A blank line between two indented ones belongs to them, between paragraphs it parts them.
        if lines.last != ".sp" { lines.append(".sp") }
      } else if isHeading(line) {
        if lines.last == ".sp" { lines.removeLast() }
        lines.append(".SH \(Roff.text(String(line)))")
      } else {
        lines.append(Roff.text(String(isIndented ? line.dropFirst(2) : line)))
      }
    }
    if isFixed { lines += [".fi", ".RE"] }
    return lines
  }

  private static func isHeading(_ line: Substring) -> Bool {
    line.utf8.count > 2 && line.utf8.allSatisfy { $0 &- 0x41 < 26 || $0 == 0x20 }
  }
}

/// Text that roff takes as it is.
enum Roff {
  static func text(_ text: String) -> String {
    var out = ""
    // A period or an apostrophe at the start of a line would be a command.
    if text.hasPrefix(".") || text.hasPrefix("'") { out += "\\&" }
    for character in text.unicodeScalars {
      switch character {
      case "\\": out += "\\e"
      case "-": out += "\\-"
      case "\n": out += " "
      case "\t": out += "  "
      case let wide where !wide.isASCII: out += "\\[u\(hex(wide.value))]"
      default: out.unicodeScalars.append(character)
      }
    }
    return out
  }

  /// At least four digits, as roff wants them.
  private static func hex(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
  }

  static func upper(_ name: String) -> String { name.uppercased() }
}
