// SPDX-License-Identifier: Apache-2.0

package import Quantities
internal import RealModule

/// The single-sideband phase noise of an oscillator, L(f).
///
/// The phase has the two-sided spectral density L(|f|) in rad^2/Hz, as long as it is small.
package struct PhaseNoiseSpectrum: Hashable, Sendable {
  package struct Point: Hashable, Sendable {
    /// The offset from the carrier.
    package var offset: Frequency

    /// The noise relative to the carrier in one hertz.
    package var level: NoiseDensity

    package init(offset: Frequency, level: NoiseDensity) {
      self.offset = offset
      self.level = level
    }
  }

  private let points: [Point]

  /// Creates a spectrum.
  ///
  /// - Parameter points: At least one, with offsets above zero that ascend. Between them decibels are
  ///   linear in the logarithm of the offset, beyond them constant.
  package init(_ points: [Point]) {
    precondition(!points.isEmpty, "a spectrum without points")
    self.points = points
  }

  /// The AWR1243 at 77-81 GHz: -93 dBc/Hz at 1 MHz (TI, SWRS188), -20 dB a decade above.
  ///
  /// That it is flat within the loop's bandwidth of 1 MHz and ends at -120 dBc/Hz is a guess.
  package static let awr1243 = PhaseNoiseSpectrum([
    Point(offset: Frequency(hertz: 1e6), level: NoiseDensity(si: -93)),
    Point(offset: Frequency(hertz: 1e7), level: NoiseDensity(si: -113)),
    Point(offset: Frequency(hertz: 2.238_721e7), level: NoiseDensity(si: -120)),
  ])

  /// L at an offset, as a ratio of powers in one hertz.
  ///
  /// - Parameter offset: In hertz, above zero.
  /// - Returns: The ratio, 10^(level / 10).
  package func density(at offset: Double) -> Double {
    Double.pow(10, level(at: offset) / 10)
  }

  private func level(at offset: Double) -> Double {
    guard let next = points.firstIndex(where: { $0.offset.hertz >= offset }) else {
      return points[points.count - 1].level.decibels
    }
    guard next > 0 else { return points[0].level.decibels }
    let (before, after) = (points[next - 1], points[next])
    let share =
      Double.log(offset / before.offset.hertz)
      / Double.log(after.offset.hertz / before.offset.hertz)
    return before.level.decibels + share * (after.level.decibels - before.level.decibels)
  }
}
