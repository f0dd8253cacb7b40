// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// Faces of an axis-aligned box, by the end of the axis that they lie at.
struct BoxFaces: OptionSet, Sendable {
  /// One bit a face.
  let rawValue: Int

  /// The face where x is lowest.
  static let lowerX = BoxFaces(rawValue: 1 << 0)

  /// The face where x is highest.
  static let upperX = BoxFaces(rawValue: 1 << 1)

  /// The face where y is lowest.
  static let lowerY = BoxFaces(rawValue: 1 << 2)

  /// The face where y is highest.
  static let upperY = BoxFaces(rawValue: 1 << 3)

  /// The bottom.
  static let lowerZ = BoxFaces(rawValue: 1 << 4)

  /// The top.
  static let upperZ = BoxFaces(rawValue: 1 << 5)

  /// All other faces.
  var complement: BoxFaces { BoxFaces(rawValue: ~rawValue) }
}

extension TriangleMesh {
  /// The outward-facing surface of a box.
  ///
  /// - Parameters:
  ///   - x: Extent along x in metres.
  ///   - y: Extent along y in metres.
  ///   - z: Extent along z in metres.
  ///   - hidden: Faces to leave out because they lie on something else.
  /// - Returns: Two triangles for each face.
  static func box(
    x: ClosedRange<Double>, y: ClosedRange<Double>, z: ClosedRange<Double>,
    without hidden: BoxFaces = []
  ) -> TriangleMesh {
    let corners = (0..<8).map { corner in
      Vector3(
        corner & 1 == 0 ? x.lowerBound : x.upperBound,
        corner & 2 == 0 ? y.lowerBound : y.upperBound,
        corner & 4 == 0 ? z.lowerBound : z.upperBound)
    }
    return hexahedron(corners, without: hidden)
  }

  /// The outward-facing surface of a deformed box.
  ///
  /// - Parameters:
  ///   - corners: The eight corners in metres; x runs fastest, then y, then z.
  ///   - hidden: Faces to leave out because they lie on something else.
  /// - Returns: Two triangles for each face.
  static func hexahedron(_ corners: [Vector3], without hidden: BoxFaces = []) -> TriangleMesh {
    let faces: [(BoxFaces, SIMD4<Int>)] = [
      (.lowerX, SIMD4(0, 4, 6, 2)), (.upperX, SIMD4(1, 3, 7, 5)),
      (.lowerY, SIMD4(0, 1, 5, 4)), (.upperY, SIMD4(2, 6, 7, 3)),
      (.lowerZ, SIMD4(0, 2, 3, 1)), (.upperZ, SIMD4(4, 5, 7, 6)),
    ]
    var mesh = TriangleMesh()
    for (face, indices) in faces where !hidden.contains(face) {
      mesh.addQuad(
        corners[indices.x], corners[indices.y], corners[indices.z], corners[indices.w])
    }
    return mesh
  }
}
