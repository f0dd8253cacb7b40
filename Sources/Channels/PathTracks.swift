// SPDX-License-Identifier: Apache-2.0

/// The paths of one link over an interval in which none is born and none dies.
///
/// A producer of channels hands these out; a consumer evaluates them at any instant it likes, for
/// example every chirp.
package protocol PathTracks: Sendable {
  /// The interval in seconds in which the tracks hold.
  var interval: ClosedRange<Double> { get }

  /// How many tracks there are.
  var count: Int { get }

  /// How many tracks, the first ones, do not change within the interval.
  var restingCount: Int { get }

  /// What lasts of each track.
  var identifiers: [PathIdentifier] { get }

  /// The ends of the link at an instant in seconds.
  func ends(at time: Double) -> LinkEnds

  /// The states of some tracks at an instant, with their transfers at the centre of the band.
  ///
  /// - Parameters:
  ///   - tracks: Which tracks, in any order.
  ///   - time: The instant in seconds, in `interval`.
  /// - Returns: A state for each of them.
  func states(of tracks: [Int], at time: Double) -> [PathState]

  /// The delays of some tracks at an instant: what changes fastest, without the rest.
  ///
  /// - Parameters:
  ///   - tracks: Which tracks.
  ///   - time: The instant in seconds, in `interval`.
  /// - Returns: A delay for each track.
  func delays(of tracks: Range<Int>, at time: Double) -> [PathDelay]

  /// The frequencies at which tracks of the law `sampled` have states; nil where there are none.
  var frequencySamples: FrequencySamples? { get }

  /// How the transfer of each track depends on frequency.
  var frequencyLaws: [FrequencyLaw] { get }

  /// The states of some tracks at an instant and at one of the sampled frequencies.
  ///
  /// - Parameters:
  ///   - tracks: Which tracks, in any order.
  ///   - time: The instant in seconds, in `interval`.
  ///   - sample: Which of the `frequencySamples`.
  /// - Returns: A state for each of them.
  func states(of tracks: [Int], at time: Double, sample: Int) -> [PathState]

  /// A track at an instant with its interactions.
  func path(_ track: Int, at time: Double) -> PropagationPath
}

extension PathTracks {
  /// All transfers are proportional to the wavelength.
  package var frequencySamples: FrequencySamples? { nil }
  package var frequencyLaws: [FrequencyLaw] { Array(repeating: .wavelength, count: count) }
  package func states(of tracks: [Int], at time: Double, sample: Int) -> [PathState] {
    states(of: tracks, at: time)
  }
}

/// Something that tells which paths a link has: traced, drawn from statistics or learned.
package protocol ChannelSource {
  /// Why there are no paths.
  associatedtype Failure: Error

  /// The paths of a link over an interval.
  ///
  /// - Parameters:
  ///   - link: Which link, numbered as in the source.
  ///   - interval: From when to when, in seconds.
  /// - Returns: The paths, which can be evaluated at any instant of the interval.
  /// - Throws: `Failure` when the paths cannot be found.
  func tracks(link: Int, over interval: ClosedRange<Double>) throws(Failure) -> any PathTracks
}
