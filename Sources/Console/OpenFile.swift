/// A descriptor that several owners share; it closes with the last of them.
public final class OpenFile: Sendable {
  public let descriptor: Descriptor

  /// Throws `Failure`; see `Descriptor.writing`.
  public convenience init(writing path: String) throws { self.init(try Descriptor.writing(path)) }
  public init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }
}
