/// What is measured rather than found in words. The raw value is its name in the rubric.
enum MeasureKind: String, CaseIterable, Sendable {
  case deadAir = "dead-air"
}
