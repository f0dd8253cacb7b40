// SPDX-License-Identifier: Apache-2.0

package import Channels
internal import ComplexModule
internal import Electromagnetics
internal import RealModule

/// The channel of a pair of radios by way of a point of a target.
package struct SensingChannel: Sendable {
  package let mode: SensingMode
  package let target: Int
  /// Which of the target's points.
  package let point: Int
  /// The pair with its large-scale coupling loss.
  package let pair: CoupledPair
  package let channel: TargetChannel
  /// The large-scale loss by way of the point in decibels: that of the pair, and where a target has
  /// several points what their ways are longer or shorter.
  package let loss: Double

  /// The large-scale factor of the paths' amplitudes (7.9.4-14).
  package var amplitude: Double { Double.exp10(-loss / 20) }

  /// The gain of all paths together between co-polar isotropic antennas in decibels, negative.
  package var gain: Double { -loss + 10 * Double.log10(channel.power) }

  /// The same on the mean over the pairs of ports of dual-polarised isotropic antennas, with which the
  /// full calibration's curves come out.
  package var portGain: Double { -loss + 10 * Double.log10(channel.distribution.portPower) }
}

/// All that the receiver of a pair of radios hears of its transmitter: by way of each point of a target,
/// and without it.
package struct SensedPair: Sendable {
  package let mode: SensingMode
  /// At least one.
  package let points: [SensingChannel]
  /// nil where no background is dropped.
  package let background: BackgroundChannel?
  package let combination: BackgroundCombination
  /// How fast radios and the target move.
  package let velocities: SensingVelocities
  /// The carrier in hertz.
  package let frequency: Double

  /// How the power by way of the target is spread.
  package var echo: PowerDistribution {
    var distribution = PowerDistribution()
    for point in points {
      distribution.add(point.channel, gain: Double.exp10(-point.loss / 10))
    }
    return distribution
  }

  /// How the power of target and background together is spread; nil without a background.
  package var combined: PowerDistribution? {
    guard let background else { return nil }
    var distribution = echo
    for part in background.parts {
      distribution.add(part.link, gain: part.gain * combination.backgroundPower)
    }
    return distribution
  }
}

/// A path of a pair, and what it goes by.
package struct SensedPath: Sendable {
  package let state: PathState
  /// The target's point; nil without the target.
  package let point: Int?
  /// The reference point of a monostatic background, zero of another one; nil by way of the target.
  package let reference: Int?
  /// In hertz.
  package let dopplerShift: Double
}

extension SensedPath {
  fileprivate init(
    _ state: PathState, _ frequency: Double, point: Int? = nil, reference: Int? = nil
  ) {
    self.init(
      state: state, point: point, reference: reference,
      dopplerShift: -state.delayRate * frequency)
  }

  /// The mean power gain of both co-polar pairs of isotropic antennas.
  package var gain: Double {
    let transfer = state.transfer
    return (transfer.thetaFromTheta.lengthSquared + transfer.phiFromPhi.lengthSquared) / 2
  }
}

extension SensedPair {
  /// The paths, those by way of the target first, as the channel's matrices have them.
  ///
  /// - Parameter limit: How many of the target's and of the background's are given at most, the
  ///   strongest first; nil gives all in the order in which they are drawn.
  /// - Returns: The paths; what multiplies the background's power is in them.
  package func paths(limit: Int? = nil) -> [SensedPath] {
    Self.strongest(echoPaths, limit) + Self.strongest(backgroundPaths, limit)
  }

  private var echoPaths: [SensedPath] {
    points.flatMap { point in
      point.channel.paths.map { path in
        SensedPath(
          point.channel.state(
            of: path, amplitude: point.amplitude, velocities: velocities),
          frequency, point: point.point)
      }
    }
  }

  private var backgroundPaths: [SensedPath] {
    let parts = (background?.parts ?? []).enumerated()
    let ends = EndVelocities(departure: velocities.transmitter, arrival: velocities.receiver)
    return parts.flatMap { index, part in
      part.link.allRays.map { ray in
        SensedPath(
          ray.path(
            distance: part.link.distance,
            amplitude: part.gain.squareRoot() * combination.backgroundAmplitude, velocities: ends),
          frequency, reference: index)
      }
    }
  }

  private static func strongest(_ paths: [SensedPath], _ limit: Int?) -> [SensedPath] {
    guard let limit else { return paths }
    let gains = paths.map(\.gain)
    // Of equal ones the first comes first, so that the order does not depend on the sort.
    let order = paths.indices.sorted { (gains[$1], $0) < (gains[$0], $1) }
    return order.prefix(limit).map { paths[$0] }
  }
}
