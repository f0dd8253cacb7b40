// SPDX-License-Identifier: Apache-2.0

import Calibration
import Channels
import ComplexModule
import Execution
import RealModule
import Spatial
import Spectra
import Testing

@Suite("Cells of a geometry that differs")
struct MovedCellsTests {
  private static let grid = DelayCells.Grid(
    binWidth: 0.25e-9, bins: 64, binsPerCell: 1, centreFrequency: 79e9, slope: 35e12)
  private static let workers = Workers(count: 2)
  private static let pulse = PulseResponse(.blackmanHarris, samples: 64)

  /// Three paths from three sides, and two pieces of a surface that add in phase.
  private var terms: MaterialTerms {
    var terms = MaterialTerms()
    for (index, delay) in [5.1e-9, 7.33e-9, 9.07e-9, 12e-9, 12.1e-9].enumerated() {
      let angle = Double(index)
      let direction = Vector3(Double.cos(angle), Double.sin(angle), 0.3).normalized
      terms.paths.append(
        MaterialTerms.Path(
          identifier: PathIdentifier(rawValue: UInt64(index) + 1), delay: delay, delayRate: 0,
          departure: direction, arrival: Vector3(direction.y, -direction.z, direction.x),
          firstContact: 0, contacts: 0, firstAmplitude: terms.amplitudes.count, scattering: nil,
          isPiece: index >= 3))
      terms.amplitudes.append(Complex(1 / (1 + angle)))
    }
    return terms
  }

  private var nothing: PathPowers {
    PathPowers([], unknowns: [], over: [(79e9, 1)], centre: 79e9, workers: Self.workers)
  }

  private func cells(_ geometry: DelayCells.Geometry) -> DelayCells {
    var cells = DelayCells(Self.grid, pulse: Self.pulse, geometry: geometry)
    cells.append(terms) { _, _ in [1] }
    return cells
  }

  /// A delay, a place of the transmitter, and a radio that is both ends.
  private static let unknowns: [[(number: DelayCells.Geometry.Number, unit: Double)]] = [
    [(.delay, 1e-10)], [(.transmitter(axis: 1), 1)],
    [(.transmitter(axis: 2), 1), (.receiver(axis: 2), 1)],
  ]

  private func change(_ values: [Double]) -> DelayCells.Geometry {
    var change = DelayCells.Geometry()
    for (value, unknown) in zip(values, Self.unknowns) {
      for item in unknown { change.add(value * item.unit, to: item.number) }
    }
    return change
  }

  private func moved(_ values: [Double]) -> DelayCells.Expectation {
    let cells = cells(DelayCells.Geometry())
    return cells.expectation(
      movedBy: change(values), unknowns: Self.unknowns,
      powers: cells.pathPowers(nothing, workers: Self.workers), workers: Self.workers)
  }

  @Test("moving what is in cells is the same as putting it there")
  func sameAsPlaced() {
    let values = [0.7, 0.013, -0.008]
    let placed = cells(change(values)).expectation(nothing, unknowns: 0, workers: Self.workers)
    let moved = moved(values)
    let largest = placed.values[0].max() ?? 0
    for (one, other) in zip(placed.values[0], moved.values[0]) {
      // The same sums in another order.
      #expect(abs(one - other) < 1e-12 * largest)
    }
  }

  @Test("its derivatives are those of central differences")
  func derivatives() {
    let values = [0.31, -0.004, 0.006]
    let exact = moved(values)
    let largest = exact.values[0].max() ?? 0
    for unknown in 0..<3 {
      // A hundred-thousandth of a bin, or a tenth of a micrometre: the pulse is a table of cubics with
      // continuous slopes.
      let step = unknown == 0 ? 2.5e-5 : 1e-7
      var (less, more) = (values, values)
      less[unknown] -= step
      more[unknown] += step
      let (low, high) = (moved(less).values[0], moved(more).values[0])
      let scale = (0..<64).map { abs(exact.slopes[0][$0 * 3 + unknown]) }.max() ?? 0
      #expect(scale > 0.1 * largest)
      for bin in 0..<64 {
        let numeric = (high[bin] - low[bin]) / (2 * step)
        #expect(abs(exact.slopes[0][bin * 3 + unknown] - numeric) < 1e-6 * scale)
      }
    }
  }
}
