// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import RealModule

private let degree = Double.pi / 180

/// Indoor offices as TR 38.900 V14.0 had them, with which the companies made their curves.
///
/// The numbers are those in ClanceyWong/Flexible-3GPP-Channel-Modeling-and-Calibration-with-Spatial-
/// Consistency at 87d6bec (links) and cc457d0 (correlations); one source. TR 38.901 has others.
enum EarlierOffice {
  /// c + a log10(1 + f / GHz), f being 6 GHz at least.
  private static func law(_ constant: Double, _ slope: Double, _ gigahertz: Double) -> Double {
    constant + slope * Double.log10(1 + max(gigahertz, 6))
  }

  static func parameters(
    _ sight: SightState, gigahertz: Double
  ) throws -> FastFadingParameters {
    var parameters = try FastFadingParameters(.openOffice, sight, frequency: gigahertz * 1e9)
    func at(_ constant: Double, _ slope: Double) -> Double { law(constant, slope, gigahertz) }
    if sight == .lineOfSight {
      parameters.delaySpread = .init(mean: at(-7.79, -0.01), deviation: at(0.5, -0.16))
      parameters.departureAzimuthSpread = .init(mean: 1.6, deviation: 0.18)
      parameters.arrivalAzimuthSpread = .init(mean: at(1.86, -0.19), deviation: at(0, 0.12))
      parameters.arrivalZenithSpread = .init(mean: at(1.21, -0.26), deviation: at(0.17, -0.04))
      parameters.ricianFactor = NormalDecibels(at(2.12, 0.84), at(6.19, -0.58))
      parameters.correlations = LargeScaleCorrelations([
        [0.5],
        [-0.8, -0.5],
        [-0.4, 0, 0.6],
        [-0.5, 0, 0.8, 0.4],
        [0.2, 0, 0.1, 0.2, 0.1],
        [-0.1, 0.1, 0.2, 0.2, 0.3, 0.2],
      ])
      parameters.delayScaling = 2.15
      parameters.crossPolarization = NormalDecibels(15, 3)
      parameters.clusters = 8
      parameters.clusterShadowing = 6
      parameters.clusterArrivalAzimuth = at(16.72, -6.2) * degree
      parameters.clusterArrivalZenith = at(10.28, -3.85) * degree
      parameters.clusterDepartureAzimuth = 7 * degree
    } else {
      parameters.delaySpread = .init(mean: at(-7.29, -0.28), deviation: at(0.11, 0.1))
      parameters.departureAzimuthSpread = .init(mean: 1.49, deviation: 0.17)
      parameters.arrivalAzimuthSpread = .init(mean: at(1.8, -0.11), deviation: at(0, 0.12))
      parameters.arrivalZenithSpread = .init(mean: at(1.04, -0.15), deviation: at(0.24, -0.09))
      parameters.correlations = LargeScaleCorrelations([
        [0],
        [-0.5, 0],
        [0, 0, 0.4],
        [-0.4, 0, 0, 0],
        [0, 0, -0.1, 0.3, 0.1],
        [-0.1, 0, -0.1, 0.2, 0, 0.4],
      ])
      parameters.delayScaling = 1.84
      parameters.crossPolarization = NormalDecibels(12, 7)
      parameters.clusters = 10
      parameters.clusterShadowing = 3
      parameters.clusterArrivalAzimuth = at(30.53, -13) * degree
      parameters.clusterArrivalZenith = at(10.25, -3.72) * degree
      parameters.clusterDepartureAzimuth = 3 * degree
    }
    return parameters
  }

  static func departure(_ sight: SightState, gigahertz: Double) -> ZenithDeparture {
    sight == .lineOfSight
      ? ZenithDeparture(
        spread: .init(mean: law(2.25, -1.43, gigahertz), deviation: law(0.15, 0.13, gigahertz)),
        offset: 0)
      : ZenithDeparture(spread: .init(mean: 1.37, deviation: 0.38), offset: 0)
  }
}
