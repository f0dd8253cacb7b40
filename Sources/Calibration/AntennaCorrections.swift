// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import Electromagnetics
internal import RealModule
internal import Spatial

/// What the gains of a link's antennas differ by from their patterns, over the angle off boresight.
///
/// They are those of `GainCorrection` at some angles.
///
/// Physics primer, eq. 72.
package struct AntennaCorrections: Sendable {
  /// The angles in degrees.
  package static let angles = [15.0, 30, 45, 60, 90, 180]

  /// The correction of one end's antenna.
  package struct End: Sendable {
    /// The position of the first of its numbers among the unknowns.
    package var first: Int

    /// The numbers in dB, one for each angle.
    package var decibels: [Double]

    package init(first: Int, decibels: [Double]) {
      self.first = first
      self.decibels = decibels
    }
  }

  private let transmitter: End?
  private let receiver: End?

  /// - Parameters:
  ///   - transmitter: The transmitter's; nil where its pattern is as it is.
  ///   - receiver: The receiver's.
  package init(transmitter: End?, receiver: End?) {
    self.transmitter = transmitter
    self.receiver = receiver
  }

  /// By what factor the power of a path differs.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - turned: The antennas where they may turn.
  ///   - slope: Called with the position of an unknown and the derivative of the factor's logarithm by it.
  /// - Returns: The factor.
  func factor(
    of path: MaterialTerms.Path, _ turned: TurnedAntennas?,
    slope: (_ unknown: Int, _ value: Double) -> Void
  ) -> Double {
    var decibels = 0.0
    func add(_ end: End?, _ direction: Vector3, _ antenna: TurnedAntenna?) {
      guard let end else { return }
      let angle =
        antenna?.offBoresight(direction) ?? GainCorrection.offBoresight(direction)
      let place = GainCorrection.segment(of: Self.radians, at: angle)
      let (lower, upper) = (place.lower.map { end.decibels[$0] } ?? 0, end.decibels[place.upper])
      decibels += lower + (upper - lower) * place.share
      if let below = place.lower { slope(end.first + below, (1 - place.share) * Self.decibel) }
      slope(end.first + place.upper, place.share * Self.decibel)
      guard let antenna, let first = antenna.first else { return }
      for (axis, change) in antenna.offBoresightSlopes(direction).enumerated() {
        slope(first + axis, (upper - lower) * place.slope * change * Self.decibel)
      }
    }
    add(transmitter, path.departureFromAntenna, turned?.transmitter)
    add(receiver, path.arrivalAtAntenna, turned?.receiver)
    return Double.pow(10, decibels / 10)
  }

  /// By how much a decibel more changes the logarithm of a power.
  private static let decibel = Double.log(10) / 10

  /// The angles in radians.
  package static let radians = angles.map { $0 * .pi / 180 }
}
