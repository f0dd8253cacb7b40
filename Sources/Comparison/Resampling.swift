// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Randomness

/// Where a value lies with a probability of 95 %.
package struct Interval: Hashable, Sendable {
  package var low: Double
  package var high: Double

  package init(low: Double, high: Double) {
    self.low = low
    self.high = high
  }

  /// Whether a value lies in it.
  package func contains(_ value: Double) -> Bool { low <= value && value <= high }

  /// The part of it where a value can be.
  func within(_ range: ClosedRange<Double>) -> Interval {
    Interval(
      low: min(max(low, range.lowerBound), range.upperBound),
      high: max(min(high, range.upperBound), range.lowerBound))
  }
}

/// A number with the interval in which it lies; nil where there is too little to tell it.
package struct Estimate: Hashable, Sendable {
  package let value: Double
  package let interval: Interval?

  init(value: Double, interval: Interval? = nil) {
    self.value = value
    self.interval = interval
  }

  /// The difference of two numbers that do not depend on each other.
  func difference(from other: Estimate) -> Estimate {
    let difference = value - other.value
    let reach = interval.flatMap { first in
      other.interval.map { second in
        (pow(first.high - value, 2) + pow(second.high - other.value, 2)).squareRoot()
      }
    }
    return Estimate(
      value: difference,
      interval: reach.map { Interval(low: difference - $0, high: difference + $0) })
  }
}

/// Draws anew from what was seen, to tell how uncertain a number made of it is.
///
/// Neighbours in time or delay depend on each other, so blocks are drawn: the circular block
/// bootstrap of Politis and Romano ("A circular block-resampling procedure for stationary data",
/// 1992), with blocks of n^(1/3) items (Hall, Horowitz and Jing, Biometrika 82, 1995). The seed is
/// fixed: the same records have the same intervals.
package struct Resampling {
  private var stream: RandomStream

  /// How often is drawn; the standard error is then known to 5 %.
  private static let draws = 200

  /// - Parameter purpose: Tells the numbers drawn for one metric from those of others.
  package init(purpose: UInt64) {
    stream = RandomStream(seed: 1, stage: .resampling, index: purpose)
  }

  /// How many neighbours are drawn together.
  private static func blockLength(_ count: Int) -> Int {
    max(1, Int(cbrt(Double(count)).rounded()))
  }

  /// Positions of as many items as there are, drawn in blocks that may wrap around.
  package mutating func positions(of count: Int) -> [Int] {
    guard count > 1 else { return Array(0..<count) }
    let length = Self.blockLength(count)
    var positions: [Int] = []
    positions.reserveCapacity(count + length)
    while positions.count < count {
      let start = Int(stream.uniform() * Double(count))
      for step in 0..<length { positions.append((start + step) % count) }
    }
    return Array(positions.prefix(count))
  }

  /// The interval of 95 % around a number: Student's t times the standard error of drawn ones.
  ///
  /// - Parameters:
  ///   - value: The number as it was found.
  ///   - count: How many items it is made of.
  ///   - draw: The same number from items drawn anew; nil where they do not tell it.
  /// - Returns: Nil where there are too few items to tell.
  package mutating func interval(
    around value: Double, of count: Int, _ draw: (inout Resampling) -> Double?
  ) -> Interval? {
    let blocks = Double(count) / Double(Self.blockLength(count))
    guard blocks >= 2 else { return nil }
    var drawn: [Double] = []
    for _ in 0..<Self.draws {
      if let number = draw(&self), number.isFinite { drawn.append(number) }
    }
    guard drawn.count > Self.draws / 2 else { return nil }
    let mean = drawn.reduce(0, +) / Double(drawn.count)
    let variance = drawn.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(drawn.count - 1)
    // Drawing from n items sees their spread around their own mean, too small by (n - 1) / n.
    let error = (variance * blocks / (blocks - 1)).squareRoot()
    let reach = studentQuantile(freedom: blocks - 1) * error
    return Interval(low: value - reach, high: value + reach)
  }
}

/// What Student's t stays below with a probability of 97.5 %.
///
/// Abramowitz and Stegun, 26.7.5, from three degrees of freedom on within 0.5 %; below, the
/// table's values, straight between them.
func studentQuantile(freedom: Double) -> Double {
  let table = [12.706, 4.303, 3.182]
  if freedom < 3 {
    let place = max(0, freedom - 1)
    let index = min(1, Int(place))
    return table[index] + (table[index + 1] - table[index]) * (place - Double(index))
  }
  let z = 1.959_964
  let (z3, z5, z7) = (z * z * z, pow(z, 5), pow(z, 7))
  return z + (z3 + z) / (4 * freedom) + (5 * z5 + 16 * z3 + 3 * z) / (96 * freedom * freedom)
    + (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * freedom * freedom * freedom)
}
