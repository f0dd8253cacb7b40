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
  }

  /// What tells one set of rows from another.
  private struct Key: Hashable {
    var view: Int
    var samples: [Int?]
    var polynomial: [[Complex<Double>]]
  }

  private let known = Mutex<[Key: Known]>([:])

  /// The samples of the latest resting tracks.
  private struct Samples {
    var identifiers: [PathIdentifier]
    var polynomials: [[[Complex<Double>]]]
    var values: [[Complex<Double>]]
  }

  private let latest = Mutex<Samples?>(nil)

  /// The samples of resting tracks, `[pair][sample]`, computed where they are not those of the call before.
  ///
  /// - Parameters:
  ///   - identifiers: The resting tracks.
  ///   - courses: The courses that they follow.
  ///   - compute: Computes the samples.
  func samples(
    of identifiers: some Sequence<PathIdentifier>, _ courses: [RampCourse],
    compute: () -> [[Complex<Double>]]
  ) -> [[Complex<Double>]] {
    let own = Array(identifiers)
    let polynomials = courses.map(\.polynomial)
    if let known = latest.withLock({ $0 }), known.identifiers == own,
      known.polynomials == polynomials
    {
      return known.values
    }
    let values = compute()
    latest.withLock {
      $0 = Samples(identifiers: own, polynomials: polynomials, values: values)
    }
    return values
  }

  /// The rows of the resting tracks of a course, one after the other.
  ///
  /// - Parameters:
  ///   - evaluator: Gives the rows of tracks that are not known yet.
  ///   - view: The number of the evaluator's view.
  ///   - time: The instant in seconds.
  ///   - workers: How many threads to use.
  func rows(
    _ evaluator: RowEvaluator, view: Int, at time: Double, workers: Workers
  ) -> [Double] {
    let (course, stride) = (evaluator.course, evaluator.layout.stride)
    let key = Key(view: view, samples: course.samples, polynomial: course.polynomial)
    var own = known.withLock { $0.removeValue(forKey: key) } ?? Known()
    let identifiers = evaluator.tracks.identifiers
    let fresh = course.resting.filter { own.positions[identifiers[$0]] == nil }
    own.rows += workers.mapChunks(fresh.count, chunk: 1024) { range in
      evaluator.rows(of: Array(fresh[range]), at: time)
    }
    for track in fresh { own.positions[identifiers[track]] = Int32(own.positions.count) }
    var rows: [Double] = []
    rows.reserveCapacity(course.resting.count * stride)
    for track in course.resting {
      guard let position = own.positions[identifiers[track]] else { continue }
      rows.append(contentsOf: own.rows[Int(position) * stride..<(Int(position) + 1) * stride])
    }
    known.withLock { $0[key] = own }
    return rows
  }
}
