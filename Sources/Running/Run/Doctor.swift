import Console
import Glibc
import Record
import Scoring

/// Looks whether everything that a run needs is there.
public enum Doctor {
  public struct Check: Sendable {
    public var name: String
    public var isWell: Bool
    public var finding: String
  }

  /// All checks, in the order in which they are printed.
  ///
  /// - Parameter pipeline: a job whose own things are looked at, too.
  public static func checks(_ pipeline: Pipeline? = nil) throws -> [Check] {
    var checks = [version(), try executables(), rubric(), temporary(), cores()]
    if let output = pipeline?.output { checks.append(place(of: output)) }
    if let history = pipeline?.history { checks.append(HistoryCheck.check(history)) }
    return checks
  }

  private static func place(of output: String) -> Check {
    var folder = OutputFolder.split(output).parent
    while unsafe access(folder, F_OK) != 0, folder.contains("/") { folder = OutputFolder.split(folder).parent }
    let isWell = unsafe access(folder, W_OK) == 0
    return Check(
      name: "output", isWell: isWell,
      finding: isWell
        ? "\(output) can be written" : "\(folder) can't be written: \(unsafe String(cString: strerror(errno)))")
  }

  private static func version() -> Check {
    Check(name: "version", isWell: true, finding: "sidetone \(Running.version)")
  }

  private static func executables() throws -> Check {
    let folder = try Executables.folder()
    let missing = Pipeline.BuiltIn.allCases.map { "sidetone-\($0.rawValue)" }
      .filter { unsafe access("\(folder)/\($0)", X_OK) != 0 }
    return Check(
      name: "stages", isWell: missing.isEmpty,
      finding: missing.isEmpty
        ? "all five beside this executable, in \(folder)"
        : "not in \(folder): \(missing.joined(separator: ", ")); --isolate needs them there")
  }

  private static func rubric() -> Check {
    let report = Rubric.check(path: nil)
    return Check(
      name: "rubric", isWell: report.errors.isEmpty,
      finding: report.errors.first.map(\.description) ?? report.summary)
  }

  private static func temporary() -> Check {
    var facts = statvfs()
    guard unsafe statvfs("/tmp", &facts) == 0, unsafe access("/tmp", W_OK) == 0 else {
      return Check(name: "temporary space", isWell: false, finding: "/tmp can't be written")
    }
    let free = Int64(facts.f_bavail) * Int64(facts.f_frsize)
    return Check(name: "temporary space", isWell: free > 1 << 30, finding: "\(byteCount(free)) free in /tmp")
  }

  private static func cores() -> Check {
    let count = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    return Check(name: "cores", isWell: true, finding: "\(count): a run takes as many lanes")
  }
}
