import Record

/// Stock phrases, and what their repeats are worth.
///
/// The rule: where one sentence is more than the rubric's share (`stockPhraseLimit`) of an agent's moments of empathy and apology
/// in a period, and there are at least the rubric's minimum of these, the repeats beyond that share count half. Each opportunity
/// that one of them met counts as partly met in the agent's and the team's rates, and the agent's mean score loses what its
/// calls would have lost. `calls.csv` and `scores.csv` stay as they are: one call can't know what the others say.
struct StockPhrases: Sendable {
  /// One agent's phrase.
  struct Finding: Sendable {
    var text: String
    var times: Int
    /// Moments of empathy and apology, this sentence's and others'.
    var of: Int
    /// Repeats beyond the limit.
    var repeats: Int
    /// Met opportunities that now count half, a watched behavior.
    var halves: [Int]
    /// Sum of what the scores lose, in ten-thousandths.
    var lost: Int64
  }

  /// By unit.
  let findings: [Int: Finding]
  private let tally: Tally

  init(_ tally: Tally) {
    self.tally = tally
    var totals: [Int: (met: [Int], loss: [Int64])] = [:]
    let empty = Array(repeating: 0, count: PhraseCounts.watched.count)
    for (cell, key) in tally.cells.keys.enumerated() {
      for place in PhraseCounts.watched.indices {
        let slot = cell * PhraseCounts.watched.count + place
        totals[Int(key.first), default: (empty, empty.map(Int64.init))].met[place] += Int(tally.cellPhrases[slot])
        totals[Int(key.first), default: (empty, empty.map(Int64.init))].loss[place] += tally.cellPhraseLoss[slot]
      }
    }
    let limit = tally.catalog.stockPhraseLimit
    var findings: [Int: Finding] = [:]
    for (unit, phrase) in tally.phrases.commonest() {
      let allowed = Int(limit * Double(phrase.of))
      guard phrase.of >= tally.catalog.minimumOpportunities, Double(phrase.times) > limit * Double(phrase.of),
        let total = totals[unit]
      else { continue }
      var finding = Finding(
        text: phrase.text, times: phrase.times, of: phrase.of, repeats: phrase.times - allowed, halves: [], lost: 0)
      for place in PhraseCounts.watched.indices {
        let halves = phrase.met[place] * finding.repeats / phrase.times
        finding.halves.append(halves)
        if total.met[place] > 0 {
          finding.lost += Int64(halves) * total.loss[place] / Int64(total.met[place]) / 100
        }
      }
      findings[unit] = finding
    }
    self.findings = findings
  }

  /// What each of a unit's cells (in an order that its caller keeps) gives of the unit's halves: in proportion to what stands on
  /// sentences there, rounded so that the whole is the whole. Indexed by cell, then watched behavior.
  func halves(_ unit: Int, cells: [Int]) -> [[Int]] {
    var given = Array(repeating: Array(repeating: 0, count: PhraseCounts.watched.count), count: cells.count)
    guard let finding = findings[unit] else { return given }
    for place in PhraseCounts.watched.indices {
      let met = cells.map { Int(tally.cellPhrases[$0 * PhraseCounts.watched.count + place]) }
      let total = met.reduce(0, +)
      guard total > 0 else { continue }
      var sum = 0
      for (index, count) in met.enumerated() {
        let before = sum * finding.halves[place] / total
        sum += count
        given[index][place] = sum * finding.halves[place] / total - before
      }
    }
    return given
  }
}
