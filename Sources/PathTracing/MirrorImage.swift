// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import Kinematics
internal import RayCasting
internal import Scenes
internal import Spatial

/// An end of a link as seen in a sequence of mirrors at an instant, with what it may light.
final class MirrorImage: Sendable {
  /// The mirrors, the one next to the end first.
  let facets: [Int32]

  /// Their planes in the world.
  let planes: [Plane]

  /// The end and its images, one after the other.
  let positions: [Vector3]

  /// The last image.
  let point: ImagePoint

  /// What the last image may light.
  let beam: Beam

  /// An end in no mirror.
  init(of end: AntennaPose) {
    facets = []
    planes = []
    positions = [end.position]
    point = ImagePoint(of: end)
    beam = .everywhere
  }

  /// The image in one more mirror.
  ///
  /// - Returns: Nil where the mirror gets no light of this image.
  init?(
    of image: MirrorImage, in facet: Int32, _ model: TracingModel, _ instant: SceneInstant
  ) {
    let plane = model.plane(ofFacet: facet, instant)
    let ball = model.ball(ofFacet: facet, instant)
    guard image.facets.last != facet, image.beam.mayLight(ball),
      abs(plane.signedDistance(to: image.point.position)) > planeTolerance
    else { return nil }
    var point = image.point
    point.reflect(in: facet, model, instant)
    facets = image.facets + [facet]
    planes = image.planes + [plane]
    positions = image.positions + [point.position]
    self.point = point
    beam = Beam(from: point.position, through: ball, in: plane)
  }

  /// The last mirror; nil where there is none.
  var gate: MirrorGate? {
    guard let facet = facets.last, let plane = planes.last else { return nil }
    return MirrorGate(image: point.position, plane: plane, facet: facet)
  }

  /// Where light of the image is reflected on its way to a point.
  ///
  /// - Returns: The points of reflection, the one next to the point first; nil where one of the
  ///   mirrors does not hold its.
  func vertices(
    to point: Vector3, _ model: TracingModel, _ instant: SceneInstant
  ) -> [Vector3]? {
    var vertices: [Vector3] = []
    var point = point
    for mirror in facets.indices.reversed() {
      guard
        let vertex = crossing(from: positions[mirror + 1], to: point, through: planes[mirror]),
        model.contains(vertex, facet: facets[mirror], instant)
      else { return nil }
      vertices.append(vertex)
      point = vertex
    }
    return vertices
  }

  /// Whether nothing is in the way over points of reflection to a point of a facet.
  func isClear(
    to point: Vector3, onFacet facet: Int32, over vertices: [Vector3], _ caster: RayCaster
  ) -> Bool {
    var (start, tag) = (point, facet)
    for (vertex, mirror) in zip(vertices, facets.reversed()) {
      guard caster.isClear(from: vertex, to: start, startTag: mirror, endTag: tag) else {
        return false
      }
      (start, tag) = (vertex, mirror)
    }
    return caster.isClear(from: positions[0], to: start, endTag: tag)
  }
}

/// A part of space that holds all that an image may light.
///
/// It is what lies beyond the last mirror in a cone around the ball that this mirror lies in.
struct Beam: Sendable {
  private let apex: Vector3
  private let axis: Vector3

  /// Cosine and sine of half the cone's angle; a cosine of -1 stands for all directions.
  private let cosine: Double
  private let sine: Double

  /// The plane of the mirror, with its normal towards the lit side.
  private let plane: Plane

  /// The beam of an end without mirrors.
  static let everywhere = Beam(
    apex: .zero, axis: .zero, cosine: -1, sine: 0,
    plane: Plane(normal: .zero, offset: -.infinity))

  private init(apex: Vector3, axis: Vector3, cosine: Double, sine: Double, plane: Plane) {
    self.apex = apex
    self.axis = axis
    self.cosine = cosine
    self.sine = sine
    self.plane = plane
  }

  /// The beam of an image.
  ///
  /// - Parameters:
  ///   - image: Where the image is.
  ///   - ball: A ball around the mirror.
  ///   - plane: The mirror's plane.
  init(from image: Vector3, through ball: Ball, in plane: Plane) {
    let isBehind = plane.signedDistance(to: image) < 0
    let lit = isBehind ? plane : Plane(normal: -plane.normal, offset: -plane.offset)
    let way = ball.centre - image
    let distance = way.length
    let sine = distance > ball.radius ? ball.radius / distance : 0
    self.init(
      apex: image, axis: distance > 0 ? way / distance : .zero,
      cosine: distance > ball.radius ? (1 - sine * sine).squareRoot() : -1, sine: sine, plane: lit)
  }

