/// Like for like: what others reach over one agent's own mix of queues and channels.
enum Standardization {
  /// One stratum: the agent's opportunities in it and the mates' record there.
  struct Stratum {
    var opportunities: Double
    var mates: Proportion
  }

  /// The mates' rate weighted by the agent's mix (direct standardization with the agent's mix as the standard; Fleiss, Levin
  /// and Paik, Statistical Methods for Rates and Proportions, chapter 19), as a proportion whose effective number of trials
  /// gives the weighted rate its variance Σ wₛ²pₛ(1 − pₛ)/nₛ. A stratum that no mate works in takes the mates' pooled rate.
  static func expected(_ strata: [Stratum]) -> Proportion? {
    let total = strata.reduce(0) { $0 + $1.opportunities }
    let pooledTrials = strata.reduce(0) { $0 + $1.mates.trials }
    let pooledMet = strata.reduce(0) { $0 + $1.mates.successes }
    guard total > 0, pooledTrials > 0 else { return nil }
    let pooled = Proportion(pooledMet, of: pooledTrials)
    var rate = 0.0
    var variance = 0.0
    for stratum in strata where stratum.opportunities > 0 {
      let share = stratum.opportunities / total
      let mates = stratum.mates.trials > 0 ? stratum.mates : pooled
      // Agresti and Coull's +2/+4 keeps a small stratum at 0 or 1 from claiming certainty.
      let smooth = (mates.successes + 2) / (mates.trials + 4)
      rate += share * mates.value
      variance += share * share * smooth * (1 - smooth) / mates.trials
    }
    let smooth = (pooledMet + 2) / (pooledTrials + 4)
    let center = rate > 0 && rate < 1 ? rate : smooth
    let trials = min(pooledTrials, center * (1 - center) / variance)
    return Proportion(rate * trials, of: trials)
  }
}
