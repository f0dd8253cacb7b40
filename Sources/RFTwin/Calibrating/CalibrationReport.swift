// SPDX-License-Identifier: Apache-2.0

internal import Calibration
internal import Electromagnetics
internal import RealModule

/// What is written of a calibration, in words and in numbers.
package struct CalibrationReport: Encodable, Sendable {
  /// A number that was fitted.
  package struct Estimate: Encodable, Sendable {
    package var name: String
    package var unit: String
    package var before: Double
    package var value: Double

    /// The ends of the interval of 95 %.
    package var interval: [Double]
    package var verdict: String

    /// The other number that it is confused with most.
    package var partner: String?
    package var correlation: Double?

    /// A sentence for people.
    package var statement: String
  }

  /// A link of a capture.
  package struct Link: Encodable, Sendable {
    package var name: String
    package var record: String
    package var values: Int
    package var heldOutValues: Int

    /// Root mean squares and means of measured over expected power, in dB.
    package var beforeRMS: Double
    package var afterRMS: Double
    package var beforeMean: Double
    package var afterMean: Double
    package var heldOutBeforeRMS: Double?
    package var heldOutAfterRMS: Double?

    /// RMS delay spreads in seconds, measured and expected before and after.
    package var delaySpread: [Double]

    /// Path gains over delay.
    package var delay: [Double]
    package var measured: [Double]
    package var before: [Double]
    package var after: [Double]
    package var looks: [Double]

    /// `[column][delay]` of Doppler shifts in hertz, or of the windows that were fitted.
    package var mapDopplerShifts: [Double]?
    package var measuredMap: [[Double]]?
    package var beforeMap: [[Double]]?
    package var afterMap: [[Double]]?
  }

  /// The kinds of lobes that were tried.
  package struct Lobe: Encodable, Sendable {
    package var material: String
    package var chosen: String

    /// By how much Schwarz's criterion of each kind exceeds that of the one chosen.
    package var excess: [String: Double]
  }

  package var name: String
  package var scenario: String
  package var hasConverged: Bool

  /// Sentences about what could not be found out.
  package var notes: [String]
  package var iterations: Int
  package var estimates: [Estimate]
  package var correlations: [[Double]]
  package var singularValues: [Double]

  /// The shares of the numbers in the direction that the data tell least of.
  package var weakestDirection: [Double]
  package var lobes: [Lobe]
  package var links: [Link]

  /// The gains of channels, which were found before; nothing where none were asked for.
  package var channels: [ChannelEstimate] = []

  /// Robust costs of what was held out.
  package var heldOutCostBefore: Double
  package var heldOutCostAfter: Double

  /// A report of a calibration that has found channels and nothing else.
  ///
  /// - Parameters:
  ///   - name: The calibration.
  ///   - scenario: The scenario file of the twin.
  package init(name: String, scenario: String) {
    self.name = name
    self.scenario = scenario
    (hasConverged, iterations) = (true, 0)
    (notes, estimates, lobes, links) = ([], [], [], [])
    (correlations, singularValues, weakestDirection) = ([], [], [])
    (heldOutCostBefore, heldOutCostAfter) = (0, 0)
  }

  package init(_ outcome: CalibrationOutcome) {
    name = outcome.name
    scenario = outcome.scenario
    notes = outcome.notes
    hasConverged = outcome.fit.hasConverged
    iterations = outcome.fit.iterations
    let told = outcome.identifiability
    let geometry = outcome.geometry?.estimates ?? []
    estimates = zip(geometry + told.estimates, outcome.geometryUnknowns + outcome.unknowns).map {
      estimate, unknown in
      Estimate(
        name: estimate.name, unit: estimate.unit, before: estimate.prior, value: estimate.value,
        interval: [estimate.interval.lowerBound, estimate.interval.upperBound],
        verdict: estimate.verdict.rawValue, partner: estimate.partner?.name,
        correlation: estimate.partner?.correlation, statement: statement(estimate, unknown))
    }
    correlations = told.correlations
    singularValues = told.singularValues
    weakestDirection = told.weakestDirection
    lobes = outcome.lobes.map { choice in
      Lobe(
        material: choice.material, chosen: choice.kind.rawValue,
        excess: Dictionary(
          choice.excess.map { ($0.kind.rawValue, $0.value) }, uniquingKeysWith: { $1 }))
    }
    links = outcome.links.map { link in
      let profiles = link.profiles
      return Link(
        name: link.name, record: link.record, values: link.values,
        heldOutValues: link.heldOutValues, beforeRMS: link.before.rootMeanSquare,
        afterRMS: link.after.rootMeanSquare, beforeMean: link.before.mean,
        afterMean: link.after.mean, heldOutBeforeRMS: link.heldOutBefore?.rootMeanSquare,
        heldOutAfterRMS: link.heldOutAfter?.rootMeanSquare,
        delaySpread: [profiles.measured, profiles.before, profiles.after].compactMap(
          profiles.delaySpread), delay: link.profiles.delays,
        measured: link.profiles.measured, before: link.profiles.before,
        after: link.profiles.after, looks: link.profiles.looks,
        mapDopplerShifts: link.map?.dopplerShifts, measuredMap: link.map?.measured,
        beforeMap: link.map?.before, afterMap: link.map?.after)
    }
    heldOutCostBefore = outcome.heldOutCostBefore
    heldOutCostAfter = outcome.heldOutCostAfter
  }

  /// The report for a terminal, line by line.
  package var lines: [String] {
    channels.flatMap(\.lines) + estimates.map(\.statement) + conclusions
  }

  /// What there is to say of lobes, links and the fit itself.
  package var conclusions: [String] {
    var lines = notes
    for lobe in lobes {
      let others = lobe.excess.filter { $0.key != lobe.chosen }.sorted { $0.value < $1.value }
        .map { "\($0.key) worse by \(rounded($0.value))" }.joined(separator: ", ")
      lines.append("\(lobe.material): the \(lobe.chosen) lobe fits best (\(others))")
    }
    for link in links {
      var line =
        "\(link.name): measured over expected \(rounded(link.beforeRMS)) dB before,"
        + " \(rounded(link.afterRMS)) dB after, in the root mean square of \(link.values) values"
      if let before = link.heldOutBeforeRMS, let after = link.heldOutAfterRMS {
        line += "; held out \(rounded(before)) dB and \(rounded(after)) dB"
      }
      lines.append(line)
      if link.delaySpread.count == 3 {
        let spreads = link.delaySpread.map { rounded($0 * 1e9) }
        lines.append(
          "\(link.name): RMS delay spread \(spreads[0]) ns measured, \(spreads[1]) ns expected before,"
            + " \(spreads[2]) ns after")
      }
    }
    if heldOutCostBefore > 0 {
      let isBetter = heldOutCostAfter < heldOutCostBefore
      lines.append(
        "what was held out fits \(isBetter ? "better" : "no better") than before: cost"
          + " \(rounded(heldOutCostBefore)) to \(rounded(heldOutCostAfter))")
    }
    if !hasConverged {
      lines.append("the fit had not come to its end after \(iterations) iterations")
    }
    return lines
  }
}

