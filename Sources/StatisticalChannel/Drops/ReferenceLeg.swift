// SPDX-License-Identifier: Apache-2.0

internal import ChannelStandards
internal import Randomness
internal import RealModule
internal import Spatial

extension LegModel {
  /// Draws the link to one of the reference points around a radio, one way and never in sight
  /// (TR 38.901 clause 7.9.4.2).
  ///
  /// - Parameters:
  ///   - number: Which of the points, which lie a third of a turn apart.
  ///   - points: How far away and how high they are.
  ///   - radio: Where the radio is, in metres.
  ///   - turn: The azimuth of the first point in radians.
  ///   - isSite: Whether the radio is a base station, for which the points stand for terminals.
  ///   - stream: Gives the numbers.
  /// - Returns: The link, with what the stream is left with.
  func referenceLeg(
    _ number: Int, _ points: ReferencePoints, around radio: Vector3, turn: Double, isSite: Bool,
    from stream: inout RandomStream
  ) -> BackgroundLeg {
    let distance = points.distance.number(&stream)
    // Heights below the ground are taken as they are; the calibrations' curves come out so only.
    let height = points.height.number(&stream)
    let azimuth = turn + 2 * Double.pi * Double(number) / Double(ReferencePoints.count)
    let point = Vector3(
      radio.x + distance * Double.cos(azimuth), radio.y + distance * Double.sin(azimuth), height)
    let (base, terminal) = isSite ? (radio, point) : (point, radio)
    let leg = leg(base, terminal, &stream, state: .obstructed)
    return BackgroundLeg(
      base: base, terminal: terminal, leg: leg, startsAtBase: isSite, fields: nil, stream: stream)
  }
}

extension ShiftedGamma {
  /// A number of the distribution.
  fileprivate func number(_ stream: inout some RandomNumberGenerator) -> Double {
    offset + stream.gamma(shape: shape) / rate
  }
}
