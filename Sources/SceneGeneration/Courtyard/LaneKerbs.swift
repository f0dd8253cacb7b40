// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// The kerbs along the lane, with gaps for those who cross it.
enum LaneKerbs {
  /// Extent of the kerbs on each side along the lane, in metres; the gaps are crossings.
  private static let south = [-29.4 ... -8.5, -6.0...18.0, 20.0...26.0]
  private static let north = [-29.4 ... -8.5, -6.0...11.0, 13.0...23.5]

  /// Height of the stones at the ends of a gap in metres.
  private static let loweredHeight = 0.06

  /// Extent of the kerb across the lane's end along y, in metres; the mast beside it stays free.
  private static let end = 11.2...15.9

  /// The kerbs as one object.
  static func node(random: inout SplitMix64) -> SceneNode {
    let half = Court.laneWidth / 2
    var mesh = TriangleMesh()
    for range in south {
      mesh.append(
        stones(from: range.upperBound, to: range.lowerBound, at: -half, random: &random))
    }
    for range in north {
      mesh.append(
        stones(from: range.lowerBound, to: range.upperBound, at: half, random: &random))
    }
    let x = Court.laneX.upperBound
    let across = Kerb.straight(
      from: Vector3(x, end.upperBound, 0), to: Vector3(x, end.lowerBound, 0))
    mesh.append(across.stones(random: &random))
    return SceneNode("ground/lane-kerbs", parts: [SurfacePart(.concrete, mesh)])
  }

  /// A kerb along one side of the lane whose first and last metre are lowered.
  private static func stones(
    from start: Double, to end: Double, at offset: Double, random: inout SplitMix64
  ) -> TriangleMesh {
    let step = end > start ? 1.0 : -1.0
    let pieces = [
      (start, start + step, loweredHeight), (start + step, end - step, Kerb.height),
      (end - step, end, loweredHeight),
    ]
    var mesh = TriangleMesh()
    for (from, to, height) in pieces {
      let y = Court.laneCentre + offset
      let kerb = Kerb.straight(
        from: Vector3(from, y, 0), to: Vector3(to, y, 0), height: height)
      mesh.append(kerb.stones(random: &random))
    }
    return mesh
  }
}
