// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// How well the components of two links agree, over all frames.
package struct ComponentErrors: Sendable {
  /// The share of the simulation's components that the reference has, and the reverse.
  package let precision: Estimate?
  package let recall: Estimate?

  /// Means over matched components: in seconds and in dB, with signs and without.
  package let delayError: Estimate?
  package let absoluteDelayError: Estimate?
  package let gainError: Estimate?
  package let absoluteGainError: Estimate?

  /// The matches of the mean profiles.
  package let matches: [MatchedComponent]

  /// How many frames were matched; one where frames are not paired.
  package let frames: Int

  /// - Parameters:
  ///   - profiles: The profiles of both.
  ///   - delays: In seconds.
  ///   - finders: Of the reference's components and of the simulation's.
  ///   - gate: The largest difference of delay of a match, in seconds.
  ///   - sample: How much delay makes one independent sample, in seconds.
  init(
    _ profiles: ProfilePair, delays: [Double],
    finders: (reference: ComponentFinder, simulated: ComponentFinder), gate: Double,
    sample: Double
  ) {
    func matched(_ a: [Double], _ b: [Double]) -> [MatchedComponent] {
      matchedComponents(
        finders.reference.components(of: a, delays: delays),
        finders.simulated.components(of: b, delays: delays), gate: gate)
    }
    matches = matched(profiles.reference.mean, profiles.simulated.mean)
    let frames =
      profiles.isPaired
      ? profiles.reference.powers.indices.map {
        matched(profiles.reference.powers[$0], profiles.simulated.powers[$0])
      } : [matches]
    self.frames = frames.count
    let tallies = frames.map { Tally($0) }
    let clutter = matches.compactMap { match in
      match.clutter(
        looks: (finders.reference.speckle.looks, finders.simulated.speckle.looks),
        noise: (profiles.reference.noise, profiles.simulated.noise))
    }
    func estimate(
      _ purpose: UInt64, within range: ClosedRange<Double>? = nil, speckle: Double = 0,
      _ value: (Tally) -> Double?
    ) -> Estimate? {
      guard let found = value(tallies.reduce(Tally(), +)) else { return nil }
      var resampling = Resampling(purpose: purpose)
      let interval = resampling.interval(around: found, of: tallies.count) { drawing in
        value(drawing.positions(of: tallies.count).reduce(Tally()) { $0 + tallies[$1] })
      }
      let whole = Interval.around(found, frames: interval, speckle: speckle)
      return Estimate(value: found, interval: range.flatMap { whole?.within($0) } ?? whole)
    }
    let level = standardError(
      matches.compactMap(\.gainError),
      of: clutter.map { pow(Speckle.levelDeviation(ofClutter: $0), 2) })
    let place = standardError(
      matches.compactMap(\.delayError),
      of: clutter.map { pow(sample * Speckle.placeDeviation(ofClutter: $0), 2) })
    precision = estimate(10, within: 0...1) { $0.share(of: $0.simulated) }
    recall = estimate(11, within: 0...1) { $0.share(of: $0.reference) }
    delayError = estimate(12, speckle: place) { $0.mean($0.delay) }
    absoluteDelayError = estimate(13, within: 0...Double.infinity, speckle: place) {
      $0.mean($0.absoluteDelay)
    }
    gainError = estimate(14, speckle: level) { $0.mean($0.gain) }
    absoluteGainError = estimate(15, within: 0...Double.infinity, speckle: level) {
      $0.mean($0.absoluteGain)
    }
  }

  /// What matches add up to.
  private struct Tally {
    var (reference, simulated, matched) = (0.0, 0.0, 0.0)
    var (delay, absoluteDelay, gain, absoluteGain) = (0.0, 0.0, 0.0, 0.0)

    init() {}

    init(_ matches: [MatchedComponent]) {
      for match in matches {
        if match.reference != nil { reference += 1 }
        if match.simulated != nil { simulated += 1 }
        guard let lateness = match.delayError, let excess = match.gainError else { continue }
        matched += 1
        delay += lateness
        absoluteDelay += abs(lateness)
        gain += excess
        absoluteGain += abs(excess)
      }
    }

    func share(of count: Double) -> Double? { count > 0 ? matched / count : nil }

    func mean(_ sum: Double) -> Double? { matched > 0 ? sum / matched : nil }

    static func + (a: Tally, b: Tally) -> Tally {
      var sum = a
      sum.reference += b.reference
      sum.simulated += b.simulated
      sum.matched += b.matched
      sum.delay += b.delay
      sum.absoluteDelay += b.absoluteDelay
      sum.gain += b.gain
      sum.absoluteGain += b.absoluteGain
      return sum
    }
  }
}

/// The standard error of the mean of some components' errors.
///
/// Frames cannot tell it: clutter at rest has the same speckle in all of them. It is what the errors spread
/// by, and no less than what clutter makes of them.
private func standardError(_ errors: [Double], of clutter: [Double]) -> Double {
  let spread = deviation(errors) ?? 0
  let variance = max(spread * spread, mean(clutter) ?? 0)
  return errors.isEmpty ? 0 : (variance / Double(errors.count)).squareRoot()
}

extension MatchedComponent {
  /// The power of the clutter around both components over their own, summed; nil unless matched.
  fileprivate func clutter(
    looks: (reference: Double, simulated: Double), noise: (reference: Double, simulated: Double)
  ) -> Double? {
    guard let reference, let simulated else { return nil }
    func share(_ component: Component, _ looks: Double, _ noise: Double) -> Double {
      max(0, component.background - noise) / component.power / looks
    }
    return share(reference, looks.reference, noise.reference)
      + share(simulated, looks.simulated, noise.simulated)
  }
}
