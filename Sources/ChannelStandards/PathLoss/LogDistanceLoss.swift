// SPDX-License-Identifier: Apache-2.0

internal import RealModule

/// A path loss in decibels that is linear in logarithms:
/// `constant + perDecade log10(d3D) + perFrequencyDecade log10(fc / GHz) + perMetre (hUT - 1.5 m)`.
package struct LogDistanceLoss: Hashable, Sendable {
  package let constant: Double
  package let perDecade: Double
  package let perFrequencyDecade: Double
  package let perMetre: Double

  init(
    _ constant: Double, _ perDecade: Double, _ perFrequencyDecade: Double, perMetre: Double = 0
  ) {
    self.constant = constant
    self.perDecade = perDecade
    self.perFrequencyDecade = perFrequencyDecade
    self.perMetre = perMetre
  }

  /// The loss in decibels.
  func decibels(_ geometry: LargeScaleGeometry, _ frequency: CarrierFrequency) -> Double {
    constant + perDecade * Double.log10(geometry.distance)
      + perFrequencyDecade * frequency.logGigahertz + perMetre * (geometry.terminalHeight - 1.5)
  }
}

/// The coefficients of an environment of TR 38.901 Table 7.4.1-1 with log-distance losses.
package struct LogDistanceTable: Sendable {
  /// The loss in line of sight, up to the breakpoint where there is one.
  package let lineOfSight: LogDistanceLoss
  /// The loss in line of sight beyond the breakpoint, before the breakpoint's own term.
  package let beyondBreakpoint: LogDistanceLoss
  /// What a decade of d'BP^2 + (hBS - hUT)^2 takes off beyond the breakpoint, in decibels.
  package let perBreakpointDecade: Double
  /// The loss without line of sight, before it is held above that with it.
  package let obstructed: LogDistanceLoss
  /// The table's optional loss without line of sight.
  package let optional: LogDistanceLoss?
  /// The standard deviations of shadow fading in decibels: in sight, without, optional.
  package let shadowFading: (sight: Double, obstructed: Double, optional: Double?)

  /// TR 38.901 V19.4 Table 7.4.1-1, UMa.
  package static let urbanMacro = Self(
    lineOfSight: .init(28.0, 22, 20), beyondBreakpoint: .init(28.0, 40, 20),
    perBreakpointDecade: 9, obstructed: .init(13.54, 39.08, 20, perMetre: -0.6),
    optional: .init(32.4, 30, 20), shadowFading: (4, 6, 7.8))

  /// TR 38.901 V19.4 Table 7.4.1-1, UMi street canyon.
  package static let urbanMicro = Self(
    lineOfSight: .init(32.4, 21, 20), beyondBreakpoint: .init(32.4, 40, 20),
    perBreakpointDecade: 9.5, obstructed: .init(22.4, 35.3, 21.3, perMetre: -0.3),
    optional: .init(32.4, 31.9, 20), shadowFading: (4, 7.82, 8.2))

  /// TR 38.901 V19.4 Table 7.4.1-1, InH office.
  package static let office = indoor(
    .init(32.4, 17.3, 20), .init(17.30, 38.3, 24.9), optional: .init(32.4, 31.9, 20),
    shadowFading: (3, 8.03, 8.29))

  /// TR 38.901 V19.4 Table 7.4.1-1, InF with sparse clutter and low base stations.
  package static let sparseFactoryLow = indoor(
    factorySight, .init(33, 25.5, 20), shadowFading: (4.3, 5.7, nil))

  /// TR 38.901 V19.4 Table 7.4.1-1, InF with dense clutter and low base stations, whose loss is
  /// also held above that of sparse clutter.
  package static let denseFactoryLow = indoor(
    factorySight, .init(18.6, 35.7, 20), shadowFading: (4.3, 7.2, nil))

  /// TR 38.901 V19.4 Table 7.4.1-1, InF with sparse clutter and high base stations.
  package static let sparseFactoryHigh = indoor(
    factorySight, .init(32.4, 23.0, 20), shadowFading: (4.3, 5.9, nil))

  /// TR 38.901 V19.4 Table 7.4.1-1, InF with dense clutter and high base stations.
  package static let denseFactoryHigh = indoor(
    factorySight, .init(33.63, 21.9, 20), shadowFading: (4.3, 4.0, nil))

  private static let factorySight = LogDistanceLoss(31.84, 21.50, 19.00)

  /// A table without a breakpoint.
  private static func indoor(
    _ sight: LogDistanceLoss, _ obstructed: LogDistanceLoss, optional: LogDistanceLoss? = nil,
    shadowFading: (Double, Double, Double?)
  ) -> Self {
    Self(
      lineOfSight: sight, beyondBreakpoint: sight, perBreakpointDecade: 0, obstructed: obstructed,
      optional: optional, shadowFading: shadowFading)
  }
}
