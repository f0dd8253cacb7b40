// SPDX-License-Identifier: Apache-2.0

internal import PathTracing
internal import Quantities
internal import Scenes
internal import Spatial
internal import ToyScenes

extension ValidationCase {
  static let lambertianWall = ValidationCase(
    name: "A Lambertian wall returns its diffuse power from 1e3, 1e4 and 1e5 scatterers",
    oracle: "the integral over the wall, summed over squares of 2.5 cm",
    tolerance: 0.2, unit: "dB",
    reason: "what a number of points from 1000 up is asked to keep to; the sum itself changes by"
      + " 1e-5 at most with squares of 5 cm"
  ) {
    let exact = wallGain
    var deviation = 0.0
    for (count, seeds) in [(1000, 20), (10_000, 5), (100_000, 1)] {
      for seed in 1...seeds {
        let found = try wallEstimate(scatterers: count, seed: UInt64(seed)).gain
        deviation = max(deviation, abs(Decibels(powerRatio: found / exact).decibels))
      }
    }
    return Comparison(deviation: deviation)
  }

  static let lambertianWallCoverage = ValidationCase(
    name: "The error told of a Lambertian wall's diffuse power holds for 95 % of 200 seeds",
    oracle: "the integral over the wall, summed over squares of 2.5 cm",
    tolerance: 0.05, unit: "of the seeds are further off",
    reason: "the estimate is made too large rather than too small, so no allowance is needed for"
      + " the 1.5 % by which a share of 5 % of 200 seeds scatters"
  ) {
    let (exact, seeds) = (wallGain, 200)
    var misses = 0
    for seed in 1...seeds {
      let (gain, relative) = try wallEstimate(scatterers: 1000, seed: UInt64(seed))
      if abs(gain - exact) > DiffuseError.reach * relative * gain { misses += 1 }
    }
    return Comparison(deviation: Double(misses) / Double(seeds))
  }

  private static let coefficient = 0.5
  private static let (width, height) = (20.0, 10.0)
  private static let (transmitter, receiver) = (Vector3(8, 4, 2), Vector3(10, 15, 6))

  /// The diffuse gain of the wall and its standard error as a share of it.
  private static func wallEstimate(
    scatterers: Int, seed: UInt64
  ) throws -> (gain: Double, relative: Double) {
    var toy = try ToyScene(materials: [ToyScene.metal("rough", scattering: coefficient)])
    try toy.add(
      ToyScene.panel(.zero, .unitY * width, .unitZ * height), "wall", of: "rough")
    toy.link(from: transmitter, to: receiver)
    let tracer = try diffuseTracer(toy.scene(), scatterers: scatterers, seed: seed)
    let tracks = try tracer.tracks(link: 0, over: 0...0)
    return (tracks.totalGain(), tracer.diffuseError(link: 0)?.relative ?? .infinity)
  }

  /// (S lambda / 4 pi)^2 times the integral of cos(theta_i) cos(theta_s) / (pi r_i^2 r_s^2).
  ///
  /// Between vertical antennas nothing is lost: what metal scatters keeps its polarisation.
  private static var wallGain: Double {
    let cell = 0.025
    var sum = 0.0
    for column in 0..<Int(width / cell) {
      for row in 0..<Int(height / cell) {
        let point = Vector3(0, (Double(column) + 0.5) * cell, (Double(row) + 0.5) * cell)
        let (near, far) = (transmitter - point, receiver - point)
        sum +=
          near.x * far.x
          / (near.lengthSquared * near.length * far.lengthSquared * far.length)
      }
    }
    let scale = coefficient * Frequency(gigahertz: 79).wavelength / (4 * .pi)
    return scale * scale * sum * cell * cell / .pi
  }
}