  /// Whether light may reach a ball; it is only ruled out where it cannot.
  @inline(__always)
  func mayLight(_ ball: Ball) -> Bool {
    guard plane.signedDistance(to: ball.centre) > -ball.radius else { return false }
    guard cosine > -1 else { return true }
    let way = ball.centre - apex
    let rest = way.lengthSquared - ball.radius * ball.radius
    guard rest > 0 else { return true }
    // The angle between the axes is at most the sum of both half angles, below pi, so
    // that its cosine falls; all is multiplied by the distance.
    return way.dot(axis) >= cosine * rest.squareRoot() - sine * ball.radius - 1e-9
  }
}

extension TracingModel {
  /// A ball around a facet in the world.
  func ball(ofFacet facet: Int32, _ instant: SceneInstant) -> Ball {
    let ball = facetBalls[Int(facet)]
    let body = instant.groups[Int(facetGroups[Int(facet)])].worldFromBody
    return Ball(centre: body(ball.centre), radius: ball.radius)
  }

  /// Whether a facet may hold a point of its plane, decided by a rectangle around it.
  @inline(__always)
  func mayContain(_ point: Vector3, facet: Int32, _ instant: SceneInstant) -> Bool {
    let group = Int(facetGroups[Int(facet)])
    // Group 0 is at rest in the world's own frame.
    let local = group == 0 ? point : instant.groups[group].worldFromBody.inverse(point)
    return facetBounds[Int(facet)].mayContain(local)
  }

  /// Whether a facet holds a point of its plane.
  func contains(_ point: Vector3, facet: Int32, _ instant: SceneInstant) -> Bool {
    let group = Int(facetGroups[Int(facet)])
    // Group 0 is at rest in the world's own frame.
    let local = group == 0 ? point : instant.groups[group].worldFromBody.inverse(point)
    return scene.facets[Int(facet)].shape.outline.contains(local)
  }

  /// The images of an end in sequences of mirrors that may get its light.
  ///
  /// - Parameters:
  ///   - end: The end.
  ///   - tree: The sequences.
  ///   - isLit: For each node of the tree whether it counts.
  ///   - depth: How many mirrors there may be.
  ///   - smallShare: The share of the mirrors' light that may be left out.
  ///   - instant: The instant.
  /// - Returns: The end itself, then its images, without those of mirrors that look small.
  func images(
    of end: AntennaPose, in tree: ReflectionTree, where isLit: [Bool], depth: Int,
    smallShare: Double, _ instant: SceneInstant
  ) -> [MirrorImage] {
    var images = [MirrorImage(of: end)]
    guard depth > 0 else { return images }
    var imageOfNode = [Int32](repeating: -1, count: tree.nodes.count)
    imageOfNode[0] = 0
    for (index, node) in tree.nodes.enumerated().dropFirst()
    where isLit[index] && node.depth <= depth {
      let parent = imageOfNode[Int(node.parent)]
      guard parent >= 0,
        let image = MirrorImage(of: images[Int(parent)], in: node.facet, self, instant)
      else { continue }
      imageOfNode[index] = Int32(images.count)
      images.append(image)
    }
    return withoutSmall(images, share: smallShare, instant)
  }

  /// Leaves out the images in the smallest mirrors.
  ///
  /// What all mirrors send on is as their solid angles. Those left out, the smallest first, have
  /// together no more than the given share.
  private func withoutSmall(
    _ images: [MirrorImage], share: Double, _ instant: SceneInstant
  ) -> [MirrorImage] {
    let angles = images.map { solidAngle(of: $0, instant) }
    let allowed = share * angles.reduce(0, +)
    var dropped = 0.0
    var isSmall = [Bool](repeating: false, count: images.count)
    for index in images.indices.dropFirst().sorted(by: { (angles[$0], $0) < (angles[$1], $1) }) {
      dropped += angles[index]
      guard dropped <= allowed else { break }
      isSmall[index] = true
    }
    return images.indices.filter { !isSmall[$0] }.map { images[$0] }
  }

  /// About the solid angle in which an image sees its mirror, in steradians.
  private func solidAngle(of image: MirrorImage, _ instant: SceneInstant) -> Double {
    guard let facet = image.facets.last, let plane = image.planes.last else { return 0 }
    let ball = ball(ofFacet: facet, instant)
    let distance = abs(plane.signedDistance(to: image.point.position))
    let area = scene.facets[Int(facet)].shape.area
    let squared = (ball.centre - image.point.position).lengthSquared
    // No plane fills more than half of the sphere.
    return min(2 * .pi, area * distance / (squared * squared.squareRoot()))
  }
}
