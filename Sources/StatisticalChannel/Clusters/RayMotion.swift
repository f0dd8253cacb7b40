// SPDX-License-Identifier: Apache-2.0

package import Channels
internal import ComplexModule
internal import Electromagnetics
internal import Quantities
internal import Randomness
package import Spatial

/// How fast the ends of a link move, in metres per second.
package struct EndVelocities: Hashable, Sendable {
  package var departure: Vector3
  package var arrival: Vector3

  package init(departure: Vector3 = .zero, arrival: Vector3 = .zero) {
    self.departure = departure
    self.arrival = arrival
  }
}

/// Scatterers that move: TR 38.901 V19 clause 7.6.10, and 7.9.5.4 with sensing.
package struct MovingScatterers: Hashable, Sendable {
  /// v_scatt, in metres per second.
  package var largestSpeed: Double
  /// The share of rays whose scatterer moves; 0.2 is typical.
  package var share: Double

  package init(largestSpeed: Double, share: Double = 0.2) {
    self.largestSpeed = largestSpeed
    self.share = share
  }

  /// alpha D of a ray: uniform up to the largest speed either way, or at rest.
  package func speed(from stream: inout some RandomNumberGenerator) -> Double {
    let moves = stream.uniform() < share
    let speed = largestSpeed * (2 * stream.uniform() - 1)
    return moves ? speed : 0
  }
}

extension LinkRay {
  /// How fast the ray grows shorter, in metres per second.
  ///
  /// Both ends move, and the scatterer between them (7.6-46); the line of sight has none.
  ///
  /// - Parameters:
  ///   - velocities: Those of the ends.
  ///   - scatterer: alpha D, in metres per second.
  /// - Returns: Positive when the Doppler shift is.
  package func closingSpeed(_ velocities: EndVelocities, scatterer: Double = 0) -> Double {
    departure.unit.dot(velocities.departure) + arrival.unit.dot(velocities.arrival)
      + (cluster < 0 ? 0 : 2 * scatterer)
  }

  /// The ray as a path between two radios.
  ///
  /// The phase of the line of sight is that of its delay (7.5-29); other rays have random ones.
  ///
  /// - Parameters:
  ///   - distance: Between the ends, in metres.
  ///   - amplitude: The square root of the link's gain: path loss and shadow fading.
  ///   - velocities: Those of the ends.
  ///   - scatterer: The speed of the ray's scatterer, alpha D, in metres per second.
  /// - Returns: The path.
  package func path(
    distance: Double, amplitude: Double, velocities: EndVelocities = EndVelocities(),
    scatterer: Double = 0
  ) -> PathState {
    let light = PhysicalConstants.speedOfLight
    return PathState(
      delay: distance / light + delay,
      delayRate: -closingSpeed(velocities, scatterer: scatterer) / light,
      transfer: transfer.scaled(by: Complex(amplitude * power.squareRoot())),
      departure: departure.unit, arrival: arrival.unit)
  }
}
