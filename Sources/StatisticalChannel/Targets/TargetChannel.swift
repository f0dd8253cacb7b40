// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
package import Electromagnetics
internal import Quantities
internal import Randomness
internal import RealModule
internal import Spatial

/// A path over a target, without path losses, shadow fading and the mean cross-section.
package struct TargetPath: Hashable, Sendable {
  /// The ray of the leg to the target; -1 for its line of sight.
  package var transmitRay: Int32
  /// The ray of the leg from the target; -1 for its line of sight.
  package var receiveRay: Int32
  /// (7.9.4-1): both rays' powers times sigma_D and sigma_S.
  package var power: Double
  /// In seconds (7.9.4-2).
  package var delay: Double
  /// The product of both rays' and the target's matrices, of unit mean co-polar power (7.9.4-4).
  package var transfer: PolarizationTransfer
}

/// The paths over one point of a target: TR 38.901 V19 clause 7.9.4.1 steps 9 to 14.
package struct TargetChannel: Hashable, Sendable {
  /// From the transmitter to the target.
  package let transmitLeg: ClusteredLink
  /// From the target to the receiver.
  package let receiveLeg: ClusteredLink
  /// That over both lines of sight, if any, first.
  package let paths: [TargetPath]

  /// Joins two legs.
  ///
  /// - Parameters:
  ///   - transmit: From the transmitter to the target.
  ///   - receive: From the target to the receiver.
  ///   - joining: How.
  ///   - scattering: What the target does.
  ///   - stream: Gives the random numbers.
  package init(
    transmit: ClusteredLink, receive: ClusteredLink, joining: LegJoining,
    scattering: TargetScattering, from stream: inout some RandomNumberGenerator
  ) {
    self.init(
      transmit: transmit, receive: receive, joining: joining, scattering: scattering,
      isMonostatic: false, from: &stream)
  }

  /// The channel of a radio that receives its own echo: the same rays both ways.
  ///
  /// Paths over the same two rays in either order are the reverse of each other.
  package init(
    monostatic leg: ClusteredLink, joining: LegJoining, scattering: TargetScattering,
    from stream: inout some RandomNumberGenerator
  ) {
    self.init(
      transmit: leg, receive: leg.reversed, joining: joining, scattering: scattering,
      isMonostatic: true, from: &stream)
  }

  private init(
    transmit: ClusteredLink, receive: ClusteredLink, joining: LegJoining,
    scattering: TargetScattering, isMonostatic: Bool,
    from stream: inout some RandomNumberGenerator
  ) {
    transmitLeg = transmit
    receiveLeg = receive
    let pairs = joining.pairs(transmit, receive, from: &stream)
    let draws = PathDraws(key: stream.next(), isMonostatic: isMonostatic)
    var powers = pairs.map { pair in
      let incoming = transmit.ray(pair.transmit).arrival.unit
      let outgoing = receive.ray(pair.receive).departure.unit
      var own = draws.stream(of: pair)
      return pair.power * scattering.directivity(transmitter: incoming, receiver: outgoing)
        * scattering.fluctuation(from: &own)
    }
    if let decibels = joining.dropsBelow {
      let threshold = (powers.max() ?? 0) * Double.exp10(-decibels / 10)
      for index in powers.indices
      where powers[index] < threshold && !pairs[index].isLineOfSight { powers[index] = -1 }
    }
    let start = (transmit.distance + receive.distance) / PhysicalConstants.speedOfLight
    paths = pairs.indices.filter { powers[$0] >= 0 }.map { index in
      let pair = pairs[index]
      let (first, second) = (transmit.ray(pair.transmit), receive.ray(pair.receive))
      let point = draws.transfer(of: pair, scattering)
      let product = second.transfer.after(point.after(first.transfer))
      return TargetPath(
        transmitRay: pair.transmit, receiveRay: pair.receive, power: powers[index],
        delay: start + first.delay + second.delay, transfer: product.normalizedCoPolar)
    }
  }

  private init(transmitLeg: ClusteredLink, receiveLeg: ClusteredLink, paths: [TargetPath]) {
    self.transmitLeg = transmitLeg
    self.receiveLeg = receiveLeg
    self.paths = paths
  }

  /// The same channel with the radios exchanged.
  package var reversed: TargetChannel {
    TargetChannel(
      transmitLeg: receiveLeg.reversed, receiveLeg: transmitLeg.reversed,
      paths: paths.map { path in
        TargetPath(
          transmitRay: path.receiveRay, receiveRay: path.transmitRay, power: path.power,
          delay: path.delay, transfer: path.transfer.transposed)
      })
  }

  /// The ray of the leg to the target that a path goes along.
  package func transmitRay(of path: TargetPath) -> LinkRay { transmitLeg.ray(path.transmitRay) }

  /// The ray of the leg from the target that a path goes along.
  package func receiveRay(of path: TargetPath) -> LinkRay { receiveLeg.ray(path.receiveRay) }
}

extension RayPair {
  fileprivate var isLineOfSight: Bool { transmit < 0 && receive < 0 }
}

extension ClusteredLink {
  /// A ray by its number; -1 is the line of sight, which must be there.
  func ray(_ index: Int32) -> LinkRay {
    if index < 0, let lineOfSight { return lineOfSight }
    return rays[Int(max(index, 0))]
  }
}

/// The random numbers of paths over a target, which depend on the two rays alone.
private struct PathDraws {
  /// Tells this target's numbers from those of others.
  let key: UInt64
  let isMonostatic: Bool

  /// The numbers of a pair; of a monostatic channel the same for both orders of its rays.
  func stream(of pair: RayPair) -> RandomStream {
    // From one on, so that the line of sight has a number, too.
    let (a, b) = (UInt64(pair.transmit + 1), UInt64(pair.receive + 1))
    let (first, second) = isMonostatic && a > b ? (b, a) : (a, b)
    return RandomStream(seed: key, stage: .targetScattering, index: first << 20 | second)
  }

  /// The target's polarisation matrix for a pair, drawn after its sigma_S.
  func transfer(of pair: RayPair, _ scattering: TargetScattering) -> PolarizationTransfer {
    var own = stream(of: pair)
    _ = scattering.fluctuation(from: &own)
    let isOwnReverse = isMonostatic && pair.transmit == pair.receive
    let matrix = scattering.transfer(isSymmetric: isOwnReverse, from: &own)
    return isMonostatic && pair.transmit > pair.receive ? matrix.transposed : matrix
  }
}

extension PolarizationTransfer {
  /// The matrix with a mean square of one on its diagonal (7.9.4-4).
  fileprivate var normalizedCoPolar: PolarizationTransfer {
    let square = (thetaFromTheta.lengthSquared + phiFromPhi.lengthSquared) / 2
    return square > 0 ? scaled(by: Complex(1 / square.squareRoot())) : self
  }
}
