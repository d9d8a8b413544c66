import Console
import Glibc
import Record

/// Where the stage executables are: beside this one.
public enum Executables {
  /// The folder of the running executable. Throws `Failure`.
  public static func folder() throws -> String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let count = unsafe readlink("/proc/self/exe", &buffer, Int(PATH_MAX))
    guard count > 0 else { throw systemFailure("can't tell where it is installed", "/proc/self/exe") }
    let path = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return OutputFolder.split(path).parent
  }
}
