import Testing

@testable import Ingestion

/// Paths into JSON and XML records.
struct TreePathTests {
  static let json = """
    {"a":{"b":[{"k":"x","v":1},{"k":"y","v":2}],"odd.key":"q","in?":true},"n":null,"list":["p","q","r"]}
    """

  @Test(arguments: [
    ("a.b[0].v", ["1"]), ("a.b[-1].v", ["2"]), ("$.a.b[*].k", ["x", "y"]), ("a.b[?k=y].v", ["2"]),
    ("a.\"odd.key\"", ["q"]), ("a.\"in?\"", ["true"]), ("list[*]", ["p", "q", "r"]), ("list[7]", []), ("x.y", []),
    ("a.b[?k='x'].v", ["1"]), ("n", []),
  ])
  func selectsInJson(_ path: String, _ expected: [String]) throws {
    var tree = Tree()
    var reader = JsonTreeReader(Array(TreePathTests.json.utf8), 0..<TreePathTests.json.utf8.count)
    try reader.value(into: &tree)
    #expect(try TreePathParser.json(path).select(tree, from: 0).compactMap { tree.string($0) } == expected)
  }

  static let xml = """
    <x:recording xmlns:x="urn:r" x:ref="R1"><x:sessions><x:session x:id="S1"><name>Ana &amp; Bo</name>\
    <x:tags><x:tag><x:attribute x:key="org">East</x:attribute><x:attribute x:key="skill">1</x:attribute></x:tag>\
    <x:tag><x:attribute x:key="org">West</x:attribute></x:tag></x:tags></x:session></x:sessions></x:recording>
    """

  @Test(arguments: [
    ("@x:id", ["S1"]), ("../../@x:ref", ["R1"]), ("name", ["Ana & Bo"]), ("name/text()", ["Ana & Bo"]),
    ("x:tags/x:tag/x:attribute[@x:key='org'][last()]", ["East", "West"]), ("x:tags/x:tag[2]/x:attribute", ["West"]),
    ("x:tags/*/x:attribute[@x:key='skill']", ["1"]), ("//x:attribute[@x:key='skill']", ["1"]), ("x:name", []),
    ("x:tags/x:tag[x:attribute='West']/x:attribute", ["West"]), ("/x:recording/@x:ref", ["R1"]),
  ])
  func selectsInXml(_ path: String, _ expected: [String]) throws {
    var tree = Tree()
    #expect(XmlTreeReader.read(Array(TreePathTests.xml.utf8), into: &tree) == nil)
    let spaces = ["x": "urn:r"]
    let record = try #require(try TreePathParser.xml("//x:session", namespaces: spaces).first(tree, from: -1))
    let compiled = try TreePathParser.xml(path, namespaces: spaces)
    #expect(compiled.select(tree, from: record).compactMap { tree.string($0) } == expected)
  }

  @Test(arguments: ["a[", "a[?b]", "a..b", "\"open"])
  func refusesBrokenJsonPaths(_ path: String) {
    #expect(throws: TreePathError.self) { try TreePathParser.json(path) }
  }

  @Test(arguments: ["y:a", "a[@k=v]", "concat(a)", "a//", ""])
  func refusesBrokenXmlPaths(_ path: String) {
    #expect(throws: TreePathError.self) { try TreePathParser.xml(path, namespaces: ["x": "urn:r"]) }
  }
}
