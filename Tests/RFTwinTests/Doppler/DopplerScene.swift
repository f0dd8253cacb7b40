// SPDX-License-Identifier: Apache-2.0

import Channels
import ComplexModule
import Electromagnetics
import Execution
import FMCWSensing
import Foundation
import PathTracing
import Quantities
import RadarFrames
import Scenes
import Spatial
import ToyScenes

/// The speed of light in metres per second.
let lightSpeed = PhysicalConstants.speedOfLight

/// The first link of a toy scene over some chirps, from paths to IF samples.
struct DopplerScene {
  /// The sounder's waveform.
  static let sounder = FMCWWaveform(
    start: Frequency(gigahertz: 77), slope: FrequencySlope(si: 35.44e12),
    ramp: TimeSpan(si: 112.86e-6), idle: TimeSpan(si: 13e-6),
    sampleRate: Frequency(hertz: 18.75e6), samples: 2116)

  static let workers = Workers(count: 2)

  let waveform: FMCWWaveform
  let tracks: any PathTracks
  let chirps: Int

  /// Looks for the paths of a scene, without the direct one.
  ///
  /// - Parameters:
  ///   - toy: The scene.
  ///   - chirps: How many chirps there are from time zero on.
  ///   - depth: The largest number of reflections.
  ///   - scatterers: How many scatterers its surfaces have.
  ///   - waveform: The chirp.
  /// - Throws: `PathTracingError` when no ray can be cast.
  init(
    _ toy: ToyScene, chirps: Int = 128, depth: Int = 0, scatterers: Int = 0,
    waveform: FMCWWaveform = sounder
  ) throws {
    self.waveform = waveform
    self.chirps = chirps
    var settings = PropagationSettings()
    settings.lineOfSight = false
    settings.maximumDepth = depth
    settings.diffuse = scatterers > 0
    settings.scatterers = max(1, scatterers)
    let tracer = try PathTracer(
      scene: toy.scene(), frequency: waveform.centreFrequency, settings: settings, instants: [0],
      seed: 1, workers: Self.workers)
    tracks = try tracer.tracks(link: 0, over: 0...Double(chirps) * waveform.chirpPeriod)
  }

  var wavelength: Double { waveform.centreFrequency.wavelength }
  var centre: Double { waveform.centreFrequency.hertz }

  /// When the middle sample of each chirp is taken, in seconds.
  var times: [Double] {
    (0..<chirps).map { Double($0) * waveform.chirpPeriod + waveform.samplingCentre }
  }

  /// The noiseless IF samples.
  func frame(
    _ evaluation: TrackEvaluation = .adaptive(phaseError: TrackEvaluation.defaultPhaseError)
  ) -> RadarFrame {
    IFSynthesis(
      waveform: waveform, power: Power(watts: 1),
      pairs: ElementPairs(transmit: [ArrayElement()], receive: [ArrayElement()]),
      evaluation: evaluation, workers: Self.workers
    ).frame(
      over: tracks, chirpStarts: (0..<chirps).map { Double($0) * waveform.chirpPeriod }
    ).frame
  }

  /// The middle sample of each chirp.
  func slowTime(
    _ evaluation: TrackEvaluation = .adaptive(phaseError: TrackEvaluation.defaultPhaseError)
  ) -> [Complex<Double>] {
    let frame = frame(evaluation)
    return (0..<chirps).map {
      frame.samples[frame.offset(chirp: $0, channel: 0) + waveform.middleSample]
    }
  }

  /// The power of what is left of slow time's phase once that of a known range is taken off.
  ///
  /// The phase is -2 pi (f_c tau - S tau^2 / 2) with tau = 2 R / c: 4 pi R / lambda and the residual
  /// video phase of dechirping. A constant phase does not count.
  ///
  /// - Parameters:
  ///   - slowTime: The middle samples of the chirps.
  ///   - range: Half the length of the path in metres at an instant in seconds.
  /// - Returns: The mean square in decibels over the carrier.
  func phaseResidual(
    of slowTime: [Complex<Double>], range: (Double) -> Double
  ) -> Double {
    let left = zip(slowTime, times).map { value, time in
      let delay = 2 * range(time) / lightSpeed
      let cycles = centre * delay - waveform.slope.si * delay * delay / 2
      return Complex(length: 1, phase: value.phase + 2 * .pi * (cycles - cycles.rounded()))
    }
    let sum = left.reduce(Complex.zero, +)
    let mean = sum / Complex(sum.length)
    let power = left.reduce(0.0) { $0 + ($1 - mean).lengthSquared } / Double(left.count)
    return 10 * log10(max(power, 1e-30))
  }

  /// The Doppler shifts of all tracks at an instant in hertz, from what is told of their rates.
  func shifts(at time: Double) -> [Double] {
    (0..<tracks.count).map {
      tracks.path($0, at: time).dopplerShift(at: waveform.centreFrequency).hertz
    }
  }

  /// The mean rate of slow time's phase as a frequency in hertz; positive is approaching.
  func meanShift(_ slowTime: [Complex<Double>]) -> Double {
    let turn = zip(slowTime.dropFirst(), slowTime).reduce(0.0) { $0 + ($1.0 / $1.1).phase }
    return turn / (2 * .pi * Double(slowTime.count - 1) * waveform.chirpPeriod)
  }

  /// The frequency that a wave received at the middle sample was sent at, in hertz.
  ///
  /// Slow time turns by its wavelength, which the residual video phase stands for.
  func sentFrequency(range: Double) -> Double {
    centre - waveform.slope.si * 2 * range / lightSpeed
  }
}

/// A cross-section that is the same in all directions.
let squareMetre = CrossSectionPattern.constant(.init(squareMetres: 1))
