// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import HTMLPages
internal import RFTwin

/// A page in HTML about a calibration, with its pictures in it.
///
/// - Parameters:
///   - report: What was found.
///   - pictures: PNGs of each link: over delay, and where there is one of its map; nil of what could not
///     be drawn.
/// - Returns: The page.
func calibrationPage(_ report: CalibrationReport, pictures: [(profile: Data?, map: Data?)])
  -> [UInt8]
{
  let sections = zip(report.links, pictures).map { link, picture in
    """
    <h2>Link \(HTMLPage.escaped(link.name)) of \(HTMLPage.escaped(link.record))</h2>
    <p>\(HTMLPage.escaped(linkSummary(link)))</p>
    \(picture.profile.map { HTMLPage.image($0, "Power over delay") + profileNote } ?? "")
    \(picture.map.map { HTMLPage.image($0, mapTitle(link)) + mapNote } ?? "")
    """
  }
  let title = "Calibration: \(report.name)"
  let heading = """
    <h1>\(HTMLPage.escaped(title))</h1>
    <p>Twin: <code>\(HTMLPage.escaped(report.scenario))</code></p>
    """
  let channels = report.channels.flatMap(channelParts)
  // Where materials were not asked for there is nothing to say of them.
  if report.estimates.isEmpty && report.links.isEmpty && !channels.isEmpty {
    return HTMLPage(title: title, parts: [heading] + channels).bytes
  }
  let singular = report.singularValues.map(rounded).joined(separator: ", ")
  return HTMLPage(
    title: title,
    parts: [heading] + channels + [
      "<h2>What these data tell</h2>",
      HTMLPage.list(report.estimates.map(\.statement)), HTMLPage.list(report.conclusions),
      estimateTable(report),
      """
      <p class="note">Intervals hold the number with a probability of 95 %, if the twin's geometry is right.
      Singular values of the Jacobian in units of what was known before, largest first: \(singular). Below
      one, the data tell less than that.</p>
      """,
    ] + sections + ["<h2>Correlations</h2>", correlationTable(report)]
  ).bytes
}

private let profileNote = """
  <p class="note">The mean of all windows. Below, measured over expected power of the cells that were
  fitted, in dB; what speckle makes of them no fit removes.</p>
  """

private let mapNote = """
  <p class="note">Path gains are those of received over sent power, both antennas included. Differences are
  drawn where cells were fitted; grey ones lie outside <code>gate</code> and <code>dynamic-range</code>, or hold
  noise only.</p>
  """

private func mapTitle(_ link: CalibrationReport.Link) -> String {
  link.mapDopplerShifts == nil
    ? "Power over delay in each window, measured and expected"
    : "Power over delay and Doppler shift, measured and expected"
}

/// What there is to show of an array's channels.
private func channelParts(_ estimate: ChannelEstimate) -> [String] {
  [
    "<h2>Channels of link \(HTMLPage.escaped(estimate.link))</h2>",
    HTMLPage.table(
      ["transmitter", "receiver", "gain in dB", "95 %", "phase in degrees", "95 %"],
      estimate.channels.map { channel in
        [
          "\(channel.transmit)", "\(channel.receive)", rounded(channel.gain),
          channel.gainInterval.map(rounded).joined(separator: " to "), rounded(channel.phase),
          channel.phaseInterval.map(rounded).joined(separator: " to "),
        ]
      }),
    "<p>\(HTMLPage.escaped(estimate.origin)).</p>",
    """
    <p class="note">Relative to the mean of all channels. Name the file that is written beside this page
    under <code>channels</code> of the capture's description to take them off.</p>
    """,
  ]
}

private func linkSummary(_ link: CalibrationReport.Link) -> String {
  var text =
    "Measured over expected: \(rounded(link.beforeRMS)) dB before and \(rounded(link.afterRMS)) dB after"
    + " in the root mean square of \(link.values) values, \(rounded(link.beforeMean)) dB and"
    + " \(rounded(link.afterMean)) dB in the mean."
  if let before = link.heldOutBeforeRMS, let after = link.heldOutAfterRMS {
    text +=
      " Of what was held out, \(rounded(before)) dB and \(rounded(after)) dB"
      + " (\(link.heldOutValues) values)."
  }
  return text
}

private func estimateTable(_ report: CalibrationReport) -> String {
  HTMLPage.table(
    ["number", "before", "after", "95 %", "verdict", "confused with"],
    report.estimates.map { estimate in
      let unit = estimate.unit == "1" ? "" : " \(estimate.unit)"
      let partner = zip(
        [estimate.partner].compactMap(\.self), [estimate.correlation].compactMap(\.self))
      return [
        estimate.name, rounded(estimate.before) + unit, rounded(estimate.value) + unit,
        estimate.interval.map(rounded).joined(separator: " to "), estimate.verdict,
        partner.map { "\($0) (\(rounded($1)))" }.joined(),
      ]
    })
}

private func correlationTable(_ report: CalibrationReport) -> String {
  // Those of delays and places were fitted before and stand for themselves.
  let names = report.estimates.suffix(report.correlations.count).map(\.name)
  return HTMLPage.table(
    [""] + names.indices.map { "\($0 + 1)" },
    zip(names, report.correlations).enumerated().map { index, row in
      ["\(index + 1) \(row.0)"] + row.1.map { String(format: "%.2f", $0) }
    })
}
