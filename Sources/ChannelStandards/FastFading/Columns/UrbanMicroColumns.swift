// SPDX-License-Identifier: Apache-2.0

extension FastFadingColumn {
  /// TR 38.901 V19.4 Table 7.5-6, UMi LOS; two sources agree.
  static let urbanMicroLineOfSight = FastFadingColumn(
    delaySpreadMean: .frequency(LogarithmicLaw(-7.28, -0.18, offset: 1)),
    delaySpreadDeviation: LogarithmicLaw(0.39),
    departureAzimuth: .init(
      LogarithmicLaw(1.21, -0.05, offset: 1), LogarithmicLaw(0.29, 0.08, offset: 1)),
    arrivalAzimuth: .init(
      LogarithmicLaw(1.66, -0.07, offset: 1), LogarithmicLaw(0.26, 0.021, offset: 1)),
    arrivalZenith: .init(
      LogarithmicLaw(0.81, -0.11, offset: 1), LogarithmicLaw(0.29, -0.03, offset: 1)),
    departureZenith: nil,
    shadowFading: nil,
    ricianFactor: .init(9, 5),
    correlations: LargeScaleCorrelations([
      [0.5],
      [-0.4, -0.7],
      [-0.5, -0.2, 0.5],
      [-0.4, -0.3, 0.8, 0.4],
      [0, 0, 0, 0.5, 0],
      [0, 0, 0.2, 0.3, 0, 0],
    ]),
    correlationDistances: CorrelationDistances([10, 15, 7, 8, 8, 12, 12]),
    delayScaling: 3,
    crossPolarization: .init(9, 3),
    clusters: 12,
    raysPerCluster: 20,
    clusterDelaySpread: .nanoseconds(5),
    clusterDepartureAzimuth: 3,
    clusterArrivalAzimuth: 17,
    clusterArrivalZenith: 7,
    clusterDepartureZenith: nil,
    clusterShadowing: 3)

  /// TR 38.901 V19.4 Table 7.5-6, UMi NLOS; two sources agree.
  static let urbanMicroObstructed = FastFadingColumn(
    delaySpreadMean: .frequency(LogarithmicLaw(-6.87, -0.22, offset: 1)),
    delaySpreadDeviation: LogarithmicLaw(0.22, 0.19, offset: 1),
    departureAzimuth: .init(
      LogarithmicLaw(1.54, -0.24, offset: 1), LogarithmicLaw(0.33, 0.1, offset: 1)),
    arrivalAzimuth: .init(
      LogarithmicLaw(1.76, -0.07, offset: 1), LogarithmicLaw(0.27, 0.05, offset: 1)),
    arrivalZenith: .init(
      LogarithmicLaw(0.92, -0.03, offset: 1), LogarithmicLaw(0.35, -0.05, offset: 1)),
    departureZenith: nil,
    shadowFading: nil,
    ricianFactor: nil,
    correlations: LargeScaleCorrelations([
      [0],
      [-0.7, 0],
      [0, 0, 0],
      [-0.4, 0, 0.4, 0],
      [0, 0, -0.5, 0.5, 0],
      [0, 0, 0, 0.5, 0.2, 0],
    ]),
    correlationDistances: CorrelationDistances([13, 1, 10, 10, 9, 10, 10]),
    delayScaling: 2.1,
    crossPolarization: .init(8, 3),
    clusters: 19,
    raysPerCluster: 20,
    clusterDelaySpread: .nanoseconds(11),
    clusterDepartureAzimuth: 10,
    clusterArrivalAzimuth: 22,
    clusterArrivalZenith: 7,
    clusterDepartureZenith: nil,
    clusterShadowing: 3)

  /// TR 38.901 V19.4 Table 7.5-6, UMi O2I; two sources agree.
  static let urbanMicroOutdoorToIndoor = FastFadingColumn(
    delaySpreadMean: .frequency(LogarithmicLaw(-6.62)),
    delaySpreadDeviation: LogarithmicLaw(0.32),
    departureAzimuth: .init(LogarithmicLaw(1.25), LogarithmicLaw(0.42)),
    arrivalAzimuth: .init(LogarithmicLaw(1.76), LogarithmicLaw(0.16)),
    arrivalZenith: .init(LogarithmicLaw(1.01), LogarithmicLaw(0.43)),
    departureZenith: nil,
    shadowFading: 7,
    ricianFactor: nil,
    correlations: LargeScaleCorrelations([
      [0],
      [-0.5, 0],
      [0.2, 0, 0.4],
      [0, 0, 0.4, 0],
      [0, 0, -0.6, -0.2, 0],
      [0, 0, -0.2, 0, 0.5, 0.5],
    ]),
    correlationDistances: CorrelationDistances([7, 1, 10, 11, 17, 25, 25]),
    delayScaling: 2.2,
    crossPolarization: .init(9, 5),
    clusters: 12,
    raysPerCluster: 20,
    clusterDelaySpread: .nanoseconds(11),
    clusterDepartureAzimuth: 5,
    clusterArrivalAzimuth: 8,
    clusterArrivalZenith: 3,
    clusterDepartureZenith: nil,
    clusterShadowing: 4)
}
