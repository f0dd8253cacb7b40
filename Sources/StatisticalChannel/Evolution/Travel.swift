// SPDX-License-Identifier: Apache-2.0

internal import RealModule
internal import Spatial

/// How far the ends of a link have travelled, all of them together, since an episode began.
///
/// A step is as long as the root of the sum of the squares of its ends' steps, which is what links lose
/// their correlation over.
struct Travel: Sendable {
  /// So many straight pieces stand for a way.
  private static let pieces = 2048

  private let interval: ClosedRange<Double>
  /// In metres at evenly spaced instants.
  private let lengths: [Double]

  /// - Parameters:
  ///   - interval: The episode, in seconds.
  ///   - places: Where the ends are at an instant, in metres.
  init(over interval: ClosedRange<Double>, places: (Double) -> [Vector3]) {
    self.interval = interval
    var lengths = [0.0]
    var last = places(interval.lowerBound)
    let step = (interval.upperBound - interval.lowerBound) / Double(Self.pieces)
    for piece in 1...Self.pieces {
      let now = places(interval.lowerBound + Double(piece) * step)
      let square = zip(last, now).reduce(0.0) { $0 + ($1.1 - $1.0).lengthSquared }
      lengths.append(lengths[piece - 1] + square.squareRoot())
      last = now
    }
    self.lengths = lengths
  }

  /// The metres travelled up to an instant.
  func length(at time: Double) -> Double {
    let span = interval.upperBound - interval.lowerBound
    guard span > 0 else { return 0 }
    let place = (time - interval.lowerBound) / span * Double(Self.pieces)
    let piece = min(max(Int(place), 0), Self.pieces - 1)
    let share = min(max(place - Double(piece), 0), 1)
    return lengths[piece] + share * (lengths[piece + 1] - lengths[piece])
  }

  /// When so many metres have been travelled; the end of the episode where they never are.
  func time(of length: Double) -> Double {
    guard let next = lengths.firstIndex(where: { $0 >= length }) else {
      return interval.upperBound
    }
    guard next > 0 else { return interval.lowerBound }
    let share = (length - lengths[next - 1]) / (lengths[next] - lengths[next - 1])
    let step = (interval.upperBound - interval.lowerBound) / Double(Self.pieces)
    return interval.lowerBound + (Double(next - 1) + share) * step
  }
}

/// When the rays of a link are drawn anew, and how the old ones go as the new ones come.
///
/// Rays are drawn where the link has travelled a whole multiple of the distance over which clusters
/// lose their correlation. Between two such places the amplitudes of both sets are the cosine and
/// the sine of an angle, so that the power stays.
///
/// Physics primer, eq. 81.
struct Renewals: Sendable {
  let travel: Travel
  /// In metres.
  let spacing: Double

  /// How far knots of amplitudes lie apart, in metres; clause 7.6.3.2 asks for updates within one.
  static let knotSpacing = 0.5

  /// When amplitudes are evaluated within an interval: at both ends and often enough in between.
  func knots(over interval: ClosedRange<Double>) -> [Double] {
    let metres = travel.length(at: interval.upperBound) - travel.length(at: interval.lowerBound)
    let pieces = max(1, Int((metres / Self.knotSpacing).rounded(.up)))
    let span = interval.upperBound - interval.lowerBound
    return (0...pieces).map {
      $0 == pieces
        ? interval.upperBound : interval.lowerBound + span * Double($0) / Double(pieces)
    }
  }

  /// The sets of rays that are there at some time of an interval.
  func active(over interval: ClosedRange<Double>) -> ClosedRange<Int> {
    func place(_ time: Double) -> Int { Int((travel.length(at: time) / spacing).rounded(.down)) }
    return place(interval.lowerBound)...(place(interval.upperBound) + 1)
  }

  /// When the rays of a set are drawn.
  func origin(of renewal: Int) -> Double { travel.time(of: Double(renewal) * spacing) }

  /// What multiplies the amplitudes of a set at an instant.
  func weight(of renewal: Int, at time: Double) -> Double {
    let distance = abs(travel.length(at: time) / spacing - Double(renewal))
    return distance < 1 ? Double.cos(.pi / 2 * distance) : 0
  }
}
