// SPDX-License-Identifier: Apache-2.0

/// Proportions of the windows of a building.
struct WindowStyle: Sendable {
  /// Width of the opening in metres.
  var width: Double

  /// Height of the opening in metres.
  var height: Double

  /// How far the frame stands back from the facade, in metres.
  var recess: Double

  /// How many panes there are side by side.
  var columns: Int

  /// Where the transom is, as a share of the height, if there is one.
  var transom: Double?
}
