// SPDX-License-Identifier: Apache-2.0

import Calibration
import Channels
import ComplexModule
import Electromagnetics
import Execution
import PathTracing
import RealModule
import Scenes
import Spatial
import Spectra
import TestSupport
import Testing
import ToyScenes

@Suite("Scatterers that are a sample of a surface")
struct ResampledScatterersTests {
  private static let workers = Workers(count: 1)

  /// The yard's paths in two windows, and the power of each.
  private func observation(
    looks: Double?
  ) throws -> (observation: LinkObservation, powers: [Double]) {
    let scene = try Yard.scene()
    let tracer = try Yard.tracer(scene, scatterers: 3000)
    let grid = DelayCells.Grid(
      binWidth: 0.25e-9, bins: 256, binsPerCell: 1, centreFrequency: 79e9, slope: 35e12)
    var cells = DelayCells(grid, pulse: PulseResponse(.hann, samples: 256))
    let terms = try tracer.materialTerms(
      link: 0, at: 0, from: ArrayElement(), to: ArrayElement())
    for _ in 0..<2 { cells.append(terms) { _, _ in [.one, .one] } }
    let powers = Yard.powers(scene)
    let covariance =
      looks.map {
        SpeckleCovariance(
          looks: $0, delayError: 0, cells, powers, noise: 1e-20, modelError: 0.1,
          counts: { $2 > 0 }, workers: Self.workers)
      }
      ?? SpeckleCovariance(
        cells, powers, noise: 1e-20, noiseLooks: 1,
        averaging: .init(chirps: 1, period: 1e-4), modelError: 0.1, counts: { $2 > 0 },
        workers: Self.workers)
    let measured = cells.expectation(powers, unknowns: 0, workers: Self.workers).values
    return (
      LinkObservation(cells: cells, covariance: covariance, measured: measured, noise: 1e-20),
      cells.pathPowers(powers, workers: Self.workers)
    )
  }

  @Test(
    "another sample has the same power in the mean, and strays as often as the first one",
    arguments: [(nil as Double?, 2.0), (4, 1)])
  func moments(looks: Double?, variance: Double) throws {
    let (observation, powers) = try observation(looks: looks)
    let paths = observation.cells.terms.paths
    var factors: [Double] = []
    for number in 0..<4 {
      let other = observation.resampled(powers, number: number)
      for (index, path) in paths.enumerated() where powers[index] > 0 {
        if path.scattering == nil {
          #expect(other[index] == powers[index])
        } else {
          factors.append(other[index] / powers[index])
        }
      }
      #expect(other == observation.resampled(powers, number: number))
    }
    #expect(factors.count > 4000)
    let count = Double(factors.count)
    let mean = factors.reduce(0, +) / count
    let squares = factors.map { ($0 - 1) * ($0 - 1) }
    let square = squares.reduce(0, +) / count
    // Four standard errors: of the variance v over n, and of the fourth moment, 60 for the square of a
    // normal number and 9 for an exponential one, less v^2.
    #expect(abs(mean - 1) < 4 * (variance / count).squareRoot(), "\(mean)")
    let fourth = variance == 2 ? 60.0 : 9
    #expect(
      abs(square - variance) < 4 * ((fourth - variance * variance) / count).squareRoot(),
      "\(square)"
    )
  }

  @Test("what samples stray by adds to a covariance as their mean product")
  func straying() throws {
    let unknowns = ["a", "b"].map {
      Unknown(name: $0, unit: "m", prior: 0, spread: 1, kind: .position(radio: 0, axis: 0))
    }
    let fit = try fit(unknowns, from: [0, 0]) { _ in Linearization(unknowns: 2) }
    let wider = fit.straying([[1, 2], [-3, 0]])
    let added = zip(wider.covariance, fit.covariance).map(-)
    for (value, product) in zip(added, [5.0, 1, 1, 2]) {
      #expect(isClose(value, product, within: 1e-12))
    }
    #expect(wider.values == fit.values)
  }

  @Test("a step ends where a straight problem is least")
  func step() throws {
    // (x - 3)^2 / 2 of the data and x^2 / 2 of what was known before are least at 1.5.
    let unknown = Unknown(
      name: "x", unit: "m", prior: 0, spread: 1, kind: .position(radio: 0, axis: 0))
    var sum = Linearization(unknowns: 1)
    sum.add(0.5 - 3, slopes: [1], robustness: 100)
    let step = try Calibration.step([unknown], at: [0.5], sum)
    #expect(abs(step[0] - 1) < 1e-12)
  }

  @Test("paths that lie evenly within some bins show as the mean of many single ones")
  func spread() {
    let pulse = PulseResponse(.blackmanHarris, samples: 64)
    for (distance, span) in [(0.3, 1.0), (-1.7, 4.0), (2.2, 0.4), (5.1, 20), (-9.5, 20)] {
      let count = 2000
      let single = (0..<count).map { index in
        pulse(distance + span * ((Double(index) + 0.5) / Double(count) - 0.5))
      }
      let values = single.map { $0.value * $0.value }
      let slopes = single.map { 2 * $0.value * $0.slope }
      let value = values.reduce(0, +) / Double(count)
      let slope = slopes.reduce(0, +) / Double(count)
      let spread = pulse.power(distance, over: span)
      // The midpoint rule over 2000 points, and the pulse's table at 64 steps a bin.
      #expect(abs(spread.value - value) < 2e-6 && abs(spread.slope - slope) < 2e-6)
    }
    // One bin holds all of a pulse whether it is spread or not, once the bins reach far enough.
    let sums = [0, 6.0].map { span in
      (-20...20).reduce(0) { $0 + pulse.power(0.37 + Double($1), over: span).value }
    }
    #expect(abs(sums[0] - sums[1]) < 1e-5 * sums[0])
  }

  @Test("the surfaces that the scatterers of a floor stand for add up to the floor")
  func floor() throws {
    var toy = try ToyScene(materials: Yard.materials)
    try toy.add(
      ToyScene.panel(Vector3(-5, -8, 0), Vector3(15, 0, 0), Vector3(0, 16, 0)), "floor",
      of: "floor-stuff")
    toy.link(from: Vector3(0, 0, 3), to: nil)
    let terms = try Yard.tracer(toy.scene(), scatterers: 3000).materialTerms(
      link: 0, at: 0, from: ArrayElement(), to: ArrayElement())
    // Along the floor the delay from above it and back grows by 2 sin(angle) / c.
    let areas = terms.paths.compactMap { path -> Double? in
      guard let scattering = path.scattering else { return nil }
      let slope = 2 * (1 - path.departure.z * path.departure.z).squareRoot() / 299_792_458
      let side = scattering.delaySpan / slope
      return side * side
    }
    // 240 m^2; points of a low-discrepancy set miss an integral by some percent of what as many random
    // ones would, which is 2 % of it.
    #expect(areas.count > 2500)
    #expect(abs(areas.reduce(0, +) - 240) < 2.5, "\(areas.reduce(0, +))")
  }
}
