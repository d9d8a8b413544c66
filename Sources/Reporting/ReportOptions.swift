/// What the pages are written as.
public struct ReportOptions: Sendable {
  /// Self-contained HTML pages beside the Markdown ones.
  public var html = false

  public init() {}
}
