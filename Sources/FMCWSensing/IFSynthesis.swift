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
/// Where the transmitter has a clock of its own, tau is the apparent delay, f_0 and S are the
/// transmitter's, and what these differ from the receiver's turns all samples, see `ClockOffset`.
///
/// An ideal filter before the sampler keeps out beats above the sample rate: paths with a delay of
/// fs / S or more, which would fold back to short delays, are not seen.
///
/// Physics primer, eq. 1, 40 and 41.
package struct IFSynthesis: Sendable {
  private let waveform: FMCWWaveform
  private let views: [ElementView]
  private let pairCount: Int
  private let emission: EmissionPlan
  private let amplitudeOfPower: Double
  private let plan: ExponentialSum.Plan
  private let workers: Workers

  /// The transmitter's frequency at the middle sample in hertz.
  private let centre: Double

  /// The slope of the transmitter's ramp in hertz per second.
  private let slope: Double

  /// The time between samples in seconds.
  private let samplePeriod: Double
  private let clock: ClockOffset

  /// By how much beats are lower than the apparent delay times the slope, in hertz.
  private let carrierDifference: Double

  /// What two clocks turn each sample by; empty with one clock.
  private let turning: [Complex<Double>]

  /// Prepares the synthesis for one receiver.
  ///
  /// - Parameters:
  ///   - waveform: The chirp.
  ///   - power: The power fed to each transmit element that sends.
  ///   - pairs: The elements at both ends; with a schedule those that transmit are in its order.
  ///   - schedule: Which transmit elements send in which chirps, from the first one of each frame. A
  ///     channel is a receive element, which hears the sum of those that send. Without a schedule
  ///     each pair is a channel that sees every chirp, all receive elements of the first transmit
  ///     element first.
  ///   - clock: How the transmitter's clock differs from the receiver's.
  ///   - workers: How many threads to use.
  package init(
    waveform: FMCWWaveform, power: Power, pairs: ElementPairs, schedule: TransmitSchedule? = nil,
    clock: ClockOffset = .none, workers: Workers
  ) {
    self.waveform = waveform
    views = ElementView.views(of: pairs)
    emission = EmissionPlan(pairs, schedule)
    pairCount = pairs.count
    amplitudeOfPower = power.watts.squareRoot()
    plan = ExponentialSum.Plan(count: waveform.samples)
    self.workers = workers
    self.clock = clock
    let steeper = clock.slopeDifference(waveform)
    carrierDifference = clock.carrierDifference(waveform)
    centre =
      waveform.centreFrequency.hertz + carrierDifference + steeper * waveform.samplingCentre
    slope = waveform.slope.si + steeper
    samplePeriod = 1 / waveform.sampleRate.hertz
    turning = clock == .none ? [] : clock.turning(waveform)
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
  ///   - chirpStarts: When each ramp starts, in seconds; the schedule begins with the first one.
  /// - Returns: The samples at the receiver's input.
  package func frame(over tracks: any PathTracks, chirpStarts: [Double]) -> RadarFrame {
    let courses = RampCourse.courses(of: tracks, over: waveform, areResting: clock == .none)
    let resting = restingSamples(
      tracks, courses, at: instant(of: chirpStarts[chirpStarts.count / 2]))
    let samples = workers.mapChunks(chirpStarts.count, chunk: Self.group) { range in
      self.samples(
        of: range.map { number in
          Chirp(
            number: number, time: instant(of: chirpStarts[number]),
            late: clock.delay(after: chirpStarts[number] - chirpStarts[0]))
        }, over: tracks, courses, resting: resting)
    }
    return RadarFrame(
      waveform: waveform, chirpStarts: chirpStarts, channels: emission.channels, samples: samples)
  }

  private struct Chirp {
    /// The position in the frame.
    var number: Int

    /// When the middle sample is taken, in seconds.
    var time: Double

    /// How much later the transmitter starts its ramp, in seconds.
    var late: Double
  }

  /// When the middle sample of a ramp is taken.
  private func instant(of start: Double) -> Double { start + waveform.samplingCentre }

  /// The samples of a group of chirps, `[chirp][channel][sample]`.
  private func samples(
    of chirps: [Chirp], over tracks: any PathTracks,
    _ courses: [RampCourse], resting: [[Complex<Double>]]
  ) -> [Complex<Double>] {
    var output: [Complex<Double>] = []
    output.reserveCapacity(chirps.count * emission.channels * waveform.samples)
    for chirp in chirps { appendResting(resting, inChirp: chirp.number, to: &output) }
    let courses = courses.filter { !$0.moving.isEmpty }
    guard !courses.isEmpty else { return output }
    let sum = ExponentialSum(plan)
    for view in views {
      addMoving(of: chirps, over: tracks, courses, seenBy: view, sum, to: &output)
    }
    if !turning.isEmpty {
      for index in output.indices { output[index] *= turning[index % turning.count] }
    }
    return output
  }

  /// Appends what all channels hear in a chirp of the paths that do not change.
  private func appendResting(
    _ resting: [[Complex<Double>]], inChirp chirp: Int, to output: inout [Complex<Double>]
  ) {
    let turns = emission.turns(inChirp: chirp)
    let receivers = pairCount / turns.count
    let active = resting.indices.filter { turns[$0 / receivers] != nil }
    for row in 0..<emission.channels {
      let heard = active.filter { emission.row(ofPair: $0) == row }
      guard let first = heard.first else { continue }
      let start = output.count
      output += resting[first]
      let phase = turns[first / receivers] ?? 0
      if phase != 0 {
        let factor = phasor(turns: phase)
        for sample in start..<output.count { output[sample] *= factor }
      }
      for pair in heard.dropFirst() {
        let factor = phasor(turns: turns[pair / receivers] ?? 0)
        for sample in 0..<waveform.samples {
          output[start + sample] += resting[pair][sample] * factor
        }
      }
    }
  }

  private func phasor(turns: Double) -> Complex<Double> {
    Complex(length: 1, phase: 2 * .pi * turns)
  }

  /// Adds what a view's pairs see of the paths that change.
  private func addMoving(
    of chirps: [Chirp], over tracks: any PathTracks,
    _ courses: [RampCourse], seenBy view: ElementView, _ sum: ExponentialSum,
    to output: inout [Complex<Double>]
  ) {
    let first = clock == .none ? tracks.restingCount : 0
    let heard = chirps.indices.compactMap { place in
      let rows = emission.hearings(of: view, inChirp: chirps[place].number)
      return rows.isEmpty ? nil : (place: place, chirp: chirps[place], rows: rows)
    }
    guard !heard.isEmpty else { return }
    let slow = courses.map { course in
      SlowParts(chirps: heard.count, tracks: course.moving.count) { list, chirp in
        slowParts(
          of: list.map { course.moving[$0] }, in: tracks, course, at: heard[chirp].chirp.time, view)
      }
    }
    for (number, (place, chirp, rows)) in heard.enumerated() {
      let delays = view.delays(of: first..<tracks.count, in: tracks, at: chirp.time)
      let parts = slow.map { $0.at(chirp: number) }
      for (row, pairs) in rows {
        let offset = (place * emission.channels + row) * waveform.samples
        for (course, parts) in zip(courses, parts) {
          sum.clear()
          for pair in pairs {
            sum.add(
              zip(course.moving, parts).map {
                term(delays[$0 - first], $1, pair, late: chirp.late)
              })
          }
          sum.addSamples(times: course.weights, to: &output, at: offset)
        }
      }
    }
  }

  /// The samples of the paths that do not change, `[pair][sample]`.
  private func restingSamples(
    _ tracks: any PathTracks, _ courses: [RampCourse], at time: Double
  ) -> [[Complex<Double>]] {
    let empty = [Complex<Double>](repeating: .zero, count: waveform.samples)
    var output = Array(repeating: empty, count: pairCount)
    let sum = ExponentialSum(plan)
    for view in views {
      let delays = view.delays(of: 0..<tracks.restingCount, in: tracks, at: time)
      for course in courses where !course.resting.isEmpty {
        let parts = workers.mapChunks(course.resting.count, chunk: 4096) { range in
          slowParts(of: Array(course.resting[range]), in: tracks, course, at: time, view)
        }
        for channel in view.channels {
          sum.clear()
          let hearing = EmissionPlan.Hearing(channel: channel, turns: 0)
          sum.add(zip(course.resting, parts).map { term(delays[$0], $1, hearing, late: 0) })
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
    _ path: PathDelay, _ slow: SlowPart, _ pair: EmissionPlan.Hearing, late: Double
  ) -> ExponentialTerm {
    let delay =
      path.delay + late + slow.slowness.dot(pair.channel.receive)
      + slow.departureSlowness.dot(pair.channel.transmit)
    let beat = slope * delay - carrierDifference
    let isHeard = beat * samplePeriod < 1 && (beat >= 0 || turning.isEmpty)
    return ExponentialTerm(
      amplitude: isHeard ? slow.amplitude : .zero,
      phase: centre * delay - slope * delay * delay / 2 - pair.turns,
      frequency: (slope * delay * (1 - path.rate) + centre * path.rate) * samplePeriod)
  }
}
