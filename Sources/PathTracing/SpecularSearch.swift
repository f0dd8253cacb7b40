// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import Execution
internal import Kinematics
internal import Materials
internal import RayCasting
internal import Scenes
internal import Spatial

/// Decides which candidate sequences are paths.
///
/// It does so by the image method, the outlines of the facets, and occlusion.
struct SpecularSearch {
  let model: TracingModel
  let caster: RayCaster

  /// The planes of all facets in the world.
  let planes: [Plane]
  let instant: SceneInstant

  /// The transmitter and the receiver.
  private(set) var source: Vector3
  private(set) var target: Vector3

  /// Whether paths through the same points count once for each order of their planes.
  let keepsBothOrders: Bool

  /// How many reflections and walls a path may have; nil where no wall lets anything through.
  let transmissionDepth: Int?
  let workers: Workers

  /// Prepares a search between the ends of a link.
  init(
    _ model: TracingModel, _ caster: RayCaster, between ends: LinkEnds, _ instant: SceneInstant,
    _ settings: PropagationSettings, workers: Workers
  ) {
    self.model = model
    self.caster = caster
    planes = model.scene.facets.indices.map { model.plane(ofFacet: Int32($0), instant) }
    self.instant = instant
    source = ends.transmitter.position
    target = ends.receiver.position
    // In an edge each order of reflection has its own part of the aperture.
    keepsBothOrders = settings.specularModel == .aperture
    transmissionDepth = settings.transmission ? settings.maximumDepth : nil
    self.workers = workers
  }

  /// The same search between two other places.
  func between(_ source: Vector3, _ target: Vector3) -> SpecularSearch {
    var search = self
    search.source = source
    search.target = target
    return search
  }

  /// The paths from source to target, but the direct one.
  ///
  /// - Parameter tree: The candidates.
  /// - Returns: Paths in the order of the tree, each once even where facets overlap.
  func run(_ tree: ReflectionTree) -> [SpecularPath] {
    let images = imagePoints(tree)
    let found = workers.mapChunks(tree.nodes.count, chunk: 4096) { range in
      range.compactMap { node in node > 0 ? path(to: node, tree, images) : nil }
    }
    return withoutCoincident(found).map(\.path)
  }

  /// The direct path, if walls let it through.
  func direct() -> SpecularPath? {
    // A monostatic radio has no path to itself.
    guard source != target else { return nil }
    return passing(FoundPath(path: SpecularPath(facets: []), vertices: [], length: 0))?.path
  }

  /// For each node the transmitter mirrored in all its facets.
  private func imagePoints(_ tree: ReflectionTree) -> [Vector3] {
    var images = [source]
    images.reserveCapacity(tree.nodes.count)
    for node in tree.nodes.dropFirst() {
      images.append(planes[Int(node.facet)].mirrored(images[Int(node.parent)]))
    }
    return images
  }

  private func path(
    to node: Int, _ tree: ReflectionTree, _ images: [Vector3]
  ) -> FoundPath? {
    var vertices: [Vector3] = []
    var facets: [Int32] = []
    var current = node
    var point = target
    while current > 0 {
      let facet = tree.nodes[current].facet
      let parent = Int(tree.nodes[current].parent)
      guard
        let vertex = reflection(
          at: facet, from: images[current], to: point,
          after: parent > 0 ? tree.nodes[parent].facet : nil, before: facets.last)
      else { return nil }
      vertices.append(vertex)
      facets.append(facet)
      point = vertex
      current = parent
    }
    let path = FoundPath(
      path: SpecularPath(facets: facets.reversed()), vertices: vertices.reversed(),
      length: images[node].distance(to: target))
    return passing(path)
  }

  /// Where a facet reflects the wave from an image to a point, if it does.
  ///
  /// - Parameters:
  ///   - facet: The facet.
  ///   - image: The transmitter's image behind it.
  ///   - point: The receiver, or the point of reflection that follows.
  ///   - previous: The facet of the reflection before.
  ///   - next: The facet of the reflection that follows.
  /// - Returns: The point of reflection in the world, or nil where the facet does
  ///   not reflect the wave.
  private func reflection(
    at facet: Int32, from image: Vector3, to point: Vector3, after previous: Int32?,
    before next: Int32?
  ) -> Vector3? {
    let plane = planes[Int(facet)]
    if let next, abs(plane.signedDistance(to: point)) <= planeTolerance {
      // The wave runs into the edge of a corner, as it does on its way back to a monostatic radar.
      return isCorner(facet, next, at: point) ? point : nil
    }
    guard let vertex = crossing(from: image, to: point, through: plane) else { return nil }
    if contains(vertex, facet: facet) { return vertex }
    // Rounding may put the edge of a corner just outside of the facet.
    let isInEdge = previous.map { isCorner($0, facet, at: vertex) } ?? false
    return isInEdge ? vertex : nil
  }

