// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// A ray whose length and directions follow both ends of its link.
///
/// The places of its first and of its last bounce rest, both as far from their ends when it was drawn,
/// and as far as its length allows. So its length is one of a broken line at all times, which is
/// never shorter than the straight one, and its rate the exact derivative. The line of sight has no
/// bounce.
///
/// Physics primer, eq. 80.
struct DriftingRay: Sendable {
  /// Where a ray meets something first and last, and how long it is between.
  private struct Bounces {
    let first: Vector3
    let last: Vector3
    let between: Double
  }

  /// nil for a line of sight.
  private let bounces: Bounces?
  /// The directions as drawn, for ends that are at the very place of a bounce.
  private let departure: Vector3
  private let arrival: Vector3

  /// Rays of clusters may come later than drawn by so many metres at most: 3.3 ns, within the 3.9 ns
  /// over which clusters are spread in delay where Table 7.5-6 tells nothing else.
  private static let slack = 1.0
  /// No ray comes later for the sake of bounces that are farther from the ends, in metres.
  private static let nearest = 10.0

  /// A line of sight.
  init(from near: Vector3, to far: Vector3) {
    bounces = nil
    departure = (far - near).normalized
    arrival = -departure
  }

  /// A ray by way of things at rest.
  ///
  /// - Parameters:
  ///   - ray: The ray, with departure at the near end.
  ///   - length: In metres.
  ///   - near: Where the ends are.
  ///   - far: The other one.
  init(_ ray: LinkRay, length: Double, from near: Vector3, to far: Vector3) {
    (departure, arrival) = (ray.departure.unit, ray.arrival.unit)
    let (way, spread) = (near - far, departure - arrival)
    /// How far from the ends the bounces are on a way of some length.
    func distance(_ length: Double) -> Double {
      let (half, rest) = (
        2 * length + way.dot(spread), length * length - way.lengthSquared
      )
      let root = max(0, half * half - (4 - spread.lengthSquared) * rest).squareRoot()
      return rest > 0 ? rest / (half + root) : 0
    }
    // A ray that is too short for its directions would bounce off its own ends.
    let straight = way.length
    let least = min(distance(straight + Self.slack), Self.nearest, straight / 2)
    let reach = max(distance(length), least)
    let (first, last) = (near + departure * reach, far + arrival * reach)
    bounces = Bounces(
      first: first, last: last, between: max(length - 2 * reach, first.distance(to: last)))
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
    var (out, back, between) = (to.position - from.position, Vector3.zero, 0.0)
    if let bounces {
      out = bounces.first - from.position
      back = bounces.last - to.position
      between = bounces.between
    }
    let (first, last) = (out.length, back.length)
    let departure = first > 0 ? out / first : departure
    let arrival = bounces == nil ? -departure : last > 0 ? back / last : arrival
    let rate = -departure.dot(from.velocity) - arrival.dot(to.velocity)
    return (first + last + between, rate, departure, arrival)
  }
}
