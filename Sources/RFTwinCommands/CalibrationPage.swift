// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import RFTwin

/// A page in HTML about a calibration, with its pictures in it.
///
/// - Parameters:
///   - report: What was found.
///   - pictures: A PNG of each link.
/// - Returns: The page.
func calibrationPage(_ report: CalibrationReport, pictures: [Data]) -> [UInt8] {
  let sections = zip(report.links, pictures).map { link, picture in
    """
    <h2>Link \(escaped(link.name)) of \(escaped(link.record))</h2>
    <p>\(escaped(linkSummary(link)))</p>
    <img alt="Power over delay" src="data:image/png;base64,\(picture.base64EncodedString())">
    <p class="note">The mean of all windows. Below, measured over expected power of the cells that were
    fitted, in dB; what speckle makes of them no fit removes.</p>
    """
  }
  return Array(
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <title>Calibration: \(escaped(report.name))</title>
    <style>
    body { font: 16px/1.5 sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
    table { border-collapse: collapse; margin: 1rem 0; }
    th, td { padding: 0.2rem 0.8rem; border-bottom: 1px solid #ddd; text-align: left; }
    img { max-width: 100%; height: auto; }
    .note { color: #666; }
    </style>
    </head>
    <body>
    <h1>Calibration: \(escaped(report.name))</h1>
    <p>Twin: <code>\(escaped(report.scenario))</code></p>
    <h2>What these data tell</h2>
    <ul>
    \(report.estimates.map { "<li>\(escaped($0.statement))</li>" }.joined(separator: "\n"))
    </ul>
    <ul>
    \(report.conclusions.map { "<li>\(escaped($0))</li>" }.joined(separator: "\n"))
    </ul>
    \(estimateTable(report))
    <p class="note">Intervals hold the number with a probability of 95 %, if the twin's geometry is right.
    Singular values of the Jacobian in units of what was known before, largest first:
    \(report.singularValues.map(rounded).joined(separator: ", ")). Below one, the data tell less than that.</p>
    \(sections.joined(separator: "\n"))
    <h2>Correlations</h2>
    \(correlationTable(report))
    </body>
    </html>

    """.utf8)
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
  table(
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
  return table(
    [""] + names.indices.map { "\($0 + 1)" },
    zip(names, report.correlations).enumerated().map { index, row in
      ["\(index + 1) \(row.0)"] + row.1.map { String(format: "%.2f", $0) }
    })
}

private func table(_ head: [String], _ rows: [[String]]) -> String {
  func row(_ cells: [String], _ tag: String) -> String {
    "<tr>\(cells.map { "<\(tag)>\(escaped($0))</\(tag)>" }.joined())</tr>"
  }
  return
    "<table>\n\(([row(head, "th")] + rows.map { row($0, "td") }).joined(separator: "\n"))\n</table>"
}

/// Text for a page.
private func escaped(_ text: String) -> String {
  text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    .replacing("\"", with: "&quot;")
}
