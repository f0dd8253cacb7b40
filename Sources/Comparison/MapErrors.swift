// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// What is found in a window of two maps.
struct WindowFinding: Sendable {
  /// Pearson's correlation of the levels.
  var correlation: Double?

  /// The mean magnitude of the differences of levels where both have echoes, in dB.
  var absoluteError: Double?

  /// By how much delay power is moved from one map to the other, in seconds.
  var transport: Double?

  /// The power within a Doppler cell of zero, cell by cell of delay.
  var restingPowers: (reference: [Double], simulated: [Double])

  var movingPeaks: (reference: MovingPeak?, simulated: MovingPeak?)
}

/// The strongest moving echo of a map.
package struct MovingPeak: Hashable, Sendable {
  /// In seconds, hertz and watts.
  package let delay: Double
  package let dopplerShift: Double
  package let power: Double

  init?(_ echo: (delay: Double, shift: Double, power: Double)?) {
    guard let echo else { return nil }
    (delay, dopplerShift, power) = (echo.delay, echo.shift, echo.power)
  }
}

/// How two maps are compared.
struct MapComparison {
  /// How many delay cells are taken together.
  let width: Int

  /// The margin over the noise in dB.
  let margin: Double
  let referenceNoise: Double
  let simulatedNoise: Double

  /// What an echo exceeds in a mean over a band, in watts, given the strongest cells of both.
  private func threshold(_ a: [Double], _ b: [Double], above margin: Double) -> Double {
    func threshold(_ noise: Double, _ power: [Double]) -> Double {
      noise > 0 ? noise * pow(10, margin / 10) : (power.max() ?? 0) * 1e-8
    }
    return max(threshold(referenceNoise, a), threshold(simulatedNoise, b))
  }

  func compare(_ a: MapWindow, _ b: MapWindow) -> WindowFinding {
    let (first, second) = (a.pooled(width), b.pooled(width))
    let threshold = threshold(first, second, above: margin)
    // 13 dB: of 256000 cells of noise one exceeds it once in two thousand maps.
    let rare = self.threshold(a.power, b.power, above: 13)
    var (levels, others, errors) = ([Double](), [Double](), [Double]())
    for (x, y) in zip(first, second) where x > threshold || y > threshold {
      levels.append(decibels(max(x, threshold) / threshold))
      others.append(decibels(max(y, threshold) / threshold))
      if x > threshold, y > threshold {
        errors.append(abs(decibels((y - simulatedNoise) / (x - referenceNoise))))
      }
    }
    return WindowFinding(
      correlation: pearson(levels, others) ?? (levels == others && !levels.isEmpty ? 1 : nil),
      absoluteError: mean(errors),
      transport: transport(a, b, threshold: rare),
      restingPowers: (a.restingPowers, b.restingPowers),
      movingPeaks: (
        MovingPeak(a.movingPeak(threshold: rare)), MovingPeak(b.movingPeak(threshold: rare))
      ))
  }

  /// The earth mover's distance along delay of all echoes of two maps.
  ///
  /// In one dimension it is the integral of the difference of the cumulative shares (Vallender,
  /// "Calculation of the Wasserstein distance between probability distributions on the line", 1974).
  private func transport(_ a: MapWindow, _ b: MapWindow, threshold: Double) -> Double? {
    func shares(_ map: MapWindow) -> [Double]? {
      var sums = [Double](repeating: 0, count: map.bins)
      for (cell, power) in map.power.enumerated() where power > threshold {
        sums[cell % map.bins] += power
      }
      let total = sums.reduce(0, +)
      return total > 0 ? sums.map { $0 / total } : nil
    }
    guard let first = shares(a), let second = shares(b) else { return nil }
    return transportDistance(first, second) * (a.axes.delays[1] - a.axes.delays[0])
  }
}

/// The earth mover's distance of two distributions over cells, in cells.
package func transportDistance(_ a: [Double], _ b: [Double]) -> Double {
  var (lead, distance) = (0.0, 0.0)
  for (x, y) in zip(a, b) {
    lead += x - y
    distance += abs(lead)
  }
  return distance
}

