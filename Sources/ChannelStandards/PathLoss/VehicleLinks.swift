// SPDX-License-Identifier: Apache-2.0

internal import RealModule

/// Links between what is in the street: vehicles, pedestrians and roadside units.
///
/// 3GPP TR 37.885 V15.3 clause 6.2.
package enum VehicleLinks: String, Hashable, Sendable, CaseIterable {
  case urbanGrid = "Urban grid"
  case highway = "Highway"

  /// The loss in line of sight and behind vehicles, before what the vehicle takes away
  /// (Table 6.2.1-1).
  package var sightLoss: LogDistanceLoss {
    self == .urbanGrid ? .init(38.77, 16.7, 18.2) : .init(32.4, 20, 20)
  }

  /// The loss around a corner, of which highways have none.
  package var obstructedLoss: LogDistanceLoss {
    self == .urbanGrid ? .init(36.85, 30, 18.9) : sightLoss
  }

  /// The path loss in decibels, without what a vehicle in the way takes away (`VehicleBlockage`).
  package func pathLoss(
    _ state: SightState, _ geometry: LargeScaleGeometry, _ frequency: CarrierFrequency
  ) -> Double {
    (state == .obstructed ? obstructedLoss : sightLoss).decibels(geometry, frequency)
  }

  /// The standard deviation of shadow fading in decibels.
  package func shadowFadingDeviation(_ state: SightState) -> Double {
    state == .obstructed && self == .urbanGrid ? 4 : 3
  }

  /// The probability of a line of sight in one street (Table 6.2-1).
  ///
  /// Without it another vehicle is in the way. Ends in different streets never see each other.
  package func sightProbability(_ geometry: LargeScaleGeometry) -> Double {
    guard geometry.sharesStreet else { return 0 }
    let distance = geometry.horizontalDistance
    switch self {
    case .urbanGrid: return min(1, 1.05 * Double.exp(-0.0114 * distance))
    case .highway:
      guard distance <= 475 else { return max(0, 0.54 - 0.001 * (distance - 475)) }
      return min(1, (2.1013e-6 * distance - 0.002) * distance + 1.0193)
    }
  }
}

/// What a vehicle in the way takes away: max(0, X) with a normal X in decibels.
///
/// TR 37.885 clause 6.2.1. The report calls X log-normal; its mean and deviation are those of the
/// decibels.
package struct VehicleBlockage: Hashable, Sendable {
  /// The mean of X in decibels.
  package let mean: Double
  /// The standard deviation of X in decibels.
  package let deviation: Double

  /// The blockage of a link, nil where both ends look over the vehicle.
  ///
  /// - Parameters:
  ///   - heights: The heights of both ends in metres.
  ///   - vehicle: The vehicle's height in metres: 1.6 m (types 1 and 2) or 3 m (type 3).
  ///   - distance: d3D in metres.
  package init?(heights: (Double, Double), vehicle: Double, distance: Double) {
    let far = max(0, 15 * Double.log10(max(1, distance)) - 41)
    if min(heights.0, heights.1) > vehicle { return nil }
    let isBelow = max(heights.0, heights.1) < vehicle
    mean = (isBelow ? 9 : 5) + far
    deviation = isBelow ? 4.5 : 4
  }
}
