// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import ComplexModule
internal import Electromagnetics
internal import Kinematics
internal import Materials
internal import Quantities
internal import Spatial

/// A path over one diffracting edge, known by its wedge and evaluated at any instant.
struct DiffractedPath: Hashable, Sendable {
  /// The wedge's number in the model.
  var wedge: Int32

  /// On which sides of its shadow boundaries the receiver was when the path was found.
  ///
  /// Direct and reflected paths are found at the same instant, and go on over the boundary too until
  /// the next search.
  var sides: ShadowSides

  /// Whether the terms of the reflections from the 0-face and from the n-face count.
  ///
  /// They do not where the aperture factor of a mirror holds the same wave.
  var countsZeroFace = true
  var countsNFace = true

  /// The identifier: the wedge's number with bit 61 set.
  var identifier: PathIdentifier { PathIdentifier(rawValue: UInt64(wedge) | 1 << 60) }

  /// Where the path meets the edge at an instant, in the world.
  func vertex(_ model: TracingModel, _ ends: LinkEnds, _ instant: SceneInstant) -> Vector3? {
    let wedge = model.wedges[Int(wedge)]
    let body = instant.groups[Int(wedge.group)].worldFromBody
    return kellerPoint(on: wedge, body, ends).map { body($0.point) }
  }

  private func kellerPoint(
    on wedge: Wedge, _ body: RigidTransform, _ ends: LinkEnds
  ) -> KellerPoint? {
    let back = body.inverse
    return KellerPoint(
      on: wedge, from: back(ends.transmitter.position), to: back(ends.receiver.position))
  }

  /// The state at an instant.
  ///
  /// Amplitude: lambda / (4 pi) D / sqrt(s s' (s + s')), with the uniform coefficient D of
  /// Kouyoumjian and Pathak 1974 and the reflection coefficients of both faces in it after
  /// Luebbers 1984, each times R with R^2 = 1 - S^2. The rate needs no motion of the point along the
  /// edge, as the length of the path is least there.
  ///
  /// Physics primer, eq. 27 and 38.
  func state(_ model: TracingModel, _ ends: LinkEnds, _ instant: SceneInstant) -> PathState? {
    let wedge = model.wedges[Int(wedge)]
    let body = instant.groups[Int(wedge.group)]
    guard let keller = kellerPoint(on: wedge, body.worldFromBody, ends) else { return nil }
    let point = body.worldFromBody(keller.point)
    let incident = (point - ends.transmitter.position).normalized
    let diffracted = (ends.receiver.position - point).normalized
    let (near, far) = (keller.sourceDistance, keller.observerDistance)
    let velocity = body.velocity(at: point)
    let rate =
      (velocity - ends.transmitter.velocity).dot(incident)
      + (ends.receiver.velocity - velocity).dot(diffracted)

    let ray = WedgeRay(
      edge: body.worldFromBody.direction(wedge.direction), incident: incident,
      diffracted: diffracted)
    let edge = LitEdge(wedge, keller, model, body.worldFromBody, ray, sides)
    var coefficients = edge.coefficients
    if !(edge.isTurned ? countsNFace : countsZeroFace) { coefficients.zeroFace = .zero }
    if !(edge.isTurned ? countsZeroFace : countsNFace) { coefficients.nFace = .zero }
    func arriving(_ field: Vector3) -> FieldVector {
      ray.diffracted(
        FieldVector(field), coefficients: coefficients, zeroFace: edge.nearFace,
        nFace: edge.farFace)
    }
    let basis = SphericalBasis(at: incident)
    let transfer = PolarizationTransfer(
      arrivalBasis: SphericalBasis(at: -diffracted), fromTheta: arriving(basis.thetaHat),
      fromPhi: arriving(basis.phiHat))
    let spreading = model.wavelength / (4 * .pi * (near * far * (near + far)).squareRoot())
    return PathState(
      delay: (near + far) / PhysicalConstants.speedOfLight,
      delayRate: rate / PhysicalConstants.speedOfLight,
      transfer: transfer.scaled(by: Complex(spreading)), departure: incident,
      arrival: -diffracted)
  }
}

/// A wedge as a ray sees it, with the face nearer to the source as the 0-face.
private struct LitEdge {
  /// Whether the wedge's own n-face is the nearer one.
  let isTurned: Bool
  let coefficients: WedgeCoefficients
  let nearFace: WedgeRay.Face
  let farFace: WedgeRay.Face

  init(
    _ wedge: Wedge, _ keller: KellerPoint, _ model: TracingModel, _ body: RigidTransform,
    _ ray: WedgeRay, _ sides: ShadowSides
  ) {
    let open = wedge.n * .pi
    // An end that moves into the body before the next search stays on its surface here.
    let (source, observer) = (min(keller.sourceAngle, open), min(keller.observerAngle, open))
    let isTurned = source > open / 2
    self.isTurned = isTurned
    let (near, far) = (keller.sourceDistance, keller.observerDistance)
    coefficients = WedgeCoefficients(
      n: wedge.n, sourceAngle: isTurned ? open - source : source,
      observerAngle: isTurned ? open - observer : observer, sinSkew: keller.sinSkew,
      wavenumber: 2 * .pi / model.wavelength,
      distanceParameter: near * far / (near + far) * keller.sinSkew * keller.sinSkew,
      sides: isTurned ? sides.turned : sides)
    func face(_ facet: Int32, _ normal: Vector3, isNear: Bool) -> WedgeRay.Face {
      let normal = body.direction(normal)
      return WedgeRay.Face(
        normal: normal,
        reflection: model.surface(ofFacet: facet).specularCoefficients(
          ray.cosIncidence(onFaceWith: normal, isNearSource: isNear)))
    }
    let zero = face(wedge.zeroFacet, wedge.zeroNormal, isNear: !isTurned)
    let other = face(wedge.nFacet, wedge.nNormal, isNear: isTurned)
    (nearFace, farFace) = isTurned ? (other, zero) : (zero, other)
  }
}
