// SPDX-License-Identifier: Apache-2.0

internal import RealModule

/// The mean of the logarithm of a mean of L independent exponential values below the logarithm of
/// their mean: psi(L) - ln L, asymptotically and after recurrence.
package func logarithmicBias(looks: Double) -> Double {
  var (x, shift) = (max(looks, 1e-3), 0.0)
  while x < 8 {
    shift -= 1 / x
    x += 1
  }
  let y = 1 / (x * x)
  let digamma = Double.log(x) - 1 / (2 * x) - y * (1.0 / 12 - y * (1.0 / 120 - y / 252))
  return digamma + shift - Double.log(max(looks, 1e-3))
}

/// The same of fields that are not equally strong, which are more skewed.
///
/// The mean of the powers is taken for a + b G, with G of a gamma distribution, that has its first three
/// cumulants (Hall, 1983; Buckley and Eagleson, 1988). The mean of its logarithm is the integral of
/// (e^-t - e^(-a t) (1 + b t)^-k) / t over all t, taken over ln t in even steps.
///
/// - Parameters:
///   - looks: The mean squared over the variance.
///   - skewness: By how much the third cumulant exceeds 2 var^2 / m, over the cube of the mean m.
/// - Returns: At most zero, and not below that of equally strong fields.
package func logarithmicBias(looks: Double, skewness: Double) -> Double {
  let variance = 1 / max(looks, 1e-3)
  let cumulant = 2 * variance * variance + max(0, skewness)
  let (start, scale) = (1 - 2 * variance * variance / cumulant, cumulant / (2 * variance))
  guard start > 1e-6 else { return logarithmicBias(looks: looks) }
  let shape = 4 * variance * variance * variance / (cumulant * cumulant)
  let step = 0.25
  var sum = 0.0
  // From where both terms are one to where both are nothing.
  for index in stride(from: -60.0, through: 80, by: 1) {
    let t = Double.exp(step * index)
    sum += Double.exp(-t) - Double.exp(-start * t - shape * Double.log(onePlus: scale * t))
  }
  return min(0, sum * step)
}

/// The variance of that logarithm, the trigamma function of L.
package func logarithmicVariance(looks: Double) -> Double {
  var (x, sum) = (max(looks, 1e-3), 0.0)
  while x < 8 {
    sum += 1 / (x * x)
    x += 1
  }
  let y = 1 / (x * x)
  return sum + 1 / x + y / 2 + y / x * (1.0 / 6 - y * (1.0 / 30 - y / 42))
}
