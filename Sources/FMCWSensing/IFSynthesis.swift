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
/// are proportional to the wavelength; those that are not follow polynomials besides, see
/// `RampCourse`. That the wave which arrives was sent at a frequency lower by S tau, 0.02 GHz at
/// most, is left out of the amplitude, not of the phase.
///
/// Where the transmitter has a clock of its own, tau is the apparent delay, f_0 and S are the
/// transmitter's, and what these differ from the receiver's turns all samples, see `ClockOffset`.
///
/// An ideal filter before the sampler keeps out beats above the sample rate: paths with a delay of
/// fs / S or more, which would fold back to short delays, are not seen.
///
/// Physics primer, eq. 1.
package struct IFSynthesis: Sendable {
  private let waveform: FMCWWaveform
  private let views: [ElementView]
  private let pairCount: Int
  private let emission: EmissionPlan
  private let amplitudeOfPower: Double
  private let plan: ExponentialSum.Plan
  private let workers: Workers

  private let clock: ClockOffset

  private let beats: BeatTerms

  /// What two clocks turn each sample by; empty with one clock.
  private let turning: [Complex<Double>]

  /// The factors f_c / f of all samples.
  private let wavelengths: [Double]
  private let evaluation: TrackEvaluation

  /// What is known of tracks that do not change.
  private let restingRows = RestingRows()

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
  ///   - evaluation: How tracks are followed from chirp to chirp.
  ///   - sumError: How far a sample may be off by what adds up the paths, relative to the sum of
  ///     their magnitudes; within `sumErrors`.
  ///   - workers: How many threads to use.
  package init(
    waveform: FMCWWaveform, power: Power, pairs: ElementPairs, schedule: TransmitSchedule? = nil,
    clock: ClockOffset = .none,
    evaluation: TrackEvaluation = .adaptive(phaseError: TrackEvaluation.defaultPhaseError),
    sumError: Decibels = Self.defaultSumError, workers: Workers
  ) {
    self.waveform = waveform
    self.evaluation = evaluation
    let frequencies = (0..<waveform.samples).map { waveform.frequency(atSample: $0).hertz }
    wavelengths = frequencies.map { waveform.centreFrequency.hertz / $0 }
    views = ElementView.views(of: pairs)
    emission = EmissionPlan(pairs, schedule)
    pairCount = pairs.count
    amplitudeOfPower = power.watts.squareRoot()
    plan = ExponentialSum.Plan(count: waveform.samples, error: sumError.amplitudeRatio)
    self.workers = workers
    self.clock = clock
    beats = BeatTerms(waveform, clock)
    turning = clock == .none ? [] : clock.turning(waveform)
  }

  /// The errors of the sum over paths that may be asked for, relative to the sum of their magnitudes.
  ///
  /// Below, what is tabulated of the kernel counts; above, the sum would be seen in maps.
  package static let sumErrors = Decibels(si: -130)...Decibels(si: -40)

  /// That error unless told.
  package static let defaultSumError = Decibels(amplitudeRatio: ExponentialSum.defaultError)

  /// How many neighbouring chirps one thread takes at a time.
  private static let group = 8

  /// How many tracks are evaluated together.
  private static let trackChunk = 512

  /// Samples with what evaluating tracks has cost them.
  package struct Result: Sendable {
    /// The noiseless samples at the receiver's input.
    package var frame: RadarFrame

    /// The largest error of a phase at the centre frequency that was seen, in cycles.
    ///
    /// The delays of all tracks are computed exactly at one chirp of the frame for it.
    package var phaseError: Double
  }

  /// The noiseless samples of some chirps.
  ///
  /// - Parameters:
  ///   - tracks: The paths; their interval holds all chirps.
  ///   - chirpStarts: When each ramp starts, in seconds; the schedule begins with the first one.
  /// - Returns: The samples at the receiver's input, and how exact they are.
  package func frame(over tracks: any PathTracks, chirpStarts: [Double]) -> Result {
    let courses = RampCourse.courses(
      of: tracks, over: waveform, unit: plan.derivativeUnit, areResting: clock == .none)
    let resting = restingRows.samples(
      of: tracks.identifiers.prefix(tracks.restingCount), courses
    ) {
      restingSamples(tracks, courses, at: instant(of: chirpStarts[chirpStarts.count / 2]))
    }
    let moving = views.map { movingTracks(tracks, courses, seenBy: $0, chirpStarts) }
    let samples = workers.mapChunks(chirpStarts.count, chunk: Self.group) { range in
      self.samples(
        ofChirps: range, late: range.map { clock.delay(after: chirpStarts[$0] - chirpStarts[0]) },
        over: moving, resting: resting)
    }
    return Result(
      frame: RadarFrame(
        waveform: waveform, chirpStarts: chirpStarts, channels: emission.channels,
        samples: samples),
      phaseError: moving.map { phaseError(of: $0, tracks) }.max() ?? 0)
  }

  /// When the middle sample of a ramp is taken.
  private func instant(of start: Double) -> Double { start + waveform.samplingCentre }

  // MARK: Paths that change

  /// The tracks that change, as a view has them in the chirps in which it is heard.
  private struct MovingTracks: Sendable {
    let view: ElementView

    /// The position of each chirp of the frame among those that are heard; nil for the others.
    let positions: [Int?]

    /// When the middle samples of those are taken, in seconds.
    let times: [Double]
    let courses: [TrackCourse]

    /// What evaluates the tracks, where that is done at every sample.
    let groups: [(evaluator: RowEvaluator, tracks: [Int])]
  }

  private func movingTracks(
    _ tracks: any PathTracks, _ courses: [RampCourse], seenBy view: ElementView,
    _ chirpStarts: [Double]
  ) -> MovingTracks {
    var positions: [Int?] = []
    var times: [Double] = []
    for (chirp, start) in chirpStarts.enumerated() {
      let isHeard = !emission.hearings(of: view, inChirp: chirp).isEmpty
      positions.append(isHeard ? times.count : nil)
      if isHeard { times.append(instant(of: start)) }
    }
    guard !times.isEmpty else {
      return MovingTracks(view: view, positions: positions, times: [], courses: [], groups: [])
    }
    let pieces = courses.flatMap { course in
      stride(from: 0, to: course.moving.count, by: Self.trackChunk).map { first in
        (
          RowEvaluator(tracks, course, seenBy: view, amplitudeOfPower: amplitudeOfPower),
          Array(course.moving[first..<min(first + Self.trackChunk, course.moving.count)])
        )
      }
    }
    guard evaluation != .everySample else {
      return MovingTracks(
        view: view, positions: positions, times: times, courses: [],
        groups: pieces.map { ($0.0, $0.1) })
    }
    let heard = times
    return MovingTracks(
      view: view, positions: positions, times: times,
      courses: workers.map(pieces.count, chunk: 1) { index in
        TrackCourse(pieces[index].0, pieces[index].1, at: heard, evaluation, waveform)
      }, groups: [])
  }

  /// The samples of a group of chirps, `[chirp][channel][sample]`.
  private func samples(
    ofChirps chirps: Range<Int>, late: [Double], over moving: [MovingTracks],
    resting: [[Complex<Double>]]
  ) -> [Complex<Double>] {
    var output: [Complex<Double>] = []
    output.reserveCapacity(chirps.count * emission.channels * waveform.samples)
    for chirp in chirps { appendResting(resting, inChirp: chirp, to: &output) }
    let sum = ExponentialSum(plan)
    let direct = SampleBySample(
      beats: beats, waveform: waveform, wavelengths: wavelengths, unit: plan.derivativeUnit)
    for (place, chirp) in chirps.enumerated() {
      for view in moving {
        guard let position = view.positions[chirp] else { continue }
        for (row, pairs) in emission.hearings(of: view.view, inChirp: chirp)
        where !view.groups.isEmpty {
          direct.add(
            view.groups, heardBy: pairs, at: view.times[position], late: late[place], to: &output,
            at: (place * emission.channels + row) * waveform.samples)
        }
        guard !view.courses.isEmpty else { continue }
        let rows = TrackRows(of: view.courses, atChirp: position)
        for (row, pairs) in emission.hearings(of: view.view, inChirp: chirp) {
          let offset = (place * emission.channels + row) * waveform.samples
          add(
            rows, heardBy: pairs.map { ($0, late: late[place]) }, sum, to: &output, at: offset)
        }
      }
    }
    if !turning.isEmpty {
      for index in output.indices { output[index] *= turning[index % turning.count] }
    }
    return output
  }

  /// Adds what some pairs hear of the tracks, all their signals in one channel.
  ///
  /// A sum takes amplitudes with as many coefficients as it can; a further one, times a power of x,
  /// takes the next ones.
  private func add(
    _ tracks: TrackRows, heardBy pairs: [(EmissionPlan.Hearing, late: Double)],
    _ sum: ExponentialSum, to output: inout [Complex<Double>], at offset: Int
  ) {
    let most = tracks.layouts.reduce(0) { max($0, $1.coefficients) }
    for first in stride(from: 0, to: most, by: ExponentialSum.maximumOrders) {
      sum.clear()
      for (pair, late) in pairs {
        for (layout, rows) in zip(tracks.layouts, tracks.rows)
        where first < layout.coefficients {
          let orders =
            first..<min(first + ExponentialSum.maximumOrders, layout.coefficients)
          let (terms, derivatives) = beats.terms(rows, layout, orders, pair, late: late)
          if layout.coefficients == 1 {
            sum.add(terms)
          } else {
            sum.add(terms, derivatives: derivatives)
          }
        }
      }
      sum.addSamples(times: weights(ofPower: first), to: &output, at: offset)
    }
  }

  /// The factors f_c / f x^p of all samples.
  private func weights(ofPower power: Int) -> [Double] {
    guard power > 0 else { return wavelengths }
    let (count, half) = (waveform.samples, Double(waveform.samples) / 2)
    return (0..<count).map { sample in
      let x = Double(sample - count / 2) / half
      return (0..<power).reduce(wavelengths[sample]) { product, _ in product * x }
    }
  }

  /// The largest error of phase in cycles at one chirp, which differs from frame to frame.
  private func phaseError(of moving: MovingTracks, _ tracks: any PathTracks) -> Double {
    guard case .adaptive = evaluation, let first = moving.times.first else { return 0 }
    // Multiples of the golden ratio visit all parts of a frame evenly.
    let turn = first / waveform.chirpPeriod * 0.618_033_988_749_894_9
    let chirp = min(
      Int((turn - turn.rounded(.down)) * Double(moving.times.count)), moving.times.count - 1)
    // Those that do not change have no error, unless a clock of their own makes them move.
    let start = clock == .none ? tracks.restingCount : 0
    let exact = moving.view.delays(
      of: start..<tracks.count, in: tracks, at: moving.times[chirp])
    var worst = 0.0
    for course in moving.courses {
      var rows: [Double] = []
      for piece in course.pieces where piece.chirps.contains(chirp) && !piece.isExact {
        course.evaluate(piece, atChirp: chirp, into: &rows)
        for (position, track) in piece.tracks.enumerated() {
          let base = position * course.layout.stride
          // A track that carries nothing has no delay that could err.
          guard course.layout.isHeard(rows, at: base) else { continue }
          worst = max(worst, abs(rows[base + RowLayout.delay] - exact[track - start].delay))
        }
      }
    }
    return worst * waveform.centreFrequency.hertz
  }

  // MARK: Paths that do not change

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

  /// The samples of the paths that do not change, `[pair][sample]`.
  private func restingSamples(
    _ tracks: any PathTracks, _ courses: [RampCourse], at time: Double
  ) -> [[Complex<Double>]] {
    let empty = [Complex<Double>](repeating: .zero, count: waveform.samples)
    let courses = courses.filter { !$0.resting.isEmpty }
    var output = Array(repeating: empty, count: pairCount)
    guard !courses.isEmpty else { return output }
    for (number, view) in views.enumerated() {
      let rows = TrackRows(
        courses.map { course in
          let evaluator = RowEvaluator(
            tracks, course, seenBy: view, amplitudeOfPower: amplitudeOfPower)
          return (
            evaluator.layout,
            restingRows.rows(evaluator, view: number, at: time, workers: workers)
          )
        })
      let sums = workers.map(view.channels.count, chunk: 1) { channel in
        var samples = empty
        let hearing = EmissionPlan.Hearing(channel: view.channels[channel], turns: 0)
        add(rows, heardBy: [(hearing, late: 0)], ExponentialSum(plan), to: &samples, at: 0)
        return samples
      }
      for (channel, samples) in zip(view.channels, sums) { output[channel.number] = samples }
    }
    return output
  }
}
