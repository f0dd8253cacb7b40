// SPDX-License-Identifier: Apache-2.0

internal import Captures
internal import Dispatch
internal import Foundation

/// What happens when the user or the system ends the program before its time.
struct Interruption {
  private let sources: [any DispatchSourceSignal]

  /// From now on, a signal that ends the program removes first what is of no use then.
  ///
  /// Signals that are ignored, such as the hang-up of a run under `nohup`, stay ignored.
  init() {
    sources = [SIGINT, SIGTERM, SIGHUP].compactMap { number in
      guard !wasIgnored(number) else { return nil }
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        UnfinishedFiles.removeAll()
        Farewell.bid()
        // The shell shall see that the signal was the end.
        _ = signal(number, SIG_DFL)
        // Dispatch's threads block signals, and so may the process that started this one.
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, number)
        unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        kill(getpid(), number)
      }
      source.resume()
      return source
    }
    // A file that grows beyond a limit is an error like a full disk.
    _ = signal(SIGXFSZ, SIG_IGN)
  }
}

/// Ignores a signal, since a source sees it all the same, and tells whether it was ignored.
private func wasIgnored(_ number: Int32) -> Bool {
  var before = sigaction()
  unsafe sigaction(number, nil, &before)
  let isIgnored = unsafe unsafeBitCast(before.__sigaction_handler.sa_handler, to: Int.self) == 1
  if !isIgnored { _ = signal(number, SIG_IGN) }
  return isIgnored
}
