// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
package import LinearAlgebra
internal import RealModule

/// What data tell of each unknown.
package struct Identifiability: Sendable {
  /// How well an unknown is known after a fit.
  package enum Verdict: String, Sendable {
    case determined
    case weaklyDetermined = "weakly determined"
    case notDetermined = "not determined"
  }

  /// An unknown after a fit.
  package struct Estimate: Sendable {
    package var name: String
    package var unit: String
    package var prior: Double
    package var value: Double

    /// The interval of 95 %.
    package var interval: ClosedRange<Double>
    package var verdict: Verdict

    /// The other unknown with which it is confused most, and their correlation.
    package var partner: (name: String, correlation: Double)?
  }

  package let estimates: [Estimate]

  /// `[unknown][unknown]`.
  package let correlations: [[Double]]

  /// Those of the whitened Jacobian in units of what was known before, the largest first: below one the
  /// data tell less than that.
  package let singularValues: [Double]

  /// The shares of the unknowns in the direction that the data tell least of.
  package let weakestDirection: [Double]

  /// Where the standard deviation has shrunk to this share of what it was before, data have determined a
  /// number; above the other one they have not.
  private static let determined = 0.3
  private static let undetermined = 0.8

  /// - Parameters:
  ///   - unknowns: What was fitted.
  ///   - fit: The fit.
  /// - Throws: `LinearAlgebraError` where the information is no number.
  package init(_ unknowns: [Unknown], _ fit: FitResult) throws(LinearAlgebraError) {
    let order = unknowns.count
    let deviations = (0..<order).map { max(0, fit.covariance[$0 * order + $0]).squareRoot() }
    let correlations = (0..<order).map { row in
      (0..<order).map { column in
        let scale = deviations[row] * deviations[column]
        return scale > 0 ? fit.covariance[row * order + column] / scale : 0
      }
    }
    self.correlations = correlations
    estimates = (0..<order).map { index in
      let (unknown, value, deviation) = (unknowns[index], fit.values[index], deviations[index])
      let share =
        unknown.spread.isFinite
        ? deviation / unknown.spread : deviation / Self.scale(of: unknown)
      let partner = (0..<order).filter { $0 != index }
        .max { abs(correlations[index][$0]) < abs(correlations[index][$1]) }
      let reach = intervalDeviations * deviation
      let ends = [value - reach, value + reach].map(unknown.value)
      return Estimate(
        name: unknown.name, unit: unknown.unit, prior: unknown.value(unknown.prior),
        value: unknown.value(value),
        interval: min(ends[0], ends[1])...max(ends[0], ends[1]),
        verdict: share < Self.determined
          ? .determined : share < Self.undetermined ? .weaklyDetermined : .notDetermined,
        partner: partner.map { (unknowns[$0].name, correlations[index][$0]) })
    }
    guard order > 0 else {
      (singularValues, weakestDirection) = ([], [])
      return
    }
    var matrix = HermitianMatrix(order: order)
    for row in 0..<order {
      for column in 0..<order {
        let scale = Self.scale(of: unknowns[row]) * Self.scale(of: unknowns[column])
        matrix[row, column] = Complex(fit.information[row * order + column] * scale)
      }
    }
    let (values, vectors) = try matrix.eigen()
    singularValues = values.reversed().map { max(0, $0).squareRoot() }
    weakestDirection = (vectors.first ?? []).map { $0.real * $0.real }
  }

  /// What one would call a large change of an unknown.
  private static func scale(of unknown: Unknown) -> Double {
    if unknown.spread.isFinite { return unknown.spread }
    switch unknown.kind {
    case .gain: return 1
    case .delay: return 1
    case .position: return 0.1
    case .antenna: return 1
    case .orientation: return 1
    case .material: return 1
    }
  }
}
