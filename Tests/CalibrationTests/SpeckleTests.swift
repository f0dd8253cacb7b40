// SPDX-License-Identifier: Apache-2.0

import Calibration
import Channels
import ComplexModule
import Execution
import Randomness
import RealModule
import Spatial
import Spectra
import Testing

@Suite("Speckle")
struct SpeckleTests {
  @Test("bias and variance of a logarithm of mean powers are the digamma and trigamma functions")
  func logarithms() {
    // psi(1) = -gamma, psi(1/2) = -gamma - 2 ln 2, psi'(1) = pi^2 / 6 (Abramowitz and Stegun 6.3, 6.4).
    let gamma = 0.577_215_664_901_532_9
    #expect(abs(logarithmicBias(looks: 1) + gamma) < 1e-9)
    #expect(
      abs(logarithmicBias(looks: 0.5) - (-gamma - 2 * Double.log(2) - Double.log(0.5))) < 1e-9)
    #expect(abs(logarithmicVariance(looks: 1) - .pi * .pi / 6) < 1e-7)
    #expect(abs(logarithmicVariance(looks: 4) - (.pi * .pi / 6 - 1 - 1.0 / 4 - 1.0 / 9)) < 1e-7)
  }

  @Test("a pulse is one at its place and falls like the window's transform, slope included")
  func pulse() {
    let pulse = PulseResponse(.hann, samples: 256)
    #expect(abs(pulse(0).value - 1) < 1e-12)
    // Hann's transform one and two bins off: one half and zero.
    #expect(abs(pulse(1).value - 0.5) < 1e-4)
    #expect(abs(pulse(2).value) < 1e-4)
    for x in [-1.7, -0.31, 0.44, 2.2] {
      let numeric = (pulse(x + 1e-4).value - pulse(x - 1e-4).value) / 2e-4
      // A cubic through samples 1/64 apart.
      #expect(abs(pulse(x).slope - numeric) < 1e-3)
    }
  }

  private static let grid = DelayCells.Grid(
    binWidth: 0.25e-9, bins: 64, binsPerCell: 8, centreFrequency: 79e9, slope: 35e12)

  /// Many paths without materials, and one alone in cell 6.
  private func terms(_ stream: inout RandomStream, moved: Double = 0) -> MaterialTerms {
    var terms = MaterialTerms()
    for index in 0..<401 {
      let isAlone = index == 400
      let delay = isAlone ? 13e-9 : 9e-9 * stream.uniform()
      let turn = moved * stream.uniform()
      terms.paths.append(
        MaterialTerms.Path(
          identifier: PathIdentifier(rawValue: UInt64(index) + 1), delay: delay + turn,
          delayRate: 0, departure: .unitX, arrival: .unitX, firstContact: 0, contacts: 0,
          firstAmplitude: terms.amplitudes.count, scattering: nil, isPiece: false))
      terms.amplitudes.append(Complex(isAlone ? 1 : 0.1))
    }
    return terms
  }

  private var nothing: PathPowers {
    PathPowers([], unknowns: [], over: [(79e9, 1)], centre: 79e9, workers: Workers(count: 1))
  }

  @Test("cells fluctuate as fields of random phases do, and a path alone does not")
  func fluctuations() {
    var stream = RandomStream(seed: 5, stage: .scattererPhases, index: 1)
    let terms = terms(&stream)
    let pulse = PulseResponse(.blackmanHarris, samples: 64)
    var cells = DelayCells(Self.grid, pulse: pulse)
    cells.append(terms) { _, _ in [] }
    let covariance = SpeckleCovariance(
      cells, nothing, noise: 0, noiseLooks: 1,
      averaging: .init(chirps: 1, period: 0), modelError: 0,
      counts: { _, _, _ in true }, workers: Workers(count: 1))
    // Trials with phases drawn anew.
    let (cell, trials) = (2, 4000)
    var (sum, squares, alone) = (0.0, 0.0, [Double]())
    for _ in 0..<trials {
      var field = [Complex<Double>](repeating: .zero, count: Self.grid.bins)
      for path in terms.paths {
        let amplitude =
          terms.amplitudes[path.firstAmplitude]
          * Complex(length: 1, phase: 2 * .pi * stream.uniform())
        for bin in field.indices {
          field[bin] +=
            amplitude * Complex(pulse(path.delay / Self.grid.binWidth - Double(bin)).value)
        }
      }
      func mean(_ cell: Int) -> Double {
        (0..<8).reduce(0) { $0 + field[cell * 8 + $1].lengthSquared } / 8
      }
      sum += mean(cell)
      squares += mean(cell) * mean(cell)
      alone.append(mean(6))
    }
    let mean = sum / Double(trials)
    let variance = squares / Double(trials) - mean * mean
    let expected = cells.expectation(nothing, unknowns: 0, workers: Workers(count: 1)).values[0]
    // 4000 trials of about four looks: the mean within 0.5 / sqrt(4000) = 0.8 % (one sigma), the
    // variance within 5 % (one sigma of sqrt(2 / 4000) and the skew); three sigma each.
    #expect(abs(mean / expected[cell] - 1) < 0.024)
    #expect(abs(variance / (mean * mean) * covariance.looks[cell] - 1) < 0.15)
    #expect(covariance.looks[cell] > 2 && covariance.looks[cell] < 8)
    // A path alone is the same in every trial, and as strong as expected.
    let spread = (alone.max() ?? 0) - (alone.min() ?? 0)
    #expect(spread < 1e-9)
    #expect(abs(alone[0] / expected[6] - 1) < 1e-3)
    // Nor does it fluctuate in the next cell, where its pulse reaches: the path lies at bin 52 of 48 to 55
    // and shows up to bin 58 with a ten thousandth of its power.
    #expect(expected[7] > 0 && covariance.looks[6] > 1e6 && covariance.looks[7] > 1e6)
  }

  @Test("cells of hardly anything but noise keep the bias of the noise's logarithm")
  func noise() {
    var stream = RandomStream(seed: 8, stage: .scattererPhases, index: 1)
    let pulse = PulseResponse(.blackmanHarris, samples: 64)
    var cells = DelayCells(Self.grid, pulse: pulse)
    cells.append(terms(&stream)) { _, _ in [] }
    // Noise a million times as strong as the paths, two looks in each bin and eight bins in a cell.
    let covariance = SpeckleCovariance(
      cells, nothing, noise: 1e6, noiseLooks: 2,
      averaging: .init(chirps: 1, period: 0), modelError: 0,
      counts: { _, _, _ in true }, workers: Workers(count: 1))
    // Every other bin is independent behind this window, so there are eight looks: psi(8) - ln 8.
    #expect(abs(covariance.biases[2][0] - logarithmicBias(looks: 8)) < 1e-3)
  }

  @Test(
    "a radio at rest sees one speckle in all windows; where paths turn by many waves, another one")
  func windows() {
    var stream = RandomStream(seed: 6, stage: .scattererPhases, index: 1)
    let first = terms(&stream)
    let pulse = PulseResponse(.blackmanHarris, samples: 64)
    func residual(_ second: MaterialTerms) -> [Double] {
      var cells = DelayCells(Self.grid, pulse: pulse)
      cells.append(first) { _, _ in [] }
      cells.append(second) { _, _ in [] }
      return SpeckleCovariance(
        cells, nothing, noise: 0, noiseLooks: 1,
        averaging: .init(chirps: 1, period: 0), modelError: 0,
        counts: { _, _, _ in true }, workers: Workers(count: 1)
      ).whitened([1, 1], cell: 2)
    }
    // The same residual twice: a second one that follows from the first tells nothing.
    #expect(abs(residual(first)[1]) < 0.01 * residual(first)[0])
    var stream2 = RandomStream(seed: 6, stage: .scattererPhases, index: 1)
    let turned = residual(terms(&stream2, moved: 1e-10))
    // Eight periods of phase: what 50 paths have in common by chance is below one in seven of 1.
    #expect(abs(turned[1] / turned[0] - 1) < 0.2)
  }
}
