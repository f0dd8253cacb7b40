// SPDX-License-Identifier: Apache-2.0

package import ComplexModule
internal import RealModule

/// A term of a sum of exponentials: c e^(-j 2 pi phase) e^(-j 2 pi nu (n - N/2)).
package struct ExponentialTerm: Hashable, Sendable {
  /// c.
  package var amplitude: Complex<Double>

  /// In turns.
  package var phase: Double

  /// nu in cycles per sample.
  package var frequency: Double

  package init(amplitude: Complex<Double>, phase: Double, frequency: Double) {
    self.amplitude = amplitude
    self.phase = phase
    self.frequency = frequency
  }
}

/// Sums of many complex exponentials at many equally spaced samples, as a beat signal is.
///
/// The sum is y_n = sum_i c_i e^(-j 2 pi nu_i (n - N/2)) for n in 0..<N, with any real nu_i. It is
/// computed by a non-uniform Fourier transform: each term is spread over a few cells of a fine grid
/// of frequencies, the grid is transformed at once, and the spreading is divided out. The kernel is
/// eight cells wide; how fine the grid is follows from the error that the plan allows, relative to
/// the sum of the terms' magnitudes.
///
/// An amplitude may also be a polynomial over the samples: a power of n turns into a derivative of
/// the kernel, so that such terms share the grid with all others. The error allowed holds for the
/// first two coefficients; from the third on each one loses a factor of six to ten, so that with
/// -120 dB the fifth has -85 dB. One instance serves one thread at a time.
@safe package final class ExponentialSum {
  /// What all sums of one length share.
  package let plan: Plan

  private let transform: FourierTransform
  private var real: [Double]
  private var imaginary: [Double]

  /// The error that is allowed unless told, relative to the sum of the terms' magnitudes.
  package static let defaultError = 1e-6

  /// The most coefficients that an amplitude may have as a polynomial.
  package static var maximumOrders: Int { SpreadingKernel.orders }

  package init(_ plan: Plan) {
    self.plan = plan
    transform = FourierTransform(count: plan.gridSize, direction: .forward)
    real = [Double](repeating: 0, count: plan.gridSize + SpreadingKernel.width)
    imaginary = real
  }

  /// Forgets all terms.
  package func clear() {
    unsafe real.withUnsafeMutableBufferPointer { unsafe $0.update(repeating: 0) }
    unsafe imaginary.withUnsafeMutableBufferPointer { unsafe $0.update(repeating: 0) }
  }

  /// Adds terms.
  ///
  /// - Parameter terms: The terms; of their frequencies and phases only the fractions matter. Both
  ///   stay below 2^50 in magnitude.
  package func add(_ terms: [ExponentialTerm]) {
    unsafe withGrid { grid in unsafe grid.spread(terms) }
  }

  /// Adds terms whose amplitudes vary over the samples.
  ///
  /// - Parameters:
  ///   - terms: The terms.
  ///   - derivatives: For each term the same number of coefficients beta_p, at most `maximumOrders`: its
  ///     amplitude is multiplied by sum_p beta_p (x / u)^p with x = 2 (n - N/2) / N and the plan's
  ///     `derivativeUnit` u.
  package func add(_ terms: [ExponentialTerm], derivatives: [Complex<Double>]) {
    guard !terms.isEmpty else { return }
    let orders = derivatives.count / terms.count
    precondition(
      orders * terms.count == derivatives.count && orders <= Self.maximumOrders,
      "\(derivatives.count) coefficients for \(terms.count) terms")
    unsafe withGrid { grid in unsafe grid.spread(terms, derivatives, orders: orders) }
  }

  @unsafe private func withGrid(_ body: (SpreadingGrid) -> Void) {
    unsafe real.withUnsafeMutableBytes { real in
      unsafe imaginary.withUnsafeMutableBytes { imaginary in
        unsafe plan.kernel.table.withUnsafeBufferPointer { table in
          unsafe body(
            SpreadingGrid(
              real: real, imaginary: imaginary, table: table, size: Double(plan.gridSize)))
        }
      }
    }
  }

  /// Evaluates the sum of all terms.
  ///
  /// - Parameter output: Receives the N samples, appended.
  package func appendSamples(to output: inout [Complex<Double>]) {
    output.reserveCapacity(output.count + plan.count)
    evaluate { output.append($1) }
  }

  /// Evaluates the sum of all terms and adds it, times real weights, to what is there.
  ///
  /// - Parameters:
  ///   - weights: A factor for each of the N samples.
  ///   - output: What the samples are added to.
  ///   - offset: Where in it the first sample belongs.
  package func addSamples(
    times weights: [Double], to output: inout [Complex<Double>], at offset: Int
  ) {
    precondition(weights.count == plan.count && output.count >= offset + plan.count)
    evaluate { sample, value in
      let weight = weights[sample]
      output[offset + sample] += Complex(value.real * weight, value.imaginary * weight)
    }
  }

  /// Calls a closure with each sample in order.
  @inline(__always)
  private func evaluate(_ body: (_ sample: Int, _ value: Complex<Double>) -> Void) {
    let (size, margin) = (plan.gridSize, SpreadingKernel.width / 2)
    transform.run { grid in
      for cell in 0..<size {
        grid[cell] = Complex(real[cell + margin], imaginary[cell + margin])
      }
      // What was spread beyond the ends belongs to the other end.
      for cell in 0..<margin {
        grid[size - margin + cell] += Complex(real[cell], imaginary[cell])
        grid[cell] += Complex(
          real[size + margin + cell], imaginary[size + margin + cell])
      }
    } read: { spectrum in
      let before = plan.count / 2
      for sample in 0..<plan.count {
        let offset = sample - before
        let value = spectrum[offset < 0 ? offset + size : offset]
        let correction = plan.corrections[abs(offset)]
        body(sample, Complex(value.real * correction, value.imaginary * correction))
      }
    }
  }
}

