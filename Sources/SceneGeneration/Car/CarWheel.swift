// SPDX-License-Identifier: Apache-2.0

internal import RealModule
internal import Spatial

/// A wheel about its own centre, its axle along y and its outer side towards +y.
struct CarWheel: Sendable {
  /// Outer radius of the tyre in metres.
  static let radius = 0.32

  /// Width of the tyre in metres.
  static let width = 0.20

  /// Radius of the rim's edge in metres.
  private static let rimRadius = 0.218

  /// How many corners the tyre has around.
  var segments: Int

  /// The tyre and the rim.
  var parts: [SurfacePart] {
    [
      SurfacePart(.tyreRubber, tyre.withAxleAlongY), SurfacePart(.bareMetal, rim.withAxleAlongY),
    ]
  }

  // MARK: Tyre

  /// The profile of the tyre: radius and distance along the axle in metres.
  private static let tyreProfile: [SIMD2<Double>] = [
    SIMD2(0.205, -0.080), SIMD2(0.250, -0.100), SIMD2(0.295, -0.096), SIMD2(0.314, -0.080),
    SIMD2(0.320, -0.018), SIMD2(0.310, 0.000), SIMD2(0.320, 0.018), SIMD2(0.314, 0.080),
    SIMD2(0.295, 0.096), SIMD2(0.250, 0.100), SIMD2(0.205, 0.080), SIMD2(0.205, -0.080),
  ]

  /// The points of the profile where the tread's lugs end.
  private static let shoulders: Set<Int> = [3, 7]

  /// How deep the gaps between the lugs are, in metres.
  private static let lugDepth = 0.007

  private var tyre: TriangleMesh {
    .revolved(profile: Self.tyreProfile, segments: segments) { point, corner in
      Self.shoulders.contains(point) && corner.isMultiple(of: 4) ? -Self.lugDepth : 0
    }
  }

  // MARK: Rim

  private static let spokeCount = 5

  private var rim: TriangleMesh {
    TriangleMesh(joining: [barrel, hub] + (0..<Self.spokeCount).map(spoke))
  }

  /// The ring under the tyre, with a dish that closes it on the inner side.
  private var barrel: TriangleMesh {
    .revolved(
      profile: [
        SIMD2(0, -0.060), SIMD2(Self.rimRadius, -0.088), SIMD2(0.204, -0.070),
        SIMD2(0.204, 0.070), SIMD2(Self.rimRadius, 0.092), SIMD2(0.196, 0.086),
        SIMD2(0.180, 0.000), SIMD2(0, -0.020),
      ], segments: segments * 2 / 3)
  }

  private var hub: TriangleMesh {
    .revolved(
      profile: [
        SIMD2(0.058, -0.015), SIMD2(0.058, 0.055), SIMD2(0.040, 0.068), SIMD2(0, 0.070),
      ], segments: Self.spokeCount * 2)
  }

  /// A tapered bar from the hub to the ring.
  private func spoke(_ index: Int) -> TriangleMesh {
    let angle = 2 * .pi * (Double(index) + 0.5) / Double(Self.spokeCount)
    let turn = Rotation(axis: .unitZ, angle: angle)
    let bar = TriangleMesh.hexahedron([
      Vector3(0.040, -0.034, 0.010), Vector3(0.185, -0.024, 0.035),
      Vector3(0.040, 0.034, 0.010), Vector3(0.185, 0.024, 0.035),
      Vector3(0.040, -0.026, 0.058), Vector3(0.190, -0.018, 0.066),
      Vector3(0.040, 0.026, 0.058), Vector3(0.190, 0.018, 0.066),
    ])
    return bar.transformed(by: RigidTransform(rotation: turn, translation: .zero))
  }
}
