// SPDX-License-Identifier: Apache-2.0

internal import Captures
package import Foundation
internal import HTMLPages

extension RecordComparison {
  /// The pictures of a link in the format PNG.
  package struct Pictures {
    package var profiles: Data
    package var maps: Data?
    package var noise: Data?

    package init(profiles: Data, maps: Data?, noise: Data? = nil) {
      self.profiles = profiles
      self.maps = maps
      self.noise = noise
    }
  }

  /// A page in HTML that holds all of its pictures.
  ///
  /// - Parameter pictures: Those of each link.
  /// - Returns: The page.
  package func page(_ pictures: [Pictures]) -> [UInt8] {
    let sections = zip(links, pictures).map { section($0, $1) }
    return HTMLPage(
      title: "Comparison: \(simulated) against \(reference)", alignsNumbers: true,
      parts: [
        """
        <h1>Comparison of records</h1>
        <p>Reference: <code>\(HTMLPage.escaped(reference))</code><br>
        Simulation: <code>\(HTMLPage.escaped(simulated))</code></p>
        <p class="note">Differences are simulation less reference. Intervals hold the number with a
        probability of 95 %.</p>
        """, paragraphs(notes),
      ] + sections
    ).bytes
  }

  private func section(_ link: LinkComparison, _ pictures: Pictures) -> String {
    let (a, b) = (link.pair.reference.name, link.pair.simulated.name)
    let title = a == b ? "Link \(a)" : "Link \(a) against \(b)"
    let frames =
      link.isPaired
      ? "\(link.frames.reference) frames of the same times"
      : "\(link.frames.reference) frames against \(link.frames.simulated)"
    var parts = [
      "<h2>\(HTMLPage.escaped(title))</h2>",
      "<p class=\"note\">\(frames); echoes are what exceeds the noise of both records by"
        + " \(fixed(link.settings.margin, 0)) dB.</p>",
      HTMLPage.list(link.findings),
      paragraphs(link.notes),
      HTMLPage.image(pictures.profiles, "Mean power-delay profiles and their differences"),
      "<p class=\"note\">Above, the mean profiles; below, the differences of"
        + " \(link.settings.bandWidth) cells each. Grey: within one standard deviation of what"
        + " speckle alone makes.</p>",
    ]
    if let maps = pictures.maps, let shown = link.shownMaps {
      parts.append(
        HTMLPage.image(maps, "Delay-Doppler maps side by side")
          + "\n<p class=\"note\">The maps at \(fixed(shown.time, 3)) s and their difference.</p>")
    }
    if let noise = pictures.noise {
      parts.append(
        HTMLPage.image(noise, "Noise over delay")
          + "\n<p class=\"note\">The noise over delay: medians of the maps over Doppler shift.</p>")
    }
    parts += ["<h3>Metrics</h3>", metricsTable(link), "<h3>Components</h3>", matchTable(link)]
    if let classes = link.classes { parts += ["<h3>Kinds of objects</h3>", classTable(classes)] }
    return parts.joined(separator: "\n")
  }

  private func metricsTable(_ link: LinkComparison) -> String {
    HTMLPage.table(
      ["", "unit", "reference", "simulation", "difference or error", "interval", "from"],
      link.metrics.map { metric in
        [
          metric.name, metric.unit, number(metric.reference), number(metric.simulated),
          number(metric.value),
          metric.interval.map { "\(number($0.low)) to \(number($0.high))" } ?? "",
          metric.interval == nil ? "" : metric.source.rawValue,
        ]
      })
  }

  private func matchTable(_ link: LinkComparison) -> String {
    let matches = link.components.matches
    // Of many components the strongest are shown, in the order of delay.
    let levels = matches.map { max($0.reference?.power ?? 0, $0.simulated?.power ?? 0) }
    let faintest = levels.sorted(by: >).prefix(shownMatches).last ?? 0
    let shown = zip(matches, levels).filter { $1 >= faintest }.map(\.0)
    guard !shown.isEmpty else {
      return "<p>Neither profile has a component that stands out of its surroundings.</p>"
    }
    let more =
      matches.count > shown.count
      ? "\n<p class=\"note\">The \(shown.count) strongest of \(matches.count).</p>" : ""
    return HTMLPage.table(
      [
        "reference (ns)", "(dBm)", "simulation (ns)", "(dBm)", "delay error (ns)",
        "gain error (dB)",
      ],
      shown.map { match in
        func level(_ component: Component?) -> String {
          number(component.map { decibels($0.power * 1e3) })
        }
        return [
          number(match.reference.map { $0.delay * 1e9 }), level(match.reference),
          number(match.simulated.map { $0.delay * 1e9 }), level(match.simulated),
          number(match.delayError.map { $0 * 1e9 }), number(match.gainError),
        ]
      }) + more
  }

  private func classTable(_ classes: [ClassErrors]) -> String {
    HTMLPage.table(
      [
        "strongest recorded path over", "bands compared", "missed", "extra", "mean error (dB)",
        "mean magnitude (dB)",
      ],
      classes.map {
        [
          $0.name, "\($0.compared)", "\($0.missed)", "\($0.extra)", number($0.signed),
          number($0.absolute),
        ]
      })
  }
}

/// How many components a page shows.
private let shownMatches = 40

private func paragraphs(_ sentences: [String]) -> String {
  sentences.map { "<p class=\"note\">Note: \(HTMLPage.escaped($0)).</p>" }.joined(separator: "\n")
}

private func number(_ value: Double?) -> String {
  guard let value, value.isFinite else { return "" }
  return fixed(value, 3)
}
