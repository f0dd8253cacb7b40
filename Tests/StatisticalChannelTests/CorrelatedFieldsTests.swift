// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import RealModule
import Spatial
import StatisticalChannel
import TestSupport
import Testing

@Suite("Random numbers over places")
struct CorrelatedFieldsTests {
  private static let home = LinkPlace(base: Vector3(40, -7, 25), terminal: Vector3(-120, 300, 1.5))

  /// The place with both ends moved.
  private static func moved(_ base: Vector3, _ terminal: Vector3) -> LinkPlace {
    LinkPlace(base: home.base + base, terminal: home.terminal + terminal)
  }

  private func values(
    _ place: LinkPlace, over distance: Double, field: Int = 0, keys: Range<UInt64>
  ) -> [Double] {
    keys.map {
      CorrelatedFields(key: $0).waves(.largeScale, 0, at: place, over: distance).normal(field)
    }
  }

  @Test(
    "values a distance d apart have the correlation e^(-d / D): along the ground, upwards, of either end",
    arguments: [
      (Vector3.zero, Vector3(1, 0, 0)), (.zero, Vector3(-0.6, 0.8, 0)), (.zero, Vector3(0, 0, 1)),
      (Vector3(0, 1, 0), .zero), (Vector3(0.6, 0, 0), Vector3(0, 0.48, 0.64)),
    ])
  func autocorrelation(base: Vector3, terminal: Vector3) {
    let (count, distance) = (4000, 12.0)
    let first = values(Self.home, over: distance, keys: 0..<UInt64(count))
    for lag in [0.1, 0.5, 1, 2, 5] {
      let place = Self.moved(base * lag * distance, terminal * lag * distance)
      let second = values(place, over: distance, keys: 0..<UInt64(count))
      let expected = Double.exp(-lag)
      // Four standard errors of a correlation of normal numbers, (1 - rho^2) / sqrt(n).
      let error = (1 - expected * expected) / Double(count).squareRoot()
      #expect(isClose(correlation(first, second), expected, within: 4 * error))
    }
  }

  @Test("values over seeds are standard normal, wherever the place is", arguments: [0.0, 1e4])
  func marginal(offset: Double) {
    let count = 4000
    let place = Self.moved(.zero, Vector3(offset, -offset, 0))
    let sorted = values(place, over: 10, keys: 0..<UInt64(count)).sorted()
    let distance = sorted.enumerated().reduce(0.0) { worst, item in
      let share = normalProbability(item.element)
      let (low, high) = (Double(item.offset), Double(item.offset + 1))
      return max(worst, abs(share - low / Double(count)), abs(share - high / Double(count)))
    }
    // Kolmogorov's limit, exceeded by one in a thousand.
    #expect(distance < (-Double.log(0.001 / 2) / 2 / Double(count)).squareRoot())
  }

  @Test("fields, groups and numbers have nothing to do with each other")
  func independence() {
    let keys = UInt64(0)..<4000
    let first = values(Self.home, over: 10, keys: keys)
    let others = [
      values(Self.home, over: 10, field: 1, keys: keys),
      keys.map {
        CorrelatedFields(key: $0).waves(.largeScale, 1, at: Self.home, over: 10).normal(0)
      },
      keys.map { CorrelatedFields(key: $0).waves(.sight, 0, at: Self.home, over: 10).normal(0) },
      values(Self.home, over: 10, keys: 4000..<8000),
    ]
    // Four standard errors.
    for other in others { #expect(abs(correlation(first, other)) < 4 / 4000.0.squareRoot()) }
  }

  @Test("along the ground single fields have the correlation that all have at one place")
  func ergodicity() {
    let (keys, count) = (30, 200)
    for lag in [1.0, 3, 10] {
      var sum = 0.0
      for key in 0..<UInt64(keys) {
        let fields = CorrelatedFields(key: key)
        func value(_ x: Double) -> Double {
          fields.waves(.largeScale, 0, at: Self.moved(.zero, Vector3(x, 0, 0)), over: 10).normal(0)
        }
        // Places far enough from each other to have nothing in common.
        for place in 0..<count {
          sum += value(Double(place) * 50) * value(Double(place) * 50 + lag)
        }
      }
      // The mean square of a single field strays by the powers of 64 waves and, here, of 200 places.
      let error = (2 * (1 / 64.0 + 1 / Double(count)) / Double(keys)).squareRoot()
      #expect(isClose(sum / Double(keys * count), Double.exp(-lag / 10), within: 4 * error))
    }
  }

  @Test("the normal probability has the values of tables")
  func probability() {
    // Abramowitz and Stegun, table 26.1.
    for (value, share) in [(0.0, 0.5), (1, 0.841344746), (-2, 0.022750132), (3, 0.998650102)] {
      #expect(isClose(normalProbability(value), share, within: 1e-9))
    }
  }
}

/// The correlation of two samples.
func correlation(_ first: [Double], _ second: [Double]) -> Double {
  let count = Double(first.count)
  let (a, b) = (first.reduce(0, +) / count, second.reduce(0, +) / count)
  var (aa, bb, ab) = (0.0, 0.0, 0.0)
  for (x, y) in zip(first, second) {
    aa += (x - a) * (x - a)
    bb += (y - b) * (y - b)
    ab += (x - a) * (y - b)
  }
  return ab / (aa * bb).squareRoot()
}
