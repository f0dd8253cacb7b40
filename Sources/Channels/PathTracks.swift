// SPDX-License-Identifier: Apache-2.0

internal import Quantities
internal import Spatial

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

  /// The states of some tracks at sampled frequencies or between ends that differ from `ends(at:)`,
  /// such as elements of arrays.
  ///
  /// The tracks lead over the same facets, edges and scatterers whether or not these are seen from
  /// the given ends, and what was found once for the interval, such as aperture factors, stays.
  ///
  /// - Parameters:
  ///   - tracks: Which tracks, in any order.
  ///   - time: The instant in seconds, in `interval`.
  ///   - samples: Which of the `frequencySamples`; nil for the centre frequency.
  ///   - ends: The ends, near those of the link; nil for those.
  /// - Returns: For each sample a state for each track.
  func states(
    of tracks: [Int], at time: Double, samples: [Int?], between ends: LinkEnds?
  ) -> [[PathState]]

  /// The delays of some tracks between such ends.
  func delays(of tracks: Range<Int>, at time: Double, between ends: LinkEnds) -> [PathDelay]

  /// A track at an instant with its interactions.
  func path(_ track: Int, at time: Double) -> PropagationPath

  /// What a track touches, told without finding out where: reflections and scatterers in the order from
  /// the transmitter, and after them surfaces that are passed.
  func contacts(of track: Int) -> [PathContact]
}

/// What a path does to a facet or a scattering centre, wherever on it.
package struct PathContact: Hashable, Sendable {
  package var kind: InteractionKind

  /// Numbered as in `Interaction`; -1 for none.
  package var facet: Int32
  package var centre: Int32

  package init(_ kind: InteractionKind, facet: Int32 = -1, centre: Int32 = -1) {
    self.kind = kind
    self.facet = facet
    self.centre = centre
  }
}

extension PathTracks {
  /// What the interactions in the middle of the interval say.
  package func contacts(of track: Int) -> [PathContact] {
    path(track, at: (interval.lowerBound + interval.upperBound) / 2).interactions.map {
      PathContact($0.kind, facet: $0.facet, centre: $0.centre)
    }
  }

  /// All transfers are proportional to the wavelength.
  package var frequencySamples: FrequencySamples? { nil }
  package var frequencyLaws: [FrequencyLaw] { Array(repeating: .wavelength, count: count) }

  /// The states between displaced ends, the waves being plane around the ends of the link.
  ///
  /// It is what a source can say that knows directions but no surfaces.
  package func states(
    of tracks: [Int], at time: Double, samples: [Int?], between ends: LinkEnds?
  ) -> [[PathState]] {
    guard let ends else { return samples.map { _ in states(of: tracks, at: time) } }
    let own = self.ends(at: time)
    let (left, right) = (
      ends.transmitter.position - own.transmitter.position,
      ends.receiver.position - own.receiver.position
    )
    let displaced = states(of: tracks, at: time).map { state in
      var displaced = state
      displaced.delay -=
        (state.departure.dot(left) + state.arrival.dot(right)) / PhysicalConstants.speedOfLight
      return displaced
    }
    return samples.map { _ in displaced }
  }

  /// The states at one sampled frequency, or at the centre frequency, between some ends.
  package func states(
    of tracks: [Int], at time: Double, sample: Int?, between ends: LinkEnds?
  ) -> [PathState] {
    states(of: tracks, at: time, samples: [sample], between: ends)[0]
  }

  package func delays(
    of tracks: Range<Int>, at time: Double, between ends: LinkEnds
  ) -> [PathDelay] {
    states(of: Array(tracks), at: time, sample: nil, between: ends).map {
      PathDelay(delay: $0.delay, rate: $0.delayRate)
    }
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
