// SPDX-License-Identifier: Apache-2.0

package import ComplexModule

/// What the twin lets expect of the channels of an array in a delay bin.
///
/// With a_i the amplitudes of path i in all channels, and the phases of paths against each other not known,
/// the bin has the covariance R = sum a_i a_i^H. Its principal vector v is what the channels have in
/// common, as a single direction makes it, however many paths come from there; what else is in R makes a
/// channel stray from it by R_kk / (lambda_1 |v_k|^2) - 1 of its power.
package struct ExpectedChannels: Sendable {
  /// The amplitudes of the channels but for a common factor; their mean square is one.
  package let amplitudes: [Complex<Double>]

  /// What share of a channel's power the other paths have, relative to that of the principal one.
  package let strays: [Double]

  /// The share of all power that one direction has.
  package let dominance: Double

  /// Gives nil where no path has power, or a channel does not see what the others see.
  ///
  /// - Parameter paths: The amplitudes in all channels of each path in the bin.
  package init?(paths: [[Complex<Double>]]) {
    guard let principal = PrincipalVector(of: paths), let first = paths.first else { return nil }
    let sums = first.indices.map { channel in
      paths.reduce(0) { $0 + $1[channel].lengthSquared }
    }
    // A channel 60 dB below the others sees the reflector through a null of its pattern.
    let least = 1e-6 / Double(first.count)
    guard principal.direction.allSatisfy({ $0.lengthSquared > least }) else { return nil }
    strays = zip(sums, principal.direction).map { sum, own in
      max(0, sum / (principal.power * own.lengthSquared) - 1)
    }
    dominance = principal.power / sums.reduce(0, +)
    let scale = Complex(Double(first.count).squareRoot())
    amplitudes = principal.direction.map { $0 * scale }
  }

  /// Whether others see the same from the same direction: |v^H w| of unit vectors within 1e-4 of one, as
  /// where their phases are within a degree.
  package func isAlike(_ other: ExpectedChannels) -> Bool {
    let share = inner(amplitudes, other.amplitudes).length / Double(max(1, amplitudes.count))
    return amplitudes.count == other.amplitudes.count && share > 1 - 1e-4
  }
}

/// What one reflector tells of the channels of an array: measured over expected amplitudes.
package struct ChannelObservation: Sendable {
  /// But for a common factor; their mean square is about one.
  package let ratios: [Complex<Double>]

  /// The expected squared deviations of the ratios.
  package let variances: [Double]

  /// The power of the reflector over that of the noise, of all windows together.
  package let signalToNoise: Double

  /// What no twin is right about and no record keeps: phases of 1e-4 of a radian.
  private static let least = 1e-8

  /// Takes together what windows show; nil where nothing was measured.
  ///
  /// Windows have the same amplitudes but for a factor each, so their principal vector is the least
  /// squares estimate (Eckart and Young, 1936). Noise is independent in each of them; what else lies in
  /// the bin is the same in all of them, for it rests as well.
  ///
  /// - Parameters:
  ///   - windows: The measured amplitudes in all channels, for each window.
  ///   - expected: What is expected of them.
  ///   - noise: The mean power of the noise of a channel in a window, in the same units squared.
  package init?(
    windows: [[Complex<Double>]], expected: ExpectedChannels, noise: Double
  ) {
    guard let principal = PrincipalVector(of: windows) else { return nil }
    let channels = Double(expected.amplitudes.count)
    let scale = Complex(channels.squareRoot())
    let power = principal.power / channels
    ratios = zip(principal.direction, expected.amplitudes).map { $0 * scale / $1 }
    signalToNoise = noise > 0 ? power / noise : .infinity
    variances = zip(expected.amplitudes, zip(ratios, expected.strays)).map { amplitude, own in
      noise / power / amplitude.lengthSquared + own.1 * own.0.lengthSquared + Self.least
    }
  }
}
