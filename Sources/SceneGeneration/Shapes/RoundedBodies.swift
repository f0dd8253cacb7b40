// SPDX-License-Identifier: Apache-2.0

internal import RealModule
internal import Spatial

extension TriangleMesh {
  /// A closed cone with round ends along z, as limbs are.
  ///
  /// - Parameters:
  ///   - z: Where the axis ends, in metres; half a ball lies beyond either end.
  ///   - lower: The radius at the lower end in metres.
  ///   - upper: The radius at the upper end in metres.
  ///   - segments: How many flat sides replace the circle.
  ///   - flattening: How high the round ends are, as a share of their radii.
  /// - Returns: The outward-facing surface.
  static func limb(
    z: ClosedRange<Double>, lower: Double, upper: Double, segments: Int, flattening: Double = 1
  ) -> TriangleMesh {
    let steps = max(2, segments / 6)
    func quarter(_ radius: Double, _ share: Double) -> SIMD2<Double> {
      SIMD2(radius * Double.cos(share), radius * flattening * Double.sin(share))
    }
    let shares = (0..<steps).map { Double.pi / 2 * (1 - Double($0) / Double(steps)) }
    let bottom = shares.map { share in
      let point = quarter(lower, share)
      return SIMD2(point.x, z.lowerBound - point.y)
    }
    let top = shares.reversed().map { share in
      let point = quarter(upper, share)
      return SIMD2(point.x, z.upperBound + point.y)
    }
    // Pieces of one neighbourhood should be about as long as wide.
    let rows = max(1, Int(((z.upperBound - z.lowerBound) / 0.08).rounded(.up)))
    let sides = (0...rows).map { row in
      let share = Double(row) / Double(rows)
      return SIMD2(
        lower + share * (upper - lower), z.lowerBound + share * (z.upperBound - z.lowerBound))
    }
    var profile = bottom + sides + top
    // The poles are on the axis, whatever a cosine rounds to.
    profile[0].x = 0
    profile[profile.count - 1].x = 0
    return revolved(profile: profile, segments: segments)
  }

  /// The mesh stretched along the axes about the origin.
  func scaled(by factors: Vector3) -> TriangleMesh {
    TriangleMesh(vertices: vertices.map { $0 * factors }, triangles: triangles)
  }
}
