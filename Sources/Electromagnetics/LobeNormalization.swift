// SPDX-License-Identifier: Apache-2.0

internal import RealModule

/// The integral of a tilted lobe over the hemisphere above a surface.
///
/// It is F_alpha(theta) of Degli-Esposti et al. (IEEE TAP 55, 2007): the integral of
/// ((1 + cos psi) / 2)^alpha, psi being the angle from an axis that is tilted by theta from
/// the normal. For integer alpha F is a polynomial in cos theta; for any alpha it is smooth in it.
/// It is tabulated once as a Chebyshev series in cos theta, good to about 1e-12, so that continuous
/// exponents cost no more than integer ones.
///
/// Physics primer, eq. 22.
package struct LobeNormalization: Hashable, Sendable {
  /// The exponents that a lobe may have: those the table is good for.
  package static let exponents: ClosedRange<Double> = 1...200

  private let coefficients: [Double]

  /// Tabulates the integral for one exponent.
  ///
  /// - Parameter exponent: alpha, in `exponents`.
  package init(exponent: Double) {
    self.init(of: exponent) { $0 > 0 ? Double.pow($0, exponent) : 0 }
  }

  /// Tabulates the derivative of the integral by the exponent, at one exponent.
  package init(slopeAtExponent exponent: Double) {
    self.init(of: exponent) { $0 > 0 ? Double.pow($0, exponent) * Double.log($0) : 0 }
  }

  private init(of exponent: Double, lobe: (Double) -> Double) {
    precondition(Self.exponents.contains(exponent), "a lobe exponent of \(exponent)")
    // The series of a whole exponent ends at it; others fall off as fast behind theirs.
    let count = min(96, 20 + Int(exponent / 2))
    // Samples at the Chebyshev nodes of cos theta in [0, 1], then the discrete cosine transform.
    let samples = (0..<count).map { node -> Double in
      let x = Double.cos(.pi * (Double(node) + 0.5) / Double(count))
      return hemisphereIntegral(of: lobe, cosTilt: (x + 1) / 2)
    }
    var series = (0..<count).map { order -> Double in
      var sum = 0.0
      for node in 0..<count {
        sum +=
          samples[node] * Double.cos(.pi * Double(order) * (Double(node) + 0.5) / Double(count))
      }
      return sum * (order == 0 ? 1 : 2) / Double(count)
    }
    // Orders below rounding cost time and add nothing.
    let floor = 1e-14 * abs(series[0])
    while series.count > 1, abs(series[series.count - 1]) < floor { series.removeLast() }
    coefficients = series
  }

  /// The integral of the lobe at one tilt of its axis.
  ///
  /// - Parameter cosTilt: The cosine of the angle between the lobe's axis and the
  ///   normal, in [0, 1].
  /// - Returns: F_alpha in steradians.
  package func callAsFunction(_ cosTilt: Double) -> Double {
    // Clenshaw's recurrence.
    let x = 2 * cosTilt - 1
    var (next, afterNext) = (0.0, 0.0)
    for coefficient in coefficients.dropFirst().reversed() {
      (next, afterNext) = (coefficient + 2 * x * next - afterNext, next)
    }
    return coefficients[0] + x * next - afterNext
  }
}

/// The hemisphere integral by product quadrature, in steradians.
///
/// Gauss-Legendre in the zenith angle, the trapezoid rule in azimuth.
///
/// - Parameters:
///   - lobe: A function of (1 + cos psi) / 2.
///   - cosTilt: The cosine of the angle between the lobe's axis and the normal.
/// - Returns: The integral.
private func hemisphereIntegral(of lobe: (Double) -> Double, cosTilt: Double) -> Double {
  let sinTilt = max(0, 1 - cosTilt * cosTilt).squareRoot()
  // Half a turn is enough: the lobe is symmetric about the plane of incidence.
  let azimuths = 64
  var total = 0.0
  for (node, weight) in gaussLegendre64 {
    let zenith = .pi / 4 * (node + 1)
    let cosZenith = Double.cos(zenith)
    let sinZenith = Double.sin(zenith)
    var ring = 0.0
    for step in 0..<azimuths {
      let phi = Double.pi * (Double(step) + 0.5) / Double(azimuths)
      let cosPsi = cosZenith * cosTilt + sinZenith * sinTilt * Double.cos(phi)
      ring += lobe(max(0, (1 + cosPsi) / 2))
    }
    total += weight * .pi / 4 * sinZenith * ring * 2 * .pi / Double(azimuths)
  }
  return total
}

/// Nodes and weights of the 64-point Gauss-Legendre rule on [-1, 1].
private let gaussLegendre64: [(Double, Double)] = {
  let count = 64
  return (0..<count).map { index in
    // Newton's iteration on the Legendre polynomial, from Tricomi's estimate of its roots.
    var x = Double.cos(.pi * (Double(index) + 0.75) / (Double(count) + 0.5))
    var slope = 1.0
    for _ in 0..<100 {
      var (current, previous) = (1.0, 0.0)
      for degree in 1...count {
        let d = Double(degree)
        (current, previous) = (((2 * d - 1) * x * current - (d - 1) * previous) / d, current)
      }
      slope = Double(count) * (x * current - previous) / (x * x - 1)
      let step = current / slope
      x -= step
      if abs(step) < 1e-16 { break }
    }
    return (x, 2 / ((1 - x * x) * slope * slope))
  }
}()
