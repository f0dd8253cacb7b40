// SPDX-License-Identifier: Apache-2.0

import ComplexModule
import Quantities
import RadarFrames
import RealModule
import Spatial

/// The sounder's chirp with fewer samples, so that tests are quick.
let shortWaveform = FMCWWaveform(
  start: Frequency(gigahertz: 77), slope: FrequencySlope(si: 35.44e12),
  ramp: TimeSpan(si: 112.86e-6), idle: TimeSpan(si: 13e-6),
  sampleRate: Frequency(hertz: 18.75e6 / 8), samples: 256)

/// A point far away as a radar with several elements sees it, from the mixer's formula.
struct FarPoint {
  /// The delay at time zero in seconds, and its rate.
  var delay: Double
  var rate: Double

  /// The unit direction in the array's frame.
  var direction = Vector3.unitX
  var amplitude = 1.0

  /// The samples of some chirps.
  func frame(
    _ waveform: FMCWWaveform, chirps: Int, schedule: TransmitSchedule = .single,
    transmit: [Vector3] = [.zero], receive: [Vector3] = [.zero]
  ) -> RadarFrame {
    let starts = (0..<chirps).map { Double($0) * waveform.chirpPeriod }
    let slope = waveform.slope.si
    var samples: [Complex<Double>] = []
    for (chirp, start) in starts.enumerated() {
      for element in receive {
        for sample in 0..<waveform.samples {
          let t = Double(sample) / waveform.sampleRate.hertz
          var sum = Complex<Double>.zero
          for active in schedule.active(inChirp: chirp) {
            let sender = transmit[schedule.elements[active.position]]
            let tau =
              delay + rate * (start + t)
              - direction.dot(sender + element) / PhysicalConstants.speedOfLight
            let cycles =
              waveform.start.hertz * tau + slope * tau * t - slope * tau * tau / 2 - active.turns
            sum += Complex(length: amplitude, phase: -2 * .pi * (cycles - cycles.rounded()))
          }
          samples.append(sum)
        }
      }
    }
    return RadarFrame(
      waveform: waveform, chirpStarts: starts, channels: receive.count, samples: samples)
  }
}
