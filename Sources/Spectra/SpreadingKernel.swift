// SPDX-License-Identifier: Apache-2.0

internal import RealModule

/// I_0(beta sqrt(1 - z^2)) / I_0(beta) over eight cells, with its derivatives: Kaiser and Bessel's
/// window, which spreads a term of a sum over a grid.
///
/// Its transform is sinh(sqrt(beta^2 - (pi w xi)^2)) / sqrt(...) in closed form (Jackson, Meyer,
/// Nishimura and Macovski, IEEE Trans. Med. Imaging 10, 1991), and unlike that of other windows as
/// good its derivatives stay small up to its ends.
///
/// Physics primer, eq. 43.
struct SpreadingKernel: Sendable {
  /// How many cells a term is spread over.
  static var width: Int { 8 }

  /// How many derivatives are known, that of order 0 included.
  static var orders: Int { 5 }

  /// How many nodes there are between two cells.
  ///
  /// At half the distance of two nodes a Taylor polynomial of second degree leaves 2e-7 of the
  /// kernel's peak.
  static var nodes: Int { 64 }

  /// How many derivatives there are at each node: two more than orders, to go on from the node.
  static var coefficients: Int { orders + 2 }

  /// At each node the kernel's derivatives by cells, order by order, at the eight cells.
  let table: [SIMD8<Double>]

  private let beta: Double

  /// I_0(beta).
  private let peak: Double

  /// How many times finer than needed a grid must be for an error.
  ///
  /// The next periods of the spectrum fold into the samples with exp(-pi w sqrt(1 - 1 /
  /// oversampling)), as with the kernel of the same shape of Barnett, Magland and af Klinteberg
  /// (SIAM J. Sci. Comput. 41, 2019). It is held 34 dB below what is asked for, because derivatives
  /// of the kernel fold more.
  ///
  /// - Parameter error: Relative to the sum of the terms' magnitudes, from 3e-7 to 1e-2.
  /// - Returns: The size of the grid over the number of samples.
  static func oversampling(forError error: Double) -> Double {
    let margin = 50.0
    let decay = Double.log(margin / error) / (Double.pi * Double(width))
    return 1 / (1 - decay * decay)
  }

  /// - Parameter oversampling: The size of the grid over the number of samples, above one.
  init(oversampling: Double) {
    // Beatty, Nishimura and Pauly, IEEE Trans. Med. Imaging 24, 2005, eq. 5.
    let ratio = Double(Self.width) / oversampling * (oversampling - 0.5)
    let beta = Double.pi * (ratio * ratio - 0.8).squareRoot()
    self.beta = beta
    let peak = Self.besselSeries(beta).reduce(0, +)
    self.peak = peak
    table = (0..<Self.nodes).flatMap { node -> [SIMD8<Double>] in
      let shift = (Double(node) + 0.5) / Double(Self.nodes)
      var rows = [SIMD8<Double>](repeating: .zero, count: Self.coefficients)
      for cell in 0..<Self.width {
        let z = (Double(cell) + shift) * 2 / Double(Self.width) - 1
        var factorial = 1.0
        for (order, value) in Self.expansion(beta, at: z).enumerated() {
          if order > 1 { factorial *= Double(order) }
          rows[order][cell] = value * factorial / peak
        }
      }
      return rows
    }
  }

  /// The Fourier transform of the kernel.
  ///
  /// - Parameter frequency: In cycles per cell, inside the main lobe.
  /// - Returns: The transform in cells, real because the kernel is even.
  func transform(at frequency: Double) -> Double {
    let argument = Double.pi * Double(Self.width) * frequency
    let root = (beta * beta - argument * argument).squareRoot()
    return Double(Self.width) / peak * Double.sinh(root) / root
  }

  /// The Taylor coefficients of I_0(beta sqrt(1 - z^2)) in cells around a place.
  ///
  /// It is a power series sum_k c_k q^k of q = 1 - z^2, summed by Horner's rule with polynomials of
  /// the step h in place of numbers: h cells on, q is q_0 - 2 z s h - s^2 h^2 with s = 2 / width.
  private static func expansion(_ beta: Double, at z: Double) -> [Double] {
    let cell = 2 / Double(width)
    let (constant, linear, square) = (1 - z * z, -2 * z * cell, -cell * cell)
    var sum = [Double](repeating: 0, count: coefficients)
    for coefficient in besselSeries(beta).reversed() {
      // From the highest order down, so that the lower ones are still those from before.
      for order in sum.indices.reversed() {
        sum[order] =
          constant * sum[order] + (order > 0 ? linear * sum[order - 1] : coefficient)
          + (order > 1 ? square * sum[order - 2] : 0)
      }
    }
    return sum
  }

  /// The coefficients c_k = (beta / 2)^(2 k) / k!^2 of I_0(beta sqrt(q)) = sum_k c_k q^k.
  ///
  /// With beta below 22 they fall from the eleventh on; the eightieth is below 1e-60.
  private static func besselSeries(_ beta: Double) -> [Double] {
    var coefficients = [1.0]
    for k in 1..<80 {
      coefficients.append(coefficients[k - 1] * beta * beta / 4 / Double(k * k))
    }
    return coefficients
  }
}
