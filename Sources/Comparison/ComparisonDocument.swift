// SPDX-License-Identifier: Apache-2.0

internal import Captures
internal import Foundation

/// Two records held against each other, link by link.
package struct RecordComparison {
  /// The paths of the records.
  package let reference: String
  package let simulated: String
  package let links: [LinkComparison]

  /// Sentences about the whole.
  package let notes: [String]

  package init(
    reference: String, simulated: String, links: [LinkComparison], notes: [String]
  ) {
    self.reference = reference
    self.simulated = simulated
    self.links = links
    self.notes = notes
  }

  /// All numbers as a JSON document; what is not told is missing.
  package var json: [UInt8]? {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(Document(self))).map { Array($0) + Array("\n".utf8) }
  }
}

/// The JSON document's root.
private struct Document: Encodable {
  var format = "rftwin comparison"
  var formatVersion = 1
  var conventions =
    "Differences are simulation less reference; intervals hold 95 %. Missing means not told."
  let reference, simulated: String
  let notes: [String]
  let links: [DocumentLink]

  enum CodingKeys: String, CodingKey {
    case format, conventions, reference, simulated, notes, links
    case formatVersion = "format_version"
  }

  init(_ comparison: RecordComparison) {
    (reference, simulated) = (comparison.reference, comparison.simulated)
    notes = comparison.notes
    links = comparison.links.map { DocumentLink($0) }
  }
}

private struct DocumentLink: Encodable {
  let reference, simulated: String
  let findings, notes: [String]
  let frames: [String: Int]
  let isPaired: Bool
  let taken: [String]
  let bands: [DocumentBand]
  let counts: [String: Int]
  let speckleAlone: Double
  let looks: [String: Double]
  let metrics: [String: DocumentMetric]
  let components: [DocumentMatch]
  let classes: [DocumentClass]?
  let movingPeaks: [DocumentPeaks]?
  let noise: DocumentNoise?

  enum CodingKeys: String, CodingKey {
    case reference, simulated, findings, notes, frames, bands, metrics, components, classes, looks
    case noise
    case isPaired = "frames_paired"
    case taken = "offsets_taken_out"
    case counts = "band_counts"
    case speckleAlone = "speckle_alone_db"
    case movingPeaks = "moving_echoes"
  }

  init(_ link: LinkComparison) {
    (reference, simulated) = (link.pair.reference.name, link.pair.simulated.name)
    (findings, notes, isPaired) = (link.findings, link.notes, link.isPaired)
    frames = ["reference": link.frames.reference, "simulated": link.frames.simulated]
    let choice = link.settings.alignment
    taken = (choice.delay ? ["delay"] : []) + (choice.gain ? ["gain"] : [])
    bands = link.profileErrors.bands.map { DocumentBand($0) }
    let errors = link.profileErrors
    counts = [
      "compared": errors.count(.compared), "missed": errors.count(.missed),
      "extra": errors.count(.extra),
    ]
    speckleAlone = errors.speckleAlone
    looks = ["reference": errors.looks.reference, "simulated": errors.looks.simulated]
    metrics = Dictionary(link.metrics.map { ($0.key, DocumentMetric($0)) }) { first, _ in first }
    components = link.components.matches.map { DocumentMatch($0) }
    classes = link.classes?.map { DocumentClass($0) }
    noise = link.noise.map { DocumentNoise(link.delays, $0) }
    movingPeaks = link.maps?.movingPeaks.map {
      DocumentPeaks(
        time: $0.time, reference: $0.reference.map { DocumentPeak($0) },
        simulated: $0.simulated.map { DocumentPeak($0) })
    }
  }
}

private struct DocumentMetric: Encodable {
  let name, unit: String
  let reference, simulated, value: Double?
  let interval: [Double]?
  let source: String?

  enum CodingKeys: String, CodingKey {
    case name, unit, reference, simulated, value, interval
    case source = "interval_from"
  }

  init(_ metric: Metric) {
    (name, unit) = (metric.name, metric.unit)
    reference = finite(metric.reference)
    simulated = finite(metric.simulated)
    value = finite(metric.value)
    let range = metric.interval.map { [$0.low, $0.high] }
    interval = range.flatMap { $0.allSatisfy(\.isFinite) ? $0 : nil }
    source = interval == nil ? nil : metric.source.rawValue
  }
}

private struct DocumentBand: Encodable {
  let delay: Double
  let finding: String
  let error: Double?

  enum CodingKeys: String, CodingKey {
    case finding
    case delay = "delay_s"
    case error = "error_db"
  }

  init(_ band: DelayBand) {
    (delay, finding, error) = (band.delay, band.finding.rawValue, finite(band.error))
  }
}

private struct DocumentMatch: Encodable {
  let reference, simulated: DocumentComponent?
  let delayError, gainError: Double?

  enum CodingKeys: String, CodingKey {
    case reference, simulated
    case delayError = "delay_error_s"
    case gainError = "gain_error_db"
  }

  init(_ match: MatchedComponent) {
    reference = match.reference.map { DocumentComponent($0) }
    simulated = match.simulated.map { DocumentComponent($0) }
    (delayError, gainError) = (finite(match.delayError), finite(match.gainError))
  }
}

private struct DocumentComponent: Encodable {
  let delay, power: Double

  enum CodingKeys: String, CodingKey {
    case delay = "delay_s"
    case power = "power_w"
  }

  init(_ component: Component) { (delay, power) = (component.delay, component.power) }
}

private struct DocumentClass: Encodable {
  let name: String
  let compared, missed, extra: Int
  let signed, absolute: Double?

  enum CodingKeys: String, CodingKey {
    case name, compared, missed, extra
    case signed = "error_db"
    case absolute = "absolute_error_db"
  }

  init(_ errors: ClassErrors) {
    (name, compared, missed, extra) = (errors.name, errors.compared, errors.missed, errors.extra)
    (signed, absolute) = (finite(errors.signed), finite(errors.absolute))
  }
}

private struct DocumentPeaks: Encodable {
  let time: Double
  let reference, simulated: DocumentPeak?

  enum CodingKeys: String, CodingKey {
    case reference, simulated
    case time = "time_s"
  }
}

private struct DocumentPeak: Encodable {
  let delay, shift, power: Double

  enum CodingKeys: String, CodingKey {
    case delay = "delay_s"
    case shift = "doppler_shift_hz"
    case power = "power_w"
  }

  init(_ peak: MovingPeak) { (delay, shift, power) = (peak.delay, peak.dopplerShift, peak.power) }
}

/// Medians of maps over Doppler shift.
private struct DocumentNoise: Encodable {
  let delays, reference, simulated: [Double]

  enum CodingKeys: String, CodingKey {
    case delays = "delay_s"
    case reference = "reference_w"
    case simulated = "simulated_w"
  }

  init(_ delays: [Double], _ noise: NoiseErrors) {
    self.delays = delays
    (reference, simulated) = (noise.reference, noise.simulated)
  }
}

/// The value where it is a number that JSON can hold.
private func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
