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

  /// - Parameter oversampling: The size of the grid over the number of samples, two or more.
  init(oversampling: Double) {
    // Beatty, Nishimura and Pauly, IEEE Trans. Med. Imaging 24, 2005, eq. 5.
    let ratio = Double(Self.width) / oversampling * (oversampling - 0.5)
    let beta = Double.pi * (ratio * ratio - 0.8).squareRoot()
    self.beta = beta
    let peak = 1 / Self.bessel(beta, q: 1, derivatives: 1)[0]
    table = (0..<Self.nodes).flatMap { node -> [SIMD8<Double>] in
      let shift = (Double(node) + 0.5) / Double(Self.nodes)
      var rows = [SIMD8<Double>](repeating: .zero, count: Self.coefficients)
      for cell in 0..<Self.width {
        let z = (Double(cell) + shift) * 2 / Double(Self.width) - 1
        var factorial = 1.0
        for (order, value) in Self.expansion(beta, at: z).enumerated() {
          if order > 1 { factorial *= Double(order) }
          rows[order][cell] = value * factorial * peak
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
    let peak = Self.bessel(beta, q: 1, derivatives: 1)[0]
    return Double(Self.width) / peak * Double.sinh(root) / root
  }

  /// The Taylor coefficients of I_0(beta sqrt(1 - z^2)) in cells around a place.
  ///
  /// With q = 1 - z^2 it is a power series S(q); z + h makes q - 2 z h - h^2 of it.
  private static func expansion(_ beta: Double, at z: Double) -> [Double] {
    let outer = bessel(beta, q: 1 - z * z, derivatives: coefficients)
    let cell = 2 / Double(width)
    let inner = [0, -2 * z * cell, -cell * cell]
    var power = [1.0]
    var result = [Double](repeating: 0, count: coefficients)
    for value in outer {
      for (order, factor) in power.enumerated() { result[order] += value * factor }
      var next = [Double](repeating: 0, count: min(coefficients, power.count + 2))
      for (order, factor) in power.enumerated() {
        for (step, other) in inner.enumerated() where order + step < next.count {
          next[order + step] += factor * other
        }
      }
      power = next
    }
    return result
  }

  /// S(q) = sum_k (beta^2 / 4)^k q^k / k!^2 = I_0(beta sqrt(q)) and S^(n) / n!.
  private static func bessel(_ beta: Double, q: Double, derivatives: Int) -> [Double] {
    var factor = 1.0
    var sums = [Double](repeating: 0, count: derivatives)
    // With beta below 20 the terms fall from the tenth on; at the eightieth they are below 1e-60.
    for k in 0..<80 {
      if k > 0 { factor *= beta * beta / 4 / Double(k * k) }
      var (binomial, power) = (1.0, 1.0)
      // The highest derivative first would need powers of q anew; the lowest has the highest power.
      for n in stride(from: min(k, derivatives - 1), through: 0, by: -1) {
        if n == min(k, derivatives - 1) {
          binomial = 1
          for step in 0..<n { binomial *= Double(k - step) / Double(step + 1) }
          power = (0..<(k - n)).reduce(1) { product, _ in product * q }
        } else {
          binomial *= Double(n + 1) / Double(k - n)
          power *= q
        }
        sums[n] += factor * binomial * power
      }
    }
    return sums
  }
}
