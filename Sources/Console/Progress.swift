import Dispatch
import Glibc

/// What has been done so far; a moment's picture.
public struct ProgressSample: Sendable {
  public var bytesDone: Int64
  /// 0 where it can't be known (a pipe).
  public var bytesTotal: Int64
  public var conversations: Int64
  public var rejects: Int64

  public init(bytesDone: Int64, bytesTotal: Int64, conversations: Int64, rejects: Int64) {
    self.bytesDone = bytesDone
    self.bytesTotal = bytesTotal
    self.conversations = conversations
    self.rejects = rejects
  }
}

/// Draws a progress line on a terminal, five times a second, and says one line of status on `SIGUSR1` wherever it runs.
public final class Progress {
  private let timer: (any DispatchSourceTimer)?
  private let signal: any DispatchSourceSignal

  /// `sample` is called on a background queue.
  public init(_ sample: @escaping @Sendable () -> ProgressSample) {
    let begin = monotonicMilliseconds()
    let queue = DispatchQueue(label: "sidetone.progress")
    Glibc.signal(SIGUSR1, SIG_IGN)
    signal = DispatchSource.makeSignalSource(signal: SIGUSR1, queue: queue)
    signal.setEventHandler {
      Diagnostics.shared.say(progress: Self.line(sample(), milliseconds: monotonicMilliseconds() - begin))
    }
    signal.resume()
    guard isatty(2) == 1, !Diagnostics.shared.isQuiet, Diagnostics.shared.style == .text else {
      timer = nil
      return
    }
    let timer = DispatchSource.makeTimerSource(queue: queue)
    timer.schedule(deadline: .now() + .milliseconds(300), repeating: .milliseconds(200))
    timer.setEventHandler {
      Diagnostics.shared.status(Self.line(sample(), milliseconds: monotonicMilliseconds() - begin))
    }
    timer.resume()
    self.timer = timer
  }

  /// Wipes the line; no more are drawn.
  public func stop() {
    timer?.cancel()
    signal.cancel()
    if timer != nil { Diagnostics.shared.status("") }
  }

  /// `412 MB of 1.0 GB (41 %), 143,000 conversations, 310 MB/s, 1.9 s left`.
  static func line(_ sample: ProgressSample, milliseconds: Int64) -> String {
    var line = byteCount(sample.bytesDone)
    if sample.bytesTotal > 0 {
      line += " of \(byteCount(sample.bytesTotal)) (\(min(100, sample.bytesDone * 100 / sample.bytesTotal)) %)"
    }
    line += ", " + counted(sample.conversations, "conversation")
    if sample.rejects > 0 { line += ", " + counted(sample.rejects, "reject") }
    guard milliseconds > 0, sample.bytesDone > 0 else { return line }
    line += ", \(byteCount(sample.bytesDone * 1000 / milliseconds))/s"
    let left = sample.bytesTotal - sample.bytesDone
    // An honest guess needs some way behind it.
    if left > 0, sample.bytesDone * 50 > sample.bytesTotal {
      line += ", \(spanOfTime(milliseconds: left / max(1, sample.bytesDone / milliseconds))) left"
    }
    return line
  }
}
