// SPDX-License-Identifier: Apache-2.0

extension FastFadingColumn {
  /// TR 38.901 V19.4 Table 7.5-6, SMa LOS; one source.
  static let suburbanMacroLineOfSight = FastFadingColumn(
    delaySpreadMean: .frequency(LogarithmicLaw(-7.42)),
    delaySpreadDeviation: LogarithmicLaw(0.6),
    departureAzimuth: .init(LogarithmicLaw(0.48), LogarithmicLaw(0.27)),
    arrivalAzimuth: .init(LogarithmicLaw(1.43), LogarithmicLaw(0.12)),
    arrivalZenith: .init(LogarithmicLaw(1.18), LogarithmicLaw(0.05)),
    departureZenith: nil,
    shadowFading: nil,
    ricianFactor: .init(9, 7),
    correlations: LargeScaleCorrelations([
      [0],
      [-0.4, -0.4],
      [-0.5, 0, 0.4],
      [-0.5, -0.2, 0.8, 0],
      [0, 0, -0.2, 0.5, -0.3],
      [-0.8, 0, 0, 0, 0.4, 0],
    ]),
    correlationDistances: CorrelationDistances([40, 10, 6, 15, 20, 15, 15]),
    delayScaling: 2.4,
    crossPolarization: .init(8, 4),
    clusters: 15,
    raysPerCluster: 20,
    clusterDelaySpread: .law(LogarithmicLaw(6.5622, -3.4084), floor: 0.25),
    clusterDepartureAzimuth: 2.08,
    clusterArrivalAzimuth: 5,
    clusterArrivalZenith: 7,
    clusterDepartureZenith: nil,
    clusterShadowing: 3)

  /// TR 38.901 V19.4 Table 7.5-6, SMa NLOS; one source.
  static let suburbanMacroObstructed = FastFadingColumn(
    delaySpreadMean: .frequency(LogarithmicLaw(-7.2)),
    delaySpreadDeviation: LogarithmicLaw(0.58),
    departureAzimuth: .init(LogarithmicLaw(0.51), LogarithmicLaw(0.33)),
    arrivalAzimuth: .init(LogarithmicLaw(1.63), LogarithmicLaw(0.26)),
    arrivalZenith: .init(LogarithmicLaw(1.16), LogarithmicLaw(0.14)),
    departureZenith: nil,
    shadowFading: nil,
    ricianFactor: nil,
    correlations: LargeScaleCorrelations([
      [0],
      [-0.13, 0],
      [-0.4, 0, 0],
      [0, 0, 0.7, 0],
      [0, 0, -0.5, 0.5, 0],
      [-0.47, 0, 0, -0.1, 0.36, 0],
    ]),
    correlationDistances: CorrelationDistances([50, 1, 40, 30, 30, 50, 50]),
    delayScaling: 1.5,
    crossPolarization: .init(4, 3),
    clusters: 14,
    raysPerCluster: 20,
    clusterDelaySpread: .law(LogarithmicLaw(6.5622, -3.4084), floor: 0.25),
    clusterDepartureAzimuth: 1.33,
    clusterArrivalAzimuth: 10,
    clusterArrivalZenith: 7,
    clusterDepartureZenith: nil,
    clusterShadowing: 3)

  /// TR 38.901 V19.4 Table 7.5-6, SMa O2I; one source.
  static let suburbanMacroOutdoorToIndoor = FastFadingColumn(
    delaySpreadMean: .frequency(LogarithmicLaw(-7.2)),
    delaySpreadDeviation: LogarithmicLaw(0.58),
    departureAzimuth: .init(LogarithmicLaw(0.51), LogarithmicLaw(0.33)),
    arrivalAzimuth: .init(LogarithmicLaw(1.63), LogarithmicLaw(0.26)),
    arrivalZenith: .init(LogarithmicLaw(1.16), LogarithmicLaw(0.14)),
    departureZenith: nil,
    shadowFading: 8,
    ricianFactor: nil,
    correlations: LargeScaleCorrelations([
      [0],
      [-0.13, 0],
      [-0.4, 0, 0],
      [0, 0, 0.7, 0],
      [0, 0, -0.5, 0.5, 0],
      [-0.47, 0, 0, -0.1, 0.36, 0],
    ]),
    correlationDistances: CorrelationDistances([50, 1, 40, 30, 30, 50, 50]),
    delayScaling: 1.5,
    crossPolarization: .init(4, 3),
    clusters: 14,
    raysPerCluster: 20,
    clusterDelaySpread: .law(LogarithmicLaw(6.5622, -3.4084), floor: 0.25),
    clusterDepartureAzimuth: 1.33,
    clusterArrivalAzimuth: 10,
    clusterArrivalZenith: 7,
    clusterDepartureZenith: nil,
    clusterShadowing: 3)
}
