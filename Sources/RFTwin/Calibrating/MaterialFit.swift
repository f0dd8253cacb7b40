// SPDX-License-Identifier: Apache-2.0

internal import Calibration
internal import Electromagnetics
internal import Execution
internal import LinearAlgebra
internal import Quantities
internal import RadarFrames
internal import RealModule
internal import Scenes
internal import Spectra

/// A link of a capture, the windows that are fitted and those that are held out.
struct ObservedLink: Sendable {
  let name: String
  let record: String

  /// Which link of the scenario.
  let index: Int
  let fitted: LinkObservation
  let heldOut: LinkObservation?
}

/// The frequencies of a sweep with the shares of power that the window leaves them.
struct SampledBand {
  private let samples: [(frequency: Double, weight: Double)]
  private let centre: Double

  /// Glass of 6 mm has half a period over the band, which eight samples follow.
  private static let count = 8

  init(_ scenario: Scenario) {
    let band = scenario.waveform.sampledBand
    let weights = scenario.processing.delayWindow.weights(256)
    let width = band.upperBound.hertz - band.lowerBound.hertz
    samples = (0..<Self.count).map { index in
      let share = (Double(index) + 0.5) / Double(Self.count)
      let weight = weights[Int(share * 256)]
      return (band.lowerBound.hertz + share * width, weight * weight)
    }
    centre = scenario.waveform.centreFrequency.hertz
  }

  /// What some materials make of paths.
  func powers(
    _ materials: [AdjustableMaterial], unknowns: [MaterialUnknown], _ workers: Workers
  ) -> PathPowers {
    PathPowers(materials, unknowns: unknowns, over: samples, centre: centre, workers: workers)
  }
}

/// Fits materials, and the gains of links where these are not known, to what was observed.
struct MaterialFit {
  private let settings: CalibrationSettings
  private let observed: [ObservedLink]
  private let band: SampledBand
  private let workers: Workers

  private let antennas: FittedAntennas

  /// - Parameters:
  ///   - settings: What to do.
  ///   - scenario: The twin.
  ///   - observed: The links of all captures.
  ///   - turned: By how much radios are turned for which paths were traced.
  ///   - workers: How many threads to use.
  init(
    _ settings: CalibrationSettings, _ scenario: Scenario, _ observed: [ObservedLink],
    turned: [Int: RadioTurn] = [:], _ workers: Workers
  ) {
    self.settings = settings
    self.observed = observed
    self.workers = workers
    band = SampledBand(scenario)
    antennas = FittedAntennas(
      settings, scenario.scene, links: observed.map(\.index), traced: turned)
  }

  /// A problem with its end.
  private struct Solved {
    var problem: MaterialProblem
    var unknowns: [Unknown]
    var fit: FitResult

    /// Schwarz's criterion: twice the cost, and ln n for each number that was fitted.
    var criterion: Double {
      2 * fit.cost + Double(unknowns.count) * Double.log(Double(max(1, fit.residuals)))
    }
  }

  /// Fits, chooses lobes and judges.
  ///
  /// Lobes are chosen one material after the other, by Schwarz's criterion (Ann. Stat. 6, 1978): a
  /// further number has to lower twice the cost by ln n.
  func outcome(
    of problem: MaterialProblem, rivals: [Rival], _ progress: (String) -> Void
  ) throws(LinearAlgebraError) -> CalibrationOutcome {
    let antennas = antennas.count > 0 ? ", and \(antennas.count) of antennas" : ""
    progress("fitting \(problem.unknowns.count) numbers of materials\(antennas)")
    var best = try solve(problem)
    var choices: [CalibrationOutcome.LobeChoice] = []
    for choice in problem.choices.indices {
      var tried: [(kind: ScatteringLobe.Kind, solved: Solved)] = []
      for kind in ScatteringLobe.Kind.allCases {
        tried.append((kind, try solve(best.problem.choosing(kind, of: choice))))
      }
      guard let winner = tried.min(by: { $0.solved.criterion < $1.solved.criterion }) else {
        continue
      }
      best = winner.solved
      choices.append(
        CalibrationOutcome.LobeChoice(
          material: problem.choices[choice].name, kind: winner.kind,
          excess: tried.map { ($0.kind, $0.solved.criterion - winner.solved.criterion) }))
    }
    return try outcome(best, from: problem, choices, rivals)
  }

  /// What fits best, for a first estimate of where paths are and how far cells stray.
  struct Estimate {
    var materials: [AdjustableMaterial]

    /// By how much radios are turned.
    var turns: [Int: RadioTurn]

    /// What there is to say of other orientations that fit all but as well, from the same paths.
    var rivals: [Rival]
  }