/// What there is to say of an estimate.
private func statement(_ estimate: Identifiability.Estimate, _ unknown: Unknown) -> String {
  // Delays are told in nanoseconds.
  let (scale, name) = estimate.unit == "s" ? (1e9, "ns") : (1, estimate.unit)
  let unit = name == "1" ? "" : " \(name)"
  func text(_ value: Double) -> String { rounded(value * scale) }
  let numbers =
    "\(estimate.name): \(text(estimate.value))\(unit)"
    + " (95 %: \(text(estimate.interval.lowerBound)) to"
    + " \(text(estimate.interval.upperBound))\(unit); before \(text(estimate.prior))\(unit))"
  switch estimate.verdict {
  case .determined: return "\(numbers), determined by these data"
  case .weaklyDetermined, .notDetermined:
    var text = "\(numbers), \(estimate.verdict.rawValue) by these data"
    if let partner = estimate.partner, abs(partner.correlation) > 0.5 {
      text += ", confused with \(partner.name) (correlation \(rounded(partner.correlation)))"
    }
    return text + "; \(remedy(unknown))"
  }
}

/// What measurement would determine a number.
private func remedy(_ unknown: Unknown) -> String {
  switch unknown.kind {
  case .material(let own):
    switch own.quantity {
    case .scattering:
      "more looks at the material away from mirror directions would, from other places"
    case .exponent: "captures from near and far from its mirror direction would"
    case .forwardShare, .backwardExponent:
      "monostatic and bistatic captures of the same surfaces together would"
    case .permittivity: "a mirror reflection from it well above the rest would, with a known gain"
    case .roughness: "mirror reflections from it at steep and at grazing incidence would"
    }
  case .gain: "a line of sight or a corner reflector at a known place would"
  case .antenna: "strong paths that leave or arrive at this angle would"
  case .delay: "a line of sight or a reflector at a surveyed place would"
  case .orientation(_, let axis):
    axis == 2
      ? "strong paths of known polarisation, such as off a mirror or from a linear antenna, would, where the"
        + " antenna's own polarisation or pattern is not the same all around its boresight"
      : "strong paths on the flanks of its beam, on both sides, would; an antenna that radiates alike that"
        + " way tells nothing"
  case .position: "strong reflections from other directions would"
  }
}
