// SPDX-License-Identifier: Apache-2.0

package import Spatial

extension TargetChannel {
  /// The sum of the paths' powers.
  package var power: Double { paths.reduce(0) { $0 + $1.power } }

  /// The rms delay spread in seconds.
  package var delaySpread: Double {
    Spreads.rootMeanSquare(paths.map(\.delay), powers: paths.map(\.power))
  }

  /// The spread of an angle at the transmitter (TR 25.996 annex A).
  ///
  /// - Parameter angle: Takes it from a direction.
  /// - Returns: In radians.
  package func departureSpread(_ angle: (SphericalAngles) -> Double) -> Double {
    spread(transmitLeg, \.transmitRay) { angle($0.departure.angles) }
  }

  /// The spread of an angle at the receiver (TR 25.996 annex A).
  ///
  /// - Parameter angle: Takes it from a direction.
  /// - Returns: In radians.
  package func arrivalSpread(_ angle: (SphericalAngles) -> Double) -> Double {
    spread(receiveLeg, \.receiveRay) { angle($0.arrival.angles) }
  }

  /// The spread over the rays of a leg, each with the power of all its paths.
  private func spread(
    _ leg: ClusteredLink, _ index: KeyPath<TargetPath, Int32>, _ angle: (LinkRay) -> Double
  ) -> Double {
    var powers = [Double](repeating: 0, count: leg.rays.count + 1)
    for path in paths { powers[Int(path[keyPath: index]) + 1] += path.power }
    let used = powers.indices.filter { powers[$0] > 0 }
    let angles = used.map { angle($0 == 0 ? leg.lineOfSight ?? leg.rays[0] : leg.rays[$0 - 1]) }
    return Spreads.circular(angles, powers: used.map { powers[$0] })
  }
}
