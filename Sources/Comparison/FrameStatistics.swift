// SPDX-License-Identifier: Apache-2.0

/// A number of each frame of two links, and how its means differ.
package struct FrameStatistic: Sendable {
  /// Means over frames; nil where no frame tells the number.
  package let reference: Double?
  package let simulated: Double?

  /// The simulation's less the reference's, over frames that tell both where frames are paired.
  package let difference: Double?

  /// Where the difference lies, from frames drawn anew and from what other speckle would change.
  package let interval: Interval?

  /// - Parameters:
  ///   - reference: The number in each frame.
  ///   - simulated: Likewise.
  ///   - isPaired: Whether frames of the same position belong together.
  ///   - speckle: The standard deviation of the difference that speckle makes.
  ///   - purpose: Of the numbers drawn.
  init(
    _ reference: [Double?], _ simulated: [Double?], isPaired: Bool, speckle: Double = 0,
    purpose: UInt64
  ) {
    var (a, b) = (reference.compactMap { $0 }, simulated.compactMap { $0 })
    var resampling = Resampling(purpose: purpose)
    if isPaired {
      let both = zip(reference, simulated).compactMap { first, second in
        first.flatMap { x in second.map { (x, $0) } }
      }
      if !both.isEmpty { (a, b) = (both.map(\.0), both.map(\.1)) }
    }
    (self.reference, self.simulated) = (mean(a), mean(b))
    guard let first = mean(a), let second = mean(b) else {
      (difference, interval) = (nil, nil)
      return
    }
    difference = second - first
    let (values, others) = (a, b)
    let overFrames = resampling.interval(
      around: second - first, of: min(a.count, b.count)
    ) { drawing in
      let positions = drawing.positions(of: values.count)
      let rest = isPaired ? positions : drawing.positions(of: others.count)
      return mean(rest.map { others[$0] }).flatMap { second in
        mean(positions.map { values[$0] }).map { second - $0 }
      }
    }
    interval = .around(second - first, frames: overFrames, speckle: speckle)
  }
}

extension Interval {
  /// What frames tell of a difference, and what speckle adds in quadrature.
  ///
  /// - Parameters:
  ///   - value: The difference.
  ///   - frames: Where it lies by frames drawn anew.
  ///   - speckle: The standard deviation that other speckle gives it.
  /// - Returns: The interval of 95 %; nil where neither tells.
  static func around(_ value: Double, frames: Interval?, speckle: Double) -> Interval? {
    guard frames != nil || speckle > 0 else { return nil }
    let reach = frames.map { ($0.high - $0.low) / 2 } ?? 0
    let whole = (reach * reach + 1.96 * 1.96 * speckle * speckle).squareRoot()
    return Interval(low: value - whole, high: value + whole)
  }
}

/// The mean, or nil of nothing.
func mean(_ values: [Double]) -> Double? {
  values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
}