  /// Another minimum of the cost that is all but as low.
  struct Rival {
    var unknowns: [Unknown]
    var fit: FitResult
  }

  func estimate(of problem: MaterialProblem) throws(LinearAlgebraError) -> Estimate {
    let (solved, rivals) = try solveTurned(problem)
    return Estimate(
      materials: solved.problem.materials(at: solved.fit.values),
      turns: antennas.turns(solved.fit.values, first: problem.unknowns.count),
      rivals: rivals.map { Rival(unknowns: solved.unknowns, fit: $0) })
  }

  private func solve(_ problem: MaterialProblem) throws(LinearAlgebraError) -> Solved {
    try solve(problem, from: unknowns(of: problem).map(antennas.start))
  }

  private func solve(
    _ problem: MaterialProblem, from start: [Double]
  ) throws(LinearAlgebraError) -> Solved {
    let unknowns = unknowns(of: problem)
    return Solved(
      problem: problem, unknowns: unknowns,
      fit: try fit(unknowns, from: start) { linearization(problem, at: $0) })
  }

  /// The best of the ends of fits that begin with radios turned to either side, and its rivals.
  ///
  /// A beam that is turned as far to the other side of what it mainly lights shows nearly the same powers, so
  /// costs may have a minimum on both sides.
  private func solveTurned(
    _ problem: MaterialProblem
  ) throws(LinearAlgebraError) -> (best: Solved, rivals: [FitResult]) {
    let first = try solve(problem)
    var ends = [first]
    for mirrored in antennas.mirrorings(first: problem.unknowns.count) {
      let end = try solve(problem, from: mirrored(first.fit.values))
      if ends.allSatisfy({ end.fit.isApart(from: $0.fit) }) { ends.append(end) }
    }
    ends.sort { $0.fit.cost < $1.fit.cost }
    let best = ends.removeFirst()
    return (best, ends.map(\.fit).filter(best.fit.isRivalled))
  }

  func unknowns(of problem: MaterialProblem) -> [Unknown] {
    let known = problem.ofFit + antennas.unknowns
    guard let gain = settings.gain else { return known }
    return known
      + observed.enumerated().map { index, link in
        Unknown(
          name: "gain of \(link.name)", unit: "dB", prior: 0, spread: gain,
          kind: .gain(link: index))
      }
  }

  /// The factor of a link's power.
  func gain(_ problem: MaterialProblem, _ link: Int, _ values: [Double]) -> Double {
    settings.gain == nil ? 1 : Double.pow(10, values[quantities(of: problem) + link] / 10)
  }

  /// How many numbers of materials and antennas are fitted.
  private func quantities(of problem: MaterialProblem) -> Int {
    problem.unknowns.count + antennas.count
  }

  /// What the antennas of a link differ by.
  private func antennas(
    _ problem: MaterialProblem, _ link: Int, _ values: [Double]
  ) -> LinkAntennas {
    antennas.antennas(ofLink: link, values, first: problem.unknowns.count)
  }

  /// The residuals of the windows that are fitted, with derivatives.
  func linearization(_ problem: MaterialProblem, at values: [Double]) -> Linearization {
    linearization(problem, at: values, of: observed.map(\.fitted))
  }

  private func linearization(
    _ problem: MaterialProblem, at values: [Double], of parts: [LinkObservation?]
  ) -> Linearization {
    let quantities = quantities(of: problem)
    let count = settings.gain == nil ? quantities : quantities + observed.count
    let powers = band.powers(
      problem.materials(at: values), unknowns: problem.unknowns, workers)
    let slopes = slopes(problem, values)
    var sum = Linearization(unknowns: count)
    for (index, part) in parts.enumerated() {
      guard let part else { continue }
      sum.add(
        part.linearization(
          part.cells.expectation(
            powers, antennas: antennas(problem, index, values), unknowns: quantities,
            workers: workers),
          gain: gain(problem, index, values), slopes: slopes,
          gainPosition: settings.gain == nil ? nil : quantities + index, unknowns: count,
          robustness: settings.robustness, workers: workers))
    }
    return sum
  }

  /// For each quantity of a material or an antenna its position and the derivative by its free value.
  private func slopes(
    _ problem: MaterialProblem, _ values: [Double]
  ) -> [(position: Int, slope: Double)] {
    problem.unknowns.enumerated().map { index, unknown in
      (position: index, slope: unknown.quantity.slope(values[index]))
    } + (problem.unknowns.count..<quantities(of: problem)).map { (position: $0, slope: 1) }
  }

  // MARK: Judging

