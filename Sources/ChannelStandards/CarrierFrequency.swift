// SPDX-License-Identifier: Apache-2.0

internal import RealModule

/// A carrier within the range of TR 38.901, 0.5 GHz to 100 GHz (clause 7.1).
package struct CarrierFrequency: Hashable, Sendable {
  /// The range in hertz.
  package static let range: ClosedRange<Double> = 0.5e9...100e9

  package let hertz: Double
  /// The base-ten logarithm of the frequency in gigahertz, as the path losses take it.
  package let logGigahertz: Double

  package var gigahertz: Double { hertz / 1e9 }
  /// Whether it is in the upper of 3GPP's two ranges, from 24.25 GHz (TS 38.101-2 clause 5.1).
  package var isFrequencyRange2: Bool { hertz >= 24.25e9 }

  /// Creates a carrier.
  ///
  /// - Parameter hertz: The frequency in hertz.
  /// - Throws: `ChannelStandardError.frequency` outside 0.5 GHz to 100 GHz.
  package init(hertz: Double) throws(ChannelStandardError) {
    guard Self.range.contains(hertz) else { throw .frequency(hertz) }
    self.hertz = hertz
    logGigahertz = Double.log10(hertz / 1e9)
  }
}
