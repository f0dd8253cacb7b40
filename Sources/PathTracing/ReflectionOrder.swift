// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import Electromagnetics
internal import Kinematics
internal import Scenes
internal import Spatial

/// The reflections of a path in one order, unfolded loosely: its points need not lie on the facets.
///
/// Physics primer, eq. 16.
struct ReflectionOrder {
  let facets: [Int32]
  let path: UnfoldedPath

  /// How far from the transmitter along the path each point of reflection lies, in metres.
  ///
  /// They need not ascend: a ray beside the path may meet the facets in another order than this one.
  let places: [Double]

  /// Two directions across each leg, each pair the mirror image of the one before.
  let frames: [(across: Vector3, upward: Vector3)]

  /// For each point of reflection but the last the side of the edge on which rays meet its facet
  /// before the next one; nil where these do not stand at right angles, or the edge is far away.
  private(set) var corners: [CornerSide?]

  private let wavelength: Double

  /// Unfolds a path.
  ///
  /// - Returns: Nil where a leg runs within a plane, or a facet would be met before the wave departs or
  ///   after it has arrived.
  init?(_ facets: [Int32], _ model: TracingModel, _ ends: LinkEnds, _ instant: SceneInstant) {
    let planes = facets.map { model.plane(ofFacet: $0, instant) }
    let start = ends.transmitter.position
    guard let path = UnfoldedPath(from: start, to: ends.receiver.position, planes: planes) else {
      return nil
    }
    var travelled = 0.0
    var places: [Double] = []
    var across = path.directions[0].anyPerpendicular
    var upward = path.directions[0].cross(across)
    var frames = [(across: across, upward: upward)]
    for (index, vertex) in path.vertices.enumerated() {
      travelled += (vertex - (index > 0 ? path.vertices[index - 1] : start))
        .dot(path.directions[index])
      places.append(travelled)
      across = planes[index].mirrored(direction: across)
      upward = planes[index].mirrored(direction: upward)
      frames.append((across, upward))
    }
    guard places.allSatisfy({ $0 > 0 && $0 < path.length }) else { return nil }
    self.facets = facets
    self.path = path
    self.places = places
    self.frames = frames
    wavelength = model.wavelength
    corners = []
    corners = planes.indices.dropLast().map { corner(after: $0, planes[$0], planes[$0 + 1]) }
  }

  /// The Fresnel scale across the path at a place along it, in units per metre.
  func scale(at place: Double) -> Double {
    (2 * path.length / (wavelength * place * (path.length - place))).squareRoot()
  }

  /// The other orders that differ by two neighbours in a corner whose edge is near.
  var swapped: [[Int32]] {
    corners.indices.filter { corners[$0] != nil }.map { index in
      var other = facets
      other.swapAt(index, index + 1)
      return other
    }
  }

  /// The share of a right angle's cosine in which the images of both orders drift apart by no more
  /// than a twentieth of the Fresnel zone, sqrt(lambda L).
  private var squareness: Double { 0.0125 * (wavelength / path.length).squareRoot() }

  /// The side of the edge on which rays meet a facet before the one after it.
  ///
  /// A ray at w beside the path meets them a leg of leg_0 + w . g apart, with
  /// g = n_A / (n_A . d) - n_B / (n_B . d) and d the direction between them.
  ///
  /// Physics primer, eq. 17.
  private func corner(after index: Int, _ first: Plane, _ second: Plane) -> CornerSide? {
    guard abs(first.normal.dot(second.normal)) < squareness else { return nil }
    let direction = path.directions[index + 1]
    let slope =
      first.normal / first.normal.dot(direction) - second.normal / second.normal.dot(direction)
    let (across, upward) = frames[index + 1]
    let scale = scale(at: (places[index] + places[index + 1]) / 2)
    let gradient = SIMD2(slope.dot(across), slope.dot(upward)) / scale
    let steepness = (gradient * gradient).sum().squareRoot()
    let side = CornerSide(
      distance: (places[index + 1] - places[index]) / steepness, direction: gradient / steepness)
    return abs(side.distance) < FresnelAperture.reach ? side : nil
  }
}

/// Where rays beside a path meet two facets of a corner in one order, in Fresnel scale.
struct CornerSide {
  /// How far the path is from the edge, positive where it has this order itself.
  let distance: Double

  /// The unit vector across the edge towards rays of this order.
  let direction: SIMD2<Double>

  /// The side as an opening.
  var aperture: FresnelAperture {
    FresnelAperture(halfPlaneAround: distance, towards: direction)
  }
}
