// SPDX-License-Identifier: Apache-2.0

package import Captures
internal import Foundation

/// Holds a pair of links against each other.
///
/// - Parameters:
///   - pair: The links.
///   - reference: The record of the measurement.
///   - simulated: That of the simulation.
///   - settings: How.
/// - Returns: What is found.
/// - Throws: `RecordError` when a record cannot be read or both do not have the same axes.
package func compare(
  _ pair: LinkPair, _ reference: ComparedRecord, _ simulated: ComparedRecord,
  settings: ComparisonSettings = ComparisonSettings()
) throws(RecordError) -> LinkComparison {
  let axes = try CommonAxes(pair, reference, simulated)
  var notes = axes.notes
  var profiles = try pairedProfiles(pair, axes, reference.record, simulated.record, &notes)
  // A transform's sidelobes lie above what sharp bins show beside a strong path, and look like an offset.
  let areAlike = (pair.reference.bins == nil) == (pair.simulated.bins == nil)
  let offset = areAlike ? commonOffset(of: profiles, axes, margin: settings.margin) : nil
  if !areAlike {
    notes.append(
      "one record holds profiles whose bins end sharply, the other those of a transform with sidelobes, so"
        + " common offsets are not told and weak bins next to strong ones differ")
  }
  let late = settings.alignment.delay ? (offset?.delay ?? 0) : 0
  let strong = settings.alignment.gain ? (offset?.gain ?? 0) : 0
  profiles.simulated = profiles.simulated.corrected(delay: late / axes.cell, gain: strong)
  // Of two records that both tell what paths touch, the simulation is believed.
  var classes = try ObjectClasses(
    pair.simulated, of: simulated.record, delays: axes.delays, shift: late)
  if classes == nil {
    classes = try ObjectClasses(
      pair.reference, of: reference.record, delays: axes.delays, shift: 0)
  }
  var comparison = LinkComparison(
    pair, profiles, axes, offset: offset, settings: settings, classes: classes, notes: notes)
  if !axes.dopplerShifts.isEmpty {
    try comparison.compareMaps(axes, delay: late, gain: strong)
  }
  return comparison
}

/// Reads the profiles of both links and finds out which frames belong together.
private func pairedProfiles(
  _ pair: LinkPair, _ axes: CommonAxes, _ reference: Record, _ simulated: Record,
  _ notes: inout [String]
) throws(RecordError) -> ProfilePair {
  func read(
    _ link: RecordedLink, of record: Record, firstBin: Int
  ) throws(RecordError) -> FrameProfiles {
    let profiles = try FrameProfiles(link, bins: firstBin..<firstBin + axes.delays.count)
    if profiles.dropped > 0 {
      notes.append(
        "of link '\(link.name)' in '\(record.path)', \(profiles.dropped) frames hold no power and"
          + " are left out")
    }
    guard !profiles.powers.isEmpty else {
      throw RecordError(
        file: record.path, "link '\(link.name)' has no frame that holds power to compare")
    }
    return profiles
  }
  let a = try read(pair.reference, of: reference, firstBin: axes.firstBins.reference)
  let b = try read(pair.simulated, of: simulated, firstBin: axes.firstBins.simulated)
  let times = TimePairs(a.times, b.times)
  guard times.pairs.count * 2 > min(a.times.count, b.times.count) else {
    notes.append(
      "the frames are not of the same times, so averages over all frames are compared; components are"
        + " matched once, in the mean profiles")
    return ProfilePair(reference: a, simulated: b, isPaired: false)
  }
  if times.isRelative { notes.append("times are counted from the first frame of each record") }
  if times.pairs.count < max(a.times.count, b.times.count) {
    notes.append(
      "\(times.pairs.count) frames are of the same times and are compared; the reference has"
        + " \(a.times.count), the simulation \(b.times.count)")
  }
  return ProfilePair(
    reference: a.frames(times.pairs.map(\.reference)),
    simulated: b.frames(times.pairs.map(\.simulated)), isPaired: true)
}

extension FrameProfiles {
  /// The profiles with a common offset taken out.
  ///
  /// - Parameters:
  ///   - bins: By how many cells they come too late.
  ///   - gain: By how many dB they are too strong.
  /// - Returns: What would have been recorded without them.
  func corrected(delay bins: Double, gain: Double) -> FrameProfiles {
    guard bins != 0 || gain != 0 else { return self }
    var corrected = self
    let factor = pow(10, -gain / 10)
    corrected.noise *= factor
    corrected.powers = powers.map { row in
      (bins == 0 ? row : delayed(row, by: bins)).map { $0 * factor }
    }
    return corrected
  }
}

extension LinkComparison {
  /// Compares the maps of the same times, two at a time.
  mutating func compareMaps(
    _ axes: CommonAxes, delay: Double, gain: Double
  ) throws(RecordError) {
    let pairs = TimePairs(pair.reference.mapTimes, pair.simulated.mapTimes).pairs
    guard !pairs.isEmpty else {
      return notes.append("no delay-Doppler maps are of the same times, so none are compared")
    }
    let comparison = MapComparison(
      // Cells of maps are fewer looks at the noise than those of mean profiles.
      width: settings.bandWidth, margin: max(6, settings.margin),
      referenceNoise: pair.reference.noisePerMapCell,
      simulatedNoise: pair.simulated.noisePerMapCell * pow(10, -gain / 10))
    var findings: [WindowFinding] = []
    var medians: (reference: [[Double]], simulated: [[Double]]) = ([], [])
    for (first, second) in pairs {
      let a = try MapWindow(
        pair.reference, window: first, firstBin: axes.firstBins.reference, axes)
      let b = try MapWindow(
        pair.simulated, window: second, firstBin: axes.firstBins.simulated, axes
      ).corrected(delay: delay / axes.cell, gain: gain)
      findings.append(comparison.compare(a, b))
      medians.reference.append(a.medians)
      medians.simulated.append(b.medians)
      if findings.count == pairs.count / 2 + 1 {
        shownMaps = ShownMaps(
          time: pair.reference.mapTimes[first], dopplerShifts: axes.dopplerShifts,
          reference: a.power, simulated: b.power)
      }
    }
    if pair.reference.noisePerMapCell > 0, pair.simulated.noisePerMapCell > 0 {
      noise = NoiseErrors(medians.reference, medians.simulated)
    }
    maps = MapErrors(
      findings, times: pairs.map { pair.reference.mapTimes[$0.reference] }, delays: axes.delays)
  }
}

/// The maps of one window, for a picture.
package struct ShownMaps: Sendable {
  /// In seconds, from the reference.
  package let time: Double

  /// In hertz.
  package let dopplerShifts: [Double]

  /// `[Doppler][delay]` in watts.
  package let reference: [Double]
  package let simulated: [Double]
}
