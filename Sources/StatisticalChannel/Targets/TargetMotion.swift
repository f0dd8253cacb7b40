// SPDX-License-Identifier: Apache-2.0

package import Channels
internal import ComplexModule
internal import Electromagnetics
internal import Quantities
internal import RealModule
package import Spatial

/// How fast radios and a point of a target move, in metres per second.
package struct SensingVelocities: Hashable, Sendable {
  package var transmitter: Vector3
  package var receiver: Vector3
  /// Of the point: that of the target and of its parts together.
  package var target: Vector3

  package init(transmitter: Vector3 = .zero, receiver: Vector3 = .zero, target: Vector3 = .zero) {
    self.transmitter = transmitter
    self.receiver = receiver
    self.target = target
  }
}

extension TargetChannel {
  /// How fast a path grows shorter, in metres per second: (7.9.4-5), and (7.9.5-14) with scatterers.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - velocities: Those of radios and target.
  ///   - scatterers: alpha D of the rays to and from the target, in metres per second.
  /// - Returns: Positive when the Doppler shift is.
  package func closingSpeed(
    of path: TargetPath, _ velocities: SensingVelocities,
    scatterers: (transmit: Double, receive: Double) = (0, 0)
  ) -> Double {
    transmitRay(of: path).closingSpeed(
      EndVelocities(departure: velocities.transmitter, arrival: velocities.target),
      scatterer: scatterers.transmit)
      + receiveRay(of: path).closingSpeed(
        EndVelocities(departure: velocities.target, arrival: velocities.receiver),
        scatterer: scatterers.receive)
  }

  /// A path as one between two radios.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - amplitude: What `amplitude(decibels:meanSquareMetres:wavelength:)` gives.
  ///   - velocities: Those of radios and target.
  ///   - scatterers: alpha D of the rays to and from the target, in metres per second.
  /// - Returns: The path's state.
  package func state(
    of path: TargetPath, amplitude: Double, velocities: SensingVelocities = SensingVelocities(),
    scatterers: (transmit: Double, receive: Double) = (0, 0)
  ) -> PathState {
    PathState(
      delay: path.delay,
      delayRate: -closingSpeed(of: path, velocities, scatterers: scatterers)
        / PhysicalConstants.speedOfLight,
      transfer: path.transfer.scaled(by: Complex(amplitude * path.power.squareRoot())),
      departure: transmitRay(of: path).departure.unit,
      arrival: receiveRay(of: path).arrival.unit)
  }

  /// The large-scale factor of a target's channel (7.9.4-14).
  ///
  /// - Parameters:
  ///   - decibels: The path losses of both legs less what shadow fading adds.
  ///   - meanSquareMetres: sigma_M.
  ///   - wavelength: In metres.
  /// - Returns: The factor of amplitudes.
  package static func amplitude(
    decibels: Double, meanSquareMetres: Double, wavelength: Double
  ) -> Double {
    Double.exp10(-decibels / 20)
      * (4 * .pi * meanSquareMetres / (wavelength * wavelength)).squareRoot()
  }
}
