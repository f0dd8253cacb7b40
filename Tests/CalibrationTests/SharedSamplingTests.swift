// SPDX-License-Identifier: Apache-2.0

import Calibration
import Channels
import ComplexModule
import Execution
import Quantities
import RealModule
import Spatial
import TestSupport
import Testing

@Suite("Scatterers that show in several cells")
struct SharedSamplingTests {
  private static let workers = Workers(count: 1)
  private static let grid = DelayCells.Grid(
    binWidth: 1e-9, bins: 4, binsPerCell: 1, centreFrequency: 10e9, slope: .infinity)

  private static let wall = AdjustableMaterial(
    Yard.material("wall", permittivity: 4, conductivity: 0, scattering: 0.5), at: Yard.frequency)

  private static var powers: PathPowers {
    PathPowers([wall], unknowns: [], over: [(10e9, 1)], centre: 10e9, workers: workers)
  }

  /// Some scatterers, equally strong, all of them at one delay in each window.
  private func observation(_ count: Int, delays: [Double]) -> LinkObservation {
    var cells = DelayCells(Self.grid, pulse: .bin)
    for delay in delays {
      var terms = MaterialTerms()
      for number in 0..<count {
        terms.paths.append(
          MaterialTerms.Path(
            identifier: PathIdentifier(rawValue: UInt64(number) + 1), delay: delay, delayRate: 0,
            departure: .unitX, arrival: .unitX, firstContact: number, contacts: 1,
            firstAmplitude: 2 * number,
            scattering: .init(contact: 0, cosForward: 1, cosBackward: 0), isPiece: false))
        terms.contacts.append(.init(material: 0, cosIncidence: 1, cosScattered: 1))
        terms.amplitudes += [.one, .zero]
      }
      cells.append(terms) { _, _ in [] }
    }
    let covariance = SpeckleCovariance(
      looks: nil, delayError: 0, cells, Self.powers, noise: 0, modelError: 0.1,
      counts: { $2 > 0 }, workers: Self.workers)
    let measured = cells.expectation(Self.powers, unknowns: 0, workers: Self.workers).values
    return LinkObservation(cells: cells, covariance: covariance, measured: measured, noise: 0)
  }

  /// What is added to the information on the link's gain.
  private func shared(_ observation: LinkObservation) -> Double {
    let expectation = observation.cells.expectation(
      Self.powers, unknowns: 0, workers: Self.workers)
    return observation.sharedSampling(
      expectation, paths: observation.cells.pathPowers(Self.powers, workers: Self.workers),
      gain: 1, slopes: [], gainPosition: 0, unknowns: 1, robustness: 3)[0]
  }

  @Test("the same scatterers in two cells at two times make both stray alike")
  func moved() {
    let count = 50
    let observation = observation(count, delays: [0.5e-9, 2.5e-9])
    // A cell's logarithm strays by 1 / N of the sample and 0.01 of what no material explains; its slope by
    // the gain in dB is ln 10 / 10. What two cells have in common adds twice the product of both.
    let variance = 1 / Double(count) + 0.01 + 1e-6
    let slope = Double.log(10) / 10 / variance
    let expected = 2 * slope * slope / Double(count)
    #expect(isClose(shared(observation), expected, within: 1e-9 * expected))
  }

  @Test("scatterers that stay in their cell add nothing to what its covariance holds")
  func resting() {
    let own = shared(observation(50, delays: [0.5e-9, 0.5e-9]))
    let alone = shared(observation(50, delays: [0.5e-9]))
    // Against some 2 (0.23 / 0.03)^2 / 50 of those that move.
    #expect(abs(own) < 1e-9 && abs(alone) < 1e-9, "\(own), \(alone)")
  }

  @Test("intervals widen by what data share, and never become narrower")
  func widened() throws {
    // A number with the data 1.75 about it and a standard deviation of 2 before: H = 1.75 + 1 / 2^2 = 2.
    let unknown = Unknown(
      name: "gain", unit: "dB", prior: 0, spread: 2, kind: .gain(link: 0))
    let slope = 1.75.squareRoot()
    let result = try fit([unknown], from: [0]) { values in
      var sum = Linearization(unknowns: 1)
      sum.add(slope * values[0], slopes: [slope], robustness: 3)
      return sum
    }
    #expect(isClose(result.covariance[0], 0.5, within: 1e-9))
    // With D = 6 the variance grows by (2 + 6) / 2.
    #expect(try isClose(result.widened(by: [6], [unknown]).covariance[0], 2, within: 1e-8))
    #expect(try result.widened(by: [-1], [unknown]).covariance == result.covariance)
  }
}
