// SPDX-License-Identifier: Apache-2.0

extension FastFadingColumn {
  /// TR 38.901 V19.4 Table 7.5-6, UMa LOS; two sources agree.
  static let urbanMacroLineOfSight = FastFadingColumn(
    delaySpreadMean: .frequency(LogarithmicLaw(-7.067, -0.0794)),
    delaySpreadDeviation: LogarithmicLaw(0.57, 0.026),
    departureAzimuth: .init(LogarithmicLaw(0.92), LogarithmicLaw(0.31)),
    arrivalAzimuth: .init(LogarithmicLaw(1.76), LogarithmicLaw(0.19)),
    arrivalZenith: .init(LogarithmicLaw(0.96), LogarithmicLaw(0.15)),
    departureZenith: nil,
    shadowFading: nil,
    ricianFactor: .init(9, 3.5),
    correlations: LargeScaleCorrelations([
      [0],
      [-0.4, -0.4],
      [-0.5, 0, 0.4],
      [-0.5, -0.2, 0.8, 0],
      [0, 0, -0.2, 0.5, -0.3],
      [-0.8, 0, 0, 0, 0.4, 0],
    ]),
    correlationDistances: CorrelationDistances([37, 12, 30, 18, 15, 15, 15]),
    delayScaling: 2.5,
    crossPolarization: .init(8, 4),
    clusters: 12,
    raysPerCluster: 20,
    clusterDelaySpread: .law(LogarithmicLaw(6.5622, -3.4084), floor: 0.25),
    clusterDepartureAzimuth: 3.58,
    clusterArrivalAzimuth: 11,
    clusterArrivalZenith: 7,
    clusterDepartureZenith: nil,
    clusterShadowing: 3)

  /// TR 38.901 V19.4 Table 7.5-6, UMa NLOS; two sources agree.
  static let urbanMacroObstructed = FastFadingColumn(
    delaySpreadMean: .frequency(LogarithmicLaw(-6.47, -0.134)),
    delaySpreadDeviation: LogarithmicLaw(0.39),
    departureAzimuth: .init(LogarithmicLaw(1.09), LogarithmicLaw(0.44)),
    arrivalAzimuth: .init(LogarithmicLaw(2.04, -0.25), LogarithmicLaw(0.17, -0.03)),
    arrivalZenith: .init(LogarithmicLaw(1.445, -0.2856), LogarithmicLaw(0.17)),
    departureZenith: nil,
    shadowFading: nil,
    ricianFactor: nil,
    correlations: LargeScaleCorrelations([
      [0],
      [-0.4, 0],
      [-0.6, 0, 0.4],
      [0, 0, 0.6, 0.4],
      [0, 0, -0.5, 0.5, 0],
      [-0.4, 0, 0, -0.1, 0, 0],
    ]),
    correlationDistances: CorrelationDistances([50, 1, 40, 50, 50, 50, 50]),
    delayScaling: 2.3,
    crossPolarization: .init(7, 3),
    clusters: 20,
    raysPerCluster: 20,
    clusterDelaySpread: .law(LogarithmicLaw(6.5622, -3.4084), floor: 0.25),
    clusterDepartureAzimuth: 1.8,
    clusterArrivalAzimuth: 15,
    clusterArrivalZenith: 7,
    clusterDepartureZenith: nil,
    clusterShadowing: 3)

  /// TR 38.901 V19.4 Table 7.5-6, UMa O2I; two sources agree.
  static let urbanMacroOutdoorToIndoor = FastFadingColumn(
    delaySpreadMean: .frequency(LogarithmicLaw(-6.62)),
    delaySpreadDeviation: LogarithmicLaw(0.32),
    departureAzimuth: .init(LogarithmicLaw(0.58), LogarithmicLaw(0.7)),
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
    clusterDepartureAzimuth: 1.8,
    clusterArrivalAzimuth: 8,
    clusterArrivalZenith: 3,
    clusterDepartureZenith: nil,
    clusterShadowing: 4)
}
