// SPDX-License-Identifier: Apache-2.0

internal import RealModule

/// Indoor offices as TR 38.900 V14.0 had them, with which the companies made their curves.
///
/// The numbers are those in ClanceyWong/Flexible-3GPP-Channel-Modeling-and-Calibration-with-Spatial-
/// Consistency at 87d6bec (links) and cc457d0 (correlations); one source. TR 38.901 has others.
extension FastFadingParameters {
  /// Takes the offices' values of TR 38.900 V14.0.
  mutating func takeEarlierOffice(_ sight: SightState, _ frequency: CarrierFrequency) {
    let gigahertz = RadioEnvironment.openOffice.fastFadingGigahertz(frequency)
    /// c + a log10(1 + f / GHz).
    func at(_ constant: Double, _ slope: Double) -> Double {
      LogarithmicLaw(constant, slope, offset: 1).value(gigahertz: gigahertz)
    }
    if sight == .lineOfSight {
      takeEarlierOfficeInSight(at)
    } else {
      takeEarlierObstructedOffice(at)
    }
  }

  private mutating func takeEarlierOfficeInSight(_ at: (Double, Double) -> Double) {
    delaySpread = .init(mean: at(-7.79, -0.01), deviation: at(0.5, -0.16))
    departureAzimuthSpread = .init(mean: 1.6, deviation: 0.18)
    arrivalAzimuthSpread = .init(mean: at(1.86, -0.19), deviation: at(0, 0.12))
    arrivalZenithSpread = .init(mean: at(1.21, -0.26), deviation: at(0.17, -0.04))
    departureZenithSpread = .init(mean: at(2.25, -1.43), deviation: at(0.15, 0.13))
    ricianFactor = NormalDecibels(at(2.12, 0.84), at(6.19, -0.58))
    correlations = LargeScaleCorrelations([
      [0.5],
      [-0.8, -0.5],
      [-0.4, 0, 0.6],
      [-0.5, 0, 0.8, 0.4],
      [0.2, 0, 0.1, 0.2, 0.1],
      [-0.1, 0.1, 0.2, 0.2, 0.3, 0.2],
    ])
    delayScaling = 2.15
    crossPolarization = NormalDecibels(15, 3)
    clusters = 8
    clusterShadowing = 6
    clusterArrivalAzimuth = at(16.72, -6.2) * radiansPerDegree
    clusterArrivalZenith = at(10.28, -3.85) * radiansPerDegree
    clusterDepartureAzimuth = 7 * radiansPerDegree
  }

  private mutating func takeEarlierObstructedOffice(_ at: (Double, Double) -> Double) {
    delaySpread = .init(mean: at(-7.29, -0.28), deviation: at(0.11, 0.1))
    departureAzimuthSpread = .init(mean: 1.49, deviation: 0.17)
    arrivalAzimuthSpread = .init(mean: at(1.8, -0.11), deviation: at(0, 0.12))
    arrivalZenithSpread = .init(mean: at(1.04, -0.15), deviation: at(0.24, -0.09))
    departureZenithSpread = .init(mean: 1.37, deviation: 0.38)
    correlations = LargeScaleCorrelations([
      [0],
      [-0.5, 0],
      [0, 0, 0.4],
      [-0.4, 0, 0, 0],
      [0, 0, -0.1, 0.3, 0.1],
      [-0.1, 0, -0.1, 0.2, 0, 0.4],
    ])
    delayScaling = 1.84
    crossPolarization = NormalDecibels(12, 7)
    clusters = 10
    clusterShadowing = 3
    clusterArrivalAzimuth = at(30.53, -13) * radiansPerDegree
    clusterArrivalZenith = at(10.25, -3.72) * radiansPerDegree
    clusterDepartureAzimuth = 3 * radiansPerDegree
  }
}
