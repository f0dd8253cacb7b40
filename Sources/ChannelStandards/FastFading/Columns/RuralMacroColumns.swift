// SPDX-License-Identifier: Apache-2.0

extension FastFadingColumn {
  /// TR 38.901 V19.4 Table 7.5-6, RMa LOS; two sources agree.
  static let ruralMacroLineOfSight = FastFadingColumn(
    delaySpreadMean: .frequency(LogarithmicLaw(-7.49)),
    delaySpreadDeviation: LogarithmicLaw(0.55),
    departureAzimuth: .init(LogarithmicLaw(0.9), LogarithmicLaw(0.38)),
    arrivalAzimuth: .init(LogarithmicLaw(1.52), LogarithmicLaw(0.24)),
    arrivalZenith: .init(LogarithmicLaw(0.47), LogarithmicLaw(0.4)),
    departureZenith: nil,
    shadowFading: nil,
    ricianFactor: .init(7, 4),
    correlations: LargeScaleCorrelations([
      [0],
      [-0.5, 0],
      [0, 0, 0],
      [0, 0, 0, 0],
      [0.01, 0, -0.05, 0.73, -0.2],
      [-0.17, -0.02, 0.27, -0.14, 0.24, -0.07],
    ]),
    correlationDistances: CorrelationDistances([37, 40, 50, 25, 35, 15, 15]),
    delayScaling: 3.8,
    crossPolarization: .init(12, 4),
    clusters: 11,
    raysPerCluster: 20,
    clusterDelaySpread: .notGiven,
    clusterDepartureAzimuth: 2,
    clusterArrivalAzimuth: 3,
    clusterArrivalZenith: 3,
    clusterDepartureZenith: nil,
    clusterShadowing: 3)

  /// TR 38.901 V19.4 Table 7.5-6, RMa NLOS; two sources agree.
  static let ruralMacroObstructed = FastFadingColumn(
    delaySpreadMean: .frequency(LogarithmicLaw(-7.43)),
    delaySpreadDeviation: LogarithmicLaw(0.48),
    departureAzimuth: .init(LogarithmicLaw(0.95), LogarithmicLaw(0.45)),
    arrivalAzimuth: .init(LogarithmicLaw(1.52), LogarithmicLaw(0.13)),
    arrivalZenith: .init(LogarithmicLaw(0.58), LogarithmicLaw(0.37)),
    departureZenith: nil,
    shadowFading: nil,
    ricianFactor: nil,
    correlations: LargeScaleCorrelations([
      [0],
      [-0.5, 0],
      [0.6, 0, -0.4],
      [0, 0, 0, 0],
      [-0.04, 0, -0.1, 0.42, -0.18],
      [-0.25, 0, -0.4, -0.27, 0.26, -0.27],
    ]),
    correlationDistances: CorrelationDistances([120, 1, 36, 30, 40, 50, 50]),
    delayScaling: 1.7,
    crossPolarization: .init(7, 3),
    clusters: 10,
    raysPerCluster: 20,
    clusterDelaySpread: .notGiven,
    clusterDepartureAzimuth: 2,
    clusterArrivalAzimuth: 3,
    clusterArrivalZenith: 3,
    clusterDepartureZenith: nil,
    clusterShadowing: 3)

  /// TR 38.901 V19.4 Table 7.5-6, RMa O2I; two sources agree.
  static let ruralMacroOutdoorToIndoor = FastFadingColumn(
    delaySpreadMean: .frequency(LogarithmicLaw(-7.47)),
    delaySpreadDeviation: LogarithmicLaw(0.24),
    departureAzimuth: .init(LogarithmicLaw(0.67), LogarithmicLaw(0.18)),
    arrivalAzimuth: .init(LogarithmicLaw(1.66), LogarithmicLaw(0.21)),
    arrivalZenith: .init(LogarithmicLaw(0.93), LogarithmicLaw(0.22)),
    departureZenith: nil,
    shadowFading: 8,
    ricianFactor: nil,
    correlations: LargeScaleCorrelations([
      [0],
      [0, 0],
      [0, 0, 0],
      [0, 0, 0, -0.7],
      [0, 0, 0, 0.66, -0.55],
      [0, 0, 0, 0.47, -0.22, 0],
    ]),
    correlationDistances: CorrelationDistances([120, 1, 36, 30, 40, 50, 50]),
    delayScaling: 1.7,
    crossPolarization: .init(7, 3),
    clusters: 10,
    raysPerCluster: 20,
    clusterDelaySpread: .notGiven,
    clusterDepartureAzimuth: 2,
    clusterArrivalAzimuth: 3,
    clusterArrivalZenith: 3,
    clusterDepartureZenith: nil,
    clusterShadowing: 3)
}
