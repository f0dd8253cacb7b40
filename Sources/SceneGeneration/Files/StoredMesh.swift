// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// A mesh as a glTF file keeps it: y up, each position once, no collapsed triangles.
///
/// Positions are rounded to 0.1 mm, so that the last bits of the platform's mathematical functions
/// never show in a file.
struct StoredMesh {
  /// Steps of the positions in a metre.
  private static let stepsPerMetre = 10_000.0

  /// Positions in metres, y up.
  private(set) var positions: [SIMD3<Float>] = []

  /// Indices of the positions, counter-clockwise seen from outside.
  private(set) var triangles: [SIMD3<UInt32>] = []

  /// Rounds and welds a mesh of the z-up frame.
  init(_ mesh: TriangleMesh) {
    var known: [SIMD3<Int32>: UInt32] = [:]
    let indices = mesh.vertices.map { vertex in
      let steps = Self.steps(vertex)
      if let index = known[steps] { return index }
      let index = UInt32(positions.count)
      known[steps] = index
      positions.append(Self.position(steps))
      return index
    }
    for corners in mesh.triangles {
      let triangle = SIMD3(
        indices[Int(corners.x)], indices[Int(corners.y)], indices[Int(corners.z)])
      guard triangle.x != triangle.y, triangle.y != triangle.z, triangle.z != triangle.x else {
        continue
      }
      triangles.append(triangle)
    }
  }

  /// The lower and upper corner of the box around the positions.
  var bounds: (lower: SIMD3<Float>, upper: SIMD3<Float>) {
    positions.reduce(
      (SIMD3(repeating: .infinity), SIMD3(repeating: -.infinity))
    ) { (pointwiseMin($0.0, $1), pointwiseMax($0.1, $1)) }
  }

  /// A translation, rounded and turned as the positions are.
  static func translation(_ vector: Vector3) -> SIMD3<Float> { position(steps(vector)) }

  /// A position in whole steps, turned from z up to y up.
  private static func steps(_ vertex: Vector3) -> SIMD3<Int32> {
    let rounded = SIMD3<Int32>((vertex * stepsPerMetre).rounded(.toNearestOrAwayFromZero))
    return SIMD3(rounded.x, rounded.z, -rounded.y)
  }

  /// The position of whole steps, in metres.
  private static func position(_ steps: SIMD3<Int32>) -> SIMD3<Float> {
    SIMD3<Float>(SIMD3<Double>(steps) / stepsPerMetre)
  }
}
