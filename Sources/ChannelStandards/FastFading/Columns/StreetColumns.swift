// SPDX-License-Identifier: Apache-2.0

extension FastFadingColumn {
  /// TR 37.885 Table 6.2.3-1, Urban grid LOS; two or more sources agree.
  static let urbanGridLineOfSight = FastFadingColumn(
    delaySpreadMean: .frequency(LogarithmicLaw(-7.5, -0.2, offset: 1)),
    delaySpreadDeviation: LogarithmicLaw(0.1),
    departureAzimuth: .init(LogarithmicLaw(1.6, -0.1, offset: 1), LogarithmicLaw(0.1)),
    arrivalAzimuth: .init(LogarithmicLaw(1.6, -0.1, offset: 1), LogarithmicLaw(0.1)),
    arrivalZenith: .init(
      LogarithmicLaw(0.73, -0.1, offset: 1), LogarithmicLaw(0.34, -0.04, offset: 1)),
    departureZenith: .init(
      LogarithmicLaw(0.73, -0.1, offset: 1), LogarithmicLaw(0.34, -0.04, offset: 1)),
    shadowFading: 3,
    ricianFactor: .init(3.48, 2),
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
    clusterDepartureAzimuth: 17,
    clusterArrivalAzimuth: 17,
    clusterArrivalZenith: 7,
    clusterDepartureZenith: 7,
    clusterShadowing: 4)

  /// TR 37.885 Table 6.2.3-1, Urban grid NLOSv; two or more sources agree.
  static let urbanGridBehindVehicle = FastFadingColumn(
    delaySpreadMean: .frequency(LogarithmicLaw(-7, -0.4, offset: 1)),
    delaySpreadDeviation: LogarithmicLaw(0.1),
    departureAzimuth: .init(LogarithmicLaw(1.7, -0.1, offset: 1), LogarithmicLaw(0.1)),
    arrivalAzimuth: .init(LogarithmicLaw(1.7, -0.1, offset: 1), LogarithmicLaw(0.1)),
    arrivalZenith: .init(
      LogarithmicLaw(0.92, -0.04, offset: 1), LogarithmicLaw(0.41, -0.07, offset: 1)),
    departureZenith: .init(
      LogarithmicLaw(0.92, -0.04, offset: 1), LogarithmicLaw(0.41, -0.07, offset: 1)),
    shadowFading: 3,
    ricianFactor: .init(0, 4.5),
    correlations: LargeScaleCorrelations([
      [0.5],
      [-0.4, -0.7],
      [-0.5, -0.2, 0.5],
      [-0.4, -0.3, 0.8, 0.4],
      [0, 0, 0, 0.5, 0],
      [0, 0, 0.2, 0.3, 0, 0],
    ]),
    correlationDistances: CorrelationDistances([13, 12, 10, 10, 9, 10, 10]),
    delayScaling: 2.1,
    crossPolarization: .init(8, 3),
    clusters: 19,
    raysPerCluster: 20,
    clusterDelaySpread: .nanoseconds(11),
    clusterDepartureAzimuth: 22,
    clusterArrivalAzimuth: 22,
    clusterArrivalZenith: 7,
    clusterDepartureZenith: 7,
    clusterShadowing: 4)

  /// TR 37.885 Table 6.2.3-1, Urban grid NLOS; two or more sources agree.
  static let urbanGridObstructed = FastFadingColumn(
    delaySpreadMean: .frequency(LogarithmicLaw(-7, -0.3, offset: 1)),
    delaySpreadDeviation: LogarithmicLaw(0.28),
    departureAzimuth: .init(
      LogarithmicLaw(1.81, -0.08, offset: 1), LogarithmicLaw(0.3, 0.05, offset: 1)),
    arrivalAzimuth: .init(
      LogarithmicLaw(1.81, -0.08, offset: 1), LogarithmicLaw(0.3, 0.05, offset: 1)),
    arrivalZenith: .init(
      LogarithmicLaw(0.92, -0.04, offset: 1), LogarithmicLaw(0.41, -0.07, offset: 1)),
    departureZenith: .init(
      LogarithmicLaw(0.92, -0.04, offset: 1), LogarithmicLaw(0.41, -0.07, offset: 1)),
    shadowFading: 4,
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
    clusterDepartureAzimuth: 22,
    clusterArrivalAzimuth: 22,
    clusterArrivalZenith: 7,
    clusterDepartureZenith: 7,
    clusterShadowing: 4)

  /// TR 37.885 Table 6.2.3-1, Highway LOS; two or more sources agree.
  static let highwayLineOfSight = FastFadingColumn(
    delaySpreadMean: .frequency(LogarithmicLaw(-8.3)),
    delaySpreadDeviation: LogarithmicLaw(0.2),
    departureAzimuth: .init(LogarithmicLaw(1.4), LogarithmicLaw(0.1)),
    arrivalAzimuth: .init(LogarithmicLaw(1.4), LogarithmicLaw(0.1)),
    arrivalZenith: .init(
      LogarithmicLaw(0.73, -0.1, offset: 1), LogarithmicLaw(0.34, -0.04, offset: 1)),
    departureZenith: .init(
      LogarithmicLaw(0.73, -0.1, offset: 1), LogarithmicLaw(0.34, -0.04, offset: 1)),
    shadowFading: 3,
    ricianFactor: .init(9, 3.5),
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
    clusterDepartureAzimuth: 17,
    clusterArrivalAzimuth: 17,
    clusterArrivalZenith: 7,
    clusterDepartureZenith: 7,
    clusterShadowing: 4)

  /// TR 37.885 Table 6.2.3-1, Highway NLOSv; two or more sources agree.
  static let highwayBehindVehicle = FastFadingColumn(
    delaySpreadMean: .frequency(LogarithmicLaw(-8.3)),
    delaySpreadDeviation: LogarithmicLaw(0.3),
    departureAzimuth: .init(LogarithmicLaw(1.5), LogarithmicLaw(0.1)),
    arrivalAzimuth: .init(LogarithmicLaw(1.5), LogarithmicLaw(0.1)),
    arrivalZenith: .init(
      LogarithmicLaw(0.92, -0.04, offset: 1), LogarithmicLaw(0.41, -0.07, offset: 1)),
    departureZenith: .init(
      LogarithmicLaw(0.92, -0.04, offset: 1), LogarithmicLaw(0.41, -0.07, offset: 1)),
    shadowFading: 3,
    ricianFactor: .init(0, 4.5),
    correlations: LargeScaleCorrelations([
      [0.5],
      [-0.4, -0.7],
      [-0.5, -0.2, 0.5],
      [-0.4, -0.3, 0.8, 0.4],
      [0, 0, 0, 0.5, 0],
      [0, 0, 0.2, 0.3, 0, 0],
    ]),
    correlationDistances: CorrelationDistances([13, 12, 10, 10, 9, 10, 10]),
    delayScaling: 2.1,
    crossPolarization: .init(8, 3),
    clusters: 19,
    raysPerCluster: 20,
    clusterDelaySpread: .nanoseconds(11),
    clusterDepartureAzimuth: 22,
    clusterArrivalAzimuth: 22,
    clusterArrivalZenith: 7,
    clusterDepartureZenith: 7,
    clusterShadowing: 4)
}
