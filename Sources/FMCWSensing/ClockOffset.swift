// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
package import Quantities
internal import RadarFrames
internal import RealModule

/// How a transmitter's clock differs from the receiver's.
///
/// With the transmitter's time u, its frequency f_t + S_t u and the start of its ramp d after the
/// receiver's own, a path of delay tau shows the beat S_t (tau + d) - (f_t - f_0): only
/// tau + d - (f_t - f_0) / S can be observed. A clock that is fast by epsilon has
/// f_t = f_0 (1 + epsilon) and S_t = S (1 + epsilon)^2, for frequencies are counted and times too, and
/// each chirp starts epsilon T earlier than the one before. Every ramp starts with the same phase.
///
/// Physics primer, eq. 54.
package struct ClockOffset: Hashable, Sendable {
  /// How much later the transmitter starts the first ramp of a frame.
  package var start: TimeSpan

  /// How much higher the transmitter's carrier is, beside what its clock's error makes.
  package var carrier: Frequency

  /// How much faster the transmitter's clock is.
  package var error: Proportion

  /// How much steeper the transmitter's ramp is, beside what its clock's error makes.
  package var slope: Proportion

  /// One clock for both.
  package static let none = ClockOffset()

  package init(
    start: TimeSpan = .init(si: 0), carrier: Frequency = .init(si: 0),
    error: Proportion = .init(si: 0), slope: Proportion = .init(si: 0)
  ) {
    self.start = start
    self.carrier = carrier
    self.error = error
    self.slope = slope
  }

  /// What one radio differs from another by, both told relative to one ideal clock.
  package static func - (transmitter: ClockOffset, receiver: ClockOffset) -> ClockOffset {
    ClockOffset(
      start: TimeSpan(si: transmitter.start.si - receiver.start.si),
      carrier: Frequency(si: transmitter.carrier.si - receiver.carrier.si),
      error: Proportion(si: transmitter.error.si - receiver.error.si),
      slope: Proportion(si: transmitter.slope.si - receiver.slope.si))
  }

  /// How much later the transmitter starts a ramp, in seconds.
  ///
  /// - Parameter elapsed: The time since the frame's first ramp in seconds.
  /// - Returns: The delay, which counts like that of a path.
  package func delay(after elapsed: Double) -> Double {
    start.seconds - elapsed * error.ratio / (1 + error.ratio)
  }

  /// The transmitter's frequency at the start of its ramp less the receiver's, in hertz.
  func carrierDifference(_ waveform: FMCWWaveform) -> Double {
    waveform.start.hertz * error.ratio + carrier.hertz
  }

  /// The transmitter's slope less the receiver's, in hertz per second.
  func slopeDifference(_ waveform: FMCWWaveform) -> Double {
    let faster = 1 + error.ratio
    return waveform.slope.si * (faster * faster * (1 + slope.ratio) - 1)
  }

  /// What the differences of carrier and slope turn each sample by: e^(j 2 pi (D_f t + D_S t^2 / 2)).
  func turning(_ waveform: FMCWWaveform) -> [Complex<Double>] {
    let (carrier, slope) = (carrierDifference(waveform), slopeDifference(waveform))
    return (0..<waveform.samples).map { sample in
      let time = waveform.sampling.seconds + Double(sample) / waveform.sampleRate.hertz
      let turns = carrier * time + slope * time * time / 2
      return Complex(length: 1, phase: 2 * .pi * (turns - turns.rounded()))
    }
  }
}
