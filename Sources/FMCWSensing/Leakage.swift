// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
package import Quantities
package import RadarFrames
internal import RealModule

/// What leaks from the transmitter straight into the receivers of one radio.
package struct Leakage: Hashable, Sendable {
  package var delay: TimeSpan

  /// Relative to the power that each transmit element is fed, the same for all channels.
  package var level: Decibels

  package init(delay: TimeSpan, level: Decibels) {
    self.delay = delay
    self.level = level
  }

  /// Adds the leakage to a frame.
  ///
  /// - Parameters:
  ///   - frame: The samples.
  ///   - power: What each transmit element is fed.
  ///   - schedule: Which elements send, from the frame's first chirp.
  package func add(to frame: inout RadarFrame, power: Power, schedule: TransmitSchedule) {
    let waveform = frame.waveform
    let (slope, delay) = (waveform.slope.si, self.delay.seconds)
    let amplitude = power.watts.squareRoot() * level.amplitudeRatio
    let tone = (0..<waveform.samples).map { sample in
      let turns = -waveform.frequency(atSample: sample).hertz * delay + slope * delay * delay / 2
      return Complex<Double>(length: amplitude, phase: 2 * .pi * (turns - turns.rounded()))
    }
    for chirp in frame.chirpStarts.indices {
      let factor = schedule.active(inChirp: chirp).reduce(Complex<Double>.zero) {
        $0 + Complex(length: 1, phase: 2 * .pi * $1.turns)
      }
      for channel in 0..<frame.channels {
        let start = frame.offset(chirp: chirp, channel: channel)
        for sample in tone.indices { frame.samples[start + sample] += tone[sample] * factor }
      }
    }
  }
}
