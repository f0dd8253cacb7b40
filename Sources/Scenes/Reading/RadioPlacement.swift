// SPDX-License-Identifier: Apache-2.0

internal import InputDocuments
internal import Kinematics
internal import Spatial

/// Complains about a radio that sits inside a solid object.
///
/// Solids are objects whose surface is watertight. A room is watertight too, so an object that
/// holds all radios is taken for a room, unless it is thinner than a metre.
func checkRadiosAreOutside(_ scene: Scene, at node: InputNode, time: Double) throws(InputError) {
  let states = scene.motion.states(at: time)
  let places = scene.radios.map { states[$0.node].worldFromBody.translation }
  let entries = try node.list()
  for (index, object) in scene.objects.enumerated() {
    let group = scene.groups[object.group]
    let bodyFromWorld = states[group.node].worldFromBody.inverse
    let mesh = scene.mesh(ofObject: index)
    let bounds = mesh.bounds
    let candidates = places.indices.filter { bounds.contains(bodyFromWorld(places[$0])) }
    guard !candidates.isEmpty, mesh.isWatertight else { continue }
    let inside = candidates.filter {
      abs(mesh.windingNumber(around: bodyFromWorld(places[$0]))) > 0.5
    }
    let isRoom = inside.count == places.count && bounds.size.min() >= 1
    guard let first = inside.first, !isRoom else { continue }
    throw entries[first].error(
      "radio '\(scene.radios[first].name)' is inside the object '\(object.name)'; move it out")
  }
}

extension Scene {
  /// The triangles of one object, in the frame of its group.
  func mesh(ofObject object: Int) -> TriangleMesh {
    let group = groups[objects[object].group]
    let triangles = group.mesh.triangles.indices.filter { triangle in
      let facet = group.facetOfTriangle[triangle]
      return facet >= 0 && facets[Int(facet)].object == Int32(object)
    }
    var mesh = TriangleMesh()
    mesh.vertices.reserveCapacity(3 * triangles.count)
    for triangle in triangles {
      let base = Int32(mesh.vertices.count)
      let (a, b, c) = group.mesh.corners(triangle)
      mesh.vertices += [a, b, c]
      mesh.triangles.append(SIMD3(base, base + 1, base + 2))
    }
    return mesh
  }
}
