/// A whole file's bytes: for configuration, never for exports. Throws `Failure` (66 where there is none, else 74).
public func readWhole(_ path: String) throws -> [UInt8] {
  let descriptor = try Descriptor.reading(path)
  var bytes: [UInt8] = []
  while try descriptor.read(64 << 10, onto: &bytes) {}
  return bytes
}

/// Writes a whole file, readable by its owner and group only. Throws `Failure`.
public func writeWhole(_ path: String, _ bytes: [UInt8]) throws {
  try Descriptor.writing(path).write(bytes)
}
