// SPDX-License-Identifier: Apache-2.0

internal import RealModule

/// A number that a fit may change, as one that may take any value.
package struct Unknown: Hashable, Sendable {
  /// How users read it: "brick scattering", "gain of monostatic".
  package var name: String

  /// Of its value, for example "dB"; "1" for a plain number.
  package var unit: String

  /// The free value before anything was measured, and its standard deviation then; infinite where nothing
  /// is known.
  package var prior: Double
  package var spread: Double

  /// What the free value means.
  package var kind: Kind

  package enum Kind: Hashable, Sendable {
    case material(MaterialUnknown)

    /// A factor of a link's power, in decibels.
    case gain(link: Int)

    /// What the gain of a radio's antenna differs by at one of `AntennaCorrections.angles`, in decibels.
    case antenna(radio: Int, angle: Int)

    /// What is added to a link's delays, in seconds; free in units of 100 ps.
    case delay(link: Int)

    /// What is added to a radio's place along an axis, in metres.
    case position(radio: Int, axis: Int)

    /// What a radio is turned by about its own axes, in degrees: yaw, pitch, roll.
    case orientation(radio: Int, axis: Int)
  }

  package init(name: String, unit: String, prior: Double, spread: Double, kind: Kind) {
    self.name = name
    self.unit = unit
    self.prior = prior
    self.spread = spread
    self.kind = kind
  }

  /// How much is known of the free value before: one over its variance.
  var precision: Double { spread.isFinite ? 1 / (spread * spread) : 0 }

  /// How many seconds one free unit of a delay is.
  package static let delayUnit = 1e-10

  /// The value that a free one means.
  package func value(_ free: Double) -> Double {
    switch kind {
    case .material(let unknown): unknown.quantity.value(free)
    case .delay: free * Self.delayUnit
    case .gain, .antenna, .position, .orientation: free
    }
  }

  /// A free value within what models hold for.
  package func bounded(_ free: Double) -> Double {
    switch kind {
    case .material(let unknown):
      let range = unknown.quantity.range
      return max(
        unknown.quantity.free(range.lowerBound), min(unknown.quantity.free(range.upperBound), free))
    case .orientation: return max(-Self.largestTurn, min(Self.largestTurn, free))
    case .gain, .antenna, .delay, .position: return free
    }
  }

  /// How far a radio is turned at most, in degrees: beyond, yaw and roll become the same.
  private static let largestTurn = 45.0
}
