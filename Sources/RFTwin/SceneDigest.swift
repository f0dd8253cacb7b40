// SPDX-License-Identifier: Apache-2.0

package import InputDocuments
package import Scenes
internal import Spatial

extension InputsDigest {
  /// Takes in the triangles of a scene, which tell of files that mesh files name.
  package mutating func add(_ scene: Scene) {
    for group in scene.groups {
      for vertex in group.mesh.vertices {
        add(vertex.x.bitPattern)
        add(vertex.y.bitPattern)
        add(vertex.z.bitPattern)
      }
      for triangle in group.mesh.triangles {
        for corner in 0..<3 { add(UInt64(truncatingIfNeeded: triangle[corner])) }
      }
    }
  }
}
