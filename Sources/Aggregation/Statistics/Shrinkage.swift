import Record

/// Beta-binomial empirical Bayes: what a group of agents says about each of them.
///
/// Each agent's true rate is taken as a draw from Beta(μκ, (1 − μ)κ). μ is the pooled rate; κ is fitted by moments from how
/// much more the agents' rates spread than chance alone would spread them (J. C. Kleinman, JASA 68 (1973), 46–54, with
/// weights n): S = Σ nᵢ(pᵢ − μ)² has expectation μ(1 − μ)[(k − 1) + ρ(N − Σnᵢ²/N − (k − 1))] with ρ = 1/(κ + 1).
struct Shrinkage: Sendable, Hashable {
  /// Prior mean.
  var mean: Double
  /// Prior weight in opportunities: an agent with this many opportunities stands half way between own rate and mean.
  var weight: Double

  /// No measurable spread between agents pools them nearly wholly: a prior as heavy as this many opportunities.
  static let heaviest = 2000.0
  /// Lightest prior, so that one opportunity never stands for itself.
  static let lightest = 2.0

  init(fitting agents: [Proportion]) {
    let judged = agents.filter { $0.trials > 0 }
    let total = judged.reduce(0) { $0 + $1.trials }
    let met = judged.reduce(0) { $0 + $1.successes }
    // One pseudo-opportunity met and one missed keep the mean off 0 and 1.
    mean = (met + 1) / (total + 2)
    weight = Shrinkage.heaviest
    guard judged.count > 1, total > 0, met > 0, met < total else { return }
    let pooled = met / total
    let spread = judged.reduce(0) { $0 + $1.trials * ($1.value - pooled) * ($1.value - pooled) }
    let squares = judged.reduce(0) { $0 + $1.trials * $1.trials }
    let free = Double(judged.count - 1)
    let room = total - squares / total - free
    guard room > 0 else { return }
    let correlation = (spread / (pooled * (1 - pooled)) - free) / room
    guard correlation > 0 else { return }
    weight = min(Shrinkage.heaviest, max(Shrinkage.lightest, 1 / min(correlation, 1) - 1))
  }

  /// Posterior mean of one agent's rate.
  func estimate(_ agent: Proportion) -> Double { (agent.successes + mean * weight) / (agent.trials + weight) }

  /// 95 % interval of the posterior: Wilson's form over its pseudo-counts, which for a prior as heavy as these stays within a
  /// point or two of the beta quantiles and costs nothing.
  func interval(_ agent: Proportion) -> Summary.Interval {
    Proportion(agent.successes + mean * weight, of: agent.trials + weight).wilson()
  }
}
