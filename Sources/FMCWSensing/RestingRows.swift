// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import ComplexModule
internal import Execution
internal import Synchronization

/// Remembers the rows of tracks that do not change, from frame to frame.
///
/// A source hands out the same path under the same identifier as long as nothing of it moves.
final class RestingRows: Sendable {
  /// The rows of one view and course.
  private struct Known {
    var positions: [PathIdentifier: Int32] = [:]
    var rows: [Double] = []

    /// The tracks of the latest call and their positions, in order: most are there again.
    var latest: [(identifier: PathIdentifier, position: Int32)] = []

    /// The positions of some tracks in order; nil for those that are not known yet.
    func positions(of identifiers: some Sequence<PathIdentifier>) -> [Int32?] {
      var expected = 0
      return identifiers.map { identifier in
        if expected < latest.count, latest[expected].identifier == identifier {
          expected += 1
          return latest[expected - 1].position
        }
        let position = positions[identifier]
        // One that is gone, or a new one: look where the others go on.
        if let next = latest[expected...].prefix(Self.farthest).firstIndex(
          where: { $0.identifier == identifier })
        {
          expected = next + 1
        }
        return position
      }
    }

    /// How many neighbours in the list may go at once without others having to be looked up.
    private static let farthest = 32
  }

  /// What tells one set of rows from another.
  private struct Key: Hashable {
    var view: Int
    var samples: [Int?]
    var polynomial: [[Complex<Double>]]
  }

  private let known = Mutex<[Key: Known]>([:])

  private let latest = LatestTrackValues<[[[Complex<Double>]]], [[Complex<Double>]]>()

  /// The samples of resting tracks, computed where they are not those of the call before.
  ///
  /// - Parameters:
  ///   - identifiers: The resting tracks.
  ///   - courses: The courses that they follow.
  ///   - compute: Computes the samples.
  /// - Returns: The samples, `[pair][sample]`.
  func samples(
    of identifiers: some Sequence<PathIdentifier>, _ courses: [RampCourse],
    compute: () -> [[Complex<Double>]]
  ) -> [[Complex<Double>]] {
    latest.value(of: identifiers, courses.map(\.polynomial), compute: compute)
  }

  /// The rows of the resting tracks of a course.
  ///
  /// - Parameters:
  ///   - evaluator: Gives the rows of tracks that are not known yet.
  ///   - view: The number of the evaluator's view.
  ///   - time: The instant in seconds.
  ///   - workers: How many threads to use.
  /// - Returns: The rows, one after the other.
  func rows(
    _ evaluator: RowEvaluator, view: Int, at time: Double, workers: Workers
  ) -> [Double] {
    let (course, stride) = (evaluator.course, evaluator.layout.stride)
    let key = Key(view: view, samples: course.samples, polynomial: course.polynomial)
    var own = known.withLock { $0.removeValue(forKey: key) } ?? Known()
    let identifiers = course.resting.map { evaluator.tracks.identifiers[$0] }
    var places = own.positions(of: identifiers)
    let fresh = places.indices.filter { places[$0] == nil }
    own.rows += workers.mapChunks(fresh.count, chunk: 1024) { range in
      evaluator.rows(of: fresh[range].map { course.resting[$0] }, at: time)
    }
    for index in fresh {
      let position = Int32(own.positions.count)
      own.positions[identifiers[index]] = position
      places[index] = position
    }
    own.latest = zip(identifiers, places).compactMap { identifier, place in
      place.map { (identifier, $0) }
    }
    var rows: [Double] = []
    rows.reserveCapacity(course.resting.count * stride)
    for (_, position) in own.latest {
      rows.append(contentsOf: own.rows[Int(position) * stride..<(Int(position) + 1) * stride])
    }
    known.withLock { [own] in $0[key] = own }
    return rows
  }
}
