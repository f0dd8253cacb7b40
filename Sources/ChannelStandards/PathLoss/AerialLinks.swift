// SPDX-License-Identifier: Apache-2.0

internal import Quantities
internal import RealModule

/// An environment with terminals in the air, 3GPP TR 36.777 V15.0 Annex B.
///
/// Low terminals have the links of TR 38.901; higher ones, up to 300 m, those of the annex.
package enum AerialEnvironment: String, Hashable, Sendable, CaseIterable {
  case urbanMicro = "UMi-AV"
  case urbanMacro = "UMa-AV"
  case ruralMacro = "RMa-AV"

  /// The environment on the ground.
  package var ground: RadioEnvironment {
    switch self {
    case .urbanMicro: .urbanMicro
    case .urbanMacro: .urbanMacro
    case .ruralMacro: .ruralMacro
    }
  }

  /// The height in metres above which the annex holds, not TR 38.901.
  package var lowestHeight: Double { self == .ruralMacro ? 10 : 22.5 }
  /// The height in metres above which a line of sight is sure, infinite where it never is.
  package var clearHeight: Double {
    switch self {
    case .urbanMicro: .infinity
    case .urbanMacro: 100
    case .ruralMacro: 40
    }
  }
  /// The height in metres up to which the annex holds.
  package static let highest = 300.0

  /// p1 and d1 of Table B-1 are linear in log10(hUT), and not below a floor: metres per decade,
  /// metres at one metre, floor.
  package var sightCoefficients: (fall: (Double, Double, Double), near: (Double, Double, Double)) {
    switch self {
    case .urbanMicro: ((233.98, -0.95, 0), (294.05, -432.94, 18))
    case .urbanMacro: ((4300, -3800, 0), (460, -700, 18))
    case .ruralMacro: ((15021, -16053, 1000), (1350.8, -1602, 18))
    }
  }

  /// The probability of a line of sight (Table B-1).
  package func sightProbability(_ geometry: LargeScaleGeometry) -> Double {
    let height = geometry.terminalHeight
    guard height > lowestHeight else {
      return Surroundings(ground).sightProbability(geometry)
    }
    guard height <= clearHeight else { return 1 }
    let decades = Double.log10(height)
    func linear(_ terms: (Double, Double, Double)) -> Double {
      max(terms.0 * decades + terms.1, terms.2)
    }
    let (fall, near) = sightCoefficients
    return cornerProbability(
      geometry.outdoorDistance, near: linear(near), fall: linear(fall))
  }

  /// The path loss in decibels (Table B-2), for d2D up to 4 km, of RMa-AV to 10 km.
  package func pathLoss(
    _ state: SightState, _ geometry: LargeScaleGeometry, _ frequency: CarrierFrequency
  ) -> Double {
    guard geometry.terminalHeight > lowestHeight else {
      return Surroundings(ground).pathLoss(state, geometry, frequency)
    }
    let height = Double.log10(min(geometry.terminalHeight, Self.highest))
    let decades = Double.log10(geometry.distance)
    let sight = sightLoss(height, decades, frequency)
    guard state == .obstructed || state == .outdoorToIndoor else { return sight }
    switch self {
    // Table B-2 does not hold this one above the loss in sight, which it is from 20 m on.
    case .urbanMacro:
      return -17.5 + (46 - 7 * height) * decades + wholeWaves(frequency)
    case .urbanMicro:
      return max(sight, 32.4 + (43.2 - 7.6 * height) * decades + 20 * frequency.logGigahertz)
    case .ruralMacro:
      return max(sight, -12 + (35 - 5.3 * height) * decades + wholeWaves(frequency))
    }
  }

  /// The standard deviation of shadow fading in decibels (Table B-3).
  package func shadowFadingDeviation(
    _ state: SightState, _ geometry: LargeScaleGeometry, _ frequency: CarrierFrequency
  ) -> Double {
    let height = min(geometry.terminalHeight, Self.highest)
    guard height > lowestHeight else {
      return Surroundings(ground).shadowFadingDeviation(state, geometry, frequency)
    }
    if state == .obstructed || state == .outdoorToIndoor { return self == .urbanMicro ? 8 : 6 }
    switch self {
    case .urbanMicro: return max(5 * Double.exp(-0.01 * height), 2)
    case .urbanMacro: return 4.64 * Double.exp(-0.0066 * height)
    case .ruralMacro: return 4.2 * Double.exp(-0.0046 * height)
    }
  }

  private func sightLoss(
    _ height: Double, _ decades: Double, _ frequency: CarrierFrequency
  ) -> Double {
    switch self {
    case .urbanMacro: return 28 + 22 * decades + 20 * frequency.logGigahertz
    case .urbanMicro:
      let free =
        20 * (decades + Double.log10(4 * .pi * frequency.hertz / PhysicalConstants.speedOfLight))
      return max(free, 30.9 + (22.25 - 0.5 * height) * decades + 20 * frequency.logGigahertz)
    case .ruralMacro: return max(23.9 - 1.8 * height, 20) * decades + wholeWaves(frequency)
    }
  }

  /// 20 log10(40 pi fc / 3) with fc in gigahertz.
  private func wholeWaves(_ frequency: CarrierFrequency) -> Double {
    20 * (Double.log10(40 * .pi / 3) + frequency.logGigahertz)
  }
}
