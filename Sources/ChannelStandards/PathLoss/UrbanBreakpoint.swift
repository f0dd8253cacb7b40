// SPDX-License-Identifier: Apache-2.0

internal import RealModule

/// The speed of light in metres per second as TR 38.901 has it in its breakpoints.
let standardSpeedOfLight = 3e8

/// The heights hE of UMa at which the ground of a line of sight may be (Table 7.4.1-1, note 1).
///
/// hE is 1 m with the probability 1 / (1 + C(d2D, hUT)), otherwise one of 12 m, 15 m, ... up to
/// hUT - 1.5 m, each as probable.
package struct EnvironmentHeights: Sendable {
  /// The probability that hE is 1 m.
  package let probabilityOfGround: Double
  /// How many heights from 12 m on in steps of 3 m there are besides.
  package let roofs: Int

  /// The heights for a link of UMa.
  package init(horizontalDistance: Double, terminalHeight: Double) {
    // Above 23 m, where the table ends, C stays what it is there.
    let excess = max(0, min(terminalHeight, 23) - 13) / 10
    let c = excess * excess.squareRoot() * tallTerminalGain(horizontalDistance)
    probabilityOfGround = 1 / (1 + c)
    roofs = max(0, Int(((terminalHeight - 1.5 - 12) / 3).rounded(.down)) + 1)
  }

  /// The height that two uniform numbers in [0, 1) choose, in metres.
  package func height(_ first: Double, _ second: Double) -> Double {
    guard roofs > 0, first >= probabilityOfGround else { return 1 }
    return 12 + 3 * Double(min(roofs - 1, Int(second * Double(roofs))))
  }
}

/// g(d2D) of UMa's environment height and probability of a line of sight.
func tallTerminalGain(_ horizontalDistance: Double) -> Double {
  guard horizontalDistance > 18 else { return 0 }
  let share = horizontalDistance / 100
  return 1.25 * share * share * share * Double.exp(-horizontalDistance / 150)
}

extension Surroundings {
  /// d'BP of UMi and UMa in metres (Table 7.4.1-1, note 1), zero where an end is below hE.
  package func urbanBreakpoint(
    _ geometry: LargeScaleGeometry, _ frequency: CarrierFrequency
  ) -> Double {
    // TR 37.885 for links of base stations with what is in the street.
    let ground = environment == .urbanGrid ? 0.25 : geometry.environmentHeight
    return 4 * max(0, geometry.baseHeight - ground)
      * max(0, geometry.breakpointTerminalHeight - ground) * frequency.hertz
      / standardSpeedOfLight
  }

  /// log10(d'BP^2 + (hBS - hUT)^2), whose height is that of the breakpoint.
  func breakpointDecades(_ breakpoint: Double, _ geometry: LargeScaleGeometry) -> Double {
    let rise = geometry.baseHeight - geometry.terminalHeight
    return Double.log10(max(1, breakpoint * breakpoint + rise * rise))
  }
}
