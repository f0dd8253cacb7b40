// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import ComplexModule
internal import Quantities
internal import RadarFrames
internal import Spectra

/// Tracks whose amplitudes follow one law over the samples of a ramp.
///
/// A transfer proportional to the wavelength follows f_c / f from the centre frequency f_c. All other
/// laws are f_c / f times a polynomial in x = 2 (n - N/2) / N: f / f_c where the transfer is constant,
/// and where it is sampled at frequencies f_k the sum over k of f_k / f_c L_k(f) times its value
/// there, with Lagrange's polynomials L_k.
///
/// Physics primer, eq. 42.
struct RampCourse: Sendable {
  /// The tracks that do not change and those that do, ascending.
  var resting: [Int]
  var moving: [Int]

  /// The sampled frequencies at which transfers are taken; one nil for the centre.
  let samples: [Int?]

  /// What makes coefficients of the amplitudes at the samples, `[coefficient][sample]`.
  ///
  /// They are those of x^p / u^p with the `derivativeUnit` u of sums of exponentials, p beginning anew
  /// in each further sum that is needed.
  let polynomial: [[Complex<Double>]]

  /// The coefficients of the polynomial of one track.
  func coefficients(of amplitudes: [Complex<Double>]) -> [Complex<Double>] {
    polynomial.map { row in zip(row, amplitudes).reduce(.zero) { $0 + $1.0 * $1.1 } }
  }

  /// The courses that the tracks of a link follow.
  ///
  /// - Parameters:
  ///   - tracks: The tracks.
  ///   - waveform: The chirp.
  ///   - unit: The `derivativeUnit` of the sums.
  ///   - areResting: Whether tracks that do not change are the same in every chirp; else all move.
  /// - Returns: Those that have tracks.
  static func courses(
    of tracks: any PathTracks, over waveform: FMCWWaveform, unit: Complex<Double>,
    areResting: Bool = true
  ) -> [RampCourse] {
    let resting = areResting ? tracks.restingCount : 0
    let laws = tracks.frequencyLaws
    func course(
      _ law: FrequencyLaw, _ samples: [Int?], _ polynomial: [[Double]]
    ) -> RampCourse {
      let followers = laws.indices.filter { laws[$0] == law }
      let first = followers.firstIndex { $0 >= resting } ?? followers.count
      return RampCourse(
        resting: Array(followers[..<first]), moving: Array(followers[first...]),
        samples: samples,
        polynomial: polynomial.enumerated().map { power, row in
          let order = power % ExponentialSum.maximumOrders
          let scale = (0..<order).reduce(Complex<Double>.one) { product, _ in product * unit }
          return row.map { Complex($0) * scale }
        })
    }
    // From the middle of the ramp to its end, relative to the centre frequency.
    let half =
      waveform.slope.si * Double(waveform.samples) / (2 * waveform.sampleRate.hertz)
      / waveform.centreFrequency.hertz
    var courses = [
      course(.wavelength, [nil], [[1]]), course(.constant, [nil], [[1], [half]]),
    ]
    if let samples = tracks.frequencySamples {
      let relative = samples.frequencies.map { $0 / waveform.centreFrequency.hertz }
      courses.append(
        course(
          .sampled, samples.frequencies.indices.map { $0 },
          lagrange(relative.map { ($0 - 1) / half }).map { zip($0, relative).map(*) }))
    }
    return courses.filter { !$0.resting.isEmpty || !$0.moving.isEmpty }
  }

  /// The coefficients of Lagrange's polynomials, `[power][node]`.
  private static func lagrange(_ nodes: [Double]) -> [[Double]] {
    var rows = nodes.map { _ in [Double](repeating: 0, count: nodes.count) }
    for (index, node) in nodes.enumerated() {
      var product = [1.0]
      for other in nodes.indices where other != index {
        let scale = 1 / (node - nodes[other])
        var next = [Double](repeating: 0, count: product.count + 1)
        for (power, factor) in product.enumerated() {
          next[power + 1] += factor * scale
          next[power] -= factor * nodes[other] * scale
        }
        product = next
      }
      for (power, factor) in product.enumerated() { rows[power][index] = factor }
    }
    return rows
  }
}
