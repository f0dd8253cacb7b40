// SPDX-License-Identifier: Apache-2.0

import Electromagnetics
import RealModule
import Spatial

/// The mean gain over the sphere, by midpoints in the cosine of the angle from an axis and around.
///
/// - Parameters:
///   - pattern: The pattern.
///   - axis: The axis along which the midpoints are as close as in azimuth; z or x.
///   - widest: The angle from the axis in radians beyond which nothing is radiated.
///   - steps: How many midpoints there are in each direction.
/// - Returns: The share of the power fed to the antenna that it radiates.
func meanGain(
  _ pattern: AntennaPattern, around axis: Vector3 = .unitZ, widest: Double = .pi, steps: Int = 600
) -> Double {
  let span = 1 - Double.cos(widest)
  var sum = 0.0
  for ring in 0..<steps {
    let cosine = 1 - span * (Double(ring) + 0.5) / Double(steps)
    let sine = (1 - cosine * cosine).squareRoot()
    for sector in 0..<steps {
      let phi = 2 * Double.pi * (Double(sector) + 0.5) / Double(steps)
      let (u, v) = (sine * Double.cos(phi), sine * Double.sin(phi))
      let amplitude = pattern.amplitude(
        axis == .unitZ ? Vector3(u, v, cosine) : Vector3(cosine, u, v))
      sum += amplitude * amplitude
    }
  }
  return sum / Double(steps * steps) * span / 2
}

/// The direction of an azimuth and an elevation in degrees.
func direction(azimuth: Double, elevation: Double) -> Vector3 {
  SphericalAngles(theta: (90 - elevation) * .pi / 180, phi: azimuth * .pi / 180).direction
}