/// How the maps of two links differ.
package struct MapErrors: Sendable {
  /// Means over windows.
  package let correlation: Estimate?
  package let absoluteError: Estimate?
  package let transport: Estimate?

  /// The standard deviation over windows of the level of the strongest echo at rest, in dB.
  package let ridge: (reference: RidgeStability?, simulated: RidgeStability?)

  /// The moving echoes of each window, by the reference's time.
  package let movingPeaks: [(time: Double, reference: MovingPeak?, simulated: MovingPeak?)]

  /// The median magnitude and the mean of their differences where both have one, in seconds and hertz.
  package let movingDelay: Estimate?
  package let absoluteMovingDelay: Estimate?
  package let movingShift: Estimate?
  package let absoluteMovingShift: Estimate?

  package let windows: Int

  init(_ findings: [WindowFinding], times: [Double], delays: [Double]) {
    windows = findings.count
    correlation = estimate(findings.compactMap(\.correlation), 20, within: -1...1)
    absoluteError = estimate(
      findings.compactMap(\.absoluteError), 21, within: 0...Double.infinity)
    transport = estimate(findings.compactMap(\.transport), 22, within: 0...Double.infinity)
    ridge = (
      RidgeStability(findings.map(\.restingPowers.reference), delays: delays, purpose: 23),
      RidgeStability(findings.map(\.restingPowers.simulated), delays: delays, purpose: 24)
    )
    movingPeaks = zip(times, findings).map {
      ($0, $1.movingPeaks.reference, $1.movingPeaks.simulated)
    }
    let both = findings.compactMap { finding in
      finding.movingPeaks.reference.flatMap { a in
        finding.movingPeaks.simulated.map { (a, $0) }
      }
    }
    let delays = both.map { $1.delay - $0.delay }
    let shifts = both.map { $1.dopplerShift - $0.dopplerShift }
    movingDelay = estimate(delays, 25)
    absoluteMovingDelay = estimate(
      delays.map { abs($0) }, 26, within: 0...Double.infinity, median)
    movingShift = estimate(shifts, 27)
    absoluteMovingShift = estimate(
      shifts.map { abs($0) }, 28, within: 0...Double.infinity, median)
  }
}

/// How steady the strongest echo at rest is.
package struct RidgeStability: Sendable {
  /// Where it is, in seconds.
  package let delay: Double

  /// The standard deviation over windows of its level within a Doppler cell of zero, in dB.
  package let deviation: Estimate

  init?(_ windows: [[Double]], delays: [Double], purpose: UInt64) {
    guard windows.count > 1 else { return nil }
    let sums = delays.indices.map { bin in windows.reduce(0) { $0 + $1[bin] } }
    guard let strongest = sums.indices.max(by: { sums[$0] < sums[$1] }), sums[strongest] > 0
    else { return nil }
    let levels = windows.map { $0[strongest] }.filter { $0 > 0 }.map(decibels)
    guard let found = estimate(levels, purpose, within: 0...Double.infinity, spread) else {
      return nil
    }
    (delay, deviation) = (delays[strongest], found)
  }
}

/// The standard deviation, under a name that no property hides.
private func spread(_ values: [Double]) -> Double? { deviation(values) }

private func median(_ values: [Double]) -> Double? {
  guard !values.isEmpty else { return nil }
  let sorted = values.sorted()
  let middle = sorted.count / 2
  return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
}

/// A number made of the values of windows, with its interval from windows drawn anew.
private func estimate(
  _ values: [Double], _ purpose: UInt64, within range: ClosedRange<Double>? = nil,
  _ number: ([Double]) -> Double? = mean
) -> Estimate? {
  guard let found = number(values) else { return nil }
  var resampling = Resampling(purpose: purpose)
  let interval = resampling.interval(around: found, of: values.count) { drawing in
    number(drawing.positions(of: values.count).map { values[$0] })
  }
  return .init(value: found, interval: range.flatMap { interval?.within($0) } ?? interval)
}
