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
/// An ideal filter before the sampler keeps out beats above the sample rate: paths with a delay of
/// fs / S or more, which would fold back to short delays, are not seen.
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
    let resting = restingSums(tracks, at: instant(of: chirpStarts[chirpStarts.count / 2]))
    let samples = workers.mapChunks(chirpStarts.count, chunk: Self.group) { range in
      self.samples(of: range.map { instant(of: chirpStarts[$0]) }, over: tracks, resting: resting)
    }
    return RadarFrame(
      waveform: waveform, chirpStarts: chirpStarts, channels: channels, samples: samples)
  }

  /// When the middle sample of a ramp is taken.
  private func instant(of start: Double) -> Double { start + waveform.samplingCentre }

  /// The samples of a group of chirps, `[chirp][channel][sample]`.
  private func samples(
    of times: [Double], over tracks: any PathTracks, resting: [RestingSum]
  ) -> [Complex<Double>] {
    let seen = views.map { samples(of: times, over: tracks, resting: resting, seenBy: $0) }
    guard views.count > 1 else { return seen.first ?? [] }
    let count = waveform.samples
    var output = [Complex<Double>](repeating: .zero, count: times.count * channels * count)
    for (view, own) in zip(views, seen) {
      for chirp in times.indices {
        for (position, channel) in view.channels.enumerated() {
          let source = (chirp * view.channels.count + position) * count
          let target = (chirp * channels + channel.number) * count
          output.replaceSubrange(target..<target + count, with: own[source..<source + count])
        }
      }
    }
    return output
  }

  /// The samples of a view's channels, `[chirp][channel of the view][sample]`.
  private func samples(
    of times: [Double], over tracks: any PathTracks, resting: [RestingSum],
    seenBy view: ElementView
  ) -> [Complex<Double>] {
    let moving = tracks.restingCount..<tracks.count
    let slow = SlowParts(chirps: times.count, tracks: moving.count) { list, chirp in
      slowParts(of: list.map { $0 + moving.lowerBound }, in: tracks, at: times[chirp], view)
    }
    let sum = ExponentialSum(plan)
    var output: [Complex<Double>] = []
    output.reserveCapacity(times.count * view.channels.count * waveform.samples)
    for (chirp, time) in times.enumerated() {
      let delays = view.delays(of: moving, in: tracks, at: time)
      let parts = slow.at(chirp: chirp)
      for channel in view.channels {
        sum.copyTerms(of: resting[channel.number])
        sum.add(delays.indices.map { term(delays[$0], parts[$0], channel) })
        sum.appendSamples(to: &output)
      }
    }
    return output
  }

  /// The sums over the paths that do not change, one a channel.
  private func restingSums(_ tracks: any PathTracks, at time: Double) -> [RestingSum] {
    let resting = 0..<tracks.restingCount
    var sums = [RestingSum](repeating: RestingSum(ExponentialSum(plan)), count: channels)
    for view in views {
      let parts = slowParts(of: Array(resting), in: tracks, at: time, view)
      let delays = view.delays(of: resting, in: tracks, at: time)
      for channel in view.channels {
        let sum = ExponentialSum(plan)
        sum.add(delays.indices.map { term(delays[$0], parts[$0], channel) })
        sums[channel.number] = RestingSum(sum)
      }
    }
    return sums
  }

  private func slowParts(
    of list: [Int], in tracks: any PathTracks, at time: Double, _ view: ElementView
  ) -> [SlowPart] {
    let link = tracks.ends(at: time)
    let ends = view.ends(link)
    let transmitterFromWorld = link.transmitter.orientation.inverse
    let receiverFromWorld = link.receiver.orientation.inverse
    return view.states(of: list, in: tracks, at: time).map { state in
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

/// A sum that is only read from now on, by any thread.
@safe private struct RestingSum: @unchecked Sendable {
  let sum: ExponentialSum
  init(_ sum: ExponentialSum) { self.sum = sum }
}

extension ExponentialSum {
  fileprivate func copyTerms(of resting: RestingSum) { copyTerms(of: resting.sum) }
}
