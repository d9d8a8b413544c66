/// An error that names its place, what was found, what was expected, and the way out.
///
/// Printed as editors read it: `calls.zip/april.xml:118:7: error: unknown role "supv" (expected agent, customer or system)`.
public struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
  /// File, with the archive member behind `!/` where there is one; empty where no file is meant.
  public var file: String
  /// From 1, or 0 where unknown.
  public var line: Int
  /// From 1, or 0 where unknown.
  public var column: Int
  /// What was found and what was expected, in one clause.
  public var message: String
  /// What to do about it; may be empty.
  public var hint: String

  public init(file: String = "", line: Int = 0, column: Int = 0, _ message: String, hint: String = "") {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
    self.hint = hint
  }

  public var description: String {
    var place = file
    if line > 0 {
      place += ":\(line)"
      if column > 0 { place += ":\(column)" }
    }
    let tail = hint.isEmpty ? "" : "; \(hint)"
    return place.isEmpty ? "error: \(message)\(tail)" : "\(place): error: \(message)\(tail)"
  }
}
