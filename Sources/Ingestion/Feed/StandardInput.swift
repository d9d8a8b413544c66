import Record
import Synchronization

/// Standard input can be read once; a run that has to begin again finds here what was read.
enum StandardInput {
  private static let kept = Mutex<OpenFile?>(nil)

  static func spooled(in folder: String) throws(Problem) -> OpenFile {
    if let file = kept.withLock({ $0 }) { return file }
    let file = try OpenFile(spoolingStandardInputIn: folder)
    kept.withLock { $0 = file }
    return file
  }
}
