// SPDX-License-Identifier: Apache-2.0

import Calibration
import Channels
import ComplexModule
import Execution
import Quantities
import Randomness
import RealModule
import Spatial
import Spectra
import TestSupport
import Testing

@Suite("Cells over delay and Doppler shift")
struct DopplerCellTests {
  private static let workers = Workers(count: 1)
  private static let taper = Window.hann
  private static let pulse = PulseResponse(.blackmanHarris, samples: 64)

  private static let axis = DopplerAxis(
    bins: 32, binWidth: 100, binsPerCell: 4, firstRow: -1600, taper: taper)

  private static func grid(_ axis: DopplerAxis?) -> DelayCells.Grid {
    var grid = DelayCells.Grid(
      binWidth: 0.25e-9, bins: 64, binsPerCell: 8, centreFrequency: 79e9, slope: 1e20)
    grid.doppler = axis
    return grid
  }

  private static var nothing: PathPowers {
    PathPowers([], unknowns: [], over: [(79e9, 1)], centre: 79e9, workers: workers)
  }

  /// Paths without materials, of which each has a delay in seconds, a shift in hertz and an amplitude.
  private static func terms(
    _ paths: [(delay: Double, shift: Double, amplitude: Double)]
  ) -> MaterialTerms {
    var terms = MaterialTerms()
    for (index, path) in paths.enumerated() {
      terms.paths.append(
        MaterialTerms.Path(
          identifier: PathIdentifier(rawValue: UInt64(index) + 1), delay: path.delay,
          delayRate: -path.shift / 79e9, departure: .unitX, arrival: .unitX, firstContact: 0,
          contacts: 0, firstAmplitude: terms.amplitudes.count, scattering: nil, isPiece: false))
      terms.amplitudes.append(Complex(path.amplitude))
    }
    return terms
  }

  private static func cells(_ windows: [MaterialTerms], _ axis: DopplerAxis?) -> DelayCells {
    var cells = DelayCells(grid(axis), pulse: pulse)
    for window in windows { cells.append(window) { _, _ in [] } }
    return cells
  }

  private static func values(_ cells: DelayCells) -> [Double] {
    cells.expectation(nothing, unknowns: 0, workers: workers).values[0]
  }

  @Test(
    "a path shows where its Doppler shift lies, and where it folds to",
    arguments: [(-1300, 1), (-150, 4), (150, 4), (1200, 7), (1950, 1), (1590, 0), (-2000, 7)])
  func places(shift: Int, column: Int) throws {
    let cells = Self.cells([Self.terms([(7e-9, Double(shift), 1)])], Self.axis)
    let values = Self.values(cells)
    let strongest = try #require(values.indices.max { values[$0] < values[$1] })
    // 7 ns are bin 28 of cells of eight. Cells of 400 Hz begin at -1800 Hz, the fifth around 0 Hz; 3200 Hz lie
    // between one end and the other.
    #expect(strongest == 3 * 8 + column)
  }

  @Test("all Doppler cells together hold the power that a profile does, wherever a path lies")
  func parseval() {
    for shift in [-1577.0, -333, 0, 48, 1033] {
      let terms = [Self.terms([(6.3e-9, shift, 0.7), (9.1e-9, -shift, 0.3)])]
      let map = Self.cells(terms, Self.axis)
      let together = map.grid.overDelay(Self.values(map))
      for (own, profile) in zip(together, Self.values(Self.cells(terms, nil))) {
        // Heights below 1e-4 and beyond six bins are left out: 60 dB below a path behind Hann's window.
        #expect(isClose(own, profile, within: 1e-5 * 0.5), "\(shift) Hz")
      }
    }
  }

  @Test("what rests lies in the middle of its cell, and a map's rows are turned by half a cell")
  func turned() {
    // Row 16 of 32 is 0 Hz: bin 18, the third of its cell of four, with all within 100 Hz beside it.
    #expect(Self.axis.place(ofRow: 16) == 18)
    #expect(Set((0..<32).map(Self.axis.place)) == Set(0..<32))
    #expect(Self.axis.first == -1800)
  }

  @Test("means over cells take each bin once")
  func means() {
    let grid = Self.grid(Self.axis)
    let values = (0..<64 * 32).map { Double($0) }
    let means = grid.means(values)
    // Cell 10 holds bins 8 to 15 over delay and 8 to 11 over shift: 11.5 rows of 32 and 9.5.
    #expect(means.count == 64)
    #expect(isClose(means[10], 11.5 * 32 + 9.5, within: 1e-9))
  }

