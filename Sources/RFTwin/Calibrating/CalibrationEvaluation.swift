// SPDX-License-Identifier: Apache-2.0

internal import Calibration
internal import Channels
internal import LinearAlgebra

/// One evaluation of what a calibration minimizes: what all cells should show, with derivatives by all
/// numbers that are fitted, and the residuals that follow.
///
/// A fit does this once a step; apart from the fit it can be timed.
package struct CalibrationEvaluation {
  private let fit: MaterialFit
  private let problem: MaterialProblem
  private let values: [Double]

  /// How many materials and how many of their numbers are fitted.
  package let materials: Int
  package let unknowns: Int

  /// How many paths there are, each in all windows that it is alike in.
  package let paths: Int

  /// How many residuals there are.
  package let residuals: Int

  init(_ fit: MaterialFit, _ problem: MaterialProblem, _ observed: [ObservedLink]) {
    self.fit = fit
    self.problem = problem
    values = fit.unknowns(of: problem).map(\.prior)
    materials = Set(problem.unknowns.map(\.material)).count
    unknowns = values.count
    paths = observed.reduce(0) { $0 + $1.fitted.cells.terms.paths.count }
    residuals = observed.reduce(0) { $0 + $1.fitted.count }
  }

  /// Evaluates once, at the materials as the scenario has them.
  ///
  /// - Returns: Half the robust sum of squares.
  package func callAsFunction() -> Double { fit.linearization(problem, at: values).cost }
}

extension CalibrationRun {
  /// Traces all paths and puts them into cells, and stops before anything is fitted.
  ///
  /// - Returns: What a fit would evaluate.
  /// - Throws: `CalibrationError`.
  package func evaluation() throws(CalibrationError) -> CalibrationEvaluation {
    let traced = try CaptureTracing(
      settings: settings, scenario: scenario, seed: seed, workers: workers
    ).links { _ in }
    let observing = LinkObserving(settings, scenario, problem.prior, workers)
    let observed = traced.map { observing.observed($0, .init()) }
    return CalibrationEvaluation(
      MaterialFit(settings, scenario, observed, workers), problem, observed)
  }
}
