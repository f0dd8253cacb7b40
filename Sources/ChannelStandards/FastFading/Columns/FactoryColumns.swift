// SPDX-License-Identifier: Apache-2.0

extension FastFadingColumn {
  /// TR 38.901 V19.4 Table 7.5-6, InF LOS; two sources agree.
  static let factoryLineOfSight = FastFadingColumn(
    delaySpreadMean: .hall(HallLaw(26, 14, -9.35)),
    delaySpreadDeviation: LogarithmicLaw(0.15),
    departureAzimuth: .init(LogarithmicLaw(1.56), LogarithmicLaw(0.25)),
    arrivalAzimuth: .init(
      LogarithmicLaw(1.78, -0.18, offset: 1), LogarithmicLaw(0.2, 0.12, offset: 1)),
    arrivalZenith: .init(LogarithmicLaw(1.5, -0.2, offset: 1), LogarithmicLaw(0.35)),
    departureZenith: nil,
    shadowFading: nil,
    ricianFactor: .init(7, 8),
    correlations: LargeScaleCorrelations([
      [0],
      [0, -0.7],
      [0, -0.5, 0],
      [0, 0, 0, 0],
      [0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0],
    ]),
    correlationDistances: CorrelationDistances([10, 10, 10, 10, 10, 10, 10]),
    delayScaling: 2.7,
    crossPolarization: .init(12, 6),
    clusters: 25,
    raysPerCluster: 20,
    clusterDelaySpread: .notGiven,
    clusterDepartureAzimuth: 5,
    clusterArrivalAzimuth: 8,
    clusterArrivalZenith: 9,
    clusterDepartureZenith: nil,
    clusterShadowing: 4)

  /// TR 38.901 V19.4 Table 7.5-6, InF NLOS; two sources agree.
  static let factoryObstructed = FastFadingColumn(
    delaySpreadMean: .hall(HallLaw(30, 32, -9.44)),
    delaySpreadDeviation: LogarithmicLaw(0.19),
    departureAzimuth: .init(LogarithmicLaw(1.57), LogarithmicLaw(0.2)),
    arrivalAzimuth: .init(LogarithmicLaw(1.72), LogarithmicLaw(0.3)),
    arrivalZenith: .init(LogarithmicLaw(1.45, -0.13, offset: 1), LogarithmicLaw(0.45)),
    departureZenith: nil,
    shadowFading: nil,
    ricianFactor: nil,
    correlations: LargeScaleCorrelations([
      [0],
      [0, 0],
      [0, 0, 0],
      [0, 0, 0, 0],
      [0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0],
    ]),
    correlationDistances: CorrelationDistances([10, 1, 10, 10, 10, 10, 10]),
    delayScaling: 3,
    crossPolarization: .init(11, 6),
    clusters: 25,
    raysPerCluster: 20,
    clusterDelaySpread: .notGiven,
    clusterDepartureAzimuth: 5,
    clusterArrivalAzimuth: 8,
    clusterArrivalZenith: 9,
    clusterDepartureZenith: nil,
    clusterShadowing: 3)
}
