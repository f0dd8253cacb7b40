// SPDX-License-Identifier: Apache-2.0

internal import Spatial

extension RigidTransform {
  /// The transform that turns about the vertical without rounding and then moves.
  ///
  /// - Parameters:
  ///   - quarterTurns: How many right angles to turn by, counter-clockwise seen from above; 0 to 3.
  ///   - translation: How far to move, in metres.
  init(quarterTurns: Int, translation: Vector3) {
    let axes: [Vector3] = [.unitX, .unitY, -.unitX, -.unitY]
    let rotation = Rotation(
      xAxis: axes[quarterTurns % 4], yAxis: axes[(quarterTurns + 1) % 4], zAxis: .unitZ)
    self.init(rotation: rotation, translation: translation)
  }
}
