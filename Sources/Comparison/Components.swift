// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Spectra

/// A multipath component: a peak of a profile that stands out of what surrounds it.
package struct Component: Hashable, Sendable {
  /// In seconds.
  package let delay: Double

  /// In watts, with the noise.
  package let power: Double

  /// The mean power of what surrounds it, in watts, with the noise.
  package let background: Double

  package init(delay: Double, power: Double, background: Double = 0) {
    self.delay = delay
    self.power = power
    self.background = background
  }
}

/// Finds components in profiles.
///
/// A component is a local maximum above the threshold that exceeds the background, the median of the
/// cells five to twenty to either side, by more than speckle does with a probability of 1e-4, and by
/// 3 dB at least. Beside a stronger one it exceeds the sidelobes of the taper by 3 dB. Its place and
/// its level are those of a parabola through the levels of three cells.
struct ComponentFinder {
  /// In watts.
  let threshold: Double
  let speckle: Speckle

  /// The strongest sidelobe of the taper over its main lobe, a ratio of powers.
  let sidelobe: Double

  init(threshold: Double, speckle: Speckle, window: Window?) {
    self.threshold = threshold
    self.speckle = speckle
    sidelobe = pow(10, (window ?? .hann).strongestSidelobe / 10)
  }

  func components(of powers: [Double], delays: [Double]) -> [Component] {
    let excess = max(2, speckle.rareExcess)
    return powers.indices.dropFirst().dropLast().compactMap { bin in
      let power = powers[bin]
      guard power > threshold, power > powers[bin - 1], power >= powers[bin + 1] else { return nil }
      let near = max(0, bin - 20)..<min(powers.count, bin + 21)
      guard power > 2 * sidelobe * (powers[near].max() ?? 0) else { return nil }
      let around = near.filter { abs($0 - bin) > 4 }.map { powers[$0] }.sorted()
      let background = around.isEmpty ? 0 : around[around.count / 2] / speckle.median
      guard power > excess * background else { return nil }
      let peak = parabolicPeak(powers[bin - 1], power, powers[bin + 1])
      return Component(
        delay: delays[bin] + peak.offset * (delays[1] - delays[0]), power: peak.power,
        background: background)
    }
  }
}

/// The top of a parabola through three levels, in cells from the middle one, and its power.
func parabolicPeak(
  _ before: Double, _ here: Double, _ after: Double
) -> (offset: Double, power: Double) {
  guard before > 0, after > 0 else { return (0, here) }
  let (a, b, c) = (log(before), log(here), log(after))
  let curvature = a - 2 * b + c
  guard curvature < 0 else { return (0, here) }
  let offset = min(max((a - c) / (2 * curvature), -0.5), 0.5)
  return (offset, exp(b - (a - c) * offset / 4))
}

extension Window {
  /// In dB over the main lobe; table 1 of Harris (1978).
  fileprivate var strongestSidelobe: Double {
    switch self {
    case .rectangular: -13
    case .hann: -31
    case .hamming: -42
    case .blackman: -58
    case .blackmanHarris: -92
    case .chebyshev80: -80
    }
  }
}

/// A component of the reference and the one of the simulation that is taken for the same.
package struct MatchedComponent: Hashable, Sendable {
  /// Nil for a component that only the other record has.
  package let reference: Component?
  package let simulated: Component?

  /// By how much the simulation's is later, in seconds.
  package var delayError: Double? {
    reference.flatMap { a in simulated.map { $0.delay - a.delay } }
  }

  /// By how much the simulation's is stronger, in dB.
  package var gainError: Double? {
    reference.flatMap { a in simulated.map { decibels($0.power / a.power) } }
  }
}

/// Associates components by optimal assignment.
///
/// A pair costs (difference of delay / gate)^2 + (difference of level / 20 dB)^2, and none that costs
/// more than one is made; within a gate near delays are preferred, then near levels.
///
/// - Parameters:
///   - reference: Components of the reference.
///   - simulated: Components of the simulation.
///   - gate: The largest difference of delay, in seconds.
/// - Returns: All components in the order of delay.
package func matchedComponents(
  _ reference: [Component], _ simulated: [Component], gate: Double
) -> [MatchedComponent] {
  let costs = reference.map { a in
    simulated.map { b -> Double in
      let (delay, level) = ((b.delay - a.delay) / gate, decibels(b.power / a.power) / 20)
      return delay * delay + level * level
    }
  }
  let partners = optimalAssignment(costs: costs, alone: 1)
  let taken = Set(partners.compactMap { $0 })
  let found =
    reference.indices.map { index in
      MatchedComponent(
        reference: reference[index], simulated: partners[index].map { simulated[$0] })
    }
    + simulated.indices.filter { !taken.contains($0) }.map {
      MatchedComponent(reference: nil, simulated: simulated[$0])
    }
  func delay(_ match: MatchedComponent) -> Double {
    match.reference?.delay ?? match.simulated?.delay ?? 0
  }
  return found.sorted { delay($0) < delay($1) }
}
