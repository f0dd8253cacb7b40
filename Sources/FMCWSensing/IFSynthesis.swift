// SPDX-License-Identifier: Apache-2.0

package import Channels
internal import ComplexModule
internal import Electromagnetics
package import Execution
package import Quantities
package import RadarFrames
internal import RealModule
internal import Spatial
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
///
/// Physics primer, eq. 1, 40 and 41.
package struct IFSynthesis: Sendable {
  private let waveform: FMCWWaveform
  private let views: [ElementView]
  private let channels: Int
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
  ///   - pairs: The elements at both ends; each pair is a channel, all receive elements of the first
  ///     transmit element first. All pairs see every chirp.
  ///   - workers: How many threads to use.
  package init(
    waveform: FMCWWaveform, power: Power, pairs: ElementPairs, workers: Workers
  ) {
    self.waveform = waveform
    views = ElementView.views(of: pairs)
    channels = pairs.count
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
      waveform: waveform, chirpStarts: chirpStarts, channels: channels, samples: samples)
  }

  /// When the middle sample of a ramp is taken.
  private func instant(of start: Double) -> Double { start + waveform.samplingCentre }

  /// The samples of a group of chirps, `[chirp][channel][sample]`.
  private func samples(
    of times: [Double], over tracks: any PathTracks, _ courses: [RampCourse],
    resting: [[Complex<Double>]]
  ) -> [Complex<Double>] {
    var output: [Complex<Double>] = []
    output.reserveCapacity(times.count * channels * waveform.samples)
    for _ in times { for own in resting { output += own } }
    let courses = courses.filter { !$0.moving.isEmpty }
    guard !courses.isEmpty else { return output }
    let sum = ExponentialSum(plan)
    for view in views {
      addMoving(of: times, over: tracks, courses, seenBy: view, sum, to: &output)
    }
    return output
  }

  /// Adds what a view's channels see of the paths that change.
  private func addMoving(
    of times: [Double], over tracks: any PathTracks, _ courses: [RampCourse],
    seenBy view: ElementView, _ sum: ExponentialSum, to output: inout [Complex<Double>]
  ) {
    let first = tracks.restingCount
    let slow = courses.map { course in
      SlowParts(chirps: times.count, tracks: course.moving.count) { list, chirp in
        slowParts(of: list.map { course.moving[$0] }, in: tracks, course, at: times[chirp], view)
      }
    }
    for (chirp, time) in times.enumerated() {
      let delays = view.delays(of: first..<tracks.count, in: tracks, at: time)
      let parts = slow.map { $0.at(chirp: chirp) }
      for channel in view.channels {
        let offset = (chirp * channels + channel.number) * waveform.samples
        for (course, parts) in zip(courses, parts) {
          sum.clear()
          sum.add(zip(course.moving, parts).map { term(delays[$0 - first], $1, channel) })
          sum.addSamples(times: course.weights, to: &output, at: offset)
        }
      }
    }
  }

  /// The samples of the paths that do not change, `[channel][sample]`.
  private func restingSamples(
    _ tracks: any PathTracks, _ courses: [RampCourse], at time: Double
  ) -> [[Complex<Double>]] {
    let empty = [Complex<Double>](repeating: .zero, count: waveform.samples)
    var output = Array(repeating: empty, count: channels)
    let sum = ExponentialSum(plan)
    for view in views {
      let delays = view.delays(of: 0..<tracks.restingCount, in: tracks, at: time)
      for course in courses where !course.resting.isEmpty {
        let parts = workers.mapChunks(course.resting.count, chunk: 4096) { range in
          slowParts(of: Array(course.resting[range]), in: tracks, course, at: time, view)
        }
        for channel in view.channels {
          sum.clear()
          sum.add(zip(course.resting, parts).map { term(delays[$0], $1, channel) })
          sum.addSamples(times: course.weights, to: &output[channel.number], at: 0)
        }
      }
    }
    return output
  }

  private func slowParts(
    of list: [Int], in tracks: any PathTracks, _ course: RampCourse, at time: Double,
    _ view: ElementView
  ) -> [SlowPart] {
    let link = tracks.ends(at: time)
    let ends = view.ends(link)
    let transmitterFromWorld = link.transmitter.orientation.inverse
    let receiverFromWorld = link.receiver.orientation.inverse
    return view.states(of: list, in: tracks, at: time, sample: course.sample).map { state in
      SlowPart(
        amplitude: ends.amplitude(of: state) * Complex(amplitudeOfPower),
        slowness: receiverFromWorld(state.arrival) / -PhysicalConstants.speedOfLight,
        departureSlowness: transmitterFromWorld(state.departure)
          / -PhysicalConstants.speedOfLight)
    }
  }

  @inline(__always)
  private func term(
    _ path: PathDelay, _ slow: SlowPart, _ channel: ElementView.Channel
  ) -> ExponentialTerm {
    let delay =
      path.delay + slow.slowness.dot(channel.receive)
      + slow.departureSlowness.dot(channel.transmit)
    return ExponentialTerm(
      amplitude: delay < unambiguousDelay ? slow.amplitude : .zero,
      phase: centre * delay - slope * delay * delay / 2,
      frequency: (slope * delay * (1 - path.rate) + centre * path.rate) * samplePeriod)
  }
}
