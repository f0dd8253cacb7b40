// SPDX-License-Identifier: Apache-2.0

/// A column of TR 38.901 Table 7.5-6, or of TR 37.885 Table 6.2.3-1, in the table's own units.
///
/// `FastFadingParameters` is what follows from it at a frequency, in SI units.
package struct FastFadingColumn: Hashable, Sendable {
  /// Where the mean of a delay spread comes from.
  package enum DelaySpreadMean: Hashable, Sendable {
    case frequency(LogarithmicLaw)
    case hall(HallLaw)
  }

  /// The normal distribution of the logarithm of a spread.
  package struct Spread: Hashable, Sendable {
    package var mean: LogarithmicLaw
    package var deviation: LogarithmicLaw

    package init(_ mean: LogarithmicLaw, _ deviation: LogarithmicLaw) {
      self.mean = mean
      self.deviation = deviation
    }
  }

  /// What is told of the delay spread within the two strongest clusters.
  package enum ClusterDelaySpread: Hashable, Sendable {
    case nanoseconds(Double)
    /// At least a floor: max(floor, law), in nanoseconds.
    case law(LogarithmicLaw, floor: Double)
    /// Nothing, for which clause 7.5 step 11 has 3.91 ns.
    case notGiven
  }

  /// Of lg(DS / 1 s).
  package var delaySpreadMean: DelaySpreadMean
  package var delaySpreadDeviation: LogarithmicLaw
  /// Of lg(ASD / 1 degree), and so on.
  package var departureAzimuth: Spread
  package var arrivalAzimuth: Spread
  package var arrivalZenith: Spread
  /// Only TR 37.885 has a row for it; elsewhere it comes from Tables 7.5-7 to 7.5-12.
  package var departureZenith: Spread?
  /// The standard deviation in decibels where the table has it, and not the path loss.
  package var shadowFading: Double?
  /// In decibels.
  package var ricianFactor: NormalDecibels?
  package var correlations: LargeScaleCorrelations
  package var correlationDistances: CorrelationDistances
  /// r_tau.
  package var delayScaling: Double
  package var crossPolarization: NormalDecibels
  package var clusters: Int
  package var raysPerCluster: Int
  package var clusterDelaySpread: ClusterDelaySpread
  /// In degrees.
  package var clusterDepartureAzimuth: Double
  package var clusterArrivalAzimuth: Double
  package var clusterArrivalZenith: Double
  /// Only TR 37.885 has a row for it; elsewhere it is 3/8 of the median spread.
  package var clusterDepartureZenith: Double?
  /// zeta: the standard deviation of the clusters' shadowing in decibels.
  package var clusterShadowing: Double
}

/// A normal distribution of decibels.
package struct NormalDecibels: Hashable, Sendable {
  package var mean: Double
  package var deviation: Double

  package init(_ mean: Double, _ deviation: Double) {
    self.mean = mean
    self.deviation = deviation
  }
}
