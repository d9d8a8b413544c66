import CLibArchive
import Glibc
import Record

/// A member as its archive describes it.
struct ArchiveMember {
  /// For display only: never joined to a path.
  var name: String
  var isRegularFile: Bool
  var isFolder: Bool
  var isEncrypted: Bool
  /// As the archive says, which may be wrong; nil where it does not say.
  var size: Int64?
}

/// The one place that touches libarchive: owns an archive that is read member by member.
///
/// Formats and filters are enabled one by one (zip, 7z, tar, and raw for single compressed files): with all of them on, a
/// CSV passes for an mtree. Nothing is ever written to disk, and names go nowhere but into messages.
@safe final class ArchiveHandle {
  private let archive: OpaquePointer
  private let bytes: any ArchiveBytes
  private var fault: SourceFault?
  /// Where the next read begins.
  private var position: Int64 = 0

  /// File types as `archive_entry.h` numbers them (AE_IFREG, AE_IFDIR).
  private static let regular: mode_t = 0o100000
  private static let folder: mode_t = 0o040000

  /// Sets the locale by which libarchive reads names; once, before lanes start.
  private static let isReady: Bool = {
    unsafe setlocale(LC_CTYPE, "C.UTF-8") != nil
  }()

  /// - Throws: `SourceFault` where libarchive can't make sense of the bytes.
  init(_ bytes: any ArchiveBytes, kind: ContainerKind, passphrase: String?) throws(SourceFault) {
    _ = ArchiveHandle.isReady
    guard let archive = unsafe archive_read_new() else {
      throw SourceFault(reason: "out_of_memory", detail: "no memory for an archive")
    }
    unsafe self.archive = archive
    self.bytes = bytes
    unsafe ArchiveHandle.enable(kind, archive)
    if let passphrase { unsafe archive_read_add_passphrase(archive, passphrase) }
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    unsafe archive_read_set_callback_data(archive, context)
    unsafe archive_read_set_read_callback(archive) { _, context, buffer in
      unsafe ArchiveHandle.readMore(context, buffer)
    }
    if bytes.canSeek {
      unsafe archive_read_set_seek_callback(archive) { _, context, offset, whence in
        unsafe ArchiveHandle.seek(context, offset, whence)
      }
    }
    guard unsafe archive_read_open1(archive) == ARCHIVE_OK else { throw failure("cannot be opened") }
  }

  deinit { unsafe archive_read_free(archive) }

  private static func enable(_ kind: ContainerKind, _ archive: OpaquePointer) {
    switch kind {
    case .zip: unsafe archive_read_support_format_zip(archive)
    case .sevenZip: unsafe archive_read_support_format_7zip(archive)
    case .tar: unsafe archive_read_support_format_tar(archive)
    case .gzip: unsafe archive_read_support_filter_gzip(archive)
    case .bzip2: unsafe archive_read_support_filter_bzip2(archive)
    case .xz: unsafe archive_read_support_filter_xz(archive)
    case .zstd: unsafe archive_read_support_filter_zstd(archive)
    case .lz4: unsafe archive_read_support_filter_lz4(archive)
    }
    guard kind.isFilter else { return }
    unsafe archive_read_support_format_raw(archive)
  }

  // MARK: Callbacks

  private static func readMore(
    _ context: UnsafeMutableRawPointer?, _ buffer: UnsafeMutablePointer<UnsafeRawPointer?>?
  ) -> Int {
    guard let context = unsafe context, let buffer = unsafe buffer else { return -1 }
    let handle = unsafe Unmanaged<ArchiveHandle>.fromOpaque(context).takeUnretainedValue()
    do throws(SourceFault) {
      let run = try unsafe handle.bytes.next()
      handle.position += Int64(run.count)
      unsafe buffer.pointee = run.baseAddress
      return run.count
    } catch {
      handle.fault = error
      return -1
    }
  }

  private static func seek(_ context: UnsafeMutableRawPointer?, _ offset: Int64, _ whence: CInt) -> Int64 {
    guard let context = unsafe context else { return -1 }
    let handle = unsafe Unmanaged<ArchiveHandle>.fromOpaque(context).takeUnretainedValue()
    let count = handle.bytes.count
    let target: Int64
    switch whence {
    case SEEK_SET: target = offset
    case SEEK_END: target = count + offset
    // How large members of a tar that nobody wants are passed over.
    case SEEK_CUR: target = handle.position + offset
    default: return Int64(ARCHIVE_FATAL)
    }
    guard target >= 0, target <= count else { return Int64(ARCHIVE_FATAL) }
    handle.bytes.seek(to: target)
    handle.position = target
    return target
  }

  // MARK: Members

  /// Steps to the next member; nil at the archive's end.
  func nextMember() throws(SourceFault) -> ArchiveMember? {
    var entry: OpaquePointer?
    let status = unsafe archive_read_next_header(archive, &entry)
    if status == ARCHIVE_EOF { return nil }
    // A warning is mostly about a name's character set; the member itself is there.
    guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry = unsafe entry else {
      throw failure("its directory can't be read")
    }
    let isPlainLink = unsafe archive_entry_hardlink(entry) != nil
    return unsafe ArchiveMember(
      name: ArchiveHandle.name(of: entry),
      isRegularFile: archive_entry_filetype(entry) == ArchiveHandle.regular && !isPlainLink,
      isFolder: archive_entry_filetype(entry) == ArchiveHandle.folder,
      isEncrypted: archive_entry_is_data_encrypted(entry) != 0,
      size: archive_entry_size_is_set(entry) != 0 ? archive_entry_size(entry) : nil)
  }

  /// UTF-8 where the archive says so or the bytes are, else code page 437, which is what old zips are in.
  private static func name(of entry: OpaquePointer) -> String {
    if let name = unsafe archive_entry_pathname_utf8(entry) { return unsafe String(cString: name) }
    guard let raw = unsafe archive_entry_pathname(entry) else { return "unnamed" }
    let bytes = unsafe Array(UnsafeBufferPointer(start: raw, count: strlen(raw))).map { UInt8(bitPattern: $0) }
    return String(validating: bytes, as: UTF8.self) ?? CodePage437.string(bytes)
  }

  /// Appends up to `count` bytes of the current member; fewer only at its end.
  func read(count: Int, into output: inout [UInt8]) throws(SourceFault) -> Int {
    var total = 0
    var status = 0
    let archive = unsafe self.archive
    output.append(addingCapacity: count) { span in
      unsafe span.withUnsafeMutableBufferPointer { buffer, initialized in
        while total < count, let base = buffer.baseAddress {
          status = unsafe archive_read_data(archive, base + total, count - total)
          // A retry means that nothing was read yet.
          if status == Int(ARCHIVE_RETRY) { continue }
          if status <= 0 { break }
          total += status
        }
        initialized = total
      }
    }
    if status < 0 { throw failure("its data can't be read") }
    return total
  }

  /// What libarchive says, or what went wrong below it.
  private func failure(_ what: String) -> SourceFault {
    if let fault { return fault }
    let text = unsafe archive_error_string(archive).map { unsafe String(cString: $0) } ?? "the archive is damaged"
    if text.lowercased().contains("passphrase") {
      return SourceFault(reason: "needs_passphrase", detail: text)
    }
    return SourceFault(reason: "damaged_archive_member", detail: "\(what): \(text)")
  }
}
