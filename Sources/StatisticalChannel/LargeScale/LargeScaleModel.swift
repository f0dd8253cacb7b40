// SPDX-License-Identifier: Apache-2.0

package import ChannelStandards
package import LinearAlgebra
internal import Randomness
internal import RealModule

/// Draws correlated large-scale parameters: TR 38.901 clause 7.5 step 4.
package struct LargeScaleModel: Sendable {
  package let parameters: FastFadingParameters
  private let factor: CholeskyFactor

  /// The largest azimuth and zenith spreads (clause 7.5 step 4), in degrees.
  private static let largestAzimuthSpread = 104.0
  private static let largestZenithSpread = 52.0

  /// - Parameter parameters: Those of the links.
  /// - Throws: `LinearAlgebraError.singular` for correlations that no variables can have.
  package init(_ parameters: FastFadingParameters) throws(LinearAlgebraError) {
    self.parameters = parameters
    let all = LargeScaleParameter.allCases
    factor = try CholeskyFactor(order: all.count) { row, column in
      parameters.correlations[all[row], all[column]]
    }
  }

  /// Parameters from independent standard normal numbers.
  ///
  /// - Parameters:
  ///   - normals: One for each parameter, in their order.
  ///   - departure: The distribution of the zenith spread of departure.
  /// - Returns: The parameters.
  package func values(normals: [Double], departure: ZenithDeparture) -> LargeScaleValues {
    let correlated = factor.times(normals)
    func normal(_ parameter: LargeScaleParameter) -> Double { correlated[parameter.rawValue] }
    func spread(_ law: FastFadingParameters.LogNormal, _ parameter: LargeScaleParameter) -> Double {
      Double.exp10(law.mean + law.deviation * normal(parameter))
    }
    func azimuth(_ law: FastFadingParameters.LogNormal, _ parameter: LargeScaleParameter) -> Double
    { min(spread(law, parameter), Self.largestAzimuthSpread) * radiansPerDegree }
    func zenith(_ law: FastFadingParameters.LogNormal, _ parameter: LargeScaleParameter) -> Double {
      min(spread(law, parameter), Self.largestZenithSpread) * radiansPerDegree
    }
    return LargeScaleValues(
      shadowFading: normal(.shadowFading),
      ricianFactor: parameters.ricianFactor.map { $0.mean + $0.deviation * normal(.ricianFactor) },
      delaySpread: spread(parameters.delaySpread, .delaySpread),
      departureAzimuthSpread: azimuth(parameters.departureAzimuthSpread, .departureAzimuthSpread),
      arrivalAzimuthSpread: azimuth(parameters.arrivalAzimuthSpread, .arrivalAzimuthSpread),
      departureZenithSpread: zenith(departure.spread, .departureZenithSpread),
      arrivalZenithSpread: zenith(parameters.arrivalZenithSpread, .arrivalZenithSpread))
  }

  /// Parameters of a link of its own.
  ///
  /// - Parameters:
  ///   - departure: The distribution of the zenith spread of departure.
  ///   - shadowFading: In standard deviations where it was drawn before, positive for more power;
  ///     the other parameters are then drawn as they go with it.
  ///   - stream: Gives the random numbers.
  /// - Returns: The parameters.
  package func draw(
    departure: ZenithDeparture, shadowFading: Double? = nil,
    from stream: inout some LinkNumbers
  ) -> LargeScaleValues {
    var normals = stream.largeScaleNormals()
    // Shadow fading comes first, so that it is its own number.
    if let shadowFading { normals[LargeScaleParameter.shadowFading.rawValue] = shadowFading }
    return values(normals: normals, departure: departure)
  }
}
