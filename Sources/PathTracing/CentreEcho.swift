// SPDX-License-Identifier: Apache-2.0

internal import ChannelStandards
internal import Channels
internal import ComplexModule
internal import Electromagnetics
internal import Kinematics
internal import Quantities
internal import RealModule
internal import Scenes
internal import Spatial

/// The echo of a scattering centre over mirrors before and after it or over none, evaluated at any
/// instant.
struct CentreEcho: Sendable {
  /// The number of the centre in the scene.
  var centre: Int32

  /// The way from the transmitter to the centre.
  var incoming = SpecularPath(facets: [])

  /// The way from the receiver to the centre.
  var outgoing = SpecularPath(facets: [])

  /// What was drawn of a standard target for the link and the ways; nil of other centres.
  var draw: PolarizationTransfer?

  /// The mirrors of both ways.
  var mirrors: [Int32] { incoming.facets + outgoing.facets }

  /// Whether the size of its mirrors counts.
  var isWeighed: Bool { incoming.isWeighed || outgoing.isWeighed }

  /// Whether a point of reflection lies beside its facet, whose edge still sends a wave.
  var isBeside: Bool { incoming.isBeside || outgoing.isBeside }

  /// Without mirrors the centre's number with bit 59 set, with mirrors a hash of what the path leads over
  /// in order with bit 58 set; the bits above are clear.
  var identifier: PathIdentifier {
    guard !mirrors.isEmpty else { return PathIdentifier(rawValue: UInt64(centre) | 1 << 59) }
    var hash = NumberHash()
    hash.append(incoming.facets)
    // Facets are numbered from 0, so -1 marks the centre.
    hash.append([-1, centre])
    hash.append(outgoing.facets.reversed())
    return PathIdentifier(rawValue: hash.value >> 6 | 1 << 58)
  }

  /// Where the centre is at an instant, in the world.
  func vertex(_ model: TracingModel, _ instant: SceneInstant) -> Vector3 {
    let centre = model.scene.centres[Int(centre)]
    return instant.nodes[centre.node].worldFromBody(centre.position)
  }

  /// What the path meets on its way, in order.
  var contacts: [PathContact] {
    incoming.facets.map { PathContact(.specular, facet: $0) }
      + [PathContact(.scatteringCentre, centre: centre)]
      + outgoing.facets.reversed().map { PathContact(.specular, facet: $0) }
  }

  /// What the path does on its way, in order.
  func interactions(
    _ model: TracingModel, _ ends: LinkEnds, _ instant: SceneInstant
  ) -> [Interaction] {
    let (sending, receiving) = ways(model, ends, instant)
    return incoming.interactions(model, sending, instant)
      + [Interaction(centre: centre, vertex: sending.receiver.position)]
      + outgoing.interactions(model, receiving, instant).reversed()
  }

  /// The state at an instant.
  ///
  /// Amplitude: lambda / (4 pi) sqrt(sigma / (4 pi)) B^T Q A / (r_i r_s), where A and B are what the
  /// mirrors do to the fields from the transmitter and from the receiver on their ways to the centre.
  /// Without mirrors and with antennas of gain G that is the bistatic radar equation, lambda^2 sigma
  /// G_t G_r / ((4 pi)^3 r_i^2 r_s^2) (Skolnik, Introduction to Radar Systems, eq. 1.7 with two ranges).
  /// A cross-section has no phase, which is taken as zero at the centre. Q keeps polarisation between the
  /// theta-phi bases of both directions towards the centre: a monostatic echo comes back in the linear
  /// polarisation that was sent, as from a sphere, and in the other circular one.
  ///
  /// Of a standard target the cross-section is sigma_M sigma_D, and sigma_S, the phases and the crossed
  /// polarisation in Q are what was drawn.
  ///
  /// Physics primer, eq. 48.
  ///
  /// - Parameters:
  ///   - model: The scene.
  ///   - instant: The instant.
  ///   - sent: The way from the transmitter.
  ///   - heard: The way from the receiver.
  /// - Returns: The state.
  func state(
    _ model: TracingModel, _ instant: SceneInstant, from sent: HalfPath, to heard: HalfPath
  ) -> PathState {
    let centre = model.scene.centres[Int(centre)]
    let back = instant.nodes[centre.node].worldFromBody.rotation.inverse
    let section = centre.law.squareMetres(
      transmitter: back(-sent.incident), receiver: back(-heard.incident))
    let magnitude =
      model.wavelength / (4 * .pi) * (section / (4 * .pi)).squareRoot()
      / (sent.length * heard.length)
    var transfer = (draw ?? .kept).scaled(by: Complex(magnitude))
    if let mirrors = sent.mirrors { transfer = transfer.after(mirrors) }
    // From the centre to the receiver mirrors do the transpose of what they do the other way.
    if let mirrors = heard.mirrors { transfer = mirrors.transposed.after(transfer) }
    return PathState(
      delay: (sent.length + heard.length) / PhysicalConstants.speedOfLight,
      delayRate: (sent.rate + heard.rate) / PhysicalConstants.speedOfLight, transfer: transfer,
      departure: sent.departure, arrival: heard.departure)
  }

  /// The ends of both ways: each from an end of the link to the centre.
  func ways(
    _ model: TracingModel, _ ends: LinkEnds, _ instant: SceneInstant
  ) -> (sending: LinkEnds, receiving: LinkEnds) {
    // The antenna of the pose at the centre does not count.
    var place = ends.transmitter
    place.position = vertex(model, instant)
    place.velocity = instant.nodes[model.scene.centres[Int(centre)].node]
      .velocity(at: place.position)
    return (
      LinkEnds(transmitter: ends.transmitter, receiver: place),
      LinkEnds(transmitter: ends.receiver, receiver: place)
    )
  }
}

extension HalfPath {
  /// The way from the first of two ends over mirrors, weighed with their size, to the second.
  init?(
    over way: SpecularPath, _ model: TracingModel, _ ends: LinkEnds, _ instant: SceneInstant
  ) {
    guard !way.facets.isEmpty else {
      self.init(
        from: ImagePoint(of: ends.transmitter), to: ends.receiver.position,
        moving: ends.receiver.velocity)
      return
    }
    guard let state = way.state(model, ends, instant) else { return nil }
    let length = state.delay * PhysicalConstants.speedOfLight
    let basis = SphericalBasis(at: state.arrival)
    let towardsCentre = PolarizationTransfer(
      arrivalBasis: SphericalBasis(at: -state.arrival), fromTheta: FieldVector(basis.thetaHat),
      fromPhi: FieldVector(basis.phiHat))
    self.init(
      length: length, rate: state.delayRate * PhysicalConstants.speedOfLight,
      departure: state.departure, incident: -state.arrival,
      mirrors: towardsCentre.after(state.transfer)
        .scaled(by: Complex(4 * .pi * length / model.wavelength)))
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
}
