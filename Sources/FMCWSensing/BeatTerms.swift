// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
internal import Quantities
internal import RadarFrames
internal import Spatial
internal import Spectra

/// The rows of some tracks at one chirp, by their courses.
struct TrackRows {
  private(set) var layouts: [RowLayout] = []
  private(set) var rows: [[Double]] = []

  /// The rows of all tracks of some courses.
  init(of courses: [TrackCourse], atChirp chirp: Int) {
    for course in courses {
      for piece in course.pieces where piece.chirps.contains(chirp) {
        var values: [Double] = []
        course.evaluate(piece, atChirp: chirp, into: &values)
        layouts.append(course.layout)
        rows.append(values)
      }
    }
  }

  init(_ rows: [(RowLayout, [Double])]) {
    layouts = rows.map(\.0)
    self.rows = rows.map(\.1)
  }
}

/// What a mixer makes of paths: terms of a sum of exponentials over the samples of a ramp.
///
/// Physics primer, eq. 40 and 41.
struct BeatTerms: Sendable {
  /// The transmitter's frequency at the middle sample in hertz.
  private let centre: Double

  /// The slope of the transmitter's ramp in hertz per second.
  private let slope: Double

  /// The time between samples in seconds.
  private let samplePeriod: Double

  /// By how much beats are lower than the apparent delay times the slope, in hertz.
  private let carrierDifference: Double

  /// Whether both radios have one clock, so that no beat is negative.
  private let isOneClock: Bool

  init(_ waveform: FMCWWaveform, _ clock: ClockOffset) {
    let steeper = clock.slopeDifference(waveform)
    carrierDifference = clock.carrierDifference(waveform)
    centre =
      waveform.centreFrequency.hertz + carrierDifference + steeper * waveform.samplingCentre
    slope = waveform.slope.si + steeper
    samplePeriod = 1 / waveform.sampleRate.hertz
    isOneClock = clock == .none
  }

  /// The terms of a sum, and the coefficients of their amplitudes where there are several.
  ///
  /// - Parameters:
  ///   - rows: The rows of tracks.
  ///   - layout: What their numbers are.
  ///   - orders: Which coefficients of the amplitudes.
  ///   - pair: The pair of elements that hears the tracks.
  ///   - late: How much later the transmitter starts its ramp, in seconds.
  /// - Returns: A term for each row, and `[row][order]` as far as there is more than one.
  func terms(
    _ rows: [Double], _ layout: RowLayout, _ orders: Range<Int>, _ pair: EmissionPlan.Hearing,
    late: Double
  ) -> ([ExponentialTerm], [Complex<Double>]) {
    let count = rows.count / layout.stride
    var terms: [ExponentialTerm] = []
    var derivatives: [Complex<Double>] = []
    terms.reserveCapacity(count)
    let isPlain = layout.coefficients == 1
    if !isPlain { derivatives.reserveCapacity(count * orders.count) }
    for base in stride(from: 0, to: rows.count, by: layout.stride) {
      let delay = layout.delay(rows, at: base, of: pair.channel) + late
      let first = base + RowLayout.firstCoefficient
      let amplitude = isPlain ? Complex(rows[first], rows[first + 1]) : Complex(1)
      terms.append(
        term(delay, rate: rows[base + RowLayout.rate], amplitude: amplitude, turns: pair.turns))
      if isPlain { continue }
      for order in orders {
        derivatives.append(Complex(rows[first + 2 * order], rows[first + 2 * order + 1]))
      }
    }
    return (terms, derivatives)
  }

  /// The phase in cycles of a path of a delay in seconds, some seconds after the middle sample.
  func phase(_ delay: Double, after time: Double) -> Double {
    (centre + slope * time) * delay - slope * delay * delay / 2
  }

  /// Whether the beat of a delay in seconds passes the filter before the sampler.
  @inline(__always)
  func isHeard(_ delay: Double) -> Bool {
    let beat = slope * delay - carrierDifference
    return beat * samplePeriod < 1 && (beat >= 0 || isOneClock)
  }

  /// A path in a sum; without amplitude where its beat is not heard.
  @inline(__always)
  private func term(
    _ delay: Double, rate: Double, amplitude: Complex<Double>, turns: Double
  ) -> ExponentialTerm {
    ExponentialTerm(
      amplitude: isHeard(delay) ? amplitude : .zero,
      phase: centre * delay - slope * delay * delay / 2 - turns,
      frequency: (slope * delay * (1 - rate) + centre * rate) * samplePeriod)
  }
}
