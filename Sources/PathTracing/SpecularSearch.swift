// SPDX-License-Identifier: Apache-2.0

internal import Execution
internal import Kinematics
internal import RayCasting
internal import Scenes
internal import Spatial

/// Decides which candidate sequences are paths: by the image method, the outlines of the facets, and occlusion.
struct SpecularSearch {
  let model: TracingModel
  let caster: RayCaster

  /// The planes of all facets in the world.
  let planes: [Plane]
  let instant: SceneInstant
  let workers: Workers

  /// The sequences of facets that carry a path between two points.
  ///
  /// - Returns: Sequences in the order of the tree, each path once even where facets overlap.
  func run(_ tree: ReflectionTree, from source: Vector3, to target: Vector3) -> [[Int32]] {
    let images = imagePoints(tree, of: source)
    let found = workers.mapChunks(tree.nodes.count, chunk: 4096) { range in
      range.compactMap { node -> FoundPath? in
        guard node > 0 else { return nil }
        return path(to: node, tree, images, from: source, to: target)
      }
    }
    return withoutCoincident(found).map(\.facets)
  }

  /// For each node the transmitter mirrored in all its facets.
  private func imagePoints(_ tree: ReflectionTree, of source: Vector3) -> [Vector3] {
    var images = [source]
    images.reserveCapacity(tree.nodes.count)
    for node in tree.nodes.dropFirst() {
      images.append(planes[Int(node.facet)].mirrored(images[Int(node.parent)]))
    }
    return images
  }

  private func path(
    to node: Int, _ tree: ReflectionTree, _ images: [Vector3], from source: Vector3,
    to target: Vector3
  ) -> FoundPath? {
    var vertices: [Vector3] = []
    var facets: [Int32] = []
    var current = node
    var point = target
    while current > 0 {
      let facet = tree.nodes[current].facet
      guard
        let vertex = ImageMethod.crossing(
          from: images[current], to: point, through: planes[Int(facet)]),
        contains(vertex, facet: facet)
      else { return nil }
      vertices.append(vertex)
      facets.append(facet)
      point = vertex
      current = Int(tree.nodes[current].parent)
    }
    let path = FoundPath(
      facets: facets.reversed(), vertices: vertices.reversed(),
      length: images[node].distance(to: target))
    return isClear(path, from: source, to: target) ? path : nil
  }

  private func contains(_ point: Vector3, facet: Int32) -> Bool {
    let facet = model.scene.facets[Int(facet)]
    let group = Int(facet.group)
    // Group 0 is at rest in the world's own frame.
    let local = group == 0 ? point : instant.groups[group].worldFromBody.inverse(point)
    return facet.shape.outline.contains(local)
  }

  private func isClear(_ path: FoundPath, from source: Vector3, to target: Vector3) -> Bool {
    var start = source
    var startFacet: Int32 = -1
    for (vertex, facet) in zip(path.vertices, path.facets) {
      guard caster.isClear(from: start, to: vertex, startTag: startFacet, endTag: facet) else {
        return false
      }
      start = vertex
      startFacet = facet
    }
    return caster.isClear(from: start, to: target, startTag: startFacet)
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
        if paths[index].coincides(with: paths[earlier]) { isRepeated[max(index, earlier)] = true }
      }
    }
    return paths.indices.filter { !isRepeated[$0] }.map { paths[$0] }
  }
}

/// A sequence of facets that carries a path.
private struct FoundPath: Sendable {
  var facets: [Int32]
  var vertices: [Vector3]

  /// From end to end in metres.
  var length: Double

  /// Whether another path has the same points, to a micrometre.
  func coincides(with other: FoundPath) -> Bool {
    vertices.count == other.vertices.count
      && zip(vertices, other.vertices).allSatisfy { $0.distance(to: $1) < 1e-6 }
  }
}