  /// Whether two facets meet at a point so that each stands on the lit side of the other.
  private func isCorner(_ first: Int32, _ second: Int32, at point: Vector3) -> Bool {
    let (one, other) = (planes[Int(first)], planes[Int(second)])
    // Panels side by side in one plane do not light each other.
    guard abs(one.normal.dot(other.normal)) < 1 - planeTolerance,
      abs(one.signedDistance(to: point)) <= planeTolerance,
      abs(other.signedDistance(to: point)) <= planeTolerance
    else { return false }
    return extends(second, from: point, off: one, litFrom: source)
      && extends(first, from: point, off: other, litFrom: target)
  }

  /// Whether a facet reaches from a point into the half-space of a plane in which a light stands.
  private func extends(
    _ facet: Int32, from point: Vector3, off plane: Plane, litFrom light: Vector3
  ) -> Bool {
    let own = planes[Int(facet)].normal
    let towardsLight = plane.signedDistance(to: light) > 0 ? plane.normal : -plane.normal
    let along = (towardsLight - own * own.dot(towardsLight)).normalized
    let near = point + along * 1e-6
    return contains(near, facet: facet) || distanceToEdge(near, facet: facet) < 1e-7
  }

  func contains(_ point: Vector3, facet: Int32) -> Bool {
    model.scene.facets[Int(facet)].shape.outline.contains(local(point, facet))
  }

  private func distanceToEdge(_ point: Vector3, facet: Int32) -> Double {
    model.scene.facets[Int(facet)].shape.outline.distanceToEdge(local(point, facet))
  }

  /// The point in the frame of a facet's group.
  func local(_ point: Vector3, _ facet: Int32) -> Vector3 {
    let group = Int(model.scene.facets[Int(facet)].group)
    // Group 0 is at rest in the world's own frame.
    return group == 0 ? point : instant.groups[group].worldFromBody.inverse(point)
  }

  /// The path with the walls its legs lead through, or nil where one stops it.
  func passing(_ path: FoundPath) -> FoundPath? {
    var result = path
    let points = [source] + path.vertices + [target]
    let tags = [-1] + path.path.facets + [-1]
    var left = transmissionDepth.map { $0 - path.vertices.count }
    var crossings: [[Int32]] = []
    for leg in 0..<(points.count - 1) {
      let (start, end) = (points[leg], points[leg + 1])
      guard let allowed = left else {
        guard caster.isClear(from: start, to: end, startTag: tags[leg], endTag: tags[leg + 1])
        else { return nil }
        continue
      }
      guard
        let walls = caster.crossings(
          from: start, to: end, startTag: tags[leg], endTag: tags[leg + 1], limit: allowed),
        walls.allSatisfy({ transmits($0, along: end - start) })
      else { return nil }
      left = allowed - walls.count
      crossings.append(walls)
    }
    if crossings.contains(where: { !$0.isEmpty }) { result.path.crossings = crossings }
    return result
  }

  private func transmits(_ facet: Int32, along way: Vector3) -> Bool {
    let cosIncidence = abs(way.normalized.dot(planes[Int(facet)].normal))
    return model.surface(ofFacet: facet).transmission(cosIncidence) != nil
  }

  /// Leaves one of several paths through the same points, as where two coplanar facets overlap.
  private func withoutCoincident(_ paths: [FoundPath]) -> [FoundPath] {
    let byLength = paths.indices.sorted {
      (paths[$0].length, $0) < (paths[$1].length, $1)
    }
    var isRepeated = [Bool](repeating: false, count: paths.count)
    for (position, index) in byLength.enumerated() {
      for earlier in byLength[..<position].reversed() {
        guard paths[index].length - paths[earlier].length < 1e-9 else { break }
        guard paths[index].coincides(with: paths[earlier]) else { continue }
        if keepsBothOrders, !usesSamePlanes(paths[index], paths[earlier]) { continue }
        isRepeated[max(index, earlier)] = true
      }
    }
    return paths.indices.filter { !isRepeated[$0] }.map { paths[$0] }
  }

  private func usesSamePlanes(_ path: FoundPath, _ other: FoundPath) -> Bool {
    zip(path.path.facets, other.path.facets).allSatisfy { first, second in
      abs(planes[Int(first)].normal.dot(planes[Int(second)].normal)) > 1 - planeTolerance
    }
  }
}

/// A path with its points of reflection.
struct FoundPath: Sendable {
  var path: SpecularPath
  var vertices: [Vector3]

  /// From end to end in metres.
  var length: Double

  /// Whether another path has the same points, to a micrometre.
  func coincides(with other: FoundPath) -> Bool {
    vertices.count == other.vertices.count
      && zip(vertices, other.vertices).allSatisfy { $0.distance(to: $1) < 1e-6 }
  }
}
