// SPDX-License-Identifier: Apache-2.0

import ComplexModule
import FMCWSensing
import Foundation
import Quantities
import RadarFrames
import Spatial
import Testing
import ToyScenes

@Suite("Doppler from first principles: purity of phase")
struct PhaseResidualTests {
  /// A waveform that sees 281 m.
  private static let waveform = FMCWWaveform(
    start: Frequency(gigahertz: 77), slope: FrequencySlope(si: 10e12),
    ramp: TimeSpan(si: 112.86e-6), idle: TimeSpan(si: 13e-6),
    sampleRate: Frequency(hertz: 18.75e6), samples: 2116)

  private let place = Vector3(192, 56, 3)
  private let velocity = Vector3(-20, 7, 0)

  private func scene(shifted offset: Vector3) throws -> DopplerScene {
    var toy = try ToyScene()
    try toy.add(
      centres: [.zero: squareMetre], "point", moving: .passing(place + offset, velocity: velocity))
    toy.link(from: offset, to: nil)
    return try DopplerScene(toy, chirps: 512, waveform: Self.waveform)
  }

  @Test(
    "the phase of a point at 200 m is 4 pi R / lambda to -100 dBc, also 2 km from the origin",
    arguments: [Vector3.zero, Vector3(1200, -1600, 0)],
    [TrackEvaluation.exact, .adaptive(phaseError: TrackEvaluation.defaultPhaseError)])
  func residual(offset: Vector3, evaluation: TrackEvaluation) throws {
    let scene = try scene(shifted: offset)
    let residual = scene.phaseResidual(of: scene.slowTime(evaluation)) {
      (place + velocity * $0).length
    }
    // 100,000 wavelengths round at 1e-11 of one; the sum of exponentials is good to -120 dB.
    #expect(residual < -100, "\(residual) dBc")
  }

  @Test("a delay that is off by a thousandth of a wavelength per second is seen")
  func sensitivity() throws {
    let scene = try scene(shifted: .zero)
    let slow = scene.slowTime(.exact)
    let residual = scene.phaseResidual(of: slow) { time in
      (place + velocity * time).length + 1e-3 * scene.wavelength * time
    }
    // 4 pi 1e-3 of phase a second over 64 ms is 8e-4 from end to end, 8e-4 / sqrt(12) in the mean.
    #expect(residual > -75 && residual < -71, "\(residual) dBc")
  }
}
