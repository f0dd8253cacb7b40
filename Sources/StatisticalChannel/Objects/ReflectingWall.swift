// SPDX-License-Identifier: Apache-2.0

package import ComplexModule
internal import Electromagnetics
internal import Quantities
package import Spatial

/// A vertical wall that mirrors waves: an environment object of type 2 of TR 38.901 V19 clause 7.9.5.2.
package struct ReflectingWall: Hashable, Sendable {
  /// Its ends over ground, and between which heights it stands, in metres.
  package var start: SIMD2<Double>
  package var end: SIMD2<Double>
  package var heights: ClosedRange<Double>
  /// eps_r - j sigma / (omega eps_0).
  package var permittivity: Complex<Double>

  package init(
    from start: SIMD2<Double>, to end: SIMD2<Double>, heights: ClosedRange<Double>,
    permittivity: Complex<Double>
  ) {
    self.start = start
    self.end = end
    self.heights = heights
    self.permittivity = permittivity
  }

  private var along: SIMD2<Double> { end - start }

  /// A unit normal, on the left of the way from start to end.
  private var normal: Vector3 { Vector3(-along.y, along.x, 0).normalized }

  /// How far a point lies before the wall's plane, in metres.
  private func height(of point: Vector3) -> Double {
    normal.dot(point - Vector3(start.x, start.y, 0))
  }

  /// Whether a point of the wall's plane lies on the wall.
  private func holds(_ point: Vector3) -> Bool {
    let way = SIMD2(point.x, point.y) - start
    let share = (way * along).sum() / (along * along).sum()
    return (0...1).contains(share) && heights.contains(point.z)
  }

  /// Whether it stands between two points.
  package func blocks(_ first: Vector3, _ second: Vector3) -> Bool {
    let (a, b) = (height(of: first), height(of: second))
    guard a * b < 0 else { return false }
    return holds(first + (second - first) * (a / (a - b)))
  }

  /// Where a wave between two points is reflected; nil where it misses the wall.
  ///
  /// The straight way from the image of the first point to the second one.
  package func reflection(from first: Vector3, to second: Vector3) -> Vector3? {
    let (a, b) = (height(of: first), height(of: second))
    guard a * b > 0 else { return nil }
    let image = first - normal * (2 * a)
    let point = image + (second - image) * (a / (a + b))
    return holds(point) ? point : nil
  }

  /// The ray between two points by way of the wall.
  ///
  /// The extracts of the standard do not tell its power. Here it is that of a wave in free space beside
  /// the line of sight's, (d_3D / d_EO)^2 |R|^2, as a reflection from the ground has it (7.6-32), with
  /// the mean of both polarisations.
  ///
  /// - Parameters:
  ///   - first: Where it leaves, in metres.
  ///   - second: Where it arrives.
  ///   - sight: The power of a line of sight as a share of the link's.
  ///   - cluster: The number of its cluster.
  /// - Returns: nil where the wave misses the wall.
  package func ray(
    from first: Vector3, to second: Vector3, sight: Double, cluster: Int32 = 0
  ) -> LinkRay? {
    guard let point = reflection(from: first, to: second) else { return nil }
    let (out, back) = ((point - first).normalized, (point - second).normalized)
    let coefficients = halfSpaceReflection(
      permittivity: permittivity, cosIncidence: min(1, abs(out.dot(normal))))
    let mean = (coefficients.te.lengthSquared + coefficients.tm.lengthSquared) / 2
    guard mean > 0 else { return nil }
    let basis = SphericalBasis(at: out)
    func arriving(_ field: Vector3) -> FieldVector {
      FieldVector(field).reflected(
        travelling: out, normal: normal, coefficients: coefficients)
    }
    let transfer = PolarizationTransfer(
      arrivalBasis: SphericalBasis(at: back), fromTheta: arriving(basis.thetaHat),
      fromPhi: arriving(basis.phiHat))
    let straight = first.distance(to: second)
    let length = first.distance(to: point) + point.distance(to: second)
    let ratio = straight / length
    return LinkRay(
      cluster: cluster, delay: (length - straight) / PhysicalConstants.speedOfLight,
      power: sight * ratio * ratio * mean, departure: RayDirection(out),
      arrival: RayDirection(back),
      transfer: transfer.scaled(by: Complex(1 / mean.squareRoot())))
  }

  /// The four walls of a building on a rectangle over ground.
  ///
  /// - Parameters:
  ///   - middle: Its middle in metres.
  ///   - size: Its lengths along x and y.
  ///   - height: How high it is.
  ///   - permittivity: That of its walls.
  /// - Returns: The walls.
  package static func building(
    middle: SIMD2<Double>, size: SIMD2<Double>, height: Double, permittivity: Complex<Double>
  ) -> [ReflectingWall] {
    let half = size / 2
    let corners = [
      SIMD2(-half.x, -half.y), SIMD2(half.x, -half.y), half, SIMD2(-half.x, half.y),
    ].map { middle + $0 }
    return corners.indices.map { index in
      ReflectingWall(
        from: corners[index], to: corners[(index + 1) % 4], heights: 0...height,
        permittivity: permittivity)
    }
  }
}

extension ClusteredLink {
  /// The link with the rays by way of walls, which count as rays without line of sight, each a
  /// cluster of its own (clause 7.9.5.2).
  ///
  /// - Parameters:
  ///   - walls: The walls.
  ///   - first: Where waves leave, in metres.
  ///   - second: Where they arrive.
  ///   - sight: The power of a line of sight as a share of the link's.
  /// - Returns: The link, whose powers add up to more than one then.
  func mirrored(
    by walls: [ReflectingWall], from first: Vector3, to second: Vector3, sight: Double
  ) -> ClusteredLink {
    guard !walls.isEmpty else { return self }
    var link = self
    let clusters = Int32(clamping: clusterCount)
    link.rays += walls.enumerated().compactMap { index, wall in
      wall.ray(from: first, to: second, sight: sight, cluster: clusters + Int32(clamping: index))
    }
    return link
  }
}
