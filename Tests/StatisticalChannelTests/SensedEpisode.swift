// SPDX-License-Identifier: Apache-2.0

import Channels
import ComplexModule
import DelayDoppler
import Electromagnetics
import Execution
import FMCWSensing
import Quantities
import RadarFrames
import Spectra

/// An episode of chirps that a receiver without noise sees over some tracks.
struct SensedEpisode {
  let waveform: FMCWWaveform
  var chirps = 128

  /// Chirps of 20 MHz samples, 1024 of them around a carrier, 66.2 us apart.
  ///
  /// - Parameters:
  ///   - centre: The frequency at the middle sample.
  ///   - slope: In hertz per second.
  init(centre: Frequency, slope: Double) {
    let samplingCentre = 512 / 20e6
    waveform = FMCWWaveform(
      start: Frequency(hertz: centre.hertz - slope * samplingCentre),
      slope: FrequencySlope(si: slope), ramp: TimeSpan(si: 51.2e-6), idle: TimeSpan(si: 15e-6),
      sampleRate: Frequency(hertz: 20e6), samples: 1024)
  }

  /// The samples of one isotropic element at either end for a sent power of one watt.
  func frame(over tracks: any PathTracks, threads: Int) -> RadarFrame {
    IFSynthesis(
      waveform: waveform, power: Power(watts: 1),
      pairs: ElementPairs(transmit: [ArrayElement()], receive: [ArrayElement()]),
      workers: Workers(count: threads)
    ).frame(
      over: tracks, chirpStarts: (0..<chirps).map { Double($0) * waveform.chirpPeriod }
    ).frame
  }

  /// The map of all chirps.
  func map(_ frame: RadarFrame, window: Window, threads: Int) -> SensedMap? {
    let workers = Workers(count: threads)
    let profiles = DelayTransform(waveform: waveform, window: window, workers: workers)(frame)
    let transform = DopplerTransform(
      window: chirps, hop: chirps, taper: window, chirpPeriod: waveform.chirpPeriod,
      workers: workers)
    return transform(profiles).first.map {
      SensedMap(map: $0, delays: profiles.delays, dopplerShifts: transform.dopplerShifts)
    }
  }

  /// How far the phase of each chirp's middle sample is from that of the first, in cycles.
  ///
  /// - Parameters:
  ///   - frame: The samples of one path.
  ///   - delay: Its delay in seconds at an instant.
  /// - Returns: What is left of the phase, without whole cycles, after that of the delay at the
  ///   centre frequency and the mixer's residual video phase, S tau^2 / 2, are taken off.
  func phaseErrors(_ frame: RadarFrame, delay: (Double) -> Double) -> [Double] {
    let residues = frame.chirpStarts.enumerated().map { chirp, start in
      let sample = frame.samples[
        frame.offset(chirp: chirp, channel: 0) + waveform.middleSample]
      let delay = delay(start + waveform.samplingCentre)
      return sample.phase / (2 * .pi) + waveform.centreFrequency.hertz * delay
        - waveform.slope.si * delay * delay / 2
    }
    return residues.map { residue in
      let difference = residue - residues[0]
      return difference - difference.rounded()
    }
  }
}

/// A map with its axes.
struct SensedMap {
  let map: DelayDopplerMap
  let delays: [Double]
  let dopplerShifts: [Double]

  var delayCell: Double { delays[1] - delays[0] }
  var dopplerCell: Double { dopplerShifts[1] - dopplerShifts[0] }

  /// The strongest cell that is more than some Doppler cells away from what rests.
  func strongest(beyond guardCells: Double) -> (delay: Double, dopplerShift: Double) {
    let cells = map.power.indices.filter {
      abs(dopplerShifts[$0 / delays.count]) > guardCells * dopplerCell
    }
    let best = cells.max { map.power[$0] < map.power[$1] } ?? 0
    return (delays[best % delays.count], dopplerShifts[best / delays.count])
  }
}
