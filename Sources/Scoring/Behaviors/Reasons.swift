/// Why a behavior came out as it did, in the few words that `ScoreSheet.reasons` holds.
enum Reason {
  static let none = 0
  static let spoiled = 1
  static let nothingShown = 2
  static let partlyShown = 3
  static let noTimes = 4
  static let cannotTell = 5
  static let firstMeasure = 6

  /// The table for every sheet of a run.
  static let texts: [String] =
    [
      "", "spoiled by counter-evidence", "nothing shown in the window", "only partly shown", "the turns carry no times",
      "the data cannot tell",
    ] + MeasureKind.allCases.map(\.meaning)
}
