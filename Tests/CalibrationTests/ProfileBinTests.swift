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
import Testing

/// Bins of 5 ns from 20 ns on, which hold the power of all paths within them.
@Suite("Bins of power-delay profiles")
struct ProfileBinTests {
  private static let grid = DelayCells.Grid(
    binWidth: 5e-9, bins: 6, binsPerCell: 1, centreFrequency: 10e9, slope: .infinity, first: 20e-9)
  private static let workers = Workers(count: 1)

  /// |r| = (n - 1) / (n + 1) = 1/3 at normal incidence on a dielectric of eps_r = 4.
  private static let wall = AdjustableMaterial(
    Yard.material("wall", permittivity: 4, conductivity: 0, scattering: 0.2), at: Yard.frequency)

  private enum Kind { case direct, mirror, scatterer }

  /// Paths across the wall at normal incidence, of some delays, that leave at 60 degrees from a scatterer.
  private func terms(_ paths: [(kind: Kind, delay: Double, amplitude: Double)]) -> MaterialTerms {
    var terms = MaterialTerms()
    for (index, path) in paths.enumerated() {
      terms.paths.append(
        MaterialTerms.Path(
          identifier: PathIdentifier(rawValue: UInt64(index) + 1), delay: path.delay, delayRate: 0,
          departure: .unitX, arrival: .unitX, firstContact: terms.contacts.count,
          contacts: path.kind == .direct ? 0 : 1, firstAmplitude: terms.amplitudes.count,
          scattering: path.kind == .scatterer
            ? .init(contact: 0, cosForward: 0.5, cosBackward: 0.5) : nil, isPiece: false))
      guard path.kind != .direct else {
        terms.amplitudes.append(Complex(path.amplitude))
        continue
      }
      terms.contacts.append(
        .init(material: 0, cosIncidence: 1, cosScattered: path.kind == .mirror ? 1 : 0.5))
      terms.amplitudes += [Complex(path.amplitude), .zero]
    }
    return terms
  }

  private func powers(_ scattering: Double, _ unknowns: [MaterialUnknown] = []) -> PathPowers {
    var material = Self.wall
    material.scattering = scattering
    return PathPowers(
      [material], unknowns: unknowns, over: [(10e9, 1)], centre: 10e9, workers: Self.workers)
  }

  private func cells(_ terms: MaterialTerms) -> DelayCells {
    var cells = DelayCells(Self.grid, pulse: .bin)
    cells.append(terms) { _, _ in [] }
    return cells
  }

  private func covariance(
    _ cells: DelayCells, looks: Double? = nil, modelError: Double
  ) -> SpeckleCovariance {
    SpeckleCovariance(
      looks: looks, delayError: 0.25e-9, cells, powers(0.2), noise: 0, modelError: modelError,
      counts: { $2 > 0 }, workers: Self.workers)
  }

  @Test("a path adds all its power to the bin that its delay lies in, and none to others")
  func bins() {
    let cells = cells(
      terms([
        (.direct, 20.001e-9, 1), (.direct, 24.999e-9, 2), (.direct, 25.001e-9, 3),
        (.direct, 49.9e-9, 4),
        (.direct, 19.9e-9, 5), (.direct, 50.001e-9, 6),
      ]))
    let values = cells.expectation(powers(0.2), unknowns: 0, workers: Self.workers).values[0]
    #expect(values == [5, 9, 0, 0, 0, 16])
  }

  @Test("a path next to an edge leaves its bins uncertain, one amid its bin does not")
  func edges() {
    let cells = cells(
      terms([(.direct, 25.1e-9, 1), (.direct, 32.5e-9, 1), (.direct, 41e-9, 1)]))
    let covariance = covariance(cells, looks: 4, modelError: 0.05)
    // The root of the variance: half the power moves with a delay of 0.25 ns, its logarithm by one half.
    let rest = logarithmicVariance(looks: 4) + 0.05 * 0.05 + 1e-6
    #expect(abs(1 / covariance.whitened([1], cell: 1)[0] - (0.25 + rest).squareRoot()) < 1e-12)
    #expect(abs(1 / covariance.whitened([1], cell: 2)[0] - rest.squareRoot()) < 1e-12)
    #expect(covariance.biases[2] == [logarithmicBias(looks: 4)])
  }

  @Test("S of a wall is found from bins that hold what closed form says")
  func scattering() throws {
    let (count, share) = (400, 1.0 / 9)
    var paths: [(Kind, Double, Double)] = [(.direct, 21e-9, 1e-3), (.mirror, 27e-9, 1e-3)]
    for index in 0..<count {
      paths.append((.scatterer, 31e-9 + 3e-9 * Double(index) / Double(count), 1e-3))
    }
    let cells = cells(terms(paths))
    let truth = 0.5
    // |r|^2 (1 - S^2) a^2 of a mirror, and |r|^2 S^2 cos(theta_s) / pi a^2 of each scatterer.
    let measured = [
      1e-6, share * (1 - truth * truth) * 1e-6,
      Double(count) * share * truth * truth * 0.5 / .pi * 1e-6, 0, 0, 0,
    ]
    let own = MaterialUnknown(material: 0, quantity: .scattering)
    let observation = LinkObservation(
      cells: cells, covariance: covariance(cells, modelError: 1e-3), measured: [measured], noise: 0)
    let unknown = Unknown(
      name: "wall scattering", unit: "1", prior: own.quantity.free(0.2), spread: 1.5,
      kind: .material(own))
    let result = try fit([unknown], from: [unknown.prior]) { values in
      let s = own.quantity.value(values[0])
      return observation.linearization(
        cells.expectation(powers(s, [own]), unknowns: 1, workers: Self.workers), gain: 1,
        slopes: [(0, own.quantity.slope(values[0]))], gainPosition: nil, unknowns: 1,
        robustness: 3, workers: Self.workers)
    }
    // What was known before draws the free value, 1.4 off, by 1.4 (1.4e-3 / 0.17)^2 / 1.5^2 = 4e-5:
    // 1.4e-3 is the standard deviation of a bin, 0.17 what its logarithm changes by with S.
    #expect(abs(unknown.value(result.values[0]) - truth) < 2e-5)
    #expect(result.hasConverged)
  }

  @Test("a number that two materials share has the sum of their derivatives")
  func shared() throws {
    let scene = try Yard.scene()
    let terms = try Yard.tracer(scene).materialTerms(
      link: 0, at: 0, from: ArrayElement(), to: ArrayElement())
    func slopes(_ unknowns: [MaterialUnknown]) -> [Double] {
      var sums = [Double](repeating: 0, count: unknowns.count)
      var workspace = PathPowers.Workspace()
      let powers = Yard.powers(scene, unknowns)
      for path in terms.paths {
        _ = powers.power(of: path, in: terms, &workspace)
        for slope in workspace.slopes { sums[slope.unknown] += slope.value }
      }
      return sums
    }
    let apart = slopes(
      [0, 1].map { MaterialUnknown(material: $0, quantity: .scattering) })
    let together = slopes([
      MaterialUnknown(material: 0, quantity: .scattering, others: [1])
    ])
    #expect(apart.allSatisfy { $0 != 0 })
    // Rounding of sums of some thousand terms.
    #expect(abs(together[0] - apart[0] - apart[1]) < 1e-12 * (abs(apart[0]) + abs(apart[1])))
  }
}
