import Record
import Yams

extension Pipeline {
  /// Reads `stages:`: the built-in ones in their order, `run:` stages between ingest and aggregate.
  static func stages(_ node: Node, _ file: inout YamlFile) -> [Stage]? {
    guard let sequence = node.sequence else {
      file.complain(node, "stages must be a list")
      return nil
    }
    let before = file.problems.count
    var stages: [Stage] = []
    for item in sequence {
      guard let stage = item.mapping == nil ? builtIn(item, &file) : external(item, &file) else { continue }
      if stages.contains(where: { $0.name == stage.name }) {
        file.complain(item, "two stages are called \"\(stage.name)\"", hint: "give one of them another `name:`")
      }
      stages.append(stage)
    }
    if file.problems.count == before { checkOrder(stages, sequence, &file) }
    return file.problems.count == before ? stages : nil
  }

  private static func builtIn(_ node: Node, _ file: inout YamlFile) -> Stage? {
    file.choice(node, "a stage", among: BuiltIn.allCases.map(\.rawValue)).flatMap(BuiltIn.init).map(Stage.builtIn)
  }

  private static func external(_ node: Node, _ file: inout YamlFile) -> Stage? {
    var name: String?
    var arguments: [String] = []
    for (key, value) in file.pairs(node, of: "a stage", known: ["run", "name"]) {
      if key == "name" {
        name = file.text(value, key)
      } else if value.sequence != nil {
        arguments = file.texts(value, key)
      } else if let line = file.text(value, key) {
        arguments = ["/bin/sh", "-c", line]
      }
    }
    guard let program = arguments.last else {
      file.complain(node, "a stage of your own needs run:", hint: "run: python3 redact.py")
      return nil
    }
    let fallback = arguments.first == "/bin/sh" ? program : arguments[0]
    return .external(External(name: name ?? fallback, arguments: arguments))
  }

  private static func checkOrder(_ stages: [Stage], _ nodes: Node.Sequence, _ file: inout YamlFile) {
    let order = stages.compactMap { stage -> BuiltIn? in
      if case .builtIn(let builtIn) = stage { return builtIn }
      return nil
    }
    guard order == BuiltIn.allCases else {
      let right = BuiltIn.allCases.map(\.rawValue).joined(separator: ", ")
      return file.complain(nodes.first ?? file.root, "the built-in stages must all be there, in order: \(right)")
    }
    let names = stages.map(\.name)
    let last = names.firstIndex(of: BuiltIn.aggregate.rawValue) ?? 0
    for (index, stage) in stages.enumerated() {
      if case .external = stage, index == 0 || index > last {
        file.complain(nodes[index], "the stage \"\(stage.name)\" must stand after ingest and before aggregate")
      }
    }
  }
}
