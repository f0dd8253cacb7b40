// SPDX-License-Identifier: Apache-2.0

internal import Captures
internal import Foundation

/// The power-delay profiles of a link, a mean one for each frame.
struct FrameProfiles: Sendable {
  /// The middles of the frames in seconds.
  var times: [Double]

  /// `[frame][delay]` in watts, with the noise.
  var powers: [[Double]]

  /// The mean noise of a value in watts, zero for none.
  var noise: Double

  /// How many frames were left out because they hold what is no power.
  var dropped = 0

  /// How many independent fields a cell of a frame averages, where the record tells it.
  var looks: Double?

  init(times: [Double], powers: [[Double]], noise: Double, looks: Double? = nil) {
    self.times = times
    self.powers = powers
    self.noise = noise
    self.looks = looks
  }

  /// Reads the profiles of a link, a frame at a time.
  ///
  /// - Parameters:
  ///   - link: The link.
  ///   - bins: The delay bins that are wanted.
  /// - Throws: `RecordError` when they cannot be read.
  init(_ link: RecordedLink, bins: Range<Int>) throws(RecordError) {
    self.init(times: [], powers: [], noise: link.noisePerDelayBin, looks: link.bins?.looks)
    let count = link.profileTimes.count
    let frames = link.pathTimes.count
    let length = frames > 0 && count.isMultiple(of: frames) ? max(1, count / frames) : 1
    for first in stride(from: 0, to: count, by: length) {
      let rows = first..<min(first + length, count)
      let values = try link.profiles(rows)
      var mean = [Double](repeating: 0, count: bins.count)
      for row in 0..<rows.count {
        let start = row * link.delays.count + bins.lowerBound
        for bin in mean.indices { mean[bin] += Double(values[start + bin]) / Double(rows.count) }
      }
      // Frames that a recorder dropped hold no numbers, or zeros only.
      guard mean.allSatisfy({ $0.isFinite && $0 >= 0 }), mean.contains(where: { $0 > 0 }) else {
        dropped += 1
        continue
      }
      times.append(link.profileTimes[rows].reduce(0, +) / Double(rows.count))
      powers.append(mean)
    }
  }

  /// Some of the frames.
  func frames(_ positions: [Int]) -> FrameProfiles {
    FrameProfiles(
      times: positions.map { times[$0] }, powers: positions.map { powers[$0] }, noise: noise,
      looks: looks)
  }

  /// The mean profile of some frames.
  func mean(of positions: some Collection<Int>) -> [Double] {
    var mean = [Double](repeating: 0, count: powers.first?.count ?? 0)
    for position in positions {
      for bin in mean.indices { mean[bin] += powers[position][bin] }
    }
    return mean.map { $0 / Double(max(1, positions.count)) }
  }

  /// The mean profile of all frames.
  var mean: [Double] { mean(of: powers.indices) }

  /// What an echo exceeds: the noise by a margin, or -80 dB of the strongest echo without noise.
  ///
  /// - Parameter margin: In dB.
  /// - Returns: In watts.
  func threshold(margin: Double) -> Double {
    noise > 0 ? noise * pow(10, margin / 10) : (mean.max() ?? 0) * 1e-8
  }
}

/// Which instants of two records belong together.
struct TimePairs {
  /// Positions in both.
  let pairs: [(reference: Int, simulated: Int)]

  /// Whether times were counted from the first instant of each record.
  let isRelative: Bool

  /// Pairs instants that lie within half the shorter period of each other, or the only ones.
  ///
  /// Where the spans of time have nothing in common, as with a capture stamped by a wall clock,
  /// times are counted from the first instant of each.
  init(_ a: [Double], _ b: [Double]) {
    guard let first = a.first, let last = a.last, let otherFirst = b.first,
      let otherLast = b.last
    else {
      (pairs, isRelative) = ([], false)
      return
    }
    guard a.count > 1 || b.count > 1 else {
      (pairs, isRelative) = ([(0, 0)], false)
      return
    }
    func period(_ times: [Double]) -> Double {
      times.count > 1 ? (times[times.count - 1] - times[0]) / Double(times.count - 1) : .infinity
    }
    let reach = min(period(a), period(b)) / 2
    let isApart = otherFirst > last + reach || first > otherLast + reach
    let shift = isApart ? otherFirst - first : 0
    var found: [(Int, Int)] = []
    var next = 0
    for (index, time) in a.enumerated() {
      while next + 1 < b.count, abs(b[next + 1] - shift - time) < abs(b[next] - shift - time) {
        next += 1
      }
      // Each instant has one partner.
      if abs(b[next] - shift - time) <= reach, found.last?.1 != next { found.append((index, next)) }
    }
    (pairs, isRelative) = (found, isApart)
  }
}

/// The profiles of both links, frame beside frame.
struct ProfilePair: Sendable {
  var reference: FrameProfiles
  var simulated: FrameProfiles

  /// Whether frame i of one belongs to frame i of the other.
  let isPaired: Bool

  /// Positions of frames drawn anew, the same of both links where they belong together.
  func draw(_ resampling: inout Resampling) -> (reference: [Int], simulated: [Int]) {
    let first = resampling.positions(of: reference.powers.count)
    return (first, isPaired ? first : resampling.positions(of: simulated.powers.count))
  }

  /// How many frames tell of a variation over time.
  var count: Int { min(reference.powers.count, simulated.powers.count) }

  /// What an echo exceeds that either link could show, in watts.
  func threshold(margin: Double) -> Double {
    max(reference.threshold(margin: margin), simulated.threshold(margin: margin))
  }
}
