// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// A specular path unfolded by the image method.
///
/// The transmitter is mirrored in one plane after the other, and the path is drawn straight from
/// its last image to the receiver and folded back.
///
/// Physics primer, eq. 4.
struct UnfoldedPath {
  /// The points of reflection, in order from the transmitter.
  let vertices: [Vector3]

  /// The unit directions of the legs, one more than there are points of reflection.
  ///
  /// They are folded back like the path itself, so they are good even where a leg has no length, in
  /// the edge of a corner.
  let directions: [Vector3]

  /// From end to end in metres.
  let length: Double

  /// Unfolds a path; whether it meets the surfaces or passes beside them does not matter here.
  ///
  /// There is none where the ends coincide, or a leg runs within a plane.
  ///
  /// - Parameters:
  ///   - source: The transmitter.
  ///   - target: The receiver.
  ///   - planes: The planes in the order of the path.
  init?(from source: Vector3, to target: Vector3, planes: [Plane]) {
    var images = [source]
    for plane in planes { images.append(plane.mirrored(images[images.count - 1])) }
    let straight = target - images[images.count - 1]
    let length = straight.length
    guard length > 0 else { return nil }
    var direction = straight / length
    var vertices: [Vector3] = []
    var directions = [direction]
    var point = target
    for index in planes.indices.reversed() {
      let before = planes[index].signedDistance(to: images[index + 1])
      let after = planes[index].signedDistance(to: point)
      guard before != after else { return nil }
      point = images[index + 1] + (point - images[index + 1]) * (before / (before - after))
      direction = planes[index].mirrored(direction: direction)
      vertices.append(point)
      directions.append(direction)
    }
    self.vertices = vertices.reversed()
    self.directions = directions.reversed()
    self.length = length
  }
}

/// Where the straight line from an image to a point crosses the mirror, or nil if it does not.
///
/// - Parameters:
///   - image: The image behind the mirror.
///   - point: A point before it.
///   - plane: The mirror.
/// - Returns: The point of reflection; nil also for a point in the mirror's own plane, which
///   it does not reflect.
@inline(__always)
func crossing(from image: Vector3, to point: Vector3, through plane: Plane) -> Vector3? {
  let before = plane.signedDistance(to: image)
  let after = plane.signedDistance(to: point)
  guard before * after < 0, abs(after) > planeTolerance, abs(before) > planeTolerance else {
    return nil
  }
  return image + (point - image) * (before / (before - after))
}

/// How near a point is to a plane that counts as being in it, in metres.
let planeTolerance = 1e-9
