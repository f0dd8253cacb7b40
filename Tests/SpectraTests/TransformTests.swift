// SPDX-License-Identifier: Apache-2.0

import ComplexModule
import RealModule
import Spectra
import TestSupport
import Testing

@Suite("Fourier transforms")
struct TransformTests {
  /// The sum itself.
  private func direct(_ x: [Complex<Double>], sign: Double) -> [Complex<Double>] {
    x.indices.map { k in
      x.indices.reduce(Complex.zero) { sum, n in
        let turns = Double((k * n) % x.count) / Double(x.count)
        return sum + x[n] * Complex(length: 1, phase: sign * 2 * .pi * turns)
      }
    }
  }

  private func run(_ transform: FourierTransform, _ x: [Complex<Double>]) -> [Complex<Double>] {
    transform.run { samples in
      for index in x.indices { samples[index] = x[index] }
    } read: { spectrum in
      x.indices.map { spectrum[$0] }
    }
  }

  private func signal(_ count: Int) -> [Complex<Double>] {
    (0..<count).map { Complex(Double.sin(1.3 * Double($0)), Double.cos(0.7 * Double($0 * $0))) }
  }

  @Test("FFTW's transform equals the sum", arguments: [1, 2, 12, 97, 2116])
  func againstSum(count: Int) {
    let x = signal(count)
    for (direction, sign) in [(FourierTransform.Direction.forward, -1.0), (.backward, 1.0)] {
      let fast = run(FourierTransform(count: count, direction: direction), x)
      let slow = direct(x, sign: sign)
      // The direct sum itself rounds by about count * 1e-16.
      let error = zip(fast, slow).map { ($0 - $1).length }.max() ?? 0
      #expect(error < 2e-15 * Double(count) + 1e-14)
    }
  }

  @Test("forward and backward give the samples back, times their number")
  func roundTrip() {
    let x = signal(360)
    let spectrum = run(FourierTransform(count: 360, direction: .forward), x)
    let back = run(FourierTransform(count: 360, direction: .backward), spectrum)
    for (a, b) in zip(back, x) { #expect((a / Complex(360) - b).length < 1e-14) }
  }

  @Test(
    "windows have Harris's coherent gain and noise bandwidth",
    arguments: [
      (Window.rectangular, 1.0, 1.0), (.hann, 0.5, 1.5), (.hamming, 0.54, 1.362_826),
      (.blackman, 0.42, 1.726_757), (.blackmanHarris, 0.358_75, 2.004_353),
    ])
  func windows(window: Window, gain: Double, bandwidth: Double) {
    // The periodic cosine sums have these figures exactly (Harris 1978, table 1, with more digits).
    let figures = WindowFigures(window.weights(256))
    #expect(isClose(figures.coherentGain, gain, within: 1e-12))
    #expect(isClose(figures.noiseBandwidth, bandwidth, within: 1e-6))
  }

  @Test(
    "no sidelobe exceeds the window's level",
    arguments: [
      (Window.hann, 2.0, -31.4), (.hamming, 2.0, -42.6), (.blackman, 3.0, -58.1),
      (.blackmanHarris, 4.0, -91.9), (.chebyshev80, 3.2, -79.8),
    ])
  func sidelobes(window: Window, mainLobe: Double, level: Double) {
    let count = 128
    let weights = window.weights(count)
    let sum = weights.reduce(0, +)
    var highest = -Double.infinity
    for step in 0..<4000 {
      let bin = mainLobe + (Double(count) / 2 - mainLobe) * Double(step) / 4000
      var value = Complex<Double>.zero
      for (sample, weight) in weights.enumerated() {
        value += Complex(
          length: weight, phase: -2 * .pi * bin * Double(sample) / Double(count))
      }
      highest = max(highest, 20 * Double.log10(value.length / sum))
    }
    #expect(highest < level)
    // The level is reached, so the window is not another one with lower sidelobes.
    #expect(highest > level - 1.5)
  }
}

@Suite("Sums of exponentials")
struct ExponentialSumTests {
  @Test("the gridded sum equals the direct one to -120 dB", arguments: [1, 7, 64, 2116])
  func againstSum(count: Int) {
    let plan = ExponentialSum.Plan(count: count)
    let sum = ExponentialSum(plan)
    // Frequencies in all parts of the band, on, between and across the ends of the grid.
    let terms = (0..<100).map { index -> (Complex<Double>, Double) in
      let frequency = index < 3 ? [0.0, 0.999_999_9, -1e-9][index] : 37.1 * Double(index) / 17 - 40
      return (Complex(length: 1 / Double(1 + index % 7), phase: Double(index)), frequency)
    }
    sum.add(
      terms.map { ExponentialTerm(amplitude: $0.0, phase: 5e6 * $0.1, frequency: $0.1) })
    var fast: [Complex<Double>] = []
    sum.appendSamples(to: &fast)
    let total = terms.reduce(0) { $0 + $1.0.length }
    #expect(fast.count == count)
    for n in 0..<count {
      let exact = terms.reduce(Complex<Double>.zero) { partial, term in
        let (turns, own) = (term.1 * Double(n - count / 2), 5e6 * term.1)
        let phase = -2 * Double.pi * (turns - turns.rounded() + own - own.rounded())
        return partial + term.0 * Complex(length: 1, phase: phase)
      }
      // The documented bound: -120 dB of the sum of magnitudes.
      #expect((fast[n] - exact).length < 1e-6 * total)
    }
  }

