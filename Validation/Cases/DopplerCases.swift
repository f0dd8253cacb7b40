// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import ComplexModule
internal import Electromagnetics
internal import Execution
internal import FMCWSensing
internal import Kinematics
internal import Quantities
internal import RadarFrames
internal import RealModule
internal import Spatial
internal import ToyScenes

extension ValidationCase {
  private static let squareMetre = CrossSectionPattern.constant(.init(squareMetres: 1))

  static let approachingPoint = ValidationCase(
    name: "Chirp by chirp the phase of a point that approaches at 20 m/s is 4 pi R / lambda",
    oracle: "its range alone, with the residual video phase of dechirping, closed form",
    tolerance: TrackEvaluation.defaultPhaseError, unit: "cycles",
    reason: "tracks are followed within this bound of phase"
  ) {
    let waveform = FMCWWaveform(
      start: Frequency(gigahertz: 77), slope: FrequencySlope(si: 35.44e12),
      ramp: TimeSpan(si: 112.86e-6), idle: TimeSpan(si: 13e-6),
      sampleRate: Frequency(hertz: 18.75e6), samples: 2116)
    let (place, velocity) = (Vector3(60, 5, 1), Vector3(-20, 3, 0))
    var toy = try ToyScene()
    try toy.add(centres: [.zero: squareMetre], "point", moving: .passing(place, velocity: velocity))
    toy.link(from: Vector3.zero, to: nil)
    let starts = (0..<256).map { Double($0) * waveform.chirpPeriod }
    let tracks = try traced(
      toy.scene(), lineOfSight: false, frequency: waveform.centreFrequency)
    let frame = IFSynthesis(
      waveform: waveform, power: Power(watts: 1),
      pairs: ElementPairs(transmit: [ArrayElement()], receive: [ArrayElement()]),
      workers: Workers(count: 1)
    ).frame(over: tracks, chirpStarts: starts).frame
    let turns = starts.enumerated().map { chirp, start -> Double in
      let range = (place + velocity * (start + waveform.samplingCentre)).length
      let delay = 2 * range / PhysicalConstants.speedOfLight
      let cycles =
        waveform.centreFrequency.hertz * delay - waveform.slope.si * delay * delay / 2
      let sample = frame.samples[
        frame.offset(chirp: chirp, channel: 0) + waveform.middleSample]
      return sample.phase / (2 * .pi) + cycles - cycles.rounded()
    }
    // The phase that the point itself has is the same in all chirps.
    let deviation = turns.map { abs($0 - turns[0] - ($0 - turns[0]).rounded()) }.max()
    return Comparison(deviation: tracks.count == 1 ? deviation ?? .infinity : .infinity)
  }

  static let rotorTip = ValidationCase(
    name: "The tip of a rotor shifts the frequency by 2 v . k / lambda wherever it is on its round",
    oracle: "the velocity along the line of sight, closed form", tolerance: 1e-7, unit: "Hz",
    reason:
      "10 kHz in double precision are good to 1e-11, the angle of the rotor after some turns to"
      + " 1e-14"
  ) {
    let (frequency, radius, rate) = (Frequency(gigahertz: 79), 0.3, 2 * Double.pi * 10)
    let hub = Vector3(12, 3, 2)
    var toy = try ToyScene()
    try toy.add(
      centres: [Vector3(radius, 0, 0): squareMetre], "rotor", moving: .at(hub),
      part: .spins(pivot: .zero, axis: .unitZ, rate: rate))
    toy.link(from: Vector3.zero, to: nil)
    let tracks = try traced(toy.scene(), lineOfSight: false)
    guard tracks.count == 1 else { return Comparison(deviation: .infinity) }
    let deviations = (0..<100).map { step -> Double in
      let time = Double(step) * 1e-3
      let (x, y) = (radius * Double.cos(rate * time), radius * Double.sin(rate * time))
      let (tip, velocity) = (hub + Vector3(x, y, 0), Vector3(-y, x, 0) * rate)
      let exact = -2 * velocity.dot(tip.normalized) / frequency.wavelength
      return abs(tracks.path(0, at: time).dopplerShift(at: frequency).hertz - exact)
    }
    return Comparison(deviation: deviations.max() ?? .infinity)
  }
}
