// SPDX-License-Identifier: Apache-2.0

internal import RealModule

extension RandomNumberGenerator {
  /// A number of the gamma distribution with scale one.
  ///
  /// Source: Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26,
  /// 2000; shapes below one by their section 6.
  ///
  /// - Parameter shape: The shape, greater than zero.
  /// - Returns: A number with `shape` as its mean and its variance.
  package mutating func gamma(shape: Double) -> Double {
    guard shape >= 1 else {
      let larger = gamma(shape: shape + 1)
      return larger * Double.pow(1 - uniform(), 1 / shape)
    }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = NormalLayers.shared.number(from: &self)
      let v = (1 + c * x) * (1 + c * x) * (1 + c * x)
      guard v > 0 else { continue }
      // 1 - u lies in (0, 1], so the logarithm is finite.
      if Double.log(1 - uniform()) < x * x / 2 + d - d * v + d * Double.log(v) { return d * v }
    }
  }
}
