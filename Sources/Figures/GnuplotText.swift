// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// A name as it may stand between single quotes in a script, shown as it is.
///
/// Quotes and what else could end the text or the line are replaced: a name is anyone's text, and
/// a line of a script may run commands.
func quoted(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "'": result += "\u{2019}"
    case "`": result += "\u{2018}"
    case _ where isControl(scalar): result += " "
    // What gnuplot would take for markup.
    case _ where "_^@&{}~\\".unicodeScalars.contains(scalar): result += "\\\\\(scalar)"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}

/// A name as a part of a file's name.
func fileName(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    result.unicodeScalars.append(scalar == "/" || isControl(scalar) ? "-" : scalar)
  }
  return result
}

private func isControl(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .lineSeparator, .paragraphSeparator: true
  default: false
  }
}

/// A number with a fixed count of decimals, zero without a sign.
func fixed(_ value: Double, _ decimals: Int) -> String {
  let text = String(format: "%.\(decimals)f", value)
  return text.allSatisfy { "-0.".contains($0) } && text.first == "-"
    ? String(text.dropFirst()) : text
}

/// Perceptually even colours, dark to bright (viridis), as gnuplot wants them.
let viridis = """
  set palette defined (0 '#440154', 0.13 '#472c7a', 0.25 '#3b518b', 0.38 '#2c718e', \
  0.5 '#21908d', 0.63 '#27ad81', 0.75 '#5cc863', 0.88 '#aadc32', 1 '#fde725')
  """
