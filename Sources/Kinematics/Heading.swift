// SPDX-License-Identifier: Apache-2.0

internal import RealModule
internal import Spatial

/// The orientation of a body that keeps its x axis along a way.
///
/// The direction of the way is sampled between its knots. Where the body stands or creeps it is
/// noise, so there the heading leads over from the last trusted direction to the next one:
///
/// - Directions that differ little are both led to their mean, over a segment of the way, and
///   the body rests exactly between them. So it also does before its first motion and after its
///   last.
/// - Where the way folds back the body drives in reverse.
/// - Otherwise it turns on the spot.
///
/// - Parameter way: Where the body is.
/// - Returns: How it is turned.
func headings(along way: PositionSpline) -> RotationSpline {
  var anchors = trustedDirections(along: way)
  guard let first = anchors.first, let last = anchors.last else {
    return RotationSpline(knots: [way.knots[0]], rotations: [.identity])
  }
  let gaps = (1..<anchors.count).filter { isGap(anchors[$0 - 1], anchors[$0]) }
  let bounds = [0] + gaps + [anchors.count]
  let stretches = zip(bounds, bounds.dropFirst()).map { $0..<$1 }
  for (stretch, isReverse) in zip(stretches, reverseStretches(stretches, anchors)) where isReverse {
    for index in stretch { anchors[index].direction = -anchors[index].direction }
  }
  for (before, after) in zip(stretches, stretches.dropFirst()) {
    lead(&anchors, from: before, to: after)
  }
  var (knots, directions) = (anchors.map(\.time), anchors.map(\.direction))
  let (start, end) = (way.knots[0], way.knots[way.knots.count - 1])
  if first.time > start {
    knots.insert(start, at: 0)
    directions.insert(directions[0], at: 0)
  }
  if last.time < end {
    knots.append(end)
    directions.append(directions[directions.count - 1])
  }
  return RotationSpline(knots: knots, rotations: directions.map(Rotation.init(boresight:)))
}

/// An instant at which the direction of the way is known.
private struct Anchor {
  enum Kind { case underway, arrival, departure }

  var kind = Kind.underway

  /// The number of the sample.
  var sample: Int
  var time: Double

  /// The duration of the way's segment around it, in seconds.
  var width: Double
  var point: Vector3

  /// A unit vector.
  var direction: Vector3
}

/// Samples in a segment of the way, which bends between its points.
private let samplesPerSegment = 8

/// A body slower than this share of its top speed counts as standing.
private let creep = 0.01

/// Whether the chord of each segment is noise about a standstill.
///
/// It is if the six chords from it on, or the six up to it, are slower than a tenth of the top
/// speed and lead to less than 0.4 of their length: half a circle leads to 0.64 of it, white noise
/// to 0.17 in the mean and to more than 0.4 once in a hundred times, and on both sides of a chord
/// hardly ever.
private func noisySegments(of way: PositionSpline, topSpeed: Double) -> [Bool] {
  let knots = way.knots
  let points = knots.map { way.evaluate(at: $0).point }
  let lengths = zip(points.dropFirst(), points).map { ($0 - $1).length }
  let reach = 6
  func isNoise(_ start: Int, _ end: Int) -> Bool {
    guard start >= 0, end < points.count else { return false }
    let length = lengths[start..<end].reduce(0, +)
    return length < 0.1 * topSpeed * (knots[end] - knots[start])
      && (points[end] - points[start]).length < 0.4 * length
  }
  return lengths.indices.map { isNoise($0, $0 + reach) || isNoise($0 + 1 - reach, $0 + 1) }
}

