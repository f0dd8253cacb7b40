// SPDX-License-Identifier: Apache-2.0

internal import RealModule

/// The parameters of fast fading at a frequency, from a column of the standards' tables.
///
/// TR 38.901 Table 7.5-6 with its notes on low frequencies.
package struct FastFadingParameters: Hashable, Sendable {
  /// The normal distribution of the decimal logarithm of a spread.
  package struct LogNormal: Hashable, Sendable {
    package var mean: Double
    package var deviation: Double

    package init(mean: Double, deviation: Double) {
      self.mean = mean
      self.deviation = deviation
    }
  }

  /// Of lg(DS / 1 s).
  package var delaySpread: LogNormal
  /// Of lg(ASD / 1 degree), and so on.
  package var departureAzimuthSpread: LogNormal
  package var arrivalAzimuthSpread: LogNormal
  package var arrivalZenithSpread: LogNormal
  /// nil where `ZenithDeparture` has it.
  package var departureZenithSpread: LogNormal?
  /// The standard deviation in decibels; nil where the path loss has it.
  package var shadowFading: Double?
  /// In decibels; nil without a line of sight.
  package var ricianFactor: NormalDecibels?
  package var correlations: LargeScaleCorrelations
  package var correlationDistances: CorrelationDistances
  /// r_tau.
  package var delayScaling: Double
  package var crossPolarization: NormalDecibels
  package var clusters: Int
  package var raysPerCluster: Int
  /// In seconds.
  package var clusterDelaySpread: Double
  /// In radians.
  package var clusterDepartureAzimuth: Double
  package var clusterArrivalAzimuth: Double
  package var clusterArrivalZenith: Double
  /// In radians; nil where it is 3/8 of the median zenith spread of departure.
  package var clusterDepartureZenith: Double?
  /// In decibels.
  package var clusterShadowing: Double

  /// The parameters of links of an environment.
  ///
  /// - Parameters:
  ///   - environment: The surroundings.
  ///   - sight: The state of sight.
  ///   - frequency: The carrier.
  ///   - hall: The hall's size; only factories need it.
  ///   - release: The edition of TR 38.901.
  /// - Throws: `ChannelStandardError` where the standards have no answer.
  package init(
    _ environment: RadioEnvironment, _ sight: SightState, frequency: CarrierFrequency,
    hall: HallSize? = nil, release: StandardRelease = .release19
  ) throws(ChannelStandardError) {
    let column = try FastFadingColumn.of(environment, sight, release: release)
    let gigahertz = environment.fastFadingGigahertz(frequency)
    func logNormal(_ spread: FastFadingColumn.Spread) -> LogNormal {
      LogNormal(
        mean: spread.mean.value(gigahertz: gigahertz),
        deviation: spread.deviation.value(gigahertz: gigahertz))
    }
    let mean: Double
    switch column.delaySpreadMean {
    case .frequency(let law): mean = law.value(gigahertz: gigahertz)
    case .hall(let law):
      guard let hall else { throw .hallMissing(environment) }
      mean = law.value(volumeOverSurface: hall.volumeOverSurface)
    }
    delaySpread = LogNormal(
      mean: mean, deviation: column.delaySpreadDeviation.value(gigahertz: gigahertz))
    departureAzimuthSpread = logNormal(column.departureAzimuth)
    arrivalAzimuthSpread = logNormal(column.arrivalAzimuth)
    arrivalZenithSpread = logNormal(column.arrivalZenith)
    departureZenithSpread = column.departureZenith.map(logNormal)
    shadowFading = column.shadowFading
    ricianFactor = column.ricianFactor
    correlations = column.correlations
    correlationDistances = column.correlationDistances
    delayScaling = column.delayScaling
    crossPolarization = column.crossPolarization
    clusters = column.clusters
    raysPerCluster = column.raysPerCluster
    clusterDelaySpread = column.clusterDelaySpread.seconds(gigahertz: frequency.gigahertz)
    clusterDepartureAzimuth = column.clusterDepartureAzimuth * radiansPerDegree
    clusterArrivalAzimuth = column.clusterArrivalAzimuth * radiansPerDegree
    clusterArrivalZenith = column.clusterArrivalZenith * radiansPerDegree
    clusterDepartureZenith = column.clusterDepartureZenith.map { $0 * radiansPerDegree }
    clusterShadowing = column.clusterShadowing
    if release == .release14, [.mixedOffice, .openOffice].contains(environment) {
      takeEarlierOffice(sight, frequency)
    }
  }

  /// The same with a Rician factor that does not vary, where there is a line of sight.
  ///
  /// TR 36.777 clause B.1.3 has 15 dB for ends high in the air, otherwise TR 38.901.
  package func withRicianFactor(decibels: Double) -> FastFadingParameters {
    var parameters = self
    if ricianFactor != nil { parameters.ricianFactor = NormalDecibels(decibels, 0) }
    return parameters
  }

  /// The Rician factor of aerial links in decibels, TR 36.777 V15 clause B.1.3 (alternative 3).
  package static let aerialRicianFactor = 15.0
}

/// In radians.
package let radiansPerDegree = Double.pi / 180

extension RadioEnvironment {
  /// The frequency that tables of fast fading are entered with, in gigahertz.
  ///
  /// The notes to Table 7.5-6: UMa and InH below 6 GHz take the values at 6 GHz, UMi below 2 GHz
  /// those at 2 GHz.
  ///
  /// - Parameter frequency: The link's carrier.
  /// - Returns: In gigahertz.
  package func fastFadingGigahertz(_ frequency: CarrierFrequency) -> Double {
    switch self {
    case .urbanMacro, .mixedOffice, .openOffice: max(frequency.gigahertz, 6)
    case .urbanMicro: max(frequency.gigahertz, 2)
    default: frequency.gigahertz
    }
  }
}

extension FastFadingColumn.ClusterDelaySpread {
  /// The delay spread within a cluster in seconds; clause 7.5 step 11 where none is given.
  ///
  /// The notes on low frequencies are about large-scale parameters, so they do not touch it.
  func seconds(gigahertz: Double) -> Double {
    switch self {
    case .nanoseconds(let value): value * 1e-9
    case .law(let law, let floor): max(floor, law.value(gigahertz: gigahertz)) * 1e-9
    case .notGiven: 3.91e-9
    }
  }
}
