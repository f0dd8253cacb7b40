// SPDX-License-Identifier: Apache-2.0

internal import RealModule

/// A wall's material in TR 38.901 Table 7.4.3-1 (V19: infrared-reflecting glass as of Rel-19).
package enum WallMaterial: String, Hashable, Sendable, CaseIterable {
  case multiPaneGlass = "Standard multi-pane glass"
  case infraredReflectingGlass = "IRR glass"
  case concrete = "Concrete"
  case plywood = "Plywood"
  case wood = "Wood"

  /// The loss is this in decibels, and this more per gigahertz.
  package var coefficients: (constant: Double, perGigahertz: Double) {
    switch self {
    case .multiPaneGlass: (2, 0.2)
    case .infraredReflectingGlass: (25.4, 0.11)
    case .concrete: (5, 4)
    case .plywood: (1.03, 0.17)
    case .wood: (4.85, 0.12)
    }
  }

  /// The coefficients that glass which reflects infrared light had before Rel-19.
  ///
  /// The buildings of the first calibrations have it.
  package static let earlierReflectingGlass = (constant: 23.0, perGigahertz: 0.3)

  /// The loss in decibels.
  package func decibels(
    _ frequency: CarrierFrequency, release: StandardRelease = .release19
  ) -> Double {
    let isEarlier = self == .infraredReflectingGlass && release != .release19
    let (constant, perGigahertz) = isEarlier ? Self.earlierReflectingGlass : coefficients
    return constant + perGigahertz * frequency.gigahertz
  }
}

/// What a signal loses on its way into a building or a car, as a mean and a standard deviation.
///
/// TR 38.901 V19.4 clause 7.4.3.
package enum PenetrationLoss: String, Hashable, Sendable, CaseIterable {
  case lowLoss = "Low-loss model"
  case highLoss = "High-loss model"
  case lowLossA = "Low-loss A model"
  /// The backward-compatible model below 6 GHz.
  case singleFrequency = "Single-frequency model"
  case car = "Car"
  /// A car with metallized windows.
  case metallizedCar = "Car with metallized windows"

  /// The outer wall, shares of two materials.
  ///
  /// Nil where the model has no materials.
  package var wall: [(share: Double, material: WallMaterial)]? {
    switch self {
    case .lowLoss: [(0.3, .multiPaneGlass), (0.7, .concrete)]
    case .highLoss: [(0.7, .infraredReflectingGlass), (0.3, .concrete)]
    case .lowLossA: [(0.3, .multiPaneGlass), (0.7, .plywood)]
    case .singleFrequency, .car, .metallizedCar: nil
    }
  }

  /// sigma_P in decibels.
  package var deviation: Double {
    switch self {
    case .lowLoss, .lowLossA: 4.4
    case .highLoss: 6.5
    case .singleFrequency: 0
    case .car, .metallizedCar: 5
    }
  }

  /// The mean loss in decibels.
  ///
  /// - Parameters:
  ///   - frequency: The carrier; the cars' figures were given for 0.6 GHz to 60 GHz.
  ///   - indoorDistance: d2D-in in metres, which cars do not ask for.
  ///   - release: Whose glass buildings have.
  /// - Returns: PL_tw + PL_in of buildings (7.4-2, 7.4-3), mu of cars (7.4-4).
  package func decibels(
    _ frequency: CarrierFrequency, indoorDistance: Double, release: StandardRelease = .release19
  ) -> Double {
    switch self {
    case .car: return 9
    case .metallizedCar: return 20
    case .singleFrequency: return 20 + 0.5 * indoorDistance
    case .lowLoss, .highLoss, .lowLossA:
      let through = (wall ?? []).reduce(0) { sum, part in
        sum + part.share * Double.exp10(-part.material.decibels(frequency, release: release) / 10)
      }
      return 5 - 10 * Double.log10(through) + 0.5 * indoorDistance
    }
  }
}

/// The correlation of shadow fadings a distance apart (7.4-5).
///
/// - Parameters:
///   - distance: How far the terminal moved, in metres.
///   - correlationDistance: d_cor of the environment in metres (Table 7.5-6).
/// - Returns: exp(-distance / d_cor).
package func shadowFadingCorrelation(_ distance: Double, correlationDistance: Double) -> Double {
  Double.exp(-abs(distance) / correlationDistance)
}
