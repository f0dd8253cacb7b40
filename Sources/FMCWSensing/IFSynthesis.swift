// SPDX-License-Identifier: Apache-2.0

package import Channels
internal import ComplexModule
internal import Electromagnetics
package import Execution
package import Quantities
package import RadarFrames
internal import RealModule
package import Spatial
internal import Spectra

/// Computes the IF samples that an FMCW receiver sees over some paths.
///
/// With the delay tau(t) of a path taken as linear within a ramp, tau + tau' (t - t_c) around
/// the middle sample's time t_c, the mixer's output a e^(-j 2 pi (f_0 tau + S tau t - S tau^2 / 2))
/// has, at f_c = f_0 + S t_c, the phase -2 pi (f_c tau - S tau^2 / 2) in the middle and the beat
/// frequency S tau (1 - tau') + f_c tau'. The part of second order, S tau' (t - t_c)^2, stays below
/// a hundredth of a cycle up to 13 m/s and is left out.
///
/// The amplitude a is that at the instantaneous frequency f_0 + S t of each sample. Most transfers
/// are proportional to the wavelength; those that are not are sums over sampled frequencies, see
/// `RampCourse`. That the wave which arrives was sent at a frequency lower by S tau, 0.02 GHz at
/// most, is left out of the amplitude, not of the phase.
///
/// An ideal filter before the sampler keeps out beats above the sample rate: paths with a delay of
/// fs / S or more, which would fold back to short delays, are not seen.
package struct IFSynthesis: Sendable {
  private let waveform: FMCWWaveform
  private let receiveElements: [Vector3]
  private let amplitudeOfPower: Double
  private let plan: ExponentialSum.Plan
  private let workers: Workers

  /// The centre frequency in hertz.
  private let centre: Double

  /// The slope of the ramp in hertz per second.
  private let slope: Double

  /// The time between samples in seconds.
  private let samplePeriod: Double
  private let unambiguousDelay: Double

  /// Prepares the synthesis for one receiver.
  ///
  /// - Parameters:
  ///   - waveform: The chirp.
  ///   - power: The power fed to the transmitting antenna.
  ///   - receiveElements: Where the receive elements sit in the receiver's frame, in metres; each
  ///     is a channel. Waves are taken as plane over the array: at distance r the error in length
  ///     is (half the array)^2 / (2 r).
  ///   - workers: How many threads to use.
  package init(
    waveform: FMCWWaveform, power: Power, receiveElements: [Vector3], workers: Workers
  ) {
    self.waveform = waveform
    self.receiveElements = receiveElements
    amplitudeOfPower = power.watts.squareRoot()
    plan = ExponentialSum.Plan(count: waveform.samples)
    self.workers = workers
    centre = waveform.centreFrequency.hertz
    slope = waveform.slope.si
    samplePeriod = 1 / waveform.sampleRate.hertz
    unambiguousDelay = waveform.unambiguousDelay
  }

  /// How many neighbouring chirps share what is evaluated of amplitudes.
  ///
  /// Delays are taken from the tracks at every chirp, for they make the phase. Amplitudes change so
  /// much more slowly that most follow straight lines within such a group, 2 ms long.
  private static let group = 16

  /// The noiseless samples of some chirps.
  ///
  /// - Parameters:
  ///   - tracks: The paths; their interval holds all chirps.
  ///   - chirpStarts: When each ramp starts, in seconds.
  /// - Returns: The samples at the receiver's input.
  package func frame(over tracks: any PathTracks, chirpStarts: [Double]) -> RadarFrame {
    let courses = RampCourse.courses(of: tracks, over: waveform)
    let resting = restingSamples(
      tracks, courses, at: instant(of: chirpStarts[chirpStarts.count / 2]))
    let samples = workers.mapChunks(chirpStarts.count, chunk: Self.group) { range in
      self.samples(
        of: range.map { instant(of: chirpStarts[$0]) }, over: tracks, courses, resting: resting)
    }
    return RadarFrame(
      waveform: waveform, chirpStarts: chirpStarts, channels: receiveElements.count,
      samples: samples)
  }

  /// When the middle sample of a ramp is taken.
  private func instant(of start: Double) -> Double { start + waveform.samplingCentre }

  /// The samples of a group of chirps, `[chirp][channel][sample]`.
  private func samples(
    of times: [Double], over tracks: any PathTracks, _ courses: [RampCourse],
    resting: [[Complex<Double>]]
  ) -> [Complex<Double>] {
    let first = tracks.restingCount
    let courses = courses.filter { !$0.moving.isEmpty }
    let slow = courses.map { course in
      SlowParts(chirps: times.count, tracks: course.moving.count) { list, chirp in
        slowParts(of: list.map { course.moving[$0] }, in: tracks, course, at: times[chirp])
      }
    }
    let sum = ExponentialSum(plan)
    var output: [Complex<Double>] = []
    output.reserveCapacity(times.count * receiveElements.count * waveform.samples)
    for (chirp, time) in times.enumerated() {
      let delays = tracks.delays(of: first..<tracks.count, at: time)
      let parts = slow.map { $0.at(chirp: chirp) }
      for channel in receiveElements.indices {
        let offset = output.count
        output += resting[channel]
        for (course, parts) in zip(courses, parts) {
          sum.clear()
          sum.add(
            zip(course.moving, parts).map { term(delays[$0 - first], $1, channel) })
          sum.addSamples(times: course.weights, to: &output, at: offset)
        }
      }
    }
    return output
  }

  /// The samples of the paths that do not change, `[channel][sample]`.
  private func restingSamples(
    _ tracks: any PathTracks, _ courses: [RampCourse], at time: Double
  ) -> [[Complex<Double>]] {
    let delays = tracks.delays(of: 0..<tracks.restingCount, at: time)
    let empty = [Complex<Double>](repeating: .zero, count: waveform.samples)
    var output = Array(repeating: empty, count: receiveElements.count)
    let sum = ExponentialSum(plan)
    for course in courses where !course.resting.isEmpty {
      let parts = workers.mapChunks(course.resting.count, chunk: 4096) { range in
        slowParts(of: Array(course.resting[range]), in: tracks, course, at: time)
      }
      for channel in receiveElements.indices {
        sum.clear()
        sum.add(zip(course.resting, parts).map { term(delays[$0], $1, channel) })
        sum.addSamples(times: course.weights, to: &output[channel], at: 0)
      }
    }
    return output
  }

  private func slowParts(
    of list: [Int], in tracks: any PathTracks, _ course: RampCourse, at time: Double
  ) -> [SlowPart] {
    let ends = tracks.ends(at: time)
    let receiverFromWorld = ends.receiver.orientation.inverse
    return course.states(of: list, in: tracks, at: time).map { state in
      SlowPart(
        amplitude: ends.amplitude(of: state) * Complex(amplitudeOfPower),
        slowness: receiverFromWorld(state.arrival) / -PhysicalConstants.speedOfLight)
    }
  }

  @inline(__always)
  private func term(_ path: PathDelay, _ slow: SlowPart, _ channel: Int) -> ExponentialTerm {
    let delay = path.delay + slow.slowness.dot(receiveElements[channel])
    return ExponentialTerm(
      amplitude: delay < unambiguousDelay ? slow.amplitude : .zero,
      phase: centre * delay - slope * delay * delay / 2,
      frequency: (slope * delay * (1 - path.rate) + centre * path.rate) * samplePeriod)
  }
}
