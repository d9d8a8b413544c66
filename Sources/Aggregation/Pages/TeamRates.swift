import Record

/// A team's rates against its own period before.
struct TeamRates {
  let plan: RowPlan
  let minimum: Int

  func rows(_ now: Ledger, before: Ledger?) -> [Summary.RateRow] {
    var rows: [Summary.RateRow] = []
    for (index, row) in plan.rows.enumerated() {
      guard let rate = now.rows[index].rate else { continue }
      var result = Summary.RateRow(
        technique: row.technique, behavior: row.behavior, rate: rate, shrunk: rate.value,
        shrunkInterval: rate.interval, isEnough: now.rows[index].isEnough(minimum))
      if let counts = before?.rows[index], let previous = counts.rate {
        result.previous = previous
        result.change = now.rows[index].proportion.difference(from: counts.proportion)
      }
      rows.append(result)
    }
    Clearness.mark(&rows, where: { $0.behavior == nil }, minimum: minimum)
    Clearness.mark(&rows, where: { $0.behavior != nil }, minimum: minimum)
    return rows
  }
}

/// Decides which differences are beyond noise.
enum Clearness {
  /// Marks the changes among some rows: one family of tests.
  static func mark(_ rows: inout [Summary.RateRow], where belongs: (Summary.RateRow) -> Bool, minimum: Int) {
    let family = rows.indices.filter { index in
      let row = rows[index]
      return belongs(row) && row.isEnough && (row.previous?.isEnough(minimum) ?? false)
    }
    let pValues = family.map { index -> Double in
      guard let change = rows[index].change, let previous = rows[index].previous else { return 1 }
      return pValue(change, rows[index].rate.proportion, previous.proportion)
    }
    for (index, isFound) in zip(family, Multiplicity.discoveries(pValues)) { rows[index].change?.isClear = isFound }
  }

  /// The p-value of a difference: exact. One whose 95 % interval holds zero is never clear, so it counts as 1, which spares the
  /// sum and can only make the procedure stricter.
  static func pValue(_ difference: Summary.Difference, _ a: Proportion, _ b: Proportion) -> Double {
    difference.interval.low > 0 || difference.interval.high < 0 ? a.midP(against: b) : 1
  }
}

extension Summary.Rate {
  var proportion: Proportion { Proportion(metHalves: metHalves, opportunities: opportunities) }
}
