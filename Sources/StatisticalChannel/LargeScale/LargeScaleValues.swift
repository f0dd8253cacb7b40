// SPDX-License-Identifier: Apache-2.0

/// The large-scale parameters of one link.
package struct LargeScaleValues: Hashable, Sendable {
  /// In standard deviations of the path loss's shadow fading; positive means more power than the path
  /// loss tells (the note to TR 38.901 Table 7.5-6).
  package var shadowFading: Double
  /// In decibels; nil without a line of sight.
  package var ricianFactor: Double?
  /// In seconds.
  package var delaySpread: Double
  /// In radians.
  package var departureAzimuthSpread: Double
  package var arrivalAzimuthSpread: Double
  package var departureZenithSpread: Double
  package var arrivalZenithSpread: Double

  package init(
    shadowFading: Double, ricianFactor: Double?, delaySpread: Double,
    departureAzimuthSpread: Double, arrivalAzimuthSpread: Double, departureZenithSpread: Double,
    arrivalZenithSpread: Double
  ) {
    self.shadowFading = shadowFading
    self.ricianFactor = ricianFactor
    self.delaySpread = delaySpread
    self.departureAzimuthSpread = departureAzimuthSpread
    self.arrivalAzimuthSpread = arrivalAzimuthSpread
    self.departureZenithSpread = departureZenithSpread
    self.arrivalZenithSpread = arrivalZenithSpread
  }
}
