// SPDX-License-Identifier: Apache-2.0

internal import CHDF5
internal import Synchronization

/// Why the library could not do what it was asked for.
struct HDF5Failure: Error {
  let reason: String
}

/// The HDF5 library, which serves one thread at a time.
enum HDF5Library {
  /// Calls the library.
  static func run<Result: Sendable>(_ body: () -> Result) -> Result {
    state.withLock { state in
      state.listen()
      return body()
    }
  }

  /// Calls the library.
  ///
  /// - Parameter body: What is called; its result is negative when it failed.
  /// - Returns: The result.
  /// - Throws: `HDF5Failure` with the reason of the first call that failed.
  static func call<Status: BinaryInteger & Sendable>(
    _ body: () -> Status
  ) throws(HDF5Failure) -> Status {
    let (status, reason) = state.withLock { state in
      state.listen()
      return (body(), state.log.reason)
    }
    guard status >= 0 else { throw HDF5Failure(reason: reason ?? "the HDF5 library refuses it") }
    return status
  }

  /// Calls the library; gives the reason where that fails.
  static func failure<Status: BinaryInteger & Sendable>(of body: () -> Status) -> String? {
    do {
      _ = try call(body)
      return nil
    } catch {
      return error.reason
    }
  }
}

private let state = Mutex(LibraryState())

private struct LibraryState {
  let log = FailureLog()

  init() {
    // At the process's end the library would crash over a file that could not be completed.
    H5dont_atexit()
  }

  /// Has failures noted that happen from now on, rather than printed.
  func listen() {
    log.reason = nil
    // The library may know of each thread who listens to it.
    unsafe H5Eset_auto2(
      rftwin_h5_errors, { _, log in unsafe noteFailure(log) },
      Unmanaged.passUnretained(log).toOpaque())
  }
}

/// Keeps why the first of some calls failed; those that clean up after it may fail too.
private final class FailureLog {
  var reason: String?
}

/// Called by the library when one of its functions has failed, in the thread that called it.
private func noteFailure(_ opaque: UnsafeMutableRawPointer?) -> herr_t {
  guard let opaque = unsafe opaque else { return 0 }
  let log = unsafe Unmanaged<FailureLog>.fromOpaque(opaque).takeUnretainedValue()
  guard log.reason == nil else { return 0 }
  // Upward the walk starts at the innermost function, which knows the cause.
  return unsafe H5Ewalk2(
    rftwin_h5_errors, H5E_WALK_UPWARD,
    { level, entry, opaque in
      guard level == 0, let text = unsafe entry?.pointee.desc, let opaque = unsafe opaque else {
        return 0
      }
      let log = unsafe Unmanaged<FailureLog>.fromOpaque(opaque).takeUnretainedValue()
      log.reason = readable(unsafe String(cString: text))
      return 0
    }, opaque)
}

/// What the system said, where the library quotes it, or else the library's own words.
private func readable(_ description: String) -> String {
  let quotation = "error message = '"
  guard let start = description.firstRange(of: quotation)?.upperBound else { return description }
  return String(description[start...].prefix { $0 != "'" })
}
