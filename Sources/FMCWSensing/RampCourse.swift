// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import Quantities
internal import RadarFrames

/// Tracks whose amplitudes follow one known course over the samples of a ramp.
///
/// A transfer proportional to the wavelength follows f_c / f from the centre frequency f_c, on whose
/// amplitude the sum is built. One that is sampled at frequencies f_k is the sum over k of
/// (f_k / f) L_k(f) times its value at f_k, with Lagrange's polynomials L_k: a course for each k.
///
/// Physics primer, eq. 42.
struct RampCourse: Sendable {
  /// The tracks that do not change and those that do, ascending.
  var resting: [Int]
  var moving: [Int]

  /// The factor of the amplitude at each sample of the ramp.
  let weights: [Double]

  /// Which of the sampled frequencies the amplitudes are taken at; nil for the centre.
  let sample: Int?

  /// The courses that the tracks of a link follow.
  ///
  /// - Parameters:
  ///   - tracks: The tracks.
  ///   - waveform: The chirp.
  ///   - areResting: Whether tracks that do not change are the same in every chirp; else all move.
  /// - Returns: Those that have tracks.
  static func courses(
    of tracks: any PathTracks, over waveform: FMCWWaveform, areResting: Bool = true
  ) -> [RampCourse] {
    let resting = areResting ? tracks.restingCount : 0
    let frequencies = (0..<waveform.samples).map { waveform.frequency(atSample: $0).hertz }
    let centre = waveform.centreFrequency.hertz
    let laws = tracks.frequencyLaws
    func course(_ law: FrequencyLaw, weights: [Double], sample: Int? = nil) -> RampCourse {
      let followers = laws.indices.filter { laws[$0] == law }
      let first = followers.firstIndex { $0 >= resting } ?? followers.count
      return RampCourse(
        resting: Array(followers[..<first]), moving: Array(followers[first...]),
        weights: weights, sample: sample)
    }
    var courses = [
      course(.wavelength, weights: frequencies.map { centre / $0 }),
      course(.constant, weights: frequencies.map { _ in 1 }),
    ]
    if let samples = tracks.frequencySamples {
      let shares = frequencies.map { samples.shares(at: $0) }
      for (index, sampled) in samples.frequencies.enumerated() {
        let weights = zip(shares, frequencies).map { $0[index] * sampled / $1 }
        courses.append(course(.sampled, weights: weights, sample: index))
      }
    }
    return courses.filter { !$0.resting.isEmpty || !$0.moving.isEmpty }
  }
}
