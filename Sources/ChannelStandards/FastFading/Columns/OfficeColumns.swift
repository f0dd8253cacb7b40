// SPDX-License-Identifier: Apache-2.0

extension FastFadingColumn {
  /// TR 38.901 V19.4 Table 7.5-6, InH LOS; two sources agree.
  static let officeLineOfSight = FastFadingColumn(
    delaySpreadMean: .frequency(LogarithmicLaw(-7.692, -0.01, offset: 1)),
    delaySpreadDeviation: LogarithmicLaw(0.18),
    departureAzimuth: .init(LogarithmicLaw(1.6), LogarithmicLaw(0.18)),
    arrivalAzimuth: .init(
      LogarithmicLaw(1.781, -0.19, offset: 1), LogarithmicLaw(0.119, 0.12, offset: 1)),
    arrivalZenith: .init(
      LogarithmicLaw(1.44, -0.26, offset: 1), LogarithmicLaw(0.264, -0.04, offset: 1)),
    departureZenith: nil,
    shadowFading: nil,
    ricianFactor: .init(7, 4),
    correlations: LargeScaleCorrelations([
      [0.5],
      [-0.8, -0.5],
      [-0.4, 0, 0.6],
      [-0.5, 0, 0.8, 0.4],
      [0.2, 0, 0.1, 0.5, 0],
      [0.3, 0.1, 0.2, 0, 0.5, 0],
    ]),
    correlationDistances: CorrelationDistances([10, 4, 8, 7, 5, 4, 4]),
    delayScaling: 3.6,
    crossPolarization: .init(11, 4),
    clusters: 15,
    raysPerCluster: 20,
    clusterDelaySpread: .notGiven,
    clusterDepartureAzimuth: 5,
    clusterArrivalAzimuth: 8,
    clusterArrivalZenith: 9,
    clusterDepartureZenith: nil,
    clusterShadowing: 6)

  /// TR 38.901 V19.4 Table 7.5-6, InH NLOS; two sources agree.
  static let officeObstructed = FastFadingColumn(
    delaySpreadMean: .frequency(LogarithmicLaw(-7.173, -0.28, offset: 1)),
    delaySpreadDeviation: LogarithmicLaw(0.055, 0.1, offset: 1),
    departureAzimuth: .init(LogarithmicLaw(1.62), LogarithmicLaw(0.25)),
    arrivalAzimuth: .init(
      LogarithmicLaw(1.863, -0.11, offset: 1), LogarithmicLaw(0.059, 0.12, offset: 1)),
    arrivalZenith: .init(
      LogarithmicLaw(1.387, -0.15, offset: 1), LogarithmicLaw(0.746, -0.09, offset: 1)),
    departureZenith: nil,
    shadowFading: nil,
    ricianFactor: nil,
    correlations: LargeScaleCorrelations([
      [0],
      [-0.5, 0],
      [0, 0, 0.4],
      [-0.4, 0, 0, 0],
      [0, 0, -0.27, 0.35, -0.08],
      [0, 0, -0.06, 0.23, 0.43, 0.42],
    ]),
    correlationDistances: CorrelationDistances([6, 1, 5, 3, 3, 4, 4]),
    delayScaling: 3,
    crossPolarization: .init(10, 4),
    clusters: 19,
    raysPerCluster: 20,
    clusterDelaySpread: .notGiven,
    clusterDepartureAzimuth: 5,
    clusterArrivalAzimuth: 11,
    clusterArrivalZenith: 9,
    clusterDepartureZenith: nil,
    clusterShadowing: 3)
}
