// SPDX-License-Identifier: Apache-2.0

internal import RealModule

/// What a record of drops may tell of the channel of a pair besides its large-scale loss.
package enum DropQuantity: String, CaseIterable, Sendable {
  case fullCoupling = "full_coupling_loss_db"
  case delaySpread = "delay_spread_s"
  case departureAzimuthSpread = "asd_deg"
  case departureZenithSpread = "zsd_deg"
  case arrivalAzimuthSpread = "asa_deg"
  case arrivalZenithSpread = "zsa_deg"

  var units: String {
    switch self {
    case .fullCoupling: "dB"
    case .delaySpread: "s"
    default: "deg"
    }
  }

  /// What tables and axes call it, in the units that people read it in.
  package var heading: String {
    switch self {
    case .fullCoupling: "coupling loss (dB)"
    case .delaySpread: "delay spread (ns)"
    case .departureAzimuthSpread: "ASD (deg)"
    case .departureZenithSpread: "ZSD (deg)"
    case .arrivalAzimuthSpread: "ASA (deg)"
    case .arrivalZenithSpread: "ZSA (deg)"
    }
  }

  /// From the record's units to those of the heading.
  package var headingScale: Double { self == .delaySpread ? 1e9 : 1 }

  /// The level that a histogram counts: decibels as they are, others in decibels of their unit.
  package func level(_ value: Double) -> Double {
    self == .fullCoupling ? value : 10 * Double.log10(max(value, 0))
  }

  /// The value of a level.
  package func value(_ level: Double) -> Double {
    self == .fullCoupling ? level : Double.exp10(level / 10)
  }
}
