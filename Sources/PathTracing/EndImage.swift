// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import ComplexModule
internal import Electromagnetics
internal import Kinematics
internal import Materials
internal import Scenes
internal import Spatial

/// Where an end of a link seems to be, and how it seems to move, seen in some mirrors.
struct ImagePoint: Sendable {
  var position: Vector3
  var velocity: Vector3

  /// An end itself.
  init(of end: AntennaPose) {
    position = end.position
    velocity = end.velocity
  }

  /// The image in a further mirror.
  ///
  /// Relative to the mirror's body the image moves as the mirrored point does.
  ///
  /// Physics primer, eq. 39.
  mutating func reflect(in facet: Int32, _ model: TracingModel, _ instant: SceneInstant) {
    let plane = model.plane(ofFacet: facet, instant)
    let body = instant.groups[Int(model.facetGroups[Int(facet)])]
    let relative = velocity - body.velocity(at: position)
    position = plane.mirrored(position)
    velocity = plane.mirrored(direction: relative) + body.velocity(at: position)
  }
}

extension TracingModel {
  /// The image of an end in mirrors, the one next to the end first.
  func image(
    of end: AntennaPose, in facets: [Int32], _ instant: SceneInstant
  ) -> ImagePoint {
    var image = ImagePoint(of: end)
    for facet in facets { image.reflect(in: facet, self, instant) }
    return image
  }
}

/// The part of a path between one of its ends and a scatterer.
struct HalfPath: Sendable {
  /// In metres.
  var length: Double

  /// How fast it grows, in metres per second.
  var rate: Double

  /// The unit direction in which a wave would leave the end.
  var departure: Vector3

  /// The unit direction in which it would reach the scatterer.
  var incident: Vector3

  /// What the mirrors do to the field, from the basis of `departure` to that of `incident`.
  ///
  /// Nil where there are none, and the bases are the same.
  var mirrors: PolarizationTransfer?
}

extension HalfPath {
  /// Draws the straight line from an image to a point.
  ///
  /// - Returns: Nil where both coincide; `departure` holds for no mirrors.
  init?(from image: ImagePoint, to point: Vector3, moving velocity: Vector3) {
    let way = point - image.position
    length = way.length
    guard length > 0 else { return nil }
    incident = way / length
    departure = incident
    rate = (velocity - image.velocity).dot(incident)
  }

  /// The way from an end over mirrors to a point, as the image method has it.
  ///
  /// Each mirror takes its Fresnel coefficients and R = sqrt(1 - S^2) of the field.
  ///
  /// - Parameters:
  ///   - image: The end's image in the mirrors.
  ///   - facets: The mirrors, the one next to the end first.
  ///   - point: The scatterer, in the world.
  ///   - velocity: The scatterer's velocity in metres per second.
  ///   - model: The scene.
  ///   - instant: The instant.
  init?(
    from image: ImagePoint, over facets: [Int32], to point: Vector3, moving velocity: Vector3,
    _ model: TracingModel, _ instant: SceneInstant
  ) {
    self.init(from: image, to: point, moving: velocity)
    guard !facets.isEmpty else { return }
    for facet in facets.reversed() {
      departure = model.plane(ofFacet: facet, instant).mirrored(direction: departure)
    }
    let basis = SphericalBasis(at: departure)
    var fromTheta = FieldVector(basis.thetaHat)
    var fromPhi = FieldVector(basis.phiHat)
    var direction = departure
    for facet in facets {
      let plane = model.plane(ofFacet: facet, instant)
      let coefficients = model.surface(ofFacet: facet)
        .specularCoefficients(abs(direction.dot(plane.normal)))
      fromTheta = fromTheta.reflected(
        travelling: direction, normal: plane.normal, coefficients: coefficients)
      fromPhi = fromPhi.reflected(
        travelling: direction, normal: plane.normal, coefficients: coefficients)
      direction = plane.mirrored(direction: direction)
    }
    mirrors = PolarizationTransfer(
      arrivalBasis: SphericalBasis(at: incident), fromTheta: fromTheta, fromPhi: fromPhi)
  }
}
