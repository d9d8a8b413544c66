import CLibXML2
import Record

/// What libxml2 calls on each event; the first argument is the state that was given to `XmlParser.parse`.
@safe struct XmlEvents {
  typealias Name = UnsafePointer<UInt8>?
  /// Local name, prefix, namespace, declared namespaces, then the number of attributes and, five pointers each, the
  /// attributes.
  typealias Start =
    @convention(c) (
      UnsafeMutableRawPointer?, Name, Name, Name, CInt, UnsafeMutablePointer<Name>?, CInt, CInt,
      UnsafeMutablePointer<Name>?
    ) -> Void
  typealias End = @convention(c) (UnsafeMutableRawPointer?, Name, Name, Name) -> Void
  typealias Text = @convention(c) (UnsafeMutableRawPointer?, Name, CInt) -> Void

  let start: Start
  let end: End
  let text: Text
}

/// Why a parse stopped: libxml2's words, and the line within the parsed bytes.
struct XmlFailure: Error {
  let message: String
  /// Bytes consumed when the first error was seen.
  let offset: Int
  /// Whether it is a document of its own that holds no records of the name.
  var isStray = false
}

/// The one place that touches libxml2: a SAX pass over bytes in memory, which owns the parser context for its
/// duration.
///
/// The options are NONET and nothing else: no entity is expanded, no DTD is loaded, and the library's own limits
/// (depth 256,
/// 10 MB a text) stay in force. The entity loader refuses everything, whatever a document asks for.
@safe enum XmlParser {
  /// Once a process, before any parser: lanes may start at the same time.
  private static let isReady: Bool = {
    xmlInitParser()
    unsafe xmlSetExternalEntityLoader { _, _, _ in nil }
    return true
  }()

  /// Runs the parser over one well-formed document in UTF-8.
  /// - Parameters:
  ///   - bytes: the document.
  ///   - state: handed to the events as it is.
  ///   - opened: receives the running parser, for `consumed(by:)`, before the first event.
  static func parse(
    _ bytes: UnsafeBufferPointer<UInt8>, events: XmlEvents, state: UnsafeMutableRawPointer,
    opened: (OpaquePointer?) -> Void = { _ in }
  ) -> XmlFailure? {
    precondition(isReady)
    guard bytes.count < Int(CInt.max) else {
      return XmlFailure(message: "the text is larger than 2 GiB", offset: 0)
    }
    guard let base = bytes.baseAddress,
      let context = unsafe base.withMemoryRebound(
        to: CChar.self, capacity: bytes.count,
        {
          unsafe xmlCreateMemoryParserCtxt($0, CInt(bytes.count))
        })
    else { return XmlFailure(message: "the document is empty", offset: 0) }
    defer { unsafe xmlFreeParserCtxt(context) }
    unsafe xmlCtxtUseOptions(context, CInt(XML_PARSE_NONET.rawValue))
    unsafe install(events, in: context.pointee.sax)
    unsafe context.pointee.userData = state
    unsafe opened(OpaquePointer(context))
    var first = sidetone_xml_error()
    return unsafe withUnsafeMutablePointer(to: &first) { first in
      unsafe context.pointee._private = UnsafeMutableRawPointer(first)
      let status = unsafe xmlParseDocument(context)
      if status == 0, unsafe context.pointee.wellFormed == 1 { return nil }
      return unsafe failure(first.pointee)
    }
  }

  /// Bytes that a running parser has consumed; at the start of an element they reach into its start tag.
  static func consumed(by parser: OpaquePointer?) -> Int {
    unsafe xmlByteConsumed(xmlParserCtxtPtr(parser))
  }

  private static func install(_ events: XmlEvents, in handler: UnsafeMutablePointer<xmlSAXHandler>?) {
    guard let handler = unsafe handler else { return }
    unsafe handler.pointee = xmlSAXHandler()
    unsafe handler.pointee.initialized = CUnsignedInt(XML_SAX2_MAGIC)
    unsafe handler.pointee.startElementNs = events.start
    unsafe handler.pointee.endElementNs = events.end
    unsafe handler.pointee.characters = events.text
    // The same function for both, or libxml2 looks ahead in every blank to see whether it could be ignored.
    unsafe handler.pointee.ignorableWhitespace = events.text
    // A document type could declare entities; nothing that Sidetone reads needs one.
    unsafe handler.pointee.internalSubset = { state, _, _, _ in _ = unsafe state }
    unsafe sidetone_install_error_handler(handler)
  }

  private static func failure(_ error: sidetone_xml_error) -> XmlFailure {
    if error.line == 0 { return XmlFailure(message: "the document ends too early", offset: 0) }
    let text = unsafe withUnsafeBytes(of: error.message) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    // Its lines are those of the piece that it was given, not of the file.
    let message = text.trimmingLineEnd.replacing(#/ line \d+/#, with: "").replacing(
      " use XML_PARSE_HUGE option", with: "")
    return XmlFailure(message: message, offset: error.offset)
  }
}

extension String {
  /// Without the line ends that C libraries put behind their messages.
  var trimmingLineEnd: String {
    var bytes = Array(utf8)
    while bytes.last == 10 || bytes.last == 13 { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}