extension ExponentialSum {
  /// The constants of sums of one length; share one among threads.
  package struct Plan: Sendable {
    /// The number of samples N.
    package let count: Int
    let gridSize: Int
    let kernel: SpreadingKernel

    /// What each sample is multiplied with to undo the spreading, by its distance from the middle.
    let corrections: [Double]

    /// What makes a derivative of the kernel out of x: as the transform of a derivative over cells is
    /// j 2 pi xi times that of the kernel, x is u times it with u = -j G / (pi N).
    package var derivativeUnit: Complex<Double> {
      Complex(0, -Double(gridSize) / (.pi * Double(count)))
    }

    /// Prepares sums of a length.
    ///
    /// - Parameters:
    ///   - count: The number of samples, at least one.
    ///   - error: The largest error of a sample relative to the sum of the terms' magnitudes, from
    ///     3e-7 to 1e-2.
    package init(count: Int, error: Double = ExponentialSum.defaultError) {
      precondition(count > 0)
      self.count = count
      let cells = (SpreadingKernel.oversampling(forError: error) * Double(count)).rounded(.up)
      let gridSize = smoothSize(atLeast: max(Int(cells), 4 * SpreadingKernel.width))
      self.gridSize = gridSize
      let kernel = SpreadingKernel(oversampling: min(Double(gridSize) / Double(count), 4))
      self.kernel = kernel
      corrections = (0...count / 2).map {
        1 / kernel.transform(at: Double($0) / Double(gridSize))
      }
    }
  }
}

/// The smallest number with no prime factor above five that is large enough.
///
/// FFTW is quick at these.
func smoothSize(atLeast size: Int) -> Int {
  var candidate = size
  while true {
    var rest = candidate
    for prime in [2, 3, 5] {
      while rest.isMultiple(of: prime) { rest /= prime }
    }
    if rest == 1 { return candidate }
    candidate += 1
  }
}
