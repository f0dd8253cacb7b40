// SPDX-License-Identifier: Apache-2.0

internal import Execution
internal import RealModule
internal import Scenes
internal import Spatial

/// Finds the edges of a scene that diffract.
///
/// Around a stretch of border all facets that end there are put in order of angle. Where the widest
/// gap between neighbours is above 180 degrees it is the open side of a wedge; a single facet has a
/// gap of 360 degrees, a free edge. Which way triangles are wound and how facets are cut
/// into triangles does not matter.
struct WedgeSearch {
  let scene: Scene
  let workers: Workers

  /// Facets that bend by less do not make an edge, in radians: one degree.
  static let leastBend = Double.pi / 180

  /// Facets of a curved surface make an edge only where they bend by more: 50 degrees, as for
  /// which facets count as parts of a curved surface.
  static let leastBendOfCurves = 50 * Double.pi / 180

  /// Shorter edges are left out, in metres.
  ///
  /// The theory is for edges longer than the Fresnel zone, which is 20 cm wide at 10 m.
  static let leastLength = 0.1

  /// The wedges of all rigid groups, in an order that depends on the scene only.
  func run() -> [Wedge] {
    let isCurved = scene.facetsOfCurvedSurfaces()
    var borders = [[FacetBorder]](repeating: [], count: scene.groups.count)
    for (index, facet) in scene.facets.enumerated() {
      for edge in facet.shape.outline.edges {
        let border = FacetBorder(edge, of: Int32(index), shape: facet.shape)
        guard border.length > 0 else { continue }
        borders[Int(facet.group)].append(border)
      }
    }
    return borders.indices.flatMap { group in
      joined(pieces(of: borders[group], group: Int32(group), isCurved)).filter {
        $0.length >= Self.leastLength
      }
    }
  }

  /// The wedges along each border, piece by piece.
  private func pieces(
    of borders: [FacetBorder], group: Int32, _ isCurved: [Bool]
  ) -> [Wedge] {
    let neighbours = neighbours(of: borders, workers: workers)
    return workers.mapChunks(borders.count, chunk: 256) { range in
      range.flatMap { index in
        pieces(along: index, borders, neighbours[index], isCurved).map { piece in
          var wedge = piece
          wedge.group = group
          return wedge
        }
      }
    }
  }

  /// The wedges along one border, without those that belong to a border before it.
  private func pieces(
    along index: Int, _ borders: [FacetBorder], _ neighbours: [Int32], _ isCurved: [Bool]
  ) -> [Wedge] {
    let border = borders[index]
    let stretches = neighbours.compactMap { other in
      border.overlap(with: borders[Int(other)]).map { (other: Int(other), along: $0) }
    }
    let places =
      ([0, border.length] + stretches.flatMap { [$0.along.lowerBound, $0.along.upperBound] })
      .sorted()
    var wedges: [Wedge] = []
    for (from, to) in zip(places, places.dropFirst())
    where to - from > 2 * FacetBorder.tolerance {
      let middle = (from + to) / 2
      let others = stretches.filter { $0.along.contains(middle) }.map(\.other)
      guard others.allSatisfy({ $0 > index }) else { continue }
      let faces = [border] + others.map { borders[$0] }
      guard var wedge = wedge(along: border, faces, isCurved) else { continue }
      let (near, far) = (
        border.start + border.direction * from, border.start + border.direction * to
      )
      wedge.start = wedge.direction.dot(border.direction) > 0 ? near : far
      wedge.length = to - from
      wedges.append(settled(wedge))
    }
    return wedges
  }

  /// The wedge that some facets make around a border, if they make one.
  private func wedge(
    along border: FacetBorder, _ faces: [FacetBorder], _ isCurved: [Bool]
  ) -> Wedge? {
    let axis = border.direction
    let zero = border.inward
    let side = axis.cross(zero)
    let sorted = faces.map { face -> (angle: Double, face: FacetBorder) in
      let angle = Double.atan2(y: face.inward.dot(side), x: face.inward.dot(zero))
      return (angle < 0 ? angle + 2 * .pi : angle, face)
    }.sorted { ($0.angle, $0.face.facet) < ($1.angle, $1.face.facet) }
    for position in sorted.indices {
      let next = (position + 1) % sorted.count
      let turn = next > position ? 0 : 2 * Double.pi
      let gap = sorted[next].angle + turn - sorted[position].angle
      let (first, second) = (sorted[position].face, sorted[next].face)
      guard gap > .pi + leastBend(first.facet, second.facet, isCurved) else { continue }
      let isInOrder = first.facet <= second.facet
      return Wedge(
        start: .zero, length: 0, direction: isInOrder ? axis : -axis,
        inZeroFace: isInOrder ? first.inward : second.inward, n: gap / .pi,
        zeroFacet: min(first.facet, second.facet), nFacet: max(first.facet, second.facet), group: 0)
    }
    return nil
  }

  private func leastBend(_ one: Int32, _ other: Int32, _ isCurved: [Bool]) -> Double {
    let sameObject = scene.facets[Int(one)].object == scene.facets[Int(other)].object
    let inCurve = one != other && sameObject && isCurved[Int(one)] && isCurved[Int(other)]
    return inCurve ? Self.leastBendOfCurves : Self.leastBend
  }

  /// The wedge with its edge moved into both planes exactly, and its angle between these.
  ///
  /// Outlines lie in the plane of their own facet only, and vertices may be rounded.
  private func settled(_ wedge: Wedge) -> Wedge {
    guard wedge.zeroFacet != wedge.nFacet else { return wedge }
    let planes = [wedge.zeroFacet, wedge.nFacet].map { scene.facets[Int($0)].shape.plane }
    let cross = planes[0].normal.cross(planes[1].normal)
    guard cross.length > 1e-3 else { return wedge }
    let axis = cross.normalized * (cross.dot(wedge.direction) < 0 ? -1 : 1)
    func moved(_ point: Vector3) -> Vector3 {
      // Along the directions in each plane that leave the other one.
      let (a, b) = (planes[0].signedDistance(to: point), planes[1].signedDistance(to: point))
      let (u, v) = (axis.cross(planes[0].normal), axis.cross(planes[1].normal))
      return point - v * (a / v.dot(planes[0].normal)) - u * (b / u.dot(planes[1].normal))
    }
    let start = moved(wedge.start)
    // Planes that hardly bend meet somewhere else; then the border itself is better.
    guard start.distance(to: wedge.start) < 5 * FacetBorder.tolerance else { return wedge }
    func inPlane(_ plane: Plane, towards inward: Vector3) -> Vector3 {
      let across = axis.cross(plane.normal)
      return across.dot(inward) < 0 ? -across : across
    }
    let zero = inPlane(planes[0], towards: wedge.inZeroFace)
    let far = inPlane(planes[1], towards: wedge.across(at: wedge.n * .pi))
    var exact = wedge
    exact.start = start
    exact.direction = axis
    exact.inZeroFace = zero
    let angle = Double.atan2(y: far.dot(axis.cross(zero)), x: far.dot(zero))
    exact.n = (angle < 0 ? angle + 2 * .pi : angle) / .pi
    return exact
  }
}