private func trustedDirections(along way: PositionSpline) -> [Anchor] {
  let knots = way.knots
  let samples = (0...((knots.count - 1) * samplesPerSegment)).map { sample in
    let (segment, part) = sample.quotientAndRemainder(dividingBy: samplesPerSegment)
    guard part > 0 else { return knots[segment] }
    let share = Double(part) / Double(samplesPerSegment)
    return knots[segment] + (knots[segment + 1] - knots[segment]) * share
  }
  let states = samples.map(way.evaluate(at:))
  let topSpeed = states.map(\.velocity.length).max() ?? 0
  let isNoisy = noisySegments(of: way, topSpeed: topSpeed)
  let isTrusted = states.enumerated().map { sample, state in
    // A knot belongs to both of its segments.
    let (segment, part) = sample.quotientAndRemainder(dividingBy: samplesPerSegment)
    let segments = part > 0 ? [segment] : [segment - 1, segment]
    return state.velocity.length > creep * topSpeed
      && !segments.contains { isNoisy.indices.contains($0) && isNoisy[$0] }
  }
  let isMoving = (0..<(knots.count - 1)).map { segment in
    (0...samplesPerSegment).contains { isTrusted[segment * samplesPerSegment + $0] }
  }
  var anchors: [Anchor] = []
  for (sample, state) in states.enumerated() {
    let segment = min(sample / samplesPerSegment, knots.count - 2)
    func add(_ kind: Anchor.Kind, _ direction: Vector3, in segment: Int) {
      anchors.append(
        Anchor(
          kind: kind, sample: sample, time: samples[sample],
          width: knots[segment + 1] - knots[segment], point: state.point, direction: direction))
    }
    if isTrusted[sample] {
      add(.underway, state.velocity.normalized, in: segment)
    } else if state.velocity == .zero, sample % samplesPerSegment == 0 {
      // Next to a standstill the direction has a limit.
      let knot = sample / samplesPerSegment
      let isMovingBefore = knot > 0 && isMoving[knot - 1]
      let isMovingAfter = knot < isMoving.count && isMoving[knot]
      if isMovingBefore && !isMovingAfter {
        add(.arrival, way.arrival(at: knot), in: knot - 1)
      } else if isMovingAfter && !isMovingBefore {
        add(.departure, way.departure(from: knot), in: knot)
      }
    }
  }
  return anchors
}

/// Whether the body stands between two successive anchors, or turns back there.
private func isGap(_ before: Anchor, _ after: Anchor) -> Bool {
  if before.kind == .arrival || after.kind == .departure { return true }
  let isBesideRest = before.kind == .departure || after.kind == .arrival
  return after.sample - before.sample > (isBesideRest ? samplesPerSegment : 1)
    || before.direction.dot(after.direction) < 0
}

/// Which stretches between standstills the body drives in reverse.
///
/// Of all choices this is the one with the least sum of the angles to turn on the spot in radians,
/// twice the share of the way in reverse, and 1 for a start in reverse. So a body
/// that comes back the way it came does not turn round, a short stretch between two long ones is
/// the one in reverse, and noise at a standstill leaves nothing behind. Found stretch by stretch,
/// for both gears (Viterbi's algorithm).
private func reverseStretches(_ stretches: [Range<Int>], _ anchors: [Anchor]) -> [Bool] {
  let lengths = stretches.map { stretch in
    stretch.dropFirst().map { (anchors[$0].point - anchors[$0 - 1].point).length }.reduce(0, +)
  }
  let total = lengths.reduce(0, +)
  func price(_ stretch: Int) -> Double { total > 0 ? 2 * lengths[stretch] / total : 0 }
  var costs = (forward: 0.0, reverse: 1 + price(0))
  // For each later stretch whether the gear changes before it, for both gears.
  var changes: [(forward: Bool, reverse: Bool)] = []
  for stretch in stretches.indices.dropFirst() {
    let start = stretches[stretch].lowerBound
    let angle = anchors[start - 1].direction.angle(to: anchors[start].direction)
    let (kept, changed) = (angle, Double.pi - angle)
    let forward = (costs.forward + kept, costs.reverse + changed)
    let reverse = (costs.reverse + kept, costs.forward + changed)
    changes.append((forward.1 < forward.0, reverse.1 < reverse.0))
    costs = (min(forward.0, forward.1), min(reverse.0, reverse.1) + price(stretch))
  }
  var gears = [costs.reverse < costs.forward]
  for change in changes.reversed() {
    let gear = gears[gears.count - 1]
    gears.append(gear != (gear ? change.reverse : change.forward))
  }
  return gears.reversed()
}

/// Leads the directions on both sides of a standstill to their mean if they differ little.
private func lead(_ anchors: inout [Anchor], from before: Range<Int>, to after: Range<Int>) {
  let (last, first) = (anchors[after.lowerBound - 1], anchors[after.lowerBound])
  guard last.direction.angle(to: first.direction) < 20 * .pi / 180 else { return }
  let mean = (last.direction + first.direction).normalized
  for (range, edge) in [(before, last), (after, first)] {
    for index in range {
      let share = 1 - abs(anchors[index].time - edge.time) / edge.width
      guard share > 0 else { continue }
      let weight = share * share * (3 - 2 * share)
      let moved = anchors[index].direction + (mean - edge.direction) * weight
      anchors[index].direction = moved.normalized
    }
  }
  // Exactly the same on both sides, so that the body does not turn at all.
  anchors[after.lowerBound - 1].direction = mean
  anchors[after.lowerBound].direction = mean
}

extension SIMD3<Double> {
  fileprivate func angle(to other: Vector3) -> Double {
    Double.atan2(y: cross(other).length, x: dot(other))
  }
}
