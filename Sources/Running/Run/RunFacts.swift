import Console
import Glibc
import Record

/// What the manifest says under `run`: the moment, the machine, the way of running.
struct RunFacts {
  let members: [JsonValue.Member]

  init(_ options: RunOptions, _ result: RunResult) {
    var usage = rusage()
    unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    members = [
      .init("finished", .string(utcNow())),
      .init("milliseconds", .whole(Int(result.milliseconds))),
      .init("bytes_read", .whole(Int(result.bytes))),
      .init("lanes", .whole(options.lanes ?? Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))),
      .init("isolated", .bool(options.isolates)),
      .init("peak_memory_kib", .whole(usage.ru_maxrss)),
      .init("command", .array(options.commandLine.map { .string($0) })),
    ]
  }
}
