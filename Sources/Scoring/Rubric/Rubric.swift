import BuiltinData
public import Record

/// A rubric, compiled: what is looked for, when it applies, and how it is weighed. Immutable; lanes share one.
public final class Rubric: Sendable {
  /// What aggregate and report need of it.
  public let catalog: RubricCatalog
  let source: RubricSource
  let compiled: CompiledRubric

  /// Where the built-in rubric begins.
  static let builtinPath = "rubrics/core.yaml"

  /// Reads and compiles a rubric with the files it includes.
  ///
  /// - Parameter path: the rubric's main file; nil for the built-in one.
  /// - Throws: `RubricProblems` with everything that is wrong with it, places included.
  public static func load(path: String?) throws -> Rubric {
    let diagnostics = RubricDiagnostics()
    let rubric = compile(path, diagnostics)
    guard diagnostics.problems.isEmpty, let rubric else { throw RubricProblems(problems: diagnostics.problems) }
    return rubric
  }

  static func compile(_ path: String?, _ diagnostics: RubricDiagnostics) -> Rubric? {
    path.map { compile($0, files: { DiskFile.read($0) }, diagnostics) }
      ?? compile(builtinPath, files: { BuiltinFiles.read($0) }, diagnostics)
  }

  static func compile(_ path: String, files: @escaping RubricReader.Files, _ diagnostics: RubricDiagnostics) -> Rubric?
  {
    var source = RubricReader.read(path, files: files, diagnostics: diagnostics)
    source.models = ModelFiles(files: files).models(of: source, diagnostics)
    let hash = Meanwhile { [source] in RubricHash.hex(source) }
    var compiler = RubricCompiler(source: source, diagnostics: diagnostics, models: source.models)
    let output = compiler.compile()
    var behaviors = BehaviorCompiler(source: source, compiler: compiler, output: output, diagnostics: diagnostics)
    let compiled = CompiledRubric(output, behaviors: behaviors.compile())
    for fault in compiled.faults { compiler.report(fault, of: output.patterns) }
    return Rubric(source, compiled, hash: hash.value)
  }

  private init(_ source: RubricSource, _ compiled: CompiledRubric, hash: String) {
    self.source = source
    self.compiled = compiled
    catalog = CatalogBuilder.catalog(source, compiled, hash: hash)
  }
}

extension Rubric {
  /// A rubric whose tokenizer tells further words apart: what a model is learned with.
  ///
  /// Models that the rubric's cues ask for may be missing: they are about to be learned.
  static func compiledForTraining(path: String?, words: Set<String>) throws -> CompiledRubric {
    let diagnostics = RubricDiagnostics()
    let source =
      path.map { RubricReader.read($0, files: { DiskFile.read($0) }, diagnostics: diagnostics) }
      ?? RubricReader.read(builtinPath, files: { BuiltinFiles.read($0) }, diagnostics: diagnostics)
    var compiler = RubricCompiler(source: source, diagnostics: diagnostics, extraWords: words)
    let output = compiler.compile()
    let compiled = CompiledRubric(output, behaviors: .init(cueCount: output.cues.count))
    for fault in compiled.faults { compiler.report(fault, of: output.patterns) }
    guard diagnostics.problems.isEmpty else { throw RubricProblems(problems: diagnostics.problems) }
    return compiled
  }
}