  @Test("cells of maps fluctuate as fields of random phases do, and so do their logarithms")
  func fluctuations() {
    var stream = RandomStream(seed: 11, stage: .scattererPhases, index: 1)
    // Strong ones in one corner of a cell, so that its bins are not equally strong.
    let strong = (0..<12).map { (delay: 4.2e-9, shift: -580 + 5 * Double($0), amplitude: 1.0) }
    let weak = (0..<48).map { _ in
      (
        delay: 4e-9 + 2e-9 * stream.uniform(), shift: -600 + 400 * stream.uniform(),
        amplitude: 0.15
      )
    }
    let paths = strong + weak
    let terms = Self.terms(paths)
    let cells = Self.cells([terms], Self.axis)
    let covariance = SpeckleCovariance(
      cells, Self.nothing, noise: 0, noiseLooks: 1, averaging: .init(chirps: 1, period: 0),
      modelError: 0, counts: { _, _, _ in true }, workers: Self.workers)
    // 4 to 6 ns are cell 2 over delay, -600 to -200 Hz are bins 12 to 15 from -1800 Hz, cell 3 over shift.
    let (cell, trials) = (2 * 8 + 3, 20_000)
    let (rows, columns) = (16..<24, 12..<16)
    let doppler = PulseResponse(Self.taper, samples: 32)
    let heights = paths.map { path in
      rows.flatMap { row in
        columns.map { column in
          path.amplitude * Self.pulse(path.delay / 0.25e-9 - Double(row)).value
            * doppler((path.shift + 1800) / 100 - Double(column)).value
        }
      }
    }
    var (sum, squares, logarithms) = (0.0, 0.0, 0.0)
    for _ in 0..<trials {
      var field = [Complex<Double>](repeating: .zero, count: 32)
      for own in heights {
        let phase = Complex<Double>(length: 1, phase: 2 * .pi * stream.uniform())
        for bin in field.indices { field[bin] += phase * Complex(own[bin]) }
      }
      let power = field.reduce(0) { $0 + $1.lengthSquared } / 32
      sum += power
      squares += power * power
      logarithms += Double.log(power)
    }
    let mean = sum / Double(trials)
    let variance = squares / Double(trials) - mean * mean
    let expected = Self.values(cells)[cell]
    let looks = covariance.looks[cell]
    // Of hardly more than one look: the mean within 0.7 % (one sigma), the variance within 2 %, its root's
    // kurtosis of 9 taken into account; three sigma each.
    #expect(looks > 1 && looks < 2, "\(looks)")
    #expect(isClose(mean / expected, 1, within: 0.021))
    #expect(isClose(variance / (mean * mean) * looks, 1, within: 0.06))
    // The logarithm's mean has a standard error of 0.008. Three cumulants leave 0.02 of 0.4; equally strong
    // fields with this variance would be 0.05 off.
    let bias = logarithms / Double(trials) - Double.log(expected)
    #expect(isClose(bias, covariance.biases[cell][0], within: 0.04), "\(bias)")
  }

  @Test(
    "the logarithm of two fields' mean power is that of closed form, closer than by two cumulants")
  func twoFields() {
    // E ln(a E_1 + b E_2) = (a ln a - b ln b) / (a - b) - gamma, of exponential E.
    for ratio in [0.1, 0.3, 0.6] {
      let (a, b) = (1 / (1 + ratio), ratio / (1 + ratio))
      let exact = (a * Double.log(a) - b * Double.log(b)) / (a - b) - 0.577_215_664_901_532_9
      let variance = a * a + b * b
      let skewness = 2 * (a * a * a + b * b * b) - 2 * variance * variance
      let own = logarithmicBias(looks: 1 / variance, skewness: skewness)
      // What the fourth and higher cumulants add.
      #expect(isClose(own, exact, within: 0.03), "\(ratio)")
      // Where fields are nearly alike two cumulants do as well.
      if ratio < 0.5 {
        #expect(abs(own - exact) < abs(logarithmicBias(looks: 1 / variance) - exact), "\(ratio)")
      }
    }
    // Equally strong fields have the third cumulant of a gamma distribution.
    #expect(logarithmicBias(looks: 3, skewness: 0) == logarithmicBias(looks: 3))
    let nearly = logarithmicBias(looks: 3, skewness: 1e-4)
    #expect(isClose(nearly, logarithmicBias(looks: 3), within: 1e-3))
  }
}
