// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Randomness
internal import Spectra

/// By how much all of one record is later and stronger than another one.
package struct CommonOffset: Hashable, Sendable {
  /// In seconds, positive where the simulation is later.
  package var delay: Double

  /// In dB, positive where the simulation is stronger.
  package var gain: Double

  /// Where both lie, from frames drawn anew and from what other speckle would change; nil where neither
  /// tells.
  package var delayInterval: Interval?
  package var gainInterval: Interval?
}

/// What is taken out of the simulation before it is compared.
package struct AlignmentChoice: Hashable, Sendable {
  package var delay: Bool
  package var gain: Bool

  package init(delay: Bool = false, gain: Bool = false) {
    self.delay = delay
    self.gain = gain
  }
}

/// Estimates a common offset of delay and gain.
///
/// The delay is where the levels in dB above the floors are most alike (Pearson's correlation), between
/// cells by a parabola; levels rather than powers, so that the strongest path alone does not decide.
/// The gain is the median of the differences of the levels, less the noise, where both profiles stand
/// out of their floors, which single paths that one record lacks do not move. Exchanging the profiles
/// changes the signs of both and nothing else.
struct OffsetEstimator {
  /// The thresholds of echoes in watts.
  let referenceThreshold: Double
  let simulatedThreshold: Double

  /// The mean noise of both in watts.
  let referenceNoise: Double
  let simulatedNoise: Double

  let correlation: LagCorrelation

  /// The offset of two profiles, in cells and dB; nil where one of them has no echoes.
  ///
  /// Without a guess it is looked for within a quarter of the axis to either side.
  func offset(_ a: [Double], _ b: [Double], around guess: Int? = nil) -> (
    bins: Double, gain: Double
  )? {
    let (levels, others) = (
      a.map { max(0, decibels($0 / referenceThreshold)) },
      b.map { max(0, decibels($0 / simulatedThreshold)) }
    )
    guard levels.contains(where: { $0 > 0 }), others.contains(where: { $0 > 0 }) else { return nil }
    let reach = a.count / 4
    let lags = guess.map { $0 - 4...$0 + 4 } ?? -reach...reach
    let scores = correlation.scores(levels, others, lags: lags)
    guard let best = scores.indices.max(by: { scores[$0] < scores[$1] }) else { return nil }
    var bins = Double(lags.lowerBound + best)
    if best > 0, best + 1 < scores.count {
      let (before, here, after) = (scores[best - 1], scores[best], scores[best + 1])
      let curvature = before - 2 * here + after
      if curvature < 0 { bins += (before - after) / (2 * curvature) }
    }
    // Interpolating one profile is not the same as interpolating the other.
    return (bins, (gain(a, delayed(b, by: bins)) + gain(delayed(a, by: -bins), b)) / 2)
  }

  /// The median difference of levels where both are echoes, zero where there are none.
  func gain(_ a: [Double], _ b: [Double]) -> Double {
    let differences = zip(a, b).filter { $0 > referenceThreshold && $1 > simulatedThreshold }
      .map { decibels(($1 - simulatedNoise) / ($0 - referenceNoise)) }.sorted()
    guard !differences.isEmpty else { return 0 }
    return (differences[(differences.count - 1) / 2] + differences[differences.count / 2]) / 2
  }
}

/// Estimates the common offset of two links, with its intervals.
///
/// Clutter at rest has the same speckle in all frames, so frames alone would tell an offset far too
/// well; what other phases of scatterers would change is added in quadrature.
func commonOffset(
  of profiles: ProfilePair, _ axes: CommonAxes, margin: Double
) -> CommonOffset? {
  let estimator = OffsetEstimator(
    referenceThreshold: profiles.reference.threshold(margin: margin),
    simulatedThreshold: profiles.simulated.threshold(margin: margin),
    referenceNoise: profiles.reference.noise, simulatedNoise: profiles.simulated.noise,
    correlation: LagCorrelation(count: axes.delays.count))
  guard let found = estimator.offset(profiles.reference.mean, profiles.simulated.mean) else {
    return nil
  }
  var offset = CommonOffset(delay: found.bins * axes.cell, gain: found.gain)
  let guess = Int(found.bins.rounded())
  func drawn(_ resampling: inout Resampling) -> (bins: Double, gain: Double)? {
    let (first, second) = profiles.draw(&resampling)
    return estimator.offset(
      profiles.reference.mean(of: first), profiles.simulated.mean(of: second), around: guess)
  }
  var resampling = Resampling(purpose: 1)
  let overFrames = (
    resampling.interval(around: offset.delay, of: profiles.count) {
      drawn(&$0).map { $0.bins * axes.cell }
    },
    resampling.interval(around: offset.gain, of: profiles.count) { drawn(&$0)?.gain }
  )
  let speckle = deviation(ofOffset: found, profiles, axes, estimator)
  offset.delayInterval = .around(
    offset.delay, frames: overFrames.0, speckle: speckle.bins * axes.cell)
  offset.gainInterval = .around(offset.gain, frames: overFrames.1, speckle: speckle.gain)
  return offset
}

