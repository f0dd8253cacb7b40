// SPDX-License-Identifier: Apache-2.0

internal import RealModule
internal import Spatial

extension TriangleMesh {
  /// A surface of revolution about the z axis.
  ///
  /// - Parameters:
  ///   - profile: Radius and height of its points in metres, outside on the right of the way
  ///     along it.
  ///   - segments: How many flat sides replace the circle.
  ///   - radiusChange: What to add to the radius of a profile point at one of the corners, in
  ///     metres.
  /// - Returns: The surface, closed where the profile is closed or begins and ends on the axis.
  static func revolved(
    profile: [SIMD2<Double>], segments: Int,
    radiusChange: (_ point: Int, _ corner: Int) -> Double = { _, _ in 0 }
  ) -> TriangleMesh {
    let directions = (0..<segments).map { corner in
      let angle = 2 * .pi * Double(corner) / Double(segments)
      return Vector3(Double.cos(angle), Double.sin(angle), 0)
    }
    return TriangleMesh(columns: segments, rows: profile.count - 1) { column, row in
      let corner = column % segments
      let radius = profile[row].x + radiusChange(row, corner)
      return directions[corner] * radius + .unitZ * profile[row].y
    }
  }

  /// A torus about the z axis, centred at the origin.
  ///
  /// - Parameters:
  ///   - radius: Distance of the tube's centre line from the axis in metres.
  ///   - tubeRadius: Radius of the tube in metres.
  ///   - segments: How many pieces the centre line has.
  ///   - sides: How many sides the tube has.
  /// - Returns: The closed surface.
  static func torus(
    radius: Double, tubeRadius: Double, segments: Int, sides: Int
  ) -> TriangleMesh {
    let profile = (0...sides).map { side in
      let angle = 2 * .pi * Double(side) / Double(sides)
      return SIMD2(radius + tubeRadius * Double.cos(angle), tubeRadius * Double.sin(angle))
    }
    return revolved(profile: profile, segments: segments)
  }

  /// The mesh turned such that its z axis points along y, as the axle of a wheel.
  var withAxleAlongY: TriangleMesh {
    let turn = Rotation(xAxis: .unitX, yAxis: -.unitZ, zAxis: .unitY)
    return transformed(by: RigidTransform(rotation: turn, translation: .zero))
  }
}
