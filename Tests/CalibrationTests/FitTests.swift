// SPDX-License-Identifier: Apache-2.0

import Calibration
import RealModule
import TestSupport
import Testing

@Suite("Fits")
struct FitTests {
  private func unknown(_ name: String, prior: Double, spread: Double) -> Unknown {
    Unknown(name: name, unit: "1", prior: prior, spread: spread, kind: .gain(link: 0))
  }

  @Test("a straight line comes out with the covariance of linear regression")
  func line() throws {
    // y = a + b x with unit errors at x = 0...9, fitted to y = 2 + 3 x exactly.
    let unknowns = [
      unknown("a", prior: 0, spread: .infinity), unknown("b", prior: 0, spread: .infinity),
    ]
    let result = try fit(unknowns, from: [0, 0]) { values in
      var sum = Linearization(unknowns: 2)
      for x in 0..<10 {
        let x = Double(x)
        sum.add(
          2 + 3 * x - values[0] - values[1] * x, slopes: [-1, -x], robustness: .infinity)
      }
      return sum
    }
    #expect(result.hasConverged)
    // Converged to steps of 1e-5 by a method that squares its error.
    #expect(abs(result.values[0] - 2) < 1e-4 && abs(result.values[1] - 3) < 1e-4)
    // var b = 1 / sum (x - 4.5)^2 = 1 / 82.5, var a = 1/10 + 4.5^2 / 82.5 (any textbook).
    #expect(abs(result.covariance[3] - 1 / 82.5) < 1e-6)
    #expect(abs(result.covariance[0] - (0.1 + 4.5 * 4.5 / 82.5)) < 1e-6)
  }

  @Test("data that stray three times as far as they say make intervals three times as wide (Birge)")
  func excess() throws {
    // Residuals of plus and minus three standard deviations about a mean of zero.
    let result = try fit([unknown("mean", prior: 0, spread: .infinity)], from: [0.5]) { values in
      var sum = Linearization(unknowns: 1)
      for index in 0..<1000 {
        sum.add(
          (index % 2 == 0 ? 3 : -3) - values[0], slopes: [-1], robustness: .infinity)
      }
      return sum
    }
    // 999 degrees of freedom instead of 1000.
    #expect(abs(result.excess - 3) < 2e-3)
    #expect(abs(result.covariance[0] - 9.0 / 1000) < 2e-5)
  }

  @Test("one wild value among many hardly moves a robust mean")
  func outlier() throws {
    let result = try fit([unknown("mean", prior: 0, spread: .infinity)], from: [0]) { values in
      var sum = Linearization(unknowns: 1)
      for value in [Double](repeating: 1, count: 50) + [1000] {
        sum.add(value - values[0], slopes: [-1], robustness: 3)
      }
      return sum
    }
    // Huber's estimate: 50 (m - 1) = 3.
    #expect(abs(result.values[0] - 1.06) < 1e-3)
  }

  @Test("what data do not tell keeps its prior, and is said not to be determined")
  func untold() throws {
    let unknowns = [
      unknown("told", prior: 0, spread: 1), unknown("untold", prior: 0.7, spread: 1),
      unknown("sum", prior: 0, spread: 1), unknown("other", prior: 0, spread: 1),
    ]
    let result = try fit(unknowns, from: [0, 0.7, 0, 0]) { values in
      var sum = Linearization(unknowns: 4)
      for _ in 0..<10_000 {
        sum.add(0.5 - values[0], slopes: [-1, 0, 0, 0], robustness: .infinity)
        sum.add(1 - values[2] - values[3], slopes: [0, 0, -1, -1], robustness: .infinity)
      }
      return sum
    }
    let told = try Identifiability(unknowns, result)
    #expect(
      told.estimates.map(\.verdict) == [
        .determined, .notDetermined, .weaklyDetermined, .weaklyDetermined,
      ])
    #expect(abs(told.estimates[1].value - 0.7) < 1e-9)
    // Of two numbers with a known sum the difference keeps its prior: var 1/2 each, correlation -1.
    #expect(abs(told.correlations[2][3] + 1) < 1e-3)
    #expect(told.estimates[2].partner?.name == "other")
    // sqrt(10^4) for what is told, sqrt(2 * 10^4) for the sum, nothing for the rest.
    #expect(abs(told.singularValues[0] - 20_000.0.squareRoot()) < 1e-6)
    #expect(abs(told.singularValues[1] - 100) < 1e-6)
    #expect(told.singularValues[2] < 1e-3)
  }

  /// A fit of one number that ends at a value, with a cost.
  private func minimum(at value: Double, cost: Double) throws -> FitResult {
    let unknown = unknown("turn", prior: value, spread: .infinity)
    return try fit([unknown], from: [value]) { values in
      var sum = Linearization(unknowns: 1)
      sum.add(2 * (values[0] - value), slopes: [2], robustness: .infinity)
      sum.cost += cost
      sum.count = 1000
      return sum
    }
  }

  @Test(
    "of two minima that are all but as low the interval holds both, of a higher one it does not")
  func rivals() throws {
    // A slope of two is a standard deviation of a half.
    let (best, near, high) = try (
      minimum(at: -3, cost: 400), minimum(at: 4, cost: 402.9), minimum(at: 4, cost: 403.1)
    )
    #expect(best.isApart(from: near) && !best.isApart(from: best))
    // e^-2.9 is more than a twentieth, e^-3.1 less.
    #expect(best.isRivalled(by: near) && !best.isRivalled(by: high))
    let wider = best.holding([[near.estimate(of: 0)], [nil]]).estimate(of: 0)
    #expect(wider.value == -3)
    // From -3 to 4 and 1.96 times a half beyond.
    #expect(isClose(1.96 * wider.deviation, 7 + 1.96 / 2, within: 1e-9))
    #expect(best.holding([]).covariance == best.covariance)
  }
}
