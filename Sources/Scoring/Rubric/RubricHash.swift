import Record

/// A rubric's hash: of what it means, not of how its files are laid out.
///
/// The canonical form lists every value in a fixed order, cues and lists by name; spaces, comments, quoting, the division into
/// files and the order of definitions do not count. Coaching words and examples do not change a score and do not count either.
enum RubricHash {
  static func hex(_ source: RubricSource) -> String { Fingerprint.hex(Fingerprint.xxh64(canonical(source).bytes)) }

  static func canonical(_ source: RubricSource) -> ByteSink {
    var sink = ByteSink()
    func put(_ parts: String...) { sink.append(parts.joined(separator: "\u{1F}") + "\n") }
    func names(_ list: [RubricSource.Reference]) -> String { list.map(\.name).joined(separator: ",") }
    func patterns(_ list: [RubricSource.PatternText]) -> String {
      list.map { $0.text.split(separator: " ").joined(separator: " ") }.joined(separator: "\u{1E}")
    }
    func bounds(_ some: CueSource.Bounds?) -> String { some.map { "\($0.low)..\($0.high)" } ?? "" }
    func before(_ some: CueSource.Before?) -> String {
      some.map { "\($0.who.map { "\($0)" } ?? "other") \(names($0.cues)) \($0.within)" } ?? ""
    }
    put("rubric 1", source.name, source.version, source.language, "\(source.limits)")
    for list in source.lists.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
      put("list", list.name, patterns(list.entries))
    }
    for cue in source.cues.sorted(by: { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }) {
      let some = cue.conditions
      put("cue", cue.id, "\(cue.who)", patterns(cue.any), patterns(cue.except), names(cue.also), "\(cue.notNegated)")
      put(
        names(some.cue), names(some.noCue), "\(some.words.map { "\($0.low)..\($0.high)" } ?? "")",
        "\(some.question.map { "\($0)" } ?? "")", names(some.only),
        some.place.map { "\($0.isLast) \($0.amount) \($0.isShare)" } ?? "",
        before(some.before), before(some.notBefore), bounds(some.echo), bounds(some.capitals), bounds(some.marks),
        "\(some.overlap.map { "\($0)" } ?? "")", some.model.map { "\($0.name.name) \($0.above)" } ?? "")
    }
    func window(_ window: BehaviorSource.Window?) -> String {
      guard let window else { return "" }
      let place = window.position.map { "\($0.isLast) \($0.amount) \($0.isShare)" } ?? ""
      return
        "\(names(window.cues)) \(window.within.map { "\($0)" } ?? "") \(window.fromSame) \(names(window.before)) \(place)"
    }
    for model in source.models { put("model", model.name, model.print) }
    for technique in source.techniques {
      put("technique", technique.id, "\(technique.weight)")
      for one in technique.behaviors {
        let applies = one.applies
        put(
          "behavior", one.id, "\(one.weight) \(one.absence) \(one.critical) \(one.needsTiming)",
          "\(applies.always) \(applies.closes) \(applies.who) \(names(applies.each)) \(names(applies.once)) \(names(applies.fields))",
          window(one.shown), window(one.spoiled), window(one.partly))
        for measure in one.measures {
          let numbers = measure.numbers.keys.sorted().map { "\($0)=\(measure.numbers[$0] ?? 0)" }
          let texts = measure.texts.keys.sorted().map { "\($0)=\(measure.texts[$0] ?? "")" }
          put(
            "measure", measure.name, (numbers + texts).joined(separator: " "), names(measure.cues), names(measure.lists)
          )
        }
      }
    }
    return sink
  }
}
