// SPDX-License-Identifier: Apache-2.0

/// When a path is there, as a share of its field over time.
///
/// A path that something comes to hide does not end at once: the edge that crosses it takes a while to
/// cross its first Fresnel zone. The share rises and falls with no jump and no kink, so that neither
/// puts a skirt into Doppler spectra.
struct TrackLife: Sendable {
  /// A rise from nothing to all, or a fall, over a time in seconds; at once where that is empty.
  struct Change: Sendable {
    var time: ClosedRange<Double>
    var isRise: Bool
  }

  /// In the order of time, rises and falls in turn, at least one.
  let changes: [Change]

  /// The share of the field at an instant in seconds.
  func share(at time: Double) -> Double {
    // Before its first change a path is in the state that this change leaves.
    guard let next = changes.firstIndex(where: { time < $0.time.upperBound }) else {
      return changes.last.map { $0.isRise ? 1 : 0 } ?? 1
    }
    let change = changes[next]
    let (first, last) = (change.time.lowerBound, change.time.upperBound)
    guard time > first else { return change.isRise ? 0 : 1 }
    let x = (time - first) / (last - first)
    let smooth = x * x * (3 - 2 * x)
    return change.isRise ? smooth : 1 - smooth
  }
}
