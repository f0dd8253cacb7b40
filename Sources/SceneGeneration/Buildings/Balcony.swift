// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// A balcony in the frame of its building: a slab that sticks out of the facade, with a railing.
struct Balcony: Sendable {
  /// Middle of the balcony along the facade in metres.
  var centre: Double

  /// Height of the slab's upper side in metres.
  var floor: Double

  private static let width = 2.3
  private static let depth = 1.15
  private static let slabThickness = 0.16

  /// Height of the railing and of its lower rail above the slab in metres.
  private static let railingHeight = 1.05
  private static let lowerRailHeight = 0.10

  /// Distance of the railing from the slab's edge in metres.
  private static let railingInset = 0.05

  private static let railRadius = 0.022
  private static let barRadius = 0.008
  private static let barSpacing = 0.12

  /// The slab without the face at the wall.
  var slab: TriangleMesh {
    .box(
      x: (centre - Self.width / 2)...(centre + Self.width / 2), y: -Self.depth...0,
      z: (floor - Self.slabThickness)...floor, without: .upperY)
  }

  /// The rails around three sides and the bars between them.
  var railing: TriangleMesh {
    let rails = [Self.lowerRailHeight, Self.railingHeight].map { height in
      TriangleMesh.tube(
        along: corners.map { $0 + .unitZ * height }, radii: [Self.railRadius], sides: 4)
    }
    return TriangleMesh(joining: rails + bars)
  }

  /// The corners of the railing on the slab, from wall to wall; its ends go into the wall.
  private var corners: [Vector3] {
    let reach = Self.width / 2 - Self.railingInset
    let front = -Self.depth + Self.railingInset
    return [
      Vector3(centre - reach, 0.03, floor), Vector3(centre - reach, front, floor),
      Vector3(centre + reach, front, floor), Vector3(centre + reach, 0.03, floor),
    ]
  }

  private var bars: [TriangleMesh] {
    zip(corners, corners.dropFirst()).flatMap { start, end in
      let count = Int((start.distance(to: end) / Self.barSpacing).rounded())
      return (1..<count).map { index in
        let foot = start + (end - start) * (Double(index) / Double(count))
        let ends = [foot + .unitZ * Self.lowerRailHeight, foot + .unitZ * Self.railingHeight]
        return TriangleMesh.tube(
          along: ends, radii: [Self.barRadius], sides: 4, capped: false)
      }
    }
  }
}
