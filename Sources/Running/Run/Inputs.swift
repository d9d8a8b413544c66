import Console
import Glibc
import Record

/// Turns the inputs of a pipeline or a command line into paths.
enum Inputs {
  /// Expands `*`, `?` and `[…]`; a pattern that matches nothing and a path that is not there are errors (66).
  static func expand(_ patterns: [String]) throws -> [String] {
    var paths: [String] = []
    for pattern in patterns {
      if unsafe pattern == "-" || access(pattern, F_OK) == 0 {
        paths.append(pattern)
      } else {
        let found = matches(pattern)
        if found.isEmpty {
          let what = pattern.contains("*") ? "no file matches" : "no such file or folder"
          throw Failure(
            .noInput, Problem(file: pattern, what, hint: "check the path, and the folder it is relative to"))
        }
        paths += found
      }
    }
    return paths
  }

  private static func matches(_ pattern: String) -> [String] {
    var result = unsafe glob_t()
    defer { unsafe globfree(&result) }
    guard unsafe glob(pattern, 0, nil, &result) == 0 else { return [] }
    return unsafe (0..<Int(result.gl_pathc)).compactMap { index in
      unsafe result.gl_pathv[index].map { unsafe String(cString: $0) }
    }
  }
}
