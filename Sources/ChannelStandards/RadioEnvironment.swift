// SPDX-License-Identifier: Apache-2.0

/// The surroundings of a link that the standards' tables tell apart.
///
/// 3GPP TR 38.901 clause 7.2, and TR 37.885 clause 6 for streets. Aerial variants (TR 36.777) are
/// no surroundings of their own: they are those of the same name with an end high in the air.
package enum RadioEnvironment: String, Hashable, Sendable, CaseIterable {
  /// UMi, a street canyon with base stations below the roofs.
  case urbanMicro = "UMi"
  /// UMa, base stations above the roofs.
  case urbanMacro = "UMa"
  case ruralMacro = "RMa"
  case suburbanMacro = "SMa"
  /// InH with mixed or with open offices, which differ in the probability of a line of sight only.
  case mixedOffice = "InH-mixed"
  case openOffice = "InH-open"
  /// InF: sparse or dense clutter, base stations below (low) or above it (high).
  case sparseFactoryLow = "InF-SL"
  case denseFactoryLow = "InF-DL"
  case sparseFactoryHigh = "InF-SH"
  case denseFactoryHigh = "InF-DH"
  /// InF with both ends above the clutter, always in line of sight.
  case factoryBothHigh = "InF-HH"
  /// The streets of TR 37.885.
  case urbanGrid = "Urban grid"
  case highway = "Highway"
}

/// Whether the two ends of a link see each other.
package enum SightState: String, Hashable, Sendable, CaseIterable {
  case lineOfSight = "LOS"
  case obstructed = "NLOS"
  /// One end is in a building.
  case outdoorToIndoor = "O2I"
  /// Only another vehicle is in the way (TR 37.885).
  case behindVehicle = "NLOSv"
}
