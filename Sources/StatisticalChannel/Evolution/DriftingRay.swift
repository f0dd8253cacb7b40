// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// A ray whose length and directions follow both ends of its link.
///
/// The ray is one off mirrors at rest: the image of the far end lies at the ray's length in the direction
/// of departure, and moves as the far end does, turned and, for an odd number of mirrors, turned over.
/// So the length is a distance between two points at all times, and its rate the exact derivative. To
/// first order it is procedure A of TR 38.901 clause 7.6.3.2. The line of sight has no mirror, so its
/// image is the end itself.
///
/// Physics primer, eq. 80.
struct DriftingRay: Sendable {
  /// The image of the far end relative to the near end, as drawn, in metres.
  private let image: Vector3
  /// Where both ends were then.
  private let near: Vector3
  private let far: Vector3
  /// What the image's displacements are along x, y and z of the far end's.
  private let axes: (x: Vector3, y: Vector3, z: Vector3)

  /// A line of sight.
  init(from near: Vector3, to far: Vector3) {
    image = far - near
    self.near = near
    self.far = far
    axes = (.unitX, .unitY, .unitZ)
  }

  /// A ray off mirrors.
  ///
  /// - Parameters:
  ///   - ray: The ray, with departure at the near end.
  ///   - length: In metres.
  ///   - near: Where the ends are.
  ///   - far: The other one.
  init(_ ray: LinkRay, length: Double, from near: Vector3, to far: Vector3) {
    self.near = near
    self.far = far
    image = ray.departure.unit * length
    let (out, into) = (Frame(ray.departure.unit), Frame(-ray.arrival.unit))
    // Clusters have one mirror or two in turns, as procedure A draws their handedness.
    let sign: Double = ray.cluster.isMultiple(of: 2) ? -1 : 1
    func turned(_ axis: Vector3) -> Vector3 {
      out.forward * into.forward.dot(axis) + out.left * (sign * into.left.dot(axis))
        + out.up * into.up.dot(axis)
    }
    axes = (turned(.unitX), turned(.unitY), turned(.unitZ))
  }

  /// The ray between ends that have moved.
  ///
  /// - Parameters:
  ///   - from: The near end.
  ///   - to: The far end.
  /// - Returns: The length in metres, its rate, and unit directions away from both ends.
  func state(
    from: PointMotion, to: PointMotion
  ) -> (length: Double, rate: Double, departure: Vector3, arrival: Vector3) {
    let way = image + turned(to.position - far) - (from.position - near)
    let length = way.length
    let departure = length > 0 ? way / length : image.normalized
    let arrival = -Vector3(
      departure.dot(axes.x), departure.dot(axes.y), departure.dot(axes.z))
    let rate = -departure.dot(from.velocity) - arrival.dot(to.velocity)
    return (length, rate, departure, arrival)
  }

  private func turned(_ vector: Vector3) -> Vector3 {
    axes.x * vector.x + axes.y * vector.y + axes.z * vector.z
  }

  /// A direction with what is to its left and above it.
  private struct Frame {
    let forward: Vector3
    let left: Vector3
    let up: Vector3

    init(_ direction: Vector3) {
      forward = direction
      let level = Vector3(-direction.y, direction.x, 0)
      // Straight up and down nothing is to the left more than anything else.
      left = level.length > 1e-9 ? level.normalized : .unitY
      up = direction.cross(left).normalized
    }
  }
}
