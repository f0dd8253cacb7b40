// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// A side of the court.
///
/// The buildings of a side are drawn in frames of their own: x along the facade, to the right as
/// seen from the court, y from the facade into the building, z up.
enum CourtSide: Sendable {
  /// The side where y is highest.
  case north

  /// The side where x is highest.
  case east

  /// The side where y is lowest.
  case south

  /// The side where x is lowest.
  case west

  /// The extent of the court along this side, in the world frame in metres.
  var extent: ClosedRange<Double> {
    switch self {
    case .north, .south: Court.x
    case .east, .west: Court.y
    }
  }

  /// A range of the side's world coordinate, seen in the frame of a building that spans another.
  func local(_ range: ClosedRange<Double>, in span: ClosedRange<Double>) -> ClosedRange<Double> {
    switch self {
    case .north, .west:
      (range.lowerBound - span.lowerBound)...(range.upperBound - span.lowerBound)
    case .south, .east:
      (span.upperBound - range.upperBound)...(span.upperBound - range.lowerBound)
    }
  }

  /// The transform to the world from the frame of a building.
  ///
  /// - Parameters:
  ///   - span: Extent of the building along the side, in the world frame in metres.
  ///   - setback: How far its facade stands back from the court's edge, in metres.
  /// - Returns: The transform, which puts the lower left corner of the facade at the origin.
  func worldFromBuilding(
    span: ClosedRange<Double>, setback: Double
  ) -> RigidTransform {
    switch self {
    case .north:
      RigidTransform(
        quarterTurns: 0,
        translation: Vector3(span.lowerBound, Court.y.upperBound + setback, 0))
    case .west:
      RigidTransform(
        quarterTurns: 1,
        translation: Vector3(Court.x.lowerBound - setback, span.lowerBound, 0))
    case .south:
      RigidTransform(
        quarterTurns: 2,
        translation: Vector3(span.upperBound, Court.y.lowerBound - setback, 0))
    case .east:
      RigidTransform(
        quarterTurns: 3,
        translation: Vector3(Court.x.upperBound + setback, span.upperBound, 0))
    }
  }
}