  /// The fit with what scatterers make of its intervals that show in several cells.
  private func widened(_ solved: Solved) throws(LinearAlgebraError) -> FitResult {
    let (problem, values) = (solved.problem, solved.fit.values)
    let powers = band.powers(
      problem.materials(at: values), unknowns: problem.unknowns, workers)
    let (quantities, count) = (quantities(of: problem), values.count)
    var shared = [Double](repeating: 0, count: count * count)
    for (index, link) in observed.enumerated() {
      let own = antennas(problem, index, values)
      let part = link.fitted.sharedSampling(
        link.fitted.cells.expectation(
          powers, antennas: own, unknowns: quantities, workers: workers),
        paths: link.fitted.cells.pathPowers(powers, antennas: own, workers: workers),
        gain: gain(problem, index, values), slopes: slopes(problem, values),
        gainPosition: settings.gain == nil ? nil : quantities + index, unknowns: count,
        robustness: settings.robustness)
      for place in shared.indices { shared[place] += part[place] }
    }
    return try solved.fit.widened(by: shared, solved.unknowns)
  }

  private func outcome(
    _ best: Solved, from start: MaterialProblem, _ choices: [CalibrationOutcome.LobeChoice],
    _ rivals: [Rival]
  ) throws(LinearAlgebraError) -> CalibrationOutcome {
    let before = unknowns(of: start).map(\.prior)
    let (problem, values) = (best.problem, best.fit.values)
    let links = observed.enumerated().map { index, link in
      CalibrationOutcome.Link(
        name: link.name, record: readable(link.record), values: link.fitted.count,
        heldOutValues: link.heldOut?.count ?? 0,
        before: deviation(link.fitted, start, before, index),
        after: deviation(link.fitted, problem, values, index),
        heldOutBefore: link.heldOut.map { deviation($0, start, before, index) },
        heldOutAfter: link.heldOut.map { deviation($0, problem, values, index) },
        profiles: profiles(link.fitted, (start, before), (problem, values), index),
        map: map(link.fitted, (start, before), (problem, values), index))
    }
    let heldOut = observed.map(\.heldOut)
    let fit = try widened(best).holding(rivals.map { $0.estimates(of: best.unknowns) })
    var outcome = CalibrationOutcome(
      name: settings.name, scenario: readable(settings.scenario),
      materials: problem.materials(at: values), prior: start.prior,
      fitted: Array(Set(problem.unknowns.flatMap(\.materials))).sorted(), unknowns: best.unknowns,
      identifiability: try Identifiability(best.unknowns, fit), fit: fit,
      lobes: choices, links: links,
      heldOutCostBefore: linearization(start, at: before, of: heldOut).cost,
      heldOutCostAfter: linearization(problem, at: values, of: heldOut).cost)
    outcome.notes = rivals.map(\.note)
    return outcome
  }

  func expectation(
    _ part: LinkObservation, _ problem: MaterialProblem, _ values: [Double], _ index: Int
  ) -> DelayCells.Expectation {
    part.cells.expectation(
      band.powers(problem.materials(at: values), unknowns: [], workers),
      antennas: antennas(problem, index, values), unknowns: 0, workers: workers)
  }

  /// The mean and the root mean square in dB of measured over expected powers of all cells that count.
  private func deviation(
    _ part: LinkObservation, _ problem: MaterialProblem, _ values: [Double], _ index: Int
  ) -> CalibrationOutcome.Deviation {
    let expectation = expectation(part, problem, values, index)
    var (sum, squares, count) = (0.0, 0.0, 0)
    for cell in part.covariance.windows.indices {
      for residual in part.residuals(
        ofCell: cell, expectation, gain: gain(problem, index, values))
      {
        let level = residual * 10 / Double.log(10)
        sum += level
        squares += level * level
        count += 1
      }
    }
    guard count > 0 else { return CalibrationOutcome.Deviation(mean: 0, rootMeanSquare: 0) }
    return CalibrationOutcome.Deviation(
      mean: sum / Double(count), rootMeanSquare: (squares / Double(count)).squareRoot())
  }
}

extension MaterialFit.Rival {
  /// Its estimates of other unknowns, where it has these.
  func estimates(of others: [Unknown]) -> [(value: Double, deviation: Double)?] {
    others.map { other in
      unknowns.firstIndex { $0.kind == other.kind }.map(fit.estimate)
    }
  }

  /// A sentence for the report.
  var note: String {
    let turns = zip(unknowns, fit.values).compactMap { unknown, value -> String? in
      guard case .orientation = unknown.kind else { return nil }
      return "\(unknown.name) \(rounded(value)) deg"
    }
    return
      "the captures are all but as likely with \(turns.joined(separator: ", ")): a beam that is"
      + " turned to the other side of what it lights shows much the same; intervals hold both, and"
      + " strong paths on both flanks of the beam, or another place of the radio, would tell"
  }
}
