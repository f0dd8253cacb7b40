// SPDX-License-Identifier: Apache-2.0

/// How echoes are found in delay-Doppler maps, and how it is told where they come from.
package struct DetectionSettings: Hashable, Sendable {
  /// How the noise beside a cell is taken from its neighbours.
  package enum Method: String, Hashable, Sendable, CaseIterable {
    /// Their mean.
    case cellAveraging = "ca"

    /// One of them in the order of their powers.
    case orderedStatistic = "os"
  }

  /// How directions are found from the amplitudes in the channels.
  package enum Angles: String, Hashable, Sendable, CaseIterable {
    case beamformer, capon, music
  }

  package var method = Method.cellAveraging

  /// Which of the neighbours an ordered statistic takes, as a share of their number, in (0, 1).
  ///
  /// Three quarters are Rohling's choice (IEEE Trans. Aerosp. Electron. Syst. 19, 1983).
  package var rank = 0.75

  /// The share of cells of noise that stand out, in (0, 1).
  package var falseAlarmRate = 1e-6

  /// Cells on each side that are left out, and those beyond that tell the noise: in delay and in
  /// Doppler shift.
  ///
  /// Of the default windows that spares what is stronger than -36 dB of an echo in its middle.
  package var guards = SIMD2(3, 2)
  package var training = SIMD2(8, 4)

  /// Nil where directions are not looked for.
  package var angles: Angles?

  /// How many waves MUSIC assumes in a cell.
  package var sources = 1

  /// The widths in azimuth and in elevation about the boresight where directions are looked for, in
  /// radians.
  package var fieldOfView = SIMD2(2.0, 1.0) * (.pi / 3)

  /// The step of the directions that are tried first, in radians.
  package var angleStep = Double.pi / 90

  package init() {}
}
