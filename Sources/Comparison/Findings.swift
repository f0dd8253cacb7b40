// SPDX-License-Identifier: Apache-2.0

internal import Foundation

extension LinkComparison {
  /// What agrees and what does not, in plain sentences.
  package var findings: [String] {
    [profileFinding, offsetFinding]
      + [
        finding("The total power", totalPower, "dB", "larger", "smaller", scale: 1),
        finding("The mean delay", meanDelay, "ns", "longer", "shorter", scale: 1e9),
        finding("The RMS delay spread", delaySpread, "ns", "longer", "shorter", scale: 1e9),
        finding("The K-factor", kFactor, "dB", "larger", "smaller", scale: 1),
        componentFinding, mapFinding, movingFinding, noiseFinding,
      ].compactMap { $0 }
  }

  private var profileFinding: String {
    let errors = profileErrors
    guard let absolute = errors.absolute, let signed = errors.signed else {
      return "The profiles have no echoes at the same delays, so their levels cannot be compared."
    }
    let levels =
      "Over \(errors.count(.compared)) stretches of delay the profiles differ by"
      + " \(fixed(absolute)) dB in the mean magnitude\(told(errors.absoluteInterval)) and by"
      + " \(signedText(signed)) dB in the mean\(told(errors.signedInterval))"
    let speckle =
      absolute <= errors.speckleAlone
      ? "; speckle alone would give \(fixed(errors.speckleAlone)) dB, so no more can be told"
      : "; speckle alone would give \(fixed(errors.speckleAlone)) dB"
    let (missed, extra) = (errors.count(.missed), errors.count(.extra))
    let rest =
      missed + extra == 0
      ? "." : "; the simulation lacks echoes in \(missed) more and has extra ones in \(extra)."
    return levels + speckle + rest
  }

  private var offsetFinding: String {
    guard let offset else {
      return "No common offset can be told, for one of the profiles has no echoes."
    }
    func state(_ isTaken: Bool) -> String { isTaken ? "taken out" : "not taken out" }
    return "All of the simulation is \(signedText(offset.delay * 1e9, 3)) ns later"
      + "\(told(offset.delayInterval, scale: 1e9, 3)), \(state(settings.alignment.delay)), and"
      + " \(signedText(offset.gain)) dB stronger\(told(offset.gainInterval)),"
      + " \(state(settings.alignment.gain))."
  }

  private func finding(
    _ noun: String, _ statistic: FrameStatistic, _ unit: String, _ more: String, _ less: String,
    scale: Double
  ) -> String? {
    guard let difference = statistic.difference else { return nil }
    let size = "\(fixed(abs(difference) * scale)) \(unit)"
    let interval = told(statistic.interval, scale: scale)
    if let range = statistic.interval, range.contains(0) {
      return "\(noun) shows no difference beyond its variation over frames and what speckle makes:"
        + " \(signedText(difference * scale)) \(unit)\(interval)."
    }
    return difference == 0
      ? "\(noun) is the same."
      : "\(noun) of the simulation is \(size) \(difference > 0 ? more : less)\(interval)."
  }

  private var componentFinding: String? {
    guard let precision = components.precision, let recall = components.recall else {
      return "One of the records has no component that stands out of its surroundings."
    }
    let shares =
      "Of the reference's components the simulation has \(percent(recall)), and"
      + " \(percent(precision)) of its own are the reference's"
    guard let delay = components.absoluteDelayError, let gain = components.absoluteGainError else {
      return shares + "."
    }
    return shares + "; those that match differ by \(fixed(delay.value * 1e9, 3)) ns and"
      + " \(fixed(gain.value)) dB."
  }

  private var mapFinding: String? {
    guard let maps, let correlation = maps.correlation else { return nil }
    return "The levels of the delay-Doppler maps are correlated with"
      + " \(fixed(correlation.value, 3))\(told(correlation.interval, 3))."
  }

  private var movingFinding: String? {
    guard let maps else { return nil }
    let both = maps.movingPeaks.count { $0.reference != nil && $0.simulated != nil }
    let onlyReference = maps.movingPeaks.count { $0.reference != nil && $0.simulated == nil }
    let onlySimulated = maps.movingPeaks.count { $0.reference == nil && $0.simulated != nil }
    guard both + onlyReference + onlySimulated > 0 else {
      return "Nothing that moves stands out of the maps of either record."
    }
    var text =
      "A moving echo is in both records in \(both) of \(maps.windows) maps, only in the"
      + " reference in \(onlyReference), only in the simulation in \(onlySimulated)"
    if let delay = maps.absoluteMovingDelay, let shift = maps.absoluteMovingShift {
      text +=
        "; half of the pairs are within \(fixed(delay.value * 1e9, 3)) ns, and half within"
        + " \(fixed(shift.value * metresPerCycle, 3)) m/s"
    }
    return text + "."
  }

  private var noiseFinding: String? {
    guard let noise, let level = noise.level, let shape = noise.shape else { return nil }
    return "The noise of the simulation's maps is \(fixed(abs(level))) dB"
      + " \(level < 0 ? "weaker" : "stronger") than the reference's; over delay their difference"
      + " varies by \(fixed(shape)) dB in the root mean square."
  }

  private func percent(_ estimate: Estimate) -> String {
    "\(fixed(estimate.value * 100, 0)) %\(told(estimate.interval, scale: 100, 0))"
  }
}

/// A number with so many decimals, zero without a sign.
func fixed(_ value: Double, _ decimals: Int = 2) -> String {
  let text = String(format: "%.\(decimals)f", value)
  return text.hasPrefix("-") && text.allSatisfy({ "-0.".contains($0) })
    ? String(text.dropFirst()) : text
}

private func signedText(_ value: Double, _ decimals: Int = 2) -> String {
  let text = fixed(value, decimals)
  return value > 0 && text.contains(where: { ("1"..."9").contains($0) }) ? "+" + text : text
}

private func told(_ interval: Interval?, scale: Double = 1, _ decimals: Int = 2) -> String {
  guard let interval else { return "" }
  return " (\(fixed(interval.low * scale, decimals)) to"
    + " \(fixed(interval.high * scale, decimals)))"
}

private func told(_ interval: Interval?, _ decimals: Int) -> String {
  told(interval, scale: 1, decimals)
}
