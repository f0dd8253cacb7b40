// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// Where a node's axes and origin lie in its parent, stretched or not.
struct NodePlacement {
  private var axes: [Vector3]
  private var origin: Vector3

  static let identity = NodePlacement(
    axes: [.unitX, .unitY, .unitZ], origin: .zero)

  private init(axes: [Vector3], origin: Vector3) {
    self.axes = axes
    self.origin = origin
  }

  /// - Parameter rows: Four rows of four numbers.
  init(rows: [Double]) {
    axes = (0..<3).map { Vector3(rows[$0], rows[4 + $0], rows[8 + $0]) }
    origin = Vector3(rows[3], rows[7], rows[11])
  }

  /// The placement in the parent of what is placed in the node.
  static func * (left: NodePlacement, right: NodePlacement) -> NodePlacement {
    func image(_ v: Vector3) -> Vector3 {
      left.axes[0] * v.x + left.axes[1] * v.y + left.axes[2] * v.z
    }
    return NodePlacement(axes: right.axes.map(image), origin: left.origin + image(right.origin))
  }

  /// What numbers of single precision leave of right angles and equal scales.
  static let tolerance = 1e-5

  /// The rigid transform and the scales along the node's own axes behind it.
  ///
  /// Nil for what mirrors, shears or flattens.
  var decomposed: (pose: RigidTransform, scales: Vector3)? {
    let lengths = axes.map(\.length)
    guard lengths.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    let units = zip(axes, lengths).map { $0 / $1 }
    let across = [units[0].dot(units[1]), units[1].dot(units[2]), units[2].dot(units[0])]
    guard across.allSatisfy({ abs($0) < Self.tolerance }),
      units[0].cross(units[1]).dot(units[2]) > 0
    else { return nil }
    // Right angles to the last digit: later products rely on them.
    let y = (units[1] - units[0] * across[0]).normalized
    return (
      RigidTransform(
        rotation: Rotation(xAxis: units[0], yAxis: y, zAxis: units[0].cross(y)),
        translation: origin),
      Vector3(lengths[0], lengths[1], lengths[2])
    )
  }
}