  @Test(
    "terms whose amplitudes are polynomials equal the direct sum", arguments: [1, 2, 3, 4, 5],
    [7, 2116])
  func polynomials(orders: Int, count: Int) {
    let sum = ExponentialSum(ExponentialSum.Plan(count: count))
    let frequencies: [Double] = [0, 0.999_999_9] + (2..<50).map { 7.3 * Double($0) / 11 - 20 }
    let terms: [ExponentialTerm] = frequencies.enumerated().map { index, frequency in
      let own = Double(index)
      return ExponentialTerm(
        amplitude: Complex(length: 1, phase: own), phase: 1e3 / (own + 1), frequency: frequency)
    }
    let coefficients: [Complex<Double>] = (0..<50 * orders).map { index in
      let order = index % orders
      return Complex(length: 1 / Double(1 + order), phase: 0.7 * Double(index))
    }
    let unit = sum.plan.derivativeUnit
    let derivatives = coefficients.enumerated().map { index, coefficient in
      (0..<index % orders).reduce(coefficient) { product, _ in product * unit }
    }
    sum.add(terms, derivatives: derivatives)
    var fast: [Complex<Double>] = []
    sum.appendSamples(to: &fast)
    for n in 0..<count {
      let offset = Double(n - count / 2)
      let x = Complex(2 * offset / Double(count))
      var exact = Complex<Double>.zero
      for (index, term) in terms.enumerated() {
        var amplitude = Complex<Double>.zero
        for order in (0..<orders).reversed() {
          amplitude = amplitude * x + coefficients[index * orders + order]
        }
        let turns = term.frequency * offset
        let cycles = turns - turns.rounded() + term.phase
        exact += term.amplitude * amplitude * Complex(length: 1, phase: -2 * Double.pi * cycles)
      }
      // Each further order loses a factor of two or three: -85 dB with five, and -80 dB where a
      // handful of samples makes the grid finer than it need be.
      let bound = orders == 1 ? 1e-6 : count < 16 ? 1e-4 : 6e-5
      #expect((fast[n] - exact).length < bound * 50)
    }
  }

  /// The largest error of constant and of linear amplitudes, each relative to what it sums up.
  private func errors(allowed: Double, count: Int) -> [Double] {
    let plan = ExponentialSum.Plan(count: count, error: allowed)
    let special = [0.0, 0.5, -1e-9]
    let terms = (0..<60).map { index -> ExponentialTerm in
      let number = Double(index)
      let frequency: Double = index < 3 ? special[index] : 37.1 * number / 17 - 40
      let amplitude = Complex(length: 1 / Double(1 + index % 7), phase: number)
      return ExponentialTerm(amplitude: amplitude, phase: 0.3 * number, frequency: frequency)
    }
    let total = terms.reduce(0) { $0 + $1.amplitude.length }
    var worst: [Double] = []
    for isLinear in [false, true] {
      let sum = ExponentialSum(plan)
      let derivatives: [Complex<Double>] = isLinear ? [.zero, plan.derivativeUnit] : [.one]
      sum.add(terms, derivatives: terms.flatMap { _ in derivatives })
      var fast: [Complex<Double>] = []
      sum.appendSamples(to: &fast)
      var largest = 0.0
      for sample in 0..<count {
        let offset = Double(sample - count / 2)
        var exact = Complex<Double>.zero
        for term in terms {
          let turns = term.frequency * offset
          let cycles = turns - turns.rounded() + term.phase
          exact += term.amplitude * Complex(length: 1, phase: -2 * Double.pi * cycles)
        }
        let x = isLinear ? 2 * offset / Double(count) : 1
        largest = max(largest, (fast[sample] - exact * Complex(x)).length)
      }
      worst.append(largest / total)
    }
    return worst
  }

  @Test(
    "constant and linear amplitudes differ from the direct sum by less than the error allowed",
    arguments: [-40.0, -60, -90, -120, -130], [1, 7, 64, 500, 2116])
  func allowedError(decibels: Double, count: Int) {
    let allowed = Double.pow(10, decibels / 20)
    let found = errors(allowed: allowed, count: count)
    #expect(found.allSatisfy { $0 < allowed }, "\(found)")
  }

  @Test("the more error is allowed, the smaller is the grid and the more of it there is")
  func coarserGrids() {
    let count = 2116
    let allowed = [3e-7, 1e-6, 1e-4, 1e-3, 1e-2]
    let grids = allowed.map { error in
      -ExponentialSum.Plan(count: count, error: error).derivativeUnit.imaginary
        * .pi * Double(count)
    }
    #expect(zip(grids, grids.dropFirst()).allSatisfy { $0 > $1 })
    // As fine as every sum was before the error could be set.
    #expect(abs(grids[1] - 4320) < 1e-6)
    let found = allowed.map { errors(allowed: $0, count: count)[0] }
    #expect(zip(found, found.dropFirst()).allSatisfy { $0 < $1 }, "\(found)")
  }

  @Test("weighted samples are added to what is there, and cleared terms are gone")
  func additions() {
    let sum = ExponentialSum(ExponentialSum.Plan(count: 32))
    sum.add([ExponentialTerm(amplitude: Complex(1, 0.5), phase: 0, frequency: 0.25)])
    var plain: [Complex<Double>] = []
    sum.appendSamples(to: &plain)
    let weights = (0..<32).map { 0.3 + 0.1 * Double($0) }
    var added = [Complex<Double>](repeating: Complex(7, -2), count: 40)
    sum.addSamples(times: weights, to: &added, at: 5)
    for index in added.indices {
      let own = (5..<37).contains(index) ? plain[index - 5] * Complex(weights[index - 5]) : .zero
      // One rounding of numbers up to ten.
      #expect((added[index] - Complex(7, -2) - own).length < 1e-14)
    }
    sum.clear()
    var silent: [Complex<Double>] = []
    sum.appendSamples(to: &silent)
    #expect(silent.allSatisfy { $0 == .zero })
  }
}
