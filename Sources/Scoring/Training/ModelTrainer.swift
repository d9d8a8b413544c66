import Record

/// Learns a linear model of a behavior from labelled conversations.
public struct ModelTrainer {
  /// What came out, and how far it can be trusted.
  public struct Result: Sendable {
    /// The model's file.
    public var file: [UInt8]
    /// A table for people: per set, kappa in cross-validation and where the set was not trained on.
    public var report: String
    /// The log-odds above which the behavior agrees best with people, mean over the sets.
    public var threshold: Double
  }

  private let table: TrainingTable
  private let options: TrainingOptions
  private let name: String

  /// - Parameters:
  ///   - name: the model's.
  ///   - rubric: main file of the rubric whose tokenizer and cues are used; nil for the built-in one.
  ///   - conversations: labelled ones, and others of the same collections, which tell what is common speech.
  /// - Throws: `RubricProblems` where the rubric does not compile, `Problem` where a cue is unknown or no turn is labelled.
  public init(name: String, rubric: String?, conversations: [LabelledConversation], options: TrainingOptions) throws {
    self.name = name
    self.options = options
    let words = CandidateWords.of(conversations, minimumSets: options.minimumSets)
    let compiled = try Rubric.compiledForTraining(path: rubric, words: words)
    for cue in options.cues where compiled.cueIndex[cue] == nil { throw Problem("unknown cue \"\(cue)\"") }
    var builder = TrainingTableBuilder(options: options, scanner: CueScanner(rubric: compiled))
    for conversation in conversations { builder.add(conversation) }
    table = builder.finish()
    guard table.positive.contains(true) else { throw Problem("no turn is labelled with this behavior") }
  }

  public func train() -> Result {
    let everything = [Bool](repeating: true, count: table.positive.count)
    let crossed = scores {
      table.fold[$0] == $1
    } parts: {
      options.folds
    }
    let threshold = Agreement.bestThreshold(table, crossed)
    let labelled = Set(table.set).sorted()
    let unseen =
      labelled.count > 1
      ? scores {
        table.set[$0] == labelled[$1]
      } parts: {
        labelled.count
      } : nil
    let fit = fit(everything)
    return Result(
      file: ModelFile.bytes(name: name, table: table, fit: fit, smallest: options.smallest),
      report: report(crossed, unseen, threshold, labelled, fit), threshold: threshold)
  }

  private func fit(_ chosen: [Bool]) -> LogisticFit {
    var fit = LogisticFit(
      rows: table.rows, positive: table.positive, weight: table.weights(of: chosen), lasso: options.lasso,
      ridge: options.ridge)
    fit.run()
    return fit
  }

  /// Scores of every row by a model that has not seen its part.
  private func scores(_ isIn: (_ row: Int, _ part: Int) -> Bool, parts: () -> Int) -> [Double] {
    var scores = [Double](repeating: 0, count: table.positive.count)
    for part in 0..<parts() {
      let held = scores.indices.map { isIn($0, part) }
      let fit = fit(held.map { !$0 })
      var own = [Double](repeating: fit.base, count: scores.count)
      for (column, rows) in table.rows.enumerated() where fit.weights[column] != 0 {
        for row in rows { own[Int(row)] += fit.weights[column] }
      }
      for row in scores.indices where held[row] { scores[row] = own[row] }
    }
    return scores
  }

  private func report(
    _ crossed: [Double], _ unseen: [Double]?, _ threshold: Double, _ labelled: [Int], _ fit: LogisticFit
  ) -> String {
    let kappas = Agreement.bySet(table, crossed, above: threshold)
    let others = unseen.map { Agreement.bySet(table, $0, above: threshold) }
    var text = "\(name): \(fit.weights.count { $0 != 0 }) features, above \(threshold)\n"
    for set in labelled {
      let turns = table.set.count { $0 == set }
      let positives = table.set.indices.count { table.set[$0] == set && table.positive[$0] }
      text +=
        "  \(table.sets[set])\t\(turns) turns\t\(positives) positive\tcross-validated \(ModelFile.rounded(kappas[set]))"
      if let others { text += "\twithout its set \(ModelFile.rounded(others[set]))" }
      text += "\n"
    }
    return text
  }
}

/// Writes a model as people read it: strongest words first.
enum ModelFile {
  static func bytes(name: String, table: TrainingTable, fit: LogisticFit, smallest: Double) -> [UInt8] {
    let chosen = table.columns.indices.filter { abs(fit.weights[$0]) >= smallest }
    let order = chosen.sorted { (-abs(fit.weights[$0]), $0) < (-abs(fit.weights[$1]), $1) }
    let sources = Set(table.set).sorted().map { table.sets[$0] }.joined(separator: ", ")
    var text = "# \(name): log-odds of the behavior in a turn = base + the weights of what stands in it\n"
    text += "# learned by sidetone-train from \(sources)\n"
    text += "base\t\(rounded(fit.base))\n"
    for column in order {
      text += TrainingTableBuilder.name(table.columns[column]) + "\t\(rounded(fit.weights[column]))\n"
    }
    return Array(text.utf8)
  }

  /// Two or three decimals are all that the data carries.
  static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
}
