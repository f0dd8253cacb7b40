// SPDX-License-Identifier: Apache-2.0

/// An axis-aligned box; an empty one has its lower corner above its upper one.
public struct BoundingBox: Hashable, Sendable {
  /// The corner with the smallest coordinates, in metres.
  public var lower: Vector3

  /// The corner with the largest coordinates, in metres.
  public var upper: Vector3

  /// The box that holds nothing.
  public static let empty = BoundingBox(
    lower: Vector3(repeating: .infinity), upper: Vector3(repeating: -.infinity))

  /// Creates a box from its lower and its upper corner, in metres.
  public init(lower: Vector3, upper: Vector3) {
    self.lower = lower
    self.upper = upper
  }

  /// The smallest box around some points.
  public init(around points: some Sequence<Vector3>) {
    self = .empty
    for point in points { extend(to: point) }
  }

  /// Grows the box until it holds a point.
  public mutating func extend(to point: Vector3) {
    lower = pointwiseMin(lower, point)
    upper = pointwiseMax(upper, point)
  }

  /// Grows the box until it holds another one.
  public mutating func extend(to other: BoundingBox) {
    lower = pointwiseMin(lower, other.lower)
    upper = pointwiseMax(upper, other.upper)
  }

  /// Whether the box holds nothing.
  public var isEmpty: Bool { lower.x > upper.x }

  /// The middle of the box.
  public var centre: Vector3 { (lower + upper) / 2 }

  /// The edge lengths.
  public var size: Vector3 { upper - lower }

  /// Whether a point lies in the box or on its surface.
  public func contains(_ point: Vector3) -> Bool {
    all(point .>= lower) && all(point .<= upper)
  }
}
