import Record

/// The records that a path addresses in a run of XML: one tree for the run, or one a record when the run is broken.
struct XmlMappingRecords {
  var shape: XmlShape
  let path: TreePath
  /// Elements that may stand within each other.
  let depth: Int

  func forEach(
    _ bytes: [UInt8], _ range: Range<Int>, tree: inout Tree, _ body: (inout Tree, Int) -> Void,
    failed: (XmlFailure) -> Void
  ) {
    // Behind the last record of a file that was cut, there may be its parents' end tags alone.
    if shape.withoutTail(bytes, range).isEmpty { return }
    if let document = document(bytes, range), XmlTreeReader.read(document, into: &tree, depth: depth) == nil {
      visit(&tree, body)
      return
    }
    let seams = XmlSeams.find(in: bytes, range, shape)
    if !seams.isEmpty { return forEach(bytes, range, between: seams, tree: &tree, body, failed: failed) }
    var repaired: [UInt8] = []
    _ = XmlSanitizer.repair(bytes, range, into: &repaired)
    if let document = document(repaired, 0..<repaired.count),
      XmlTreeReader.read(document, into: &tree, depth: depth) == nil
    {
      visit(&tree, body)
      return
    }
    eachAlone(repaired, &tree, body, failed)
  }

  /// The parts between the seams of several documents in one file, each within its own parents where they have the same
  /// names.
  private func forEach(
    _ bytes: [UInt8], _ range: Range<Int>, between seams: [XmlSeams.Seam], tree: inout Tree,
    _ body: (inout Tree, Int) -> Void, failed: (XmlFailure) -> Void
  ) {
    var part = self
    var start = range.lowerBound
    for seam in seams {
      part.forEach(bytes, start..<seam.range.lowerBound, tree: &tree, body, failed: failed)
      for stray in seam.strays {
        failed(XmlFailure(message: shape.strayMessage(stray.root), offset: stray.offset, isStray: true))
      }
      if let opening = seam.opening { part.shape.opening = opening }
      start = seam.range.upperBound
    }
    part.forEach(bytes, start..<range.upperBound, tree: &tree, body, failed: failed)
  }

  private func visit(_ tree: inout Tree, _ body: (inout Tree, Int) -> Void) {
    for node in path.select(tree, from: tree.nodes.isEmpty ? -1 : 0) { body(&tree, node) }
  }

  /// The run within the elements that stand open around it; the parents' end tags at its end are left out.
  private func document(_ bytes: [UInt8], _ range: Range<Int>) -> [UInt8]? {
    let inner = shape.withoutTail(bytes, range)
    guard !inner.isEmpty else { return nil }
    if shape.isWholeRecord { return Array(bytes[inner]) }
    return shape.opening + bytes[inner] + shape.closing
  }

  private func eachAlone(
    _ bytes: [UInt8], _ tree: inout Tree, _ body: (inout Tree, Int) -> Void, _ failed: (XmlFailure) -> Void
  ) {
    var at = XmlScan.nextStart(of: shape.recordName, in: bytes, from: 0, to: bytes.count)
    if at == nil { failed(XmlFailure(message: "no record was found", offset: 0)) }
    while let start = at {
      let next = XmlScan.nextStart(of: shape.recordName, in: bytes, from: start + 1, to: bytes.count)
      if let document = document(bytes, start..<(next ?? bytes.count)) {
        if let failure = XmlTreeReader.read(document, into: &tree, depth: depth) {
          failed(failure)
        } else {
          visit(&tree, body)
        }
      }
      at = next
    }
  }
}
