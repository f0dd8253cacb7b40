// SPDX-License-Identifier: Apache-2.0

internal import InputDocuments
internal import Quantities
internal import Spatial

/// Reads a point: a list of three plain numbers in metres.
func readPoint(_ node: InputNode) throws(InputError) -> Vector3 {
  let point = try readVector(node)
  let reach = Distance.plausibleCoordinates.upperBound
  guard pointwiseMax(point, -point).max() <= reach.metres else {
    throw node.error(
      "'\(node.path)' lies beyond the \(reach) from the origin that are handled; coordinates are in"
        + " metres")
  }
  return point
}

/// Reads a direction: a list of three plain numbers.
func readVector(_ node: InputNode) throws(InputError) -> Vector3 {
  let numbers = try node.numbers(3)
  return Vector3(numbers[0], numbers[1], numbers[2])
}

/// Reads a list of yaw, pitch and roll with their units.
func readOrientation(_ node: InputNode) throws(InputError) -> Rotation {
  let angles = try node.list()
  guard angles.count == 3 else {
    throw node.error("'\(node.path)' must be yaw, pitch and roll, such as [90 deg, 0 deg, 0 deg]")
  }
  var radians: [Double] = []
  for angle in angles { radians.append(try angle.quantity(in: Angle.plausible).radians) }
  return Rotation(yaw: radians[0], pitch: radians[1], roll: radians[2])
}
