// SPDX-License-Identifier: Apache-2.0

internal import RealModule

/// What a record of drops may tell of a channel besides its large-scale loss.
package enum DropQuantity: String, CaseIterable, Sendable {
  case fullCoupling = "full_coupling_loss_db"
  /// On the mean over the ports of dual-polarised antennas.
  case portCoupling = "port_coupling_loss_db"
  case delaySpread = "delay_spread_s"
  case departureAzimuthSpread = "asd_deg"
  case departureZenithSpread = "zsd_deg"
  case arrivalAzimuthSpread = "asa_deg"
  case arrivalZenithSpread = "zsa_deg"
  case detectionProbability = "detection_probability"
  /// Of a serving sector's power over that of all others, without noise and with it.
  case geometry = "geometry_db"
  case noisyGeometry = "sinr_db"
  /// The same with all rays.
  case fullGeometry = "full_geometry_db"
  case noisyFullGeometry = "full_sinr_db"

  var units: String {
    switch self {
    case _ where isLevel: "dB"
    case .delaySpread: "s"
    case .detectionProbability: "1"
    default: "deg"
    }
  }

  /// What tables and axes call it, in the units that people read it in.
  package var heading: String {
    switch self {
    case .fullCoupling: "coupling loss (dB)"
    case .portCoupling: "coupling loss over ports (dB)"
    case .delaySpread: "delay spread (ns)"
    case .departureAzimuthSpread: "ASD (deg)"
    case .departureZenithSpread: "ZSD (deg)"
    case .arrivalAzimuthSpread: "ASA (deg)"
    case .arrivalZenithSpread: "ZSA (deg)"
    case .detectionProbability: "P_d"
    case .geometry: "geometry (dB)"
    case .noisyGeometry: "SINR (dB)"
    case .fullGeometry: "geometry with fading (dB)"
    case .noisyFullGeometry: "SINR with fading (dB)"
    }
  }

  /// From the record's units to those of the heading.
  package var headingScale: Double { self == .delaySpread ? 1e9 : 1 }

  /// Whether it is a coupling loss.
  package var isLoss: Bool { self == .fullCoupling || self == .portCoupling }

  /// Whether it is the ratio of a serving sector's power.
  package var isGeometry: Bool {
    [.geometry, .noisyGeometry, .fullGeometry, .noisyFullGeometry].contains(self)
  }

  /// Whether it is a level in decibels, not a spread or a probability.
  package var isLevel: Bool { isLoss || isGeometry }

  /// The level that a histogram counts: decibels as they are, others in decibels of their unit.
  package func level(_ value: Double) -> Double {
    isLevel ? value : 10 * Double.log10(max(value, 0))
  }

  /// The value of a level.
  package func value(_ level: Double) -> Double {
    isLevel ? level : Double.exp10(level / 10)
  }
}

/// Whose channel a record of drops tells a quantity of.
package enum DropSubject: String, CaseIterable, Sendable {
  /// All paths by way of the target, or of a serving link.
  case target = ""
  /// All paths without it.
  case background = "background_"
  case combined = "combined_"

  /// What tables call it, after the name of the link.
  package var heading: String {
    switch self {
    case .target: ""
    case .background: " background"
    case .combined: " combined"
    }
  }
}

/// A quantity of a channel: an array of a record of drops.
package struct DropFigure: Hashable, Sendable {
  package let subject: DropSubject
  package let quantity: DropQuantity

  package init(_ quantity: DropQuantity, of subject: DropSubject = .target) {
    self.subject = subject
    self.quantity = quantity
  }

  /// All that there may be, the coupling losses first; some are of targets alone.
  package static let all = DropQuantity.allCases.flatMap { quantity in
    DropSubject.allCases.map { DropFigure(quantity, of: $0) }
  }.filter { figure in
    let quantity = figure.quantity
    let isOfTargets =
      quantity == .detectionProbability || quantity == .portCoupling
      || quantity.isGeometry
    return !isOfTargets || figure.subject == .target
  }

  /// The name of the array in its link's group.
  var name: String { subject.rawValue + quantity.rawValue }

  /// Whether each point of the background has a value of its own.
  ///
  /// Clause 7.9.6.2 asks for that of spreads; losses are of all points together.
  package var isOfEachPoint: Bool { subject == .background && quantity != .fullCoupling }
}
