// SPDX-License-Identifier: Apache-2.0

internal import ChannelStandards
internal import Channels
internal import ComplexModule
internal import Electromagnetics
internal import Kinematics
internal import Quantities
internal import Randomness
internal import RayCasting
internal import RealModule
internal import Scenes
internal import Spatial

/// The echo of a scattering centre, evaluated at any instant.
struct CentreEcho: Sendable {
  /// The number of the centre in the scene.
  var centre: Int32

  /// What was drawn of a standard target for the link; nil of other centres.
  var draw: PolarizationTransfer?

  /// The centre's number with bit 59 set and those above it clear.
  var identifier: PathIdentifier { PathIdentifier(rawValue: UInt64(centre) | 1 << 59) }

  /// Where the centre is at an instant, in the world.
  func vertex(_ model: TracingModel, _ instant: SceneInstant) -> Vector3 {
    let centre = model.scene.centres[Int(centre)]
    return instant.nodes[centre.node].worldFromBody(centre.position)
  }

  /// The state at an instant.
  ///
  /// Amplitude: lambda / (4 pi) sqrt(sigma / (4 pi)) / (r_i r_s), so that with antennas of gain G
  /// the bistatic radar equation holds, lambda^2 sigma G_t G_r / ((4 pi)^3 r_i^2 r_s^2) (Skolnik,
  /// Introduction to Radar Systems, eq. 1.7 with two ranges). A cross-section has no phase, which is
  /// taken as zero at the centre. Polarisation is kept between the theta-phi bases at both ends: a
  /// monostatic echo comes back in the linear polarisation that was sent, as from a sphere, and in
  /// the other circular one.
  ///
  /// Of a standard target the cross-section is sigma_M sigma_D, and sigma_S, the phases and the crossed
  /// polarisation are what was drawn.
  ///
  /// Physics primer, eq. 48.
  ///
  /// - Returns: Nil where an end is at the centre.
  func state(_ model: TracingModel, _ ends: LinkEnds, _ instant: SceneInstant) -> PathState? {
    let centre = model.scene.centres[Int(centre)]
    let body = instant.nodes[centre.node]
    let point = body.worldFromBody(centre.position)
    let incoming = point - ends.transmitter.position
    let outgoing = ends.receiver.position - point
    let (near, far) = (incoming.length, outgoing.length)
    guard near > 0, far > 0 else { return nil }
    let (incident, scattered) = (incoming / near, outgoing / far)
    let back = body.worldFromBody.rotation.inverse
    let section = centre.law.squareMetres(
      transmitter: back(-incident), receiver: back(scattered))
    let magnitude = Complex(
      model.wavelength / (4 * .pi) * (section / (4 * .pi)).squareRoot() / (near * far))
    let velocity = body.velocity(at: point)
    let rate =
      (velocity - ends.transmitter.velocity).dot(incident)
      + (ends.receiver.velocity - velocity).dot(scattered)
    return PathState(
      delay: (near + far) / PhysicalConstants.speedOfLight,
      delayRate: rate / PhysicalConstants.speedOfLight,
      transfer: (draw ?? .kept).scaled(by: magnitude), departure: incident, arrival: -scattered)
  }
}

extension PolarizationTransfer {
  /// That of an echo that keeps what was sent.
  fileprivate static let kept = PolarizationTransfer(
    thetaFromTheta: .one, thetaFromPhi: .zero, phiFromTheta: .zero, phiFromPhi: .one)
}

extension CentreEchoLaw {
  /// The cross-section between two unit directions away from the centre, in the body's frame.
  fileprivate func squareMetres(transmitter: Vector3, receiver: Vector3) -> Double {
    switch self {
    case .pattern(let pattern):
      pattern.squareMetres(transmitter: transmitter, receiver: receiver)
    case .standard(let section, let point, _):
      section.meanSquareMetres
        * section.directivity(point: point, transmitter: transmitter, receiver: receiver)
    }
  }

  /// sqrt(sigma_S) times the polarisation matrix between two radios (TR 38.901, 7.9.4-1 and 7.9.2-5); nil
  /// where nothing is drawn.
  ///
  /// Between the same radios the other way round it is the transpose; of one radio's own echo symmetric.
  fileprivate func draw(_ centre: Int, _ link: Link, seed: UInt64) -> PolarizationTransfer? {
    guard case .standard(let section, _, let fluctuates) = self else { return nil }
    let (low, high) = (
      min(link.transmitter, link.receiver), max(link.transmitter, link.receiver)
    )
    // Of the 40 bits that count ten are for each radio.
    var stream = RandomStream(
      seed: seed, stage: .tracedTargets,
      index: UInt64(centre) << 20 | UInt64(low & 0x3FF) << 10 | UInt64(high & 0x3FF))
    let normal = NormalLayers.shared.number(from: &stream)
    let power = fluctuates ? section.fluctuation(normal: normal) : 1
    var transfer = PolarizationTransfer.random(
      crossPolarization: section.crossPolarization, from: &stream)
    if link.transmitter == link.receiver { transfer.phiFromTheta = transfer.thetaFromPhi }
    if link.transmitter > link.receiver { transfer = transfer.transposed }
    return transfer.scaled(by: Complex(power.squareRoot()))
  }
}

/// Finds the scattering centres that both ends of a link see at an instant.
struct CentreSearch {
  let model: TracingModel
  let caster: RayCaster
  let link: Link
  let ends: LinkEnds
  let instant: SceneInstant

  /// The echoes in the order of the centres.
  ///
  /// The centres of an actor that carries one of the radios have none: a cross-section holds far away.
  func run() -> [CentreEcho] {
    let motion = model.scene.motion
    let carriers = Set(
      [link.transmitter, link.receiver].map { motion.root(of: model.scene.radios[$0].node) })
    return model.scene.centres.enumerated().compactMap { index, centre in
      let actor = motion.root(of: centre.node)
      guard !carriers.contains(actor) else { return nil }
      let point = instant.nodes[centre.node].worldFromBody(centre.position)
      let passes = { (facet: Int32) -> Bool in
        // Triangles without a facet are too thin to hide anything.
        facet < 0 || (!centre.isHiddenByOwnBody && owner(ofFacet: facet) == actor)
      }
      guard caster.isClear(from: ends.transmitter.position, to: point, passing: passes),
        ends.transmitter.position == ends.receiver.position
          || caster.isClear(from: point, to: ends.receiver.position, passing: passes)
      else { return nil }
      return CentreEcho(
        centre: Int32(index), draw: centre.law.draw(index, link, seed: model.seed))
    }
  }

  /// The root node of the body that a facet belongs to.
  private func owner(ofFacet facet: Int32) -> Int {
    let group = Int(model.facetGroups[Int(facet)])
    return model.scene.motion.root(of: model.scene.groups[group].node)
  }
}
