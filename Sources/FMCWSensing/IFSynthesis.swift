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
/// With the delay tau(t) of a path taken as linear within a ramp, tau + tau' (t - t_c) around the middle sample's time
/// t_c, the mixer's output a e^(-j 2 pi (f_0 tau + S tau t - S tau^2 / 2)) has, at f_c = f_0 + S t_c, the phase
/// -2 pi (f_c tau - S tau^2 / 2) in the middle and the beat frequency S tau + f_c tau'. The part of second order, S tau'
/// (t - t_c)^2, stays below a hundredth of a cycle up to 30 m/s and is left out.
package struct IFSynthesis: Sendable {
  private let waveform: FMCWWaveform
  private let receiveElements: [Vector3]
  private let amplitudeOfPower: Double
  private let plan: ExponentialSum.Plan
  private let workers: Workers

  /// Prepares the synthesis for one receiver.
  ///
  /// - Parameters:
  ///   - waveform: The chirp.
  ///   - power: The power fed to the transmitting antenna.
  ///   - receiveElements: Where the receive elements sit in the receiver's frame, in metres; each is a channel. Waves are
  ///     taken as plane over the array: at distance r the error in length is (half the array)^2 / (2 r).
  ///   - workers: How many threads to use.
  package init(
    waveform: FMCWWaveform, power: Power, receiveElements: [Vector3], workers: Workers
  ) {
    self.waveform = waveform
    self.receiveElements = receiveElements
    amplitudeOfPower = power.watts.squareRoot()
    plan = ExponentialSum.Plan(count: waveform.samples)
    self.workers = workers
  }

  /// The noiseless samples of some chirps.
  ///
  /// - Parameters:
  ///   - tracks: The paths; their interval holds all chirps.
  ///   - chirpStarts: When each ramp starts, in seconds.
  package func frame(over tracks: any PathTracks, chirpStarts: [Double]) -> RadarFrame {
    let resting = restingSums(tracks, at: instant(of: chirpStarts[chirpStarts.count / 2]))
    let samples = workers.mapChunks(chirpStarts.count, chunk: 16) { range in
      let sum = ExponentialSum(plan)
      var output: [Complex<Double>] = []
      var states: [PathState] = []
      for chirp in range {
        let time = instant(of: chirpStarts[chirp])
        states.removeAll(keepingCapacity: true)
        tracks.appendStates(of: tracks.restingCount..<tracks.count, at: time, to: &states)
        let terms = terms(states, tracks.ends(at: time))
        for channel in receiveElements.indices {
          sum.copyTerms(of: resting[channel])
          add(terms, channel: channel, to: sum)
          sum.appendSamples(to: &output)
        }
      }
      return output
    }
    return RadarFrame(
      waveform: waveform, chirpStarts: chirpStarts, channels: receiveElements.count,
      samples: samples)
  }

  /// When the middle sample of a ramp is taken.
  private func instant(of start: Double) -> Double { start + waveform.samplingCentre }

  /// The sums over the paths that do not change, one a channel.
  private func restingSums(_ tracks: any PathTracks, at time: Double) -> [RestingSum] {
    var states: [PathState] = []
    tracks.appendStates(of: 0..<tracks.restingCount, at: time, to: &states)
    let terms = terms(states, tracks.ends(at: time))
    return receiveElements.indices.map { channel in
      let sum = ExponentialSum(plan)
      add(terms, channel: channel, to: sum)
      return RestingSum(sum)
    }
  }

  /// A path as the receiver's first channels see it.
  private struct Term {
    var amplitude: Complex<Double>
    var delay: Double
    var delayRate: Double
    /// The delay at each element relative to the array's centre, in seconds per metre along each axis.
    var slowness: Vector3
  }

  private func terms(_ states: [PathState], _ ends: LinkEnds) -> [Term] {
    let receiverFromWorld = ends.receiver.orientation.inverse
    return states.map { state in
      Term(
        amplitude: ends.amplitude(of: state) * Complex(amplitudeOfPower), delay: state.delay,
        delayRate: state.delayRate,
        slowness: receiverFromWorld(state.arrival) / -PhysicalConstants.speedOfLight)
    }
  }

  private func add(_ terms: [Term], channel: Int, to sum: ExponentialSum) {
    let element = receiveElements[channel]
    let centre = waveform.centreFrequency.hertz
    let slope = waveform.slope.si
    for term in terms {
      let delay = term.delay + term.slowness.dot(element)
      let cycles = centre * delay - slope * delay * delay / 2
      let phase = -2 * Double.pi * (cycles - cycles.rounded())
      sum.add(
        amplitude: term.amplitude * Complex(Double.cos(phase), Double.sin(phase)),
        frequency: (slope * delay + centre * term.delayRate) / waveform.sampleRate.hertz)
    }
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
