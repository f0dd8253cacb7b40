// SPDX-License-Identifier: Apache-2.0

/// The plan of the court, in the world frame in metres.
enum Court {
  /// Extent of the open floor along x.
  static let x = -30.0...30.0

  /// Extent of the open floor along y.
  static let y = -22.5...22.5

  /// Where the middle of the car's lane lies along y.
  static let laneCentre = 14.0

  /// Width of the lane.
  static let laneWidth = 5.5

  /// Extent of the lane along x: it comes in through the gateway and ends before the east side.
  static let laneX = -48.0...26.0

  /// Extent of the passage through the west side along y.
  static let gateway = (laneCentre - 2.5)...(laneCentre + 2.5)
}
