// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// A row of kerb stones between two lines of points on the ground.
///
/// Neighbouring stones are laid with an open joint and differ slightly in height.
struct Kerb: Sendable {
  /// Height of a stone in metres.
  static let height = 0.12

  /// Width of a stone in metres.
  static let width = 0.15

  /// Length that the stones of a straight kerb come closest to, in metres.
  private static let stoneLength = 1.0

  /// Width of the joint between two stones in metres.
  private static let joint = 0.008

  /// How far the height of a stone may be off, in metres.
  private static let unevenness = 0.006

  /// The corners of the stones on the left as seen along the kerb, in metres.
  var left: [Vector3]

  /// The corners of the stones on the right as seen along the kerb, in metres.
  var right: [Vector3]

  /// The height of the stones in metres, before it is varied.
  var height = Kerb.height

  /// A kerb along a straight line, which is the edge on its right.
  static func straight(from start: Vector3, to end: Vector3, height: Double = Kerb.height) -> Kerb {
    let count = max(1, Int((start.distance(to: end) / stoneLength).rounded()))
    let across = Vector3.unitZ.cross((end - start).normalized) * width
    let right = (0...count).map { start + (end - start) * (Double($0) / Double(count)) }
    return Kerb(left: right.map { $0 + across }, right: right, height: height)
  }

  /// The stones, which stand on the ground.
  func stones(random: inout SplitMix64) -> TriangleMesh {
    var mesh = TriangleMesh()
    for index in 0..<(left.count - 1) {
      let length = right[index].distance(to: right[index + 1])
      let gap = Self.joint / length / 2
      func corner(_ line: [Vector3], _ share: Double) -> Vector3 {
        line[index] + (line[index + 1] - line[index]) * share
      }
      let foot = [
        corner(right, gap), corner(right, 1 - gap), corner(left, gap), corner(left, 1 - gap),
      ]
      let top = height + random.uniform(in: -Self.unevenness...Self.unevenness)
      mesh.append(
        .hexahedron(foot + foot.map { $0 + .unitZ * top }, without: .lowerZ))
    }
    return mesh
  }
}
