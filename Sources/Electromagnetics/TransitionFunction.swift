// SPDX-License-Identifier: Apache-2.0

package import ComplexModule
internal import RealModule

/// The transition function of the uniform theory of diffraction.
///
/// F(x) = 2j sqrt(x) e^(jx) times the integral of e^(-j t^2) from sqrt(x) to infinity
/// (Kouyoumjian and Pathak 1974, phasors e^(+j omega t)). It is zero at zero and one
/// far from a shadow boundary.
///
/// Physics primer, eq. 29.
///
/// - Parameter x: Zero or more.
/// - Returns: F(x), good to 1e-13.
package func transitionFunction(_ x: Double) -> Complex<Double> {
  transitionRatio(root: x.squareRoot()) * Complex(x.squareRoot())
}

/// F(x) / sqrt(x), which is finite at a shadow boundary: sqrt(pi) e^(j pi/4).
///
/// It is sqrt(pi) e^(j pi/4) e^(z^2) erfc(z) with z = sqrt(x) e^(j pi/4).
///
/// - Parameter root: The square root of x.
/// - Returns: The ratio, good to 1e-13 of its size.
func transitionRatio(root: Double) -> Complex<Double> {
  root * root < 3 ? ratioFromSeries(root) : ratioFromQuadrature(root)
}

/// From erf(z) e^(z^2) = 2 / sqrt(pi) sum of 2^n z^(2n+1) / (2n+1)!! (Abramowitz and Stegun 7.1.6).
///
/// Up to x = 3 the terms stay below e^3, so that little cancels.
private func ratioFromSeries(_ root: Double) -> Complex<Double> {
  let x = root * root
  var term = Complex<Double>.one
  var sum = term
  var n = 1.0
  while term.lengthSquared > 1e-36 {
    term = term * Complex(0, 2 * x / (2 * n + 1))
    sum += term
    n += 1
  }
  let turn = Complex<Double>(length: 1, phase: .pi / 4)
  let decay = Complex<Double>(length: 1, phase: x)
  return turn * decay * Complex(Double.pi.squareRoot()) - Complex(0, 2 * root) * sum
}

/// From F = 2 / sqrt(pi) times the integral of e^(-t^2) j x / (t^2 + j x) from zero to infinity.
///
/// The poles are sqrt(x / 2) away from the real axis, so the trapezoidal rule of step h errs by
/// e^(-2 pi sqrt(x/2) / h): 1e-16 at x = 3.
private func ratioFromQuadrature(_ root: Double) -> Complex<Double> {
  let x = root * root
  // The rule's first point, at t = 0, counts half.
  var real = 0.0
  var imaginary = -0.5 / x
  for (index, weight) in quadratureWeights.enumerated() {
    let t = quadratureStep * Double(index + 1)
    let square = t * t
    let size = weight / (square * square + x * x)
    real += square * size
    imaginary -= x * size
  }
  let sum = Complex(real, imaginary)
  return sum * Complex(0, 2 * quadratureStep * root / Double.pi.squareRoot())
}

private let quadratureStep = 0.2

/// e^(-t^2) at the multiples of the step, until it drops below 1e-16.
private let quadratureWeights: [Double] = (1...31).map {
  let t = quadratureStep * Double($0)
  return Double.exp(-t * t)
}
