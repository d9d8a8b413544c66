import Record

extension Tally {
  /// Adds another tally of the same rubric and options. The order of merging never matters to what a summary says.
  public mutating func merge(_ other: Tally) {
    var remap: [Int32] = []
    remap.reserveCapacity(other.texts.count)
    for id in 0..<Int32(other.texts.count) { remap.append(texts.intern(other.texts[id])) }
    var unitNumbers: [Int] = []
    for (index, key) in other.units.keys.enumerated() {
      let place = TeamPeriod(key: key.first)
      let own = TeamPeriod(first: place.first, team: remap[Int(place.team)])
      let unit = self.unit(own, remap[Int(key.second)])
      unitNumbers.append(unit)
      merge(unit, from: other, index, remap)
    }
    for (index, key) in other.cells.keys.enumerated() {
      let cell = self.cell(unitNumbers[Int(key.first)], remap[Int(key.second)])
      let stride = catalog.behaviors.count * 2
      for place in 0..<stride {
        cellBehaviors.add(other.cellBehaviors[index * stride + place], at: cell * stride + place)
      }
      for place in PhraseCounts.watched.indices {
        let (own, theirs) = (cell * PhraseCounts.watched.count + place, index * PhraseCounts.watched.count + place)
        cellPhrases[own] += other.cellPhrases[theirs]
        cellPhraseLoss[own] += other.cellPhraseLoss[theirs]
      }
    }
    proofs.merge(other.proofs, remap: remap)
    calls.merge(other.calls, units: unitNumbers)
    phrases.merge(other.phrases, units: unitNumbers)
    for (reason, count) in other.rejects { rejects[remap[Int(reason)], default: 0] += count }
    for (key, count) in zip(other.excluded.keys, other.excludedCounts) {
      let place = TeamPeriod(key: key.first)
      exclude(TeamPeriod(first: place.first, team: remap[Int(place.team)]), remap[Int(key.second)], count)
    }
    received += other.received
    for (entry, change) in other.applied {
      let place = TeamPeriod(first: change.place.first, team: remap[Int(change.place.team)])
      applied[entry] = (change.machine, place)
    }
  }

  private mutating func merge(_ unit: Int, from other: Tally, _ index: Int, _ remap: [Int32]) {
    let theirs = other.unitCounts[index]
    unitCounts[unit].calls += theirs.calls
    unitCounts[unit].scores = unitCounts[unit].scores + theirs.scores
    note(name: remap[Int(theirs.name)], of: unit)
    Tally.add(other.unitFlags, index, to: &unitFlags, unit, stride: Tally.flagCount)
    Tally.add(other.unitBehaviors, index, to: &unitBehaviors, unit, stride: catalog.behaviors.count * 2)
    Tally.add(other.unitTechniques, index, to: &unitTechniques, unit, stride: catalog.techniques.count)
  }

  private static func add(_ source: [UInt32], _ from: Int, to target: inout [UInt32], _ at: Int, stride: Int) {
    for offset in 0..<stride { target[at * stride + offset] += source[from * stride + offset] }
  }
}