/// How far an offset strays when the scatterers of both profiles have other phases: the root mean square
/// over drawn profiles, each searched over all lags, for what hardly stands out may be found anywhere.
private func deviation(
  ofOffset found: (bins: Double, gain: Double), _ profiles: ProfilePair, _ axes: CommonAxes,
  _ estimator: OffsetEstimator
) -> (bins: Double, gain: Double) {
  // A root mean square of so many is known to 7 %.
  let draws = 100
  let figures = axes.figures
  func speckled(_ frames: FrameProfiles, _ threshold: Double) -> SpeckledProfile {
    SpeckledProfile(
      frames, axes, threshold: threshold, isEcho: frames.mean.map { $0 > threshold },
      figures: figures)
  }
  let first = speckled(profiles.reference, estimator.referenceThreshold)
  let second = speckled(profiles.simulated, estimator.simulatedThreshold)
  var stream = RandomStream(seed: 1, stage: .resampling, index: 20)
  var sum = (bins: 0.0, gain: 0.0, count: 0.0)
  for _ in 0..<draws {
    guard let drawn = estimator.offset(first.drawn(&stream), second.drawn(&stream)) else {
      continue
    }
    let (bins, gain) = (drawn.bins - found.bins, drawn.gain - found.gain)
    sum = (sum.bins + bins * bins, sum.gain + gain * gain, sum.count + 1)
  }
  guard sum.count > 0 else { return (0, 0) }
  return ((sum.bins / sum.count).squareRoot(), (sum.gain / sum.count).squareRoot())
}

/// A profile as it would be if all its delays were shorter.
///
/// Between cells levels in dB are interpolated by cubics through four of them (Catmull and Rom 1974),
/// which follow the main lobe of a taper, nearly a parabola in dB; by whole cells it is exact.
///
/// - Parameters:
///   - powers: The profile, in watts.
///   - bins: By how many cells, positive for a profile that comes too late.
/// - Returns: The profile, zero where nothing is known of it.
func delayed(_ powers: [Double], by bins: Double) -> [Double] {
  // Whole cells stay exact where an estimate is off by rounding.
  let nearest = bins.rounded()
  let isWhole = abs(bins - nearest) < 1e-9
  let whole = Int(isWhole ? nearest : bins.rounded(.down))
  let part = isWhole ? 0 : bins - Double(whole)
  func power(_ index: Int) -> Double {
    powers.indices.contains(index) ? powers[index] : 0
  }
  guard part > 0 else { return powers.indices.map { power($0 + whole) } }
  let faintest = (powers.max() ?? 0) * 1e-14
  guard faintest > 0 else { return powers }
  let levels = powers.map { log(max($0, faintest)) }
  let ends = 0...powers.count - 1
  func level(_ index: Int) -> Double { levels[min(max(index, ends.lowerBound), ends.upperBound)] }
  return powers.indices.map { bin in
    let start = bin + whole
    guard start >= 0, start + 1 < powers.count else { return 0 }
    let (p0, p1, p2, p3) = (level(start - 1), level(start), level(start + 1), level(start + 2))
    let slope = (p2 - p0) / 2
    let quadratic = p0 - 2.5 * p1 + 2 * p2 - p3 / 2
    let cubic = (p3 - p0) / 2 + 1.5 * (p1 - p2)
    return exp(p1 + part * (slope + part * (quadratic + part * cubic)))
  }
}

/// Pearson's coefficient of correlation; nil where one of both does not vary.
func pearson<Values: Collection<Double>>(_ a: Values, _ b: Values) -> Double? {
  let count = Double(a.count)
  guard count > 1 else { return nil }
  let (meanA, meanB) = (a.reduce(0, +) / count, b.reduce(0, +) / count)
  var (aa, ab, bb) = (0.0, 0.0, 0.0)
  for (x, y) in zip(a, b) {
    aa += (x - meanA) * (x - meanA)
    ab += (x - meanA) * (y - meanB)
    bb += (y - meanB) * (y - meanB)
  }
  guard aa > 0, bb > 0 else { return nil }
  return ab / (aa.squareRoot() * bb.squareRoot())
}
