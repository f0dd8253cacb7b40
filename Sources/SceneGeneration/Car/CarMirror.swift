// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// The left door mirror, whose foot ends inside the door.
enum CarMirror {
  /// The closed surface of the mirror, in the body frame.
  static var mesh: TriangleMesh {
    let block = CellBlock(counts: SIMD3(1, sections.count - 1, 1)) { _ in true }
    let cage = QuadCage(boundaryOf: block, at: position) { _ in () }
    return cage.fitted(subdivisions: 2, steps: 4).subdivided(times: 2).mesh { true }
  }

  /// The mirror's cross-sections from the foot outwards, in metres.
  ///
  /// Each is a centre, and half extents along x and z.
  private static let sections: [(centre: Vector3, halfSize: SIMD2<Double>)] = [
    (Vector3(0.600, 0.840, 0.955), SIMD2(0.040, 0.020)),
    (Vector3(0.610, 0.930, 0.990), SIMD2(0.055, 0.060)),
    (Vector3(0.590, 1.060, 1.000), SIMD2(0.045, 0.055)),
  ]

  private static func position(of node: SIMD3<Int>) -> Vector3 {
    let section = sections[node.y]
    let x = node.x == 0 ? -section.halfSize.x : section.halfSize.x
    let z = node.z == 0 ? -section.halfSize.y : section.halfSize.y
    return section.centre + Vector3(x, 0, z)
  }
}
