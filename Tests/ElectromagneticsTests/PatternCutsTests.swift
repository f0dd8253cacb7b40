// SPDX-License-Identifier: Apache-2.0

import Electromagnetics
import Quantities
import RealModule
import Spatial
import TestSupport
import Testing

@Suite("Patterns of two cuts")
struct PatternCutsTests {
  /// The cuts of a pattern, in steps of a degree.
  private func cuts(of pattern: AntennaPattern, gain: Double) -> AntennaPattern {
    func loss(_ azimuth: Double, _ elevation: Double) -> Double {
      let amplitude = pattern.amplitude(direction(azimuth: azimuth, elevation: elevation))
      return min(300, max(0, gain - Decibels(amplitudeRatio: amplitude).decibels))
    }
    return .cuts(
      PatternCuts(
        gain: Decibels(si: gain), horizontal: (0..<360).map { loss(-Double($0), 0) },
        vertical: (0..<360).map { step in
          let down = Double(step)
          // Past straight down the cut comes up again behind.
          return down <= 90 || down >= 270
            ? loss(0, down <= 90 ? -down : 360 - down) : loss(180, down - 180)
        }))
  }

  private func decibels(_ pattern: AntennaPattern, _ azimuth: Double, _ elevation: Double) -> Double
  {
    Decibels(
      amplitudeRatio: pattern.amplitude(direction(azimuth: azimuth, elevation: elevation))
    ).decibels
  }

  @Test("the 3GPP element comes back from its cuts in front of it")
  func element() {
    let found = cuts(of: .tr38901, gain: 8)
    for azimuth in stride(from: -88.7, through: 89, by: 7.3) {
      for elevation in stride(from: -88.3, through: 89, by: 5.7) {
        let exact = decibels(.tr38901, azimuth, elevation)
        // Where the sum meets the floor the element's own form is cut off, as no product is.
        let (a, e) = (azimuth / 65, elevation / 65)
        guard 12 * (a * a + e * e) < 29 else { continue }
        // Straight lines over a degree miss 1/8 of the second difference, 24 / 65^2, in each cut.
        #expect(isClose(decibels(found, azimuth, elevation), exact, within: 2 * 3.0 / 4225 + 1e-9))
      }
    }
  }

  @Test("a pattern that is round about z comes back from its cuts in all directions")
  func dipole() {
    let found = cuts(of: .shortDipole, gain: Decibels(powerRatio: 1.5).decibels)
    for azimuth in stride(from: -180.0, through: 180, by: 17) {
      for elevation in stride(from: -80.25, through: 80, by: 4.4) {
        // 1/8 of the second derivative of -20 log10(cos e): 20 / ln(10) / cos^2(e) a square radian,
        // at the far end of the step.
        let end = (abs(elevation) + 1) * .pi / 180
        let step = Double.pi / 180
        let bound =
          step * step / 8 * 20 / Double.log(10) / (Double.cos(end) * Double.cos(end)) + 1e-12
        let exact = decibels(.shortDipole, azimuth, elevation)
        #expect(abs(decibels(found, azimuth, elevation) - exact) <= bound)
      }
    }
  }

  @Test("both cuts are met all around, with right and down where the format has them")
  func bothCuts() {
    // Cuts that agree with each other ahead and behind, and are the same nowhere else.
    let horizontal = (0..<360).map { degree -> Double in
      let angle = Double(degree) * .pi / 180
      return 10 * (1 - Double.cos(angle)) + 3 * (1 + Double.sin(angle)) * abs(Double.sin(angle))
    }
    let vertical = (0..<360).map { degree -> Double in
      let angle = Double(degree) * .pi / 180
      return 10 * (1 - Double.cos(angle)) + 5 * (1 - Double.sin(angle)) * abs(Double.sin(angle))
    }
    let pattern = AntennaPattern.cuts(
      PatternCuts(gain: Decibels(si: 7), horizontal: horizontal, vertical: vertical))
    for degree in stride(from: 1, to: 360, by: 7) {
      // Angles of the horizontal cut run clockwise, so 90 degrees is the right side.
      #expect(
        isClose(decibels(pattern, -Double(degree), 0), 7 - horizontal[degree], within: 1e-9))
      let down = Double(degree) * .pi / 180
      let way = Vector3(Double.cos(down), 0, -Double.sin(down))
      #expect(
        isClose(
          Decibels(amplitudeRatio: pattern.amplitude(way)).decibels, 7 - vertical[degree],
          within: 1e-9))
    }
    #expect(isClose(decibels(pattern, -90, 0), 7 - 16, within: 1e-9))
    #expect(isClose(decibels(pattern, 90, 0), 7 - 10, within: 1e-9))
  }

  @Test("off its cuts, a horn of 56 by 28 degrees is met within 0.1 dB in its half-power beam")
  func horn() {
    let horn = AntennaPattern.horn(
      HornBeam(azimuthBeamwidth: .init(degrees: 56), elevationBeamwidth: .init(degrees: 28)))
    let gain = decibels(horn, 0, 0)
    let found = cuts(of: horn, gain: gain)
    var (inBeam, farther) = (0.0, 0.0)
    for azimuth in stride(from: -60.0, through: 60, by: 1) {
      for elevation in stride(from: -40.0, through: 40, by: 1) {
        let exact = decibels(horn, azimuth, elevation)
        let missed = abs(decibels(found, azimuth, elevation) - exact)
        if exact > gain - 3 { inBeam = max(inBeam, missed) }
        if exact > gain - 10 { farther = max(farther, missed) }
      }
    }
    // What documentation states of the method, computed here; it is the method's own error.
    #expect(inBeam < 0.1, "\(inBeam)")
    #expect(farther < 0.8, "\(farther)")
    #expect(inBeam > 0.01)
  }
}
