// SPDX-License-Identifier: Apache-2.0

package import ComplexModule
internal import RealModule

/// The exact field of a plane wave at a perfectly conducting wedge.
///
/// It is the sum of its modes (Bowman, Senior and Uslenghi 1969, chapter 6), for a wave that
/// travels across the edge and is e^(jk rho cos(phi - phi')) without the wedge.
package struct WedgeSeries {
  /// The open angle over pi.
  package let n: Double

  /// The Bessel functions of k rho, of the orders m / n.
  private let modes: [Double]

  /// Prepares the field at a distance.
  ///
  /// - Parameters:
  ///   - n: The open angle over pi.
  ///   - distance: k rho.
  package init(n: Double, distance: Double) {
    self.n = n
    // Beyond an order of k rho the Bessel functions drop faster than exponentially.
    modes = (0...Int(n * (distance + 60))).map { Self.bessel(Double($0) / n, distance) }
  }

  /// The total field.
  ///
  /// - Parameters:
  ///   - isSoft: Whether the electric field is along the edge.
  ///   - source: The angle phi' of incidence from the 0-face.
  ///   - observer: The angle phi.
  /// - Returns: The field, relative to the amplitude of the incident wave.
  package func field(isSoft: Bool, source: Double, observer: Double) -> Complex<Double> {
    var sum = Complex<Double>.zero
    for (m, mode) in modes.enumerated() {
      let order = Double(m) / n
      let sides =
        Double.cos(order * (observer - source))
        + (isSoft ? -1 : 1) * Double.cos(order * (observer + source))
      let size = (m == 0 ? 1 : 2) * mode * sides / n
      sum += Complex(length: size, phase: .pi / 2 * order)
    }
    return sum
  }

  /// The Bessel function of real order, from Schlaefli's integral by Simpson's rule.
  private static func bessel(_ order: Double, _ x: Double) -> Double {
    let wave = simpson(0, .pi, steps: 24_000) { Double.cos(order * $0 - x * Double.sin($0)) }
    // e^(-x sinh t) is below 1e-17 at the end.
    let end = Double.asinh(40 / x)
    let tail = simpson(0, end, steps: 24_000) { t in Double.exp(-x * Double.sinh(t) - order * t) }
    return (wave - Double.sin(order * .pi) * tail) / .pi
  }

  private static func simpson(
    _ start: Double, _ end: Double, steps: Int, _ value: (Double) -> Double
  ) -> Double {
    let step = (end - start) / Double(steps)
    var sum = value(start) + value(end)
    for index in 1..<steps {
      sum += (index.isMultiple(of: 2) ? 2 : 4) * value(start + step * Double(index))
    }
    return sum * step / 3
  }
}
