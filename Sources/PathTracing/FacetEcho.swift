// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import ComplexModule
internal import Electromagnetics
internal import Kinematics
internal import Materials
internal import Quantities
internal import RayCasting
internal import Spatial

/// A small, flat piece of a body's surface that sends back an echo in a lobe of its own.
///
/// The lobe is that of physical optics. A mirror much smaller than the first Fresnel zone does
/// not reflect in one direction only, and a curved panel made of such mirrors reflects through the
/// sum of their lobes.
struct FacetEcho: Sendable {
  /// The centre of area, in the frame of the rigid group.
  var centre: Vector3

  /// The unit normal and the two directions of `edges`, in the frame of the rigid group.
  var normal: Vector3
  var uAxis: Vector3
  var vAxis: Vector3

  /// The outline around the centre, counter-clockwise, in metres.
  var edges: [SIMD4<Double>]

  /// In square metres.
  var area: Double

  /// The largest distance of the outline from the centre, in metres.
  var radius: Double
  var facet: Int32
  var group: Int32
  var material: Int32
}

extension FacetEcho {
  /// What an echo is at an instant, but for its material.
  struct Reflection {
    fileprivate let incident: Vector3
    fileprivate let scattered: Vector3
    fileprivate let facing: Vector3
    fileprivate let cosIncidence: Double
    fileprivate let cosScattered: Double
    fileprivate let delay: Double
    fileprivate let delayRate: Double

    /// j (cos(theta_i) + cos(theta_s)) / (8 pi r_i r_s) times the integral over the piece.
    fileprivate let strength: Complex<Double>
  }

  /// The state of the path over the piece at an instant.
  ///
  /// - Returns: Nil where the ends are on different sides of the piece.
  func state(_ model: TracingModel, _ ends: LinkEnds, _ instant: SceneInstant) -> PathState? {
    reflection(ends, instant, wavelength: model.centreWavelength).map { state($0, model) }
  }

  /// The geometry of the path over the piece at an instant.
  ///
  /// With phases taken from the centre, the Kirchhoff integral over the piece is
  /// a = lambda / (4 pi) R r (j / lambda) (cos(theta_i) + cos(theta_s)) / 2 I / (r_i r_s), with I
  /// of `PieceIntegral` and r the reflection coefficient; for a large piece its value at the
  /// specular point is that of a mirror, lambda / (4 pi (r_i + r_s)) R r.
  ///
  /// Over a band I is taken as constant. The wavelength drops out then, as it should for a piece in
  /// its far field; pieces of a mirror or of a curved surface add up to what is proportional to the
  /// wavelength by the phases of their delays.
  ///
  /// Physics primer, eq. 13.
  ///
  /// - Parameters:
  ///   - ends: The ends of the link.
  ///   - instant: The instant.
  ///   - wavelength: That in the middle of the band.
  ///   - largestCurvature: How far phases over the piece may depart from what is integrated.
  /// - Returns: Nil where the ends are on different sides of the piece.
  func reflection(
    _ ends: LinkEnds, _ instant: SceneInstant, wavelength: Double,
    largestCurvature: Double = PieceIntegral.smallCurvature
  ) -> Reflection? {
    let body = instant.groups[Int(group)]
    let point = body.worldFromBody(centre)
    let incoming = point - ends.transmitter.position
    let outgoing = ends.receiver.position - point
    let incomingLength = incoming.length
    let outgoingLength = outgoing.length
    guard incomingLength > 0, outgoingLength > 0 else { return nil }
    let incident = incoming / incomingLength
    let scattered = outgoing / outgoingLength
    var facing = body.worldFromBody.direction(normal)
    if incident.dot(facing) > 0 { facing = -facing }
    let cosIncidence = -incident.dot(facing)
    let cosScattered = scattered.dot(facing)
    guard cosIncidence > 0, cosScattered > 0 else { return nil }

    let integral = PieceIntegral(
      wavenumber: 2 * .pi / wavelength, incoming: incoming, outgoing: outgoing,
      facing: facing, uAxis: body.worldFromBody.direction(uAxis),
      vAxis: body.worldFromBody.direction(vAxis), largestCurvature: largestCurvature)
    let magnitude =
      (cosIncidence + cosScattered) / (8 * .pi * incomingLength * outgoingLength)
    let velocity = body.velocity(at: point)
    let rate =
      (velocity - ends.transmitter.velocity).dot(incident)
      + (ends.receiver.velocity - velocity).dot(scattered)
    return Reflection(
      incident: incident, scattered: scattered, facing: facing, cosIncidence: cosIncidence,
      cosScattered: cosScattered,
      delay: (incomingLength + outgoingLength) / PhysicalConstants.speedOfLight,
      delayRate: rate / PhysicalConstants.speedOfLight,
      strength: Complex(0, magnitude)
        * integral.value(edges: edges, area: area, radius: radius))
  }

  /// The state of a reflection with the material that the piece has in a model.
  func state(_ reflection: Reflection, _ model: TracingModel) -> PathState {
    let incident = reflection.incident
    let coefficients = model.surfaces[Int(material)]
      .specularCoefficients(reflection.cosIncidence, scattered: reflection.cosScattered)
    let basis = SphericalBasis(at: incident)
    func reflected(_ field: Vector3) -> FieldVector {
      FieldVector(field).reflected(
        travelling: incident, normal: reflection.facing, coefficients: coefficients)
    }
    let transfer = PolarizationTransfer(
      arrivalBasis: SphericalBasis(at: -reflection.scattered),
      fromTheta: reflected(basis.thetaHat), fromPhi: reflected(basis.phiHat))
    return PathState(
      delay: reflection.delay, delayRate: reflection.delayRate,
      transfer: transfer.scaled(by: reflection.strength), departure: incident,
      arrival: -reflection.scattered)
  }

  /// Whether both ends see the piece.
  func isVisible(_ ends: LinkEnds, _ instant: SceneInstant, caster: RayCaster) -> Bool {
    let point = instant.groups[Int(group)].worldFromBody(centre)
    return caster.isVisible(point, onFacet: facet, ends)
  }
}

extension RayCaster {
  /// Whether both ends of a link see a point of a facet.
  func isVisible(_ point: Vector3, onFacet facet: Int32, _ ends: LinkEnds) -> Bool {
    guard isClear(from: ends.transmitter.position, to: point, endTag: facet) else { return false }
    if ends.transmitter.position == ends.receiver.position { return true }
    return isClear(from: point, to: ends.receiver.position, startTag: facet)
  }
}
