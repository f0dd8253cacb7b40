// SPDX-License-Identifier: Apache-2.0

internal import Electromagnetics
internal import InputDocuments
internal import Materials
internal import Quantities

/// Reads `correction` of an antenna: a file of corrections, and which of them.
///
/// - Parameter node: The keys `file` and `antenna`.
/// - Returns: What the gain differs by.
/// - Throws: `InputError` with file and line, of the scenario or of the file that it names.
func readCorrection(_ node: InputNode) throws(InputError) -> GainCorrection {
  let entry = try node.mapping()
  let name = try entry.required("file")
  let wanted = entry.optional("antenna")
  try entry.finish()
  let path = TextFile.path(try name.string(), besideFile: name.file)
  let antennas = try readCorrections(path)
  let known = antennas.map(\.name)
  guard let wanted else {
    guard antennas.count == 1 else {
      throw name.error(
        "'\(path)' has corrections of \(known.joined(separator: ", ")); name one of them as"
          + " 'antenna'")
    }
    return antennas[0].correction
  }
  let text = try wanted.string()
  guard let own = antennas.first(where: { $0.name == text }) else {
    let near = suggestion(for: text, among: known)
    throw wanted.error(
      "'\(path)' has no correction of '\(text)'"
        + (near.isEmpty ? "; it has \(known.joined(separator: ", "))" : near))
  }
  return own.correction
}

/// Reads a file of corrections, one antenna at least.
private func readCorrections(
  _ path: String
) throws(InputError) -> [(name: String, correction: GainCorrection)] {
  let root = try InputNode.parse(TextFile.text(path), file: path).mapping()
  _ = try root.optional("name")?.name()
  let node = try root.required("antennas")
  var antennas: [(name: String, correction: GainCorrection)] = []
  for named in try node.mapping().named() {
    antennas.append((named.name, try readLevels(named.value)))
  }
  try root.finish()
  guard !antennas.isEmpty else {
    throw node.error("'antennas' names none; give one, or leave 'correction' out")
  }
  return antennas
}

private func readLevels(_ node: InputNode) throws(InputError) -> GainCorrection {
  let entry = try node.mapping()
  let (places, levels) = (try entry.required("angles"), try entry.required("levels"))
  var angles: [Double] = []
  for place in try places.list() {
    let angle: Angle = try place.quantity()
    // Half a turn in degrees may be rounded to a little more in radians.
    guard angle.radians > angles.last ?? 0, angle.radians <= .pi + 1e-9 else {
      throw place.error(
        "'\(places.path)' must ascend, from above 0 to 180 deg at most; '\(place.path)' does not")
    }
    angles.append(angle.radians)
  }
  var decibels: [Double] = []
  for level in try levels.list() {
    decibels.append(try level.quantity(in: Decibels(si: -50)...Decibels(si: 50)).decibels)
  }
  guard !angles.isEmpty, angles.count == decibels.count else {
    throw levels.error(
      "'\(levels.path)' has \(decibels.count) levels for \(angles.count) angles; give one for each, and"
        + " one at least")
  }
  _ = try entry.optional("source")?.string()
  _ = try entry.optional("confidence")?.choice(Provenance.Confidence.self)
  try entry.finish()
  return GainCorrection(angles: angles, decibels: decibels)
}
