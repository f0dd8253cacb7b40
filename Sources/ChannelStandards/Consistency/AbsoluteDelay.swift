// SPDX-License-Identifier: Apache-2.0

/// How much later than the straight way the first cluster arrives where there is no line of sight.
///
/// TR 38.901 V19.4 Table 7.6.9-1; two sources agree, SMa from one.
package struct AbsoluteDelay: Hashable, Sendable {
  /// Of lg(excess delay / 1 s).
  package var excess: FastFadingParameters.LogNormal
  /// In metres.
  package var correlationDistance: Double

  /// The excess delay in an environment.
  ///
  /// Streets borrow it as clause 7.9.3 says: the urban grid and highways in frequency range 2 from
  /// UMa, highways below it from RMa.
  ///
  /// - Parameters:
  ///   - environment: The surroundings.
  ///   - frequency: The carrier.
  /// - Throws: `ChannelStandardError.noAbsoluteDelay` where the table has no row.
  package init(
    _ environment: RadioEnvironment, frequency: CarrierFrequency
  ) throws(ChannelStandardError) {
    let row: (mean: Double, deviation: Double, distance: Double)
    switch environment {
    case .mixedOffice, .openOffice: row = (-8.6, 0.1, 10)
    case .sparseFactoryLow, .denseFactoryLow: row = (-7.5, 0.4, 6)
    case .sparseFactoryHigh, .denseFactoryHigh: row = (-7.5, 0.4, 11)
    case .urbanMicro: row = (-7.5, 0.5, 15)
    case .urbanMacro, .urbanGrid: row = (-7.4, 0.2, 50)
    case .ruralMacro: row = (-8.33, 0.26, 50)
    case .suburbanMacro: row = (-7.702, 0.4, 50)
    case .highway:
      row = frequency.isFrequencyRange2 ? (-7.4, 0.2, 50) : (-8.33, 0.26, 50)
    case .factoryBothHigh: throw .noAbsoluteDelay(environment)
    }
    excess = .init(mean: row.mean, deviation: row.deviation)
    correlationDistance = row.distance
  }
}
