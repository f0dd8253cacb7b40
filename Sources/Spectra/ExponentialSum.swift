// SPDX-License-Identifier: Apache-2.0

package import ComplexModule
internal import RealModule

/// Sums of many complex exponentials at many equally spaced samples, as a beat signal is.
///
/// The sum is y_n = sum_i c_i e^(-j 2 pi nu_i (n - N/2)) for n in 0..<N, with any real nu_i. It is
/// computed by a non-uniform Fourier transform: each term is spread over a few cells of a fine grid
/// of frequencies, the grid is transformed at once, and the spreading is divided out. The kernel is
/// that of Barnett, Magland and af Klinteberg (SIAM J. Sci. Comput. 41, 2019), eq. 1.8, eight cells
/// wide on a grid twice as fine as needed; the error stays below -120 dB of the sum of the terms'
/// magnitudes. One instance serves one thread at a time.
@safe package final class ExponentialSum {
  /// What all sums of one length share.
  package let plan: Plan

  private let transform: FourierTransform
  private var real: [Double]
  private var imaginary: [Double]

  package init(_ plan: Plan) {
    self.plan = plan
    transform = FourierTransform(count: plan.gridSize, direction: .forward)
    real = [Double](repeating: 0, count: plan.gridSize + SpreadingKernel.width)
    imaginary = real
  }

  /// Forgets all terms.
  package func clear() {
    for index in real.indices { real[index] = 0 }
    for index in imaginary.indices { imaginary[index] = 0 }
  }

  /// Adds terms.
  ///
  /// - Parameter terms: The terms; of their frequencies and phases only the fractions matter.
  package func add(_ terms: [ExponentialTerm]) {
    unsafe real.withUnsafeMutableBytes { realBytes in
      unsafe imaginary.withUnsafeMutableBytes { imaginaryBytes in
        unsafe spread(terms, into: realBytes, and: imaginaryBytes)
      }
    }
  }

  private func spread(
    _ terms: [ExponentialTerm], into real: UnsafeMutableRawBufferPointer,
    and imaginary: UnsafeMutableRawBufferPointer
  ) {
    let (kernel, size) = (plan.kernel, Double(plan.gridSize))
    let half = Double(SpreadingKernel.width) / 2
    for first in stride(from: 0, to: terms.count, by: 8) {
      let count = min(8, terms.count - first)
      var phases = SIMD8<Double>()
      for lane in 0..<count { phases[lane] = -terms[first + lane].phase }
      let (cosine, sine) = unitPhasors(phases)
      for lane in 0..<count {
        let term = terms[first + lane]
        let position = (term.frequency - term.frequency.rounded(.down)) * size
        let start = (position - half).rounded(.up)
        let weights = kernel.weights(start - (position - half))
        // The arrays start half a kernel before the grid does.
        let offset = (Int(start) + SpreadingKernel.width / 2) * MemoryLayout<Double>.stride
        let (c, s) = (cosine[lane], sine[lane])
        let amplitude = term.amplitude
        unsafe accumulate(
          weights * (amplitude.real * c - amplitude.imaginary * s), at: offset, in: real)
        unsafe accumulate(
          weights * (amplitude.real * s + amplitude.imaginary * c), at: offset, in: imaginary)
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
        grid[cell] += Complex(real[size + margin + cell], imaginary[size + margin + cell])
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

/// Adds eight numbers to eight neighbours in memory.
@unsafe @inline(__always)
private func accumulate(
  _ values: SIMD8<Double>, at offset: Int, in bytes: UnsafeMutableRawBufferPointer
) {
  let sum = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: SIMD8<Double>.self) + values
  unsafe bytes.storeBytes(of: sum, toByteOffset: offset, as: SIMD8<Double>.self)
}

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

extension ExponentialSum {
  /// The constants of sums of one length; share one among threads.
  package struct Plan: Sendable {
    /// The number of samples N.
    package let count: Int
    let gridSize: Int
    let kernel: SpreadingKernel

    /// What each sample is multiplied with to undo the spreading, by its distance from the middle.
    let corrections: [Double]

    /// Prepares sums of a length.
    ///
    /// - Parameter count: The number of samples, at least one.
    package init(count: Int) {
      precondition(count > 0)
      self.count = count
      let gridSize = smoothSize(atLeast: max(2 * count, 4 * SpreadingKernel.width))
      self.gridSize = gridSize
      let kernel = SpreadingKernel()
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

/// exp(beta (sqrt(1 - z^2) - 1)) over eight cells, as polynomials.
///
/// Physics primer, eq. 43.
struct SpreadingKernel: Sendable {
  /// How many cells a term is spread over.
  static var width: Int { 8 }

  private static let beta = 2.3 * 8
  private static let degree = 13

  /// For each power of u, highest first, the coefficients for the eight cells.
  private let coefficients: [SIMD8<Double>]

  init() {
    coefficients = Self.fitted()
  }

  /// The kernel's values at the cells that a term is spread over.
  ///
  /// - Parameter shift: How far the first cell lies from the kernel's lower end, in [0, 1) cells.
  /// - Returns: The weights of the eight cells, in their order.
  @inline(__always)
  func weights(_ shift: Double) -> SIMD8<Double> {
    let u = 2 * shift - 1
    var value = coefficients[0]
    for index in 1..<coefficients.count { value = value * u + coefficients[index] }
    return value
  }

  /// The Fourier transform of the kernel.
  ///
  /// - Parameter frequency: In cycles per cell.
  /// - Returns: The transform in cells, real because the kernel is even.
  func transform(at frequency: Double) -> Double {
    // The kernel falls to 1e-8 at its ends, so the trapezoid rule converges fast until there.
    let points = 1024
    var sum = 0.0
    for point in 0..<points {
      let z = -1 + (Double(point) + 0.5) * 2 / Double(points)
      let distance = z * Double(Self.width) / 2
      sum += Self.value(z) * Double.cos(2 * .pi * frequency * distance)
    }
    return sum * Double(Self.width) / Double(points)
  }

  private static func value(_ z: Double) -> Double {
    Double.exp(beta * (max(0, 1 - z * z).squareRoot() - 1))
  }

  /// Interpolates the kernel in each cell at Chebyshev nodes and expands in powers of u.
  private static func fitted() -> [SIMD8<Double>] {
    let count = degree + 1
    let nodes = (0..<count).map { Double.cos(.pi * (Double($0) + 0.5) / Double(count)) }
    var powers = [SIMD8<Double>](repeating: .zero, count: count)
    for cell in 0..<width {
      let samples = nodes.map { u in
        value((Double(cell) + (u + 1) / 2) * 2 / Double(width) - 1)
      }
      for (order, coefficient) in monomials(chebyshev(samples, nodes)).enumerated() {
        powers[count - 1 - order][cell] = coefficient
      }
    }
    return powers
  }

  private static func chebyshev(_ samples: [Double], _ nodes: [Double]) -> [Double] {
    let count = samples.count
    return (0..<count).map { order in
      var sum = 0.0
      for index in 0..<count {
        sum +=
          samples[index]
          * Double.cos(.pi * Double(order) * (Double(index) + 0.5) / Double(count))
      }
      return sum * (order == 0 ? 1 : 2) / Double(count)
    }
  }

  /// Expands a Chebyshev series in powers.
  private static func monomials(_ series: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: series.count)
    var previous = [1.0]
    var current = [0.0, 1.0]
    for (order, coefficient) in series.enumerated() {
      let polynomial = order == 0 ? previous : current
      for (power, factor) in polynomial.enumerated() { result[power] += coefficient * factor }
      if order > 0 {
        // T_(k+1) = 2 u T_k - T_(k-1).
        var next = [0.0] + current.map { 2 * $0 }
        for (power, factor) in previous.enumerated() { next[power] -= factor }
        (previous, current) = (current, next)
      }
    }
    return result
  }
}
