// SPDX-License-Identifier: Apache-2.0

internal import RealModule

/// The machines and shelves of a factory hall, TR 38.901 Table 7.2-4.
package struct FactoryClutter: Hashable, Sendable {
  /// r, the share of the floor that they cover, between 0 and 1.
  package var density: Double
  /// d_clutter, their typical size in metres.
  package var size: Double
  /// h_c, their effective height in metres.
  package var height: Double

  /// Creates clutter.
  package init(density: Double, size: Double, height: Double) {
    self.density = density
    self.size = size
    self.height = height
  }

  /// Sparse clutter as the calibrations have it (Tables 7.2-4 and 7.8-7).
  package static let sparse = Self(density: 0.2, size: 10, height: 2)
  /// Dense clutter as the calibrations have it (Tables 7.2-4 and 7.8-7).
  package static let dense = Self(density: 0.6, size: 2, height: 6)

  /// k_subsce of Table 7.4.2-1 in metres: over this distance the chance to see falls to 1/e.
  ///
  /// Where the terminal is above the clutter nothing is in the way; where the base station is in
  /// it, too, its height does not help and the formula of low base stations holds, which meets
  /// that of high ones where the base station is as high as the clutter.
  ///
  /// - Parameters:
  ///   - hasHighBase: Whether base stations are above the clutter (InF-SH and InF-DH).
  ///   - geometry: The heights of the ends.
  /// - Returns: The distance, infinite where nothing is in the way.
  func sightDistance(hasHighBase: Bool, _ geometry: LargeScaleGeometry) -> Double {
    let low = -size / Double.log(1 - density)
    guard hasHighBase else { return low }
    guard geometry.terminalHeight < height else { return .infinity }
    return low
      * max(
        1, (geometry.baseHeight - geometry.terminalHeight) / (height - geometry.terminalHeight))
  }
}
