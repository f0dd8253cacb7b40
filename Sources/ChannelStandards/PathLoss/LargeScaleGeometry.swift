// SPDX-License-Identifier: Apache-2.0

/// Where the ends of a link are, as far as large-scale formulas ask.
///
/// All lengths are in metres. TR 38.901 figures 7.4.1-1 and 7.4.1-2.
package struct LargeScaleGeometry: Hashable, Sendable {
  /// d2D, along the ground.
  package var horizontalDistance: Double
  /// The part of d2D that is in a building, zero outdoors.
  package var indoorDistance: Double
  /// d3D between the ends themselves, whatever heights the formulas take; one metre at least.
  package var distance: Double
  /// hBS, the height of the end that stands for the base station.
  package var baseHeight: Double
  /// hUT, the height of the end that stands for the user terminal.
  package var terminalHeight: Double
  /// hUT in the breakpoint's distance, which clause 7.9.3 sets to 1.5 m for targets.
  package var breakpointTerminalHeight: Double
  /// hE of UMi and UMa (Table 7.4.1-1, note 1).
  package var environmentHeight: Double
  /// Whether both ends are in one street of TR 37.885.
  package var sharesStreet: Bool

  /// Creates the geometry of a link whose formulas take the ends' own heights.
  package init(
    horizontalDistance: Double, baseHeight: Double, terminalHeight: Double,
    indoorDistance: Double = 0, breakpointTerminalHeight: Double? = nil,
    environmentHeight: Double = 1, sharesStreet: Bool = true
  ) {
    self.horizontalDistance = horizontalDistance
    self.indoorDistance = indoorDistance
    self.baseHeight = baseHeight
    self.terminalHeight = terminalHeight
    self.breakpointTerminalHeight = breakpointTerminalHeight ?? terminalHeight
    self.environmentHeight = environmentHeight
    self.sharesStreet = sharesStreet
    let rise = baseHeight - terminalHeight
    // No formula holds nearer than a metre; there the loss stays that of a metre.
    distance = max(
      1, (horizontalDistance * horizontalDistance + rise * rise).squareRoot())
  }

  /// d2D-out, the part of the horizontal distance that is outdoors.
  package var outdoorDistance: Double { max(0, horizontalDistance - indoorDistance) }
}
