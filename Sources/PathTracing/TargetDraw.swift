// SPDX-License-Identifier: Apache-2.0

internal import ChannelStandards
internal import ComplexModule
internal import Electromagnetics
internal import Randomness
internal import Scenes
internal import Spatial

/// What a draw of a standard target belongs to: a pair of radios and the mirrors of the ways between
/// them and a centre, all by names.
///
/// It is the same whatever else there is in the scene.
struct TargetDraw {
  var centre: String
  var transmitter: String
  var receiver: String

  /// The mirrors of the ways from either end to the centre.
  var incoming: [String]
  var outgoing: [String]

  /// Whether it is drawn for the reverse: with the lower radio, or of one radio the lower way, first.
  private var isReversed: Bool {
    transmitter == receiver
      ? outgoing.lexicographicallyPrecedes(incoming) : transmitter > receiver
  }

  /// Whether the reverse is the same.
  private var isSymmetric: Bool { transmitter == receiver && incoming == outgoing }

  /// sqrt(sigma_S) times the polarisation matrix (TR 38.901, 7.9.4-1 and 7.9.2-5).
  ///
  /// Each pair of ways has its own, as each pair of rays there. The other way round it is the transpose;
  /// of one radio's echo that comes back as it went it is symmetric.
  ///
  /// - Parameters:
  ///   - law: How the centre echoes.
  ///   - seed: The run's seed.
  /// - Returns: Nil where nothing is drawn.
  func transfer(of law: CentreEchoLaw, seed: UInt64) -> PolarizationTransfer? {
    guard case .standard(let section, _, let fluctuates) = law else { return nil }
    let ways = isReversed ? [outgoing, incoming] : [incoming, outgoing]
    var stream = RandomStream(
      seed: seed, stage: .tracedTargets, names: centre, min(transmitter, receiver),
      max(transmitter, receiver), ways[0].joined(separator: "|"), ways[1].joined(separator: "|"))
    let normal = NormalLayers.shared.number(from: &stream)
    let power = fluctuates ? section.fluctuation(normal: normal) : 1
    var transfer = PolarizationTransfer.random(
      crossPolarization: section.crossPolarization, from: &stream)
    if isSymmetric { transfer.phiFromTheta = transfer.thetaFromPhi }
    if isReversed { transfer = transfer.transposed }
    return transfer.scaled(by: Complex(power.squareRoot()))
  }
}

extension TracingModel {
  /// What a mirror is called: its body and its plane there, to a centimetre and a thousandth.
  ///
  /// So the tiles of a wall are one mirror, however it is cut into facets.
  func mirrorName(ofFacet facet: Int32) -> String {
    let plane = facetPlanes[Int(facet)]
    let normal = plane.normal * 1000
    let rounded = [normal.x, normal.y, normal.z].map { Int($0.rounded()) }
    let isTurned = (rounded.first { $0 != 0 } ?? 0) < 0
    let sign = isTurned ? -1 : 1
    let group = scene.groups[Int(facetGroups[Int(facet)])]
    let place = sign * Int((plane.offset * 100).rounded())
    return "\(group.isAtRest ? "" : group.name) \(rounded.map { sign * $0 }) \(place)"
  }
}
