// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// Finds where a specular path touches a sequence of planes, exactly: the transmitter is mirrored in one plane after the
/// other, and the path is unfolded from the receiver back.
enum ImageMethod {
  /// The points of reflection, in order from the transmitter.
  ///
  /// - Parameters:
  ///   - source: The transmitter.
  ///   - target: The receiver.
  ///   - planes: The planes in the order of the path.
  /// - Returns: Nil when no path from source to target is reflected from the planes in this order.
  static func vertices(
    from source: Vector3, to target: Vector3, planes: [Plane]
  ) -> [Vector3]? {
    var images = [source]
    for plane in planes { images.append(plane.mirrored(images[images.count - 1])) }
    var vertices: [Vector3] = []
    var target = target
    for index in planes.indices.reversed() {
      guard
        let vertex = crossing(from: images[index + 1], to: target, through: planes[index])
      else { return nil }
      vertices.append(vertex)
      target = vertex
    }
    return vertices.reversed()
  }

  /// Where the segment from an image to a point crosses the mirror, or nil if it does not.
  @inline(__always)
  static func crossing(
    from image: Vector3, to point: Vector3, through plane: Plane
  ) -> Vector3? {
    let before = plane.signedDistance(to: image)
    let after = plane.signedDistance(to: point)
    // A point in the plane itself is not reflected by it.
    guard before * after < 0, abs(after) > 1e-9, abs(before) > 1e-9 else { return nil }
    return image + (point - image) * (before / (before - after))
  }
}
