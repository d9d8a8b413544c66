import Record

/// Finds the files of the models that a rubric's cues ask for: `models/NAME.tsv` beside the rubric's main file, else the
/// built-in one of that name.
struct ModelFiles {
  let files: RubricReader.Files

  /// The models in the order of their names; those that can't be read are reported where they are asked for.
  func models(of source: RubricSource, _ diagnostics: RubricDiagnostics) -> [ModelSource] {
    var wanted: [String: RubricSource.Reference] = [:]
    for cue in source.cues {
      if let name = cue.conditions.model?.name, wanted[name.name] == nil { wanted[name.name] = name }
    }
    let names = wanted.values.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    if let tooMany = names.dropFirst(ModelSet.width).first {
      diagnostics.add(tooMany.place, "more than \(ModelSet.width) models", hint: "use fewer models")
    }
    return names.prefix(ModelSet.width).compactMap { model($0, source, diagnostics) }
  }

  private func model(
    _ reference: RubricSource.Reference, _ source: RubricSource, _ diagnostics: RubricDiagnostics
  ) -> ModelSource? {
    let own = Self.folder(source.place.file) + Self.path(reference.name)
    guard let bytes = files(own) ?? BuiltinFiles.read("rubrics/" + Self.path(reference.name)) else {
      diagnostics.add(reference.place, "no model \"\(reference.name)\"", hint: "there is no file \(own)")
      return nil
    }
    do {
      return try ModelSource.read(bytes, name: reference.name, file: own)
    } catch {
      diagnostics.add(error)
      return nil
    }
  }

  static func path(_ name: String) -> String { "models/" + name + ".tsv" }

  private static func folder(_ path: String) -> String {
    path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[...$0]) } ?? ""
  }
}
