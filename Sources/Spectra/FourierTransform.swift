// SPDX-License-Identifier: Apache-2.0

internal import CFFTW
package import ComplexModule
internal import Synchronization

/// FFTW's planner keeps global state; its executor does not.
private let planner = Mutex(())

/// A planned one-dimensional discrete Fourier transform with its own storage.
///
/// X_k = sum_n x_n e^(-+ j 2 pi k n / N), minus for `.forward`, without any scaling. One instance
/// serves one thread at a time; make one for each.
@safe package final class FourierTransform {
  /// The sign of the exponent.
  package enum Direction: Sendable {
    /// e^(-j...): time to frequency.
    case forward
    /// e^(+j...): frequency to time, without the 1/N.
    case backward
  }

  /// The number of samples N.
  package let count: Int

  private let storage: UnsafeMutablePointer<Complex<Double>>
  private let plan: fftw_plan

  /// Plans a transform.
  ///
  /// - Parameters:
  ///   - count: The number of samples, from one to 2^30.
  ///   - direction: The sign of the exponent.
  package init(count: Int, direction: Direction) {
    precondition(count > 0 && count <= 1 << 30, "a transform of \(count) samples")
    self.count = count
    let bytes = count * MemoryLayout<Complex<Double>>.stride
    // fftw_malloc aligns for SIMD, so that the plan does not depend on where the heap
    // happens to put the data.
    guard let raw = unsafe fftw_malloc(bytes) else {
      preconditionFailure("no memory for a transform of \(count) samples")
    }
    unsafe storage = raw.bindMemory(to: Complex<Double>.self, capacity: count)
    unsafe storage.initialize(repeating: .zero, count: count)
    let sign = direction == .forward ? FFTW_FORWARD : FFTW_BACKWARD
    let planned = planner.withLock { _ in
      unsafe UInt(
        bitPattern: fftw_plan_dft_1d(
          Int32(count), OpaquePointer(raw).asComplex, OpaquePointer(raw).asComplex, sign,
          rftwin_fftw_estimate))
    }
    guard let planned = unsafe fftw_plan(bitPattern: planned) else {
      preconditionFailure("FFTW has no plan for \(count) samples")
    }
    unsafe plan = planned
  }

  deinit {
    let handle = unsafe UInt(bitPattern: plan)
    planner.withLock { _ in unsafe fftw_destroy_plan(fftw_plan(bitPattern: handle)) }
    unsafe fftw_free(storage)
  }

  /// Transforms in place what one closure writes and hands the result to another.
  ///
  /// - Parameters:
  ///   - fill: Writes all N samples.
  ///   - read: Reads the N results.
  /// - Returns: What `read` makes of the results.
  /// - Throws: What one of the closures throws.
  package func run<Result, Failure: Error>(
    fill: (inout MutableSpan<Complex<Double>>) throws(Failure) -> Void,
    read: (Span<Complex<Double>>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    var samples = unsafe MutableSpan(_unsafeStart: storage, count: count)
    try fill(&samples)
    unsafe fftw_execute(plan)
    return try read(unsafe Span(_unsafeStart: storage, count: count))
  }
}

extension OpaquePointer {
  fileprivate var asComplex: UnsafeMutablePointer<fftw_complex> {
    unsafe UnsafeMutablePointer(self)
  }
}
