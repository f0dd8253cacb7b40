// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import ComplexModule
internal import Electromagnetics

/// What the antennas of a link differ by from those that its paths were traced with.
package struct LinkAntennas: Sendable {
  /// Nil where the gains are as traced.
  package var corrections: AntennaCorrections?

  /// Nil where the antennas lie as traced.
  package var turned: TurnedAntennas?

  package init(corrections: AntennaCorrections? = nil, turned: TurnedAntennas? = nil) {
    self.corrections = corrections
    self.turned = turned
  }

  /// Whether nothing differs.
  var isAsTraced: Bool { corrections == nil && turned == nil }

  /// By what factor corrections of gains change the power of a path.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - slope: Called with the position of an unknown and the derivative of the factor's logarithm by it.
  /// - Returns: The factor.
  func correction(
    of path: MaterialTerms.Path, slope: (_ unknown: Int, _ value: Double) -> Void
  ) -> Double {
    corrections?.factor(of: path, turned, slope: slope) ?? 1
  }
}

/// Both antennas of a link, one of which may be turned at least.
package struct TurnedAntennas: Sendable {
  package var transmitter: TurnedAntenna
  package var receiver: TurnedAntenna

  package init(transmitter: TurnedAntenna, receiver: TurnedAntenna) {
    self.transmitter = transmitter
    self.receiver = receiver
  }

  /// The fields of both towards a path.
  func fields(of path: MaterialTerms.Path) -> Fields {
    Fields(
      transmitted: transmitter.field(towards: path.departureFromAntenna),
      received: receiver.field(towards: path.arrivalAtAntenna), transmitter: transmitter.first,
      receiver: receiver.first)
  }

  /// The fields of both antennas towards a path.
  struct Fields {
    var transmitted: TurnedAntenna.Field
    var received: TurnedAntenna.Field

    /// The positions of their yaws among the unknowns.
    var transmitter: Int?
    var receiver: Int?

    /// What a path makes of both.
    func amplitude(_ transfer: PolarizationTransfer) -> Complex<Double> {
      Self.amplitude(transfer, transmitted.parts, received.parts)
    }

    /// The derivatives of that by the angles.
    ///
    /// - Parameters:
    ///   - transfer: Of the path.
    ///   - slope: Called with the position of an unknown and the derivative.
    func amplitudeSlopes(
      _ transfer: PolarizationTransfer, _ slope: (_ unknown: Int, _ value: Complex<Double>) -> Void
    ) {
      if let transmitter {
        for (axis, change) in transmitted.slopes.enumerated() {
          slope(transmitter + axis, Self.amplitude(transfer, change, received.parts))
        }
      }
      if let receiver {
        for (axis, change) in received.slopes.enumerated() {
          slope(receiver + axis, Self.amplitude(transfer, transmitted.parts, change))
        }
      }
    }

    private static func amplitude(
      _ transfer: PolarizationTransfer, _ sent: TurnedAntenna.Parts, _ heard: TurnedAntenna.Parts
    ) -> Complex<Double> {
      let theta = transfer.thetaFromTheta * sent.theta + transfer.thetaFromPhi * sent.phi
      let phi = transfer.phiFromTheta * sent.theta + transfer.phiFromPhi * sent.phi
      return heard.theta * theta + heard.phi * phi
    }
  }
}
