// SPDX-License-Identifier: Apache-2.0

/// A comparison of the engine with something that is known to be right.
package struct ValidationCase: Sendable {
  /// What is compared, a sentence of physics.
  package var name: String

  /// What it is held against.
  package var oracle: String

  /// The largest deviation that passes, in `unit`, and why it is not smaller.
  package var tolerance: Double
  package var unit: String
  package var reason: String

  /// Computes both sides.
  package var compare: @Sendable () throws -> Comparison

  /// All cases, cheap ones first.
  package static let all: [ValidationCase] =
    [
      layer, lobes, wedge, knifeEdge, closedRoom, parallelPlates, twoRayGround, patternPropagation,
      movingMirror, approachingPoint, rotorTip, plateEcho, lambertianWall, lambertianWallCoverage,
      reciprocity,
      displacement, triangulation, slidWalls, receivers,
    ] + adaptiveTracks
}

/// What a comparison found.
package struct Comparison: Sendable {
  /// The largest deviation, in the unit of the case.
  package var deviation: Double

  /// Both sides over a quantity, where that makes a picture.
  package var curves: Curves?

  package init(deviation: Double, curves: Curves? = nil) {
    self.deviation = deviation
    self.curves = curves
  }
}

/// The engine's values and the oracle's over a quantity.
package struct Curves: Sendable {
  /// The name of the picture's file, without its ending.
  package var file: String
  package var abscissa: String
  package var ordinate: String
  package var isLogarithmic: Bool

  /// Places with both values.
  package var points: [(place: Double, found: Double, exact: Double)]
}
