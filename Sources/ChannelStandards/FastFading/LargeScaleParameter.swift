// SPDX-License-Identifier: Apache-2.0

/// A large-scale parameter of a link; the raw values are the order in which they are correlated.
///
/// The square root of their correlation matrix depends on the order: 3GPP TR 38.901 clause 7.5
/// step 4.
package enum LargeScaleParameter: Int, Hashable, Sendable, CaseIterable {
  case shadowFading
  case ricianFactor
  case delaySpread
  case departureAzimuthSpread
  case arrivalAzimuthSpread
  case departureZenithSpread
  case arrivalZenithSpread
}

/// The correlations between the large-scale parameters of a link.
package struct LargeScaleCorrelations: Hashable, Sendable {
  /// Row by row below the diagonal.
  private let values: [Double]

  /// - Parameter rows: A row of correlations with all parameters before it for each parameter
  ///   after the first one, in the parameters' order.
  package init(_ rows: [[Double]]) {
    precondition(rows.count == LargeScaleParameter.allCases.count - 1)
    precondition(rows.indices.allSatisfy { rows[$0].count == $0 + 1 })
    values = rows.flatMap { $0 }
  }

  /// The correlation of two parameters, one with itself being 1.
  package subscript(_ a: LargeScaleParameter, _ b: LargeScaleParameter) -> Double {
    let (low, high) = (min(a.rawValue, b.rawValue), max(a.rawValue, b.rawValue))
    return low == high ? 1 : values[high * (high - 1) / 2 + low]
  }
}

/// Over which distances the large-scale parameters of links lose their correlation, in metres.
package struct CorrelationDistances: Hashable, Sendable {
  private let metres: [Double]

  /// - Parameter metres: In the order of the parameters; those of a state of sight without Rician
  ///   factor have any positive number there.
  package init(_ metres: [Double]) {
    precondition(metres.count == LargeScaleParameter.allCases.count)
    self.metres = metres
  }

  package subscript(_ parameter: LargeScaleParameter) -> Double { metres[parameter.rawValue] }
}
