import Record

/// Everything that decoding a table's rows needs to know; shared by its segments.
struct TablePlan: Sendable {
  var dialect: CsvDialect
  var layout: TableLayout
  var headerBytes: [UInt8]
  var startClock = TurnClock.milliseconds
  var endClock = TurnClock.milliseconds
  var durationUnit = TurnClock.seconds
  /// Whether the file as a whole is Windows-1252, so that its bytes above 0x7F are no sign of damage.
  var isCodePage = false
  /// Offset in minutes of times that name none, where configured.
  var assumedOffset: Int?
  /// Indices and names of columns that no field stands for.
  let extraColumns: [Int]

  init(_ guess: TableGuess, assumedOffset: Int?) {
    dialect = guess.dialect
    layout = guess.layout
    headerBytes = guess.headerBytes
    self.assumedOffset = assumedOffset
    extraColumns = guess.layout.extraColumns
    startClock = clock(.startMs, guess)
    endClock = clock(.endMs, guess)
    if guess.layout.has(.duration) {
      let name = HeaderName.normalized(layout.header[layout[.duration]])
      durationUnit = TurnClock.guess(name: name, values: [])
      if !name.hasSuffix("ms") { durationUnit = .seconds }
    }
  }

  private func clock(_ column: Column, _ guess: TableGuess) -> TurnClock {
    guard layout.has(column) else { return .milliseconds }
    let index = layout[column]
    let values = guess.sampleRows.map { index < $0.count ? $0[index] : "" }
    return TurnClock.guess(name: HeaderName.normalized(layout.header[index]), values: values)
  }
}
