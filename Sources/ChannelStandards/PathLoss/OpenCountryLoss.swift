// SPDX-License-Identifier: Apache-2.0

internal import RealModule

extension Surroundings {
  /// d_BP of RMa and SMa in metres (Table 7.4.1-1, note 5).
  package func openCountryBreakpoint(
    _ geometry: LargeScaleGeometry, _ frequency: CarrierFrequency
  ) -> Double {
    2 * .pi * geometry.baseHeight * geometry.breakpointTerminalHeight * frequency.hertz
      / standardSpeedOfLight
  }

  /// The path loss of RMa and SMa in decibels (Table 7.4.1-1).
  ///
  /// The table holds the loss without line of sight of RMa above that with it; that of SMa it does
  /// not.
  func openCountryLoss(
    _ state: SightState, _ geometry: LargeScaleGeometry, _ frequency: CarrierFrequency
  ) -> Double {
    let breakpoint = openCountryBreakpoint(geometry, frequency)
    let isBeyond = geometry.horizontalDistance > breakpoint
    let sight =
      isBeyond
      ? openSightLoss(max(1, breakpoint), frequency)
        + 40 * Double.log10(geometry.distance / max(1, breakpoint))
      : openSightLoss(geometry.distance, frequency)
    guard state == .obstructed || state == .outdoorToIndoor else { return sight }
    let obstructed = openObstructedLoss(geometry, frequency)
    return environment == .suburbanMacro ? obstructed : max(sight, obstructed)
  }

  /// PL_1 at a distance in metres.
  private func openSightLoss(_ distance: Double, _ frequency: CarrierFrequency) -> Double {
    let grown = Double.pow(buildingHeight, 1.72)
    let decades = Double.log10(distance)
    return 20 * (Double.log10(40 * .pi / 3) + decades + frequency.logGigahertz)
      + min(0.03 * grown, 10) * decades - min(0.044 * grown, 14.77)
      + 0.002 * Double.log10(buildingHeight) * distance
  }

  /// PL' without line of sight.
  ///
  /// The reference points of clause 7.9.4.2 are as low as 5 cm, which
  /// the formula stands, but not the ground itself.
  private func openObstructedLoss(
    _ geometry: LargeScaleGeometry, _ frequency: CarrierFrequency
  ) -> Double {
    let base = Double.log10(geometry.baseHeight)
    let ratio = buildingHeight / geometry.baseHeight
    let terminal = Double.log10(11.75 * max(0.01, geometry.terminalHeight))
    return 161.04 - 7.1 * Double.log10(streetWidth) + 7.5 * Double.log10(buildingHeight)
      - (24.37 - 3.7 * ratio * ratio) * base
      + (43.42 - 3.1 * base) * (Double.log10(geometry.distance) - 3)
      + 20 * frequency.logGigahertz - (3.2 * terminal * terminal - 4.97)
  }
}
