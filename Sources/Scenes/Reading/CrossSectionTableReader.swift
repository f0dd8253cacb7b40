// SPDX-License-Identifier: Apache-2.0

internal import Electromagnetics
internal import InputDocuments
internal import Quantities
internal import RealModule

/// Reads a table of radar cross-sections from a CSV file.
///
/// Its columns are azimuth, rcs and optionally elevation, in radians and dBsm unless units are
/// written. Every azimuth must be there at every elevation, all the way round.
func readCrossSectionTable(_ path: String) throws(InputError) -> CrossSectionTable {
  let table = try CSVTable(path)
  let columns = try CrossSectionColumns(table)
  var levels: [AnglePair: Double] = [:]
  for row in table.rows {
    let (angles, level) = try columns.read(row.values, line: row.line)
    if let known = levels[angles], known != level {
      throw InputError(
        file: path, line: row.line,
        "there are two different cross-sections for these angles; azimuths count modulo 360 deg")
    }
    levels[angles] = level
  }
  guard !levels.isEmpty else { throw InputError(file: path, "the table has no rows") }
  let azimuths = Set(levels.keys.map(\.azimuth)).sorted()
  let elevations = Set(levels.keys.map(\.elevation)).sorted()
  guard levels.count == azimuths.count * elevations.count else {
    throw InputError(
      file: path,
      "the table has \(azimuths.count) azimuths and \(elevations.count) elevations, but"
        + " \(levels.count) different rows; give every azimuth at every elevation")
  }
  try checkGaps(azimuths, file: path)
  return CrossSectionTable(
    azimuths: azimuths.map(radians), elevations: elevations.map(radians),
    levels: elevations.map { elevation in
      azimuths.map { levels[AnglePair(azimuth: $0, elevation: elevation)] ?? 0 }
    })
}

/// Angles in whole nanoradians, so that those that only rounding tells apart are equal.
private struct AnglePair: Hashable {
  /// From zero to below one turn.
  var azimuth: Int64
  var elevation: Int64
}

private let nanoradiansInTurn = Int64((2e9 * Double.pi).rounded())

private func radians(_ nanoradians: Int64) -> Double { Double(nanoradians) * 1e-9 }

/// Complains where azimuths are too far apart to tell what is between them.
private func checkGaps(_ azimuths: [Int64], file: String) throws(InputError) {
  guard azimuths.count > 1 else { return }
  let next = azimuths.dropFirst() + [azimuths[0] + nanoradiansInTurn]
  // Front, sides and rear are the coarsest tables in use; a microradian is for their rounding.
  let widest = nanoradiansInTurn / 4 + 1000
  for (azimuth, next) in zip(azimuths, next) where next - azimuth > widest {
    let (start, end) = (degrees(azimuth), degrees(next))
    throw InputError(
      file: file,
      "no azimuth lies between \(start) deg and \(end) deg; a table must go all the way round with"
        + " steps of 90 deg at most")
  }
}

private func degrees(_ nanoradians: Int64) -> String {
  shortest((radians(nanoradians) * 180e3 / .pi).rounded() / 1e3)
}

/// Where a table keeps its angles and cross-sections, and in which units.
private struct CrossSectionColumns {
  private let file: String
  private let azimuth: (index: Int, factor: Double)
  private let elevation: (index: Int, factor: Double)?
  private let section: (index: Int, unit: String)

  init(_ table: CSVTable) throws(InputError) {
    let known = ["azimuth", "elevation", "rcs"]
    func fail(_ message: String) -> InputError {
      InputError(file: table.file, line: table.headerLine, message)
    }
    for name in table.columns where !known.contains(name) {
      throw fail(
        "the column '\(name)' is not known; columns are \(known.joined(separator: ", "))"
          + suggestion(for: name, among: known))
    }
    func angle(_ name: String) throws(InputError) -> (index: Int, factor: Double)? {
      guard let index = table.column(name) else { return nil }
      guard let written = table.units[index] else { return (index, 1) }
      guard let unit = Angle.units.first(where: { $0.symbol == written }) else {
        throw fail("'\(written)' is not a unit for the column '\(name)'; use rad, deg")
      }
      return (index, unit.factor)
    }
    guard let azimuth = try angle("azimuth"), let section = table.column("rcs") else {
      throw fail("a table of cross-sections needs the columns azimuth and rcs")
    }
    let unit = table.units[section] ?? "dBsm"
    guard CrossSection(0, unit: unit) != nil else {
      throw fail("'\(unit)' is not a unit for the column 'rcs'; use dBsm, m2")
    }
    file = table.file
    self.azimuth = azimuth
    elevation = try angle("elevation")
    self.section = (section, unit)
  }

  /// The angles of a row and its level in dBsm.
  func read(_ values: [Double], line: Int) throws(InputError) -> (AnglePair, Double) {
    func fail(_ message: String) -> InputError { InputError(file: file, line: line, message) }
    let azimuth = values[azimuth.index] * azimuth.factor
    guard Angle.plausible.contains(Angle(si: azimuth)) else {
      throw fail("the azimuth is beyond what is handled; check its unit")
    }
    let elevation = elevation.map { values[$0.index] * $0.factor } ?? 0
    guard abs(elevation) <= .pi / 2 + 1e-9 else {
      throw fail("an elevation must lie between -90 deg and 90 deg; check its unit")
    }
    guard let level = CrossSection(values[section.index], unit: section.unit),
      CrossSection.plausible.contains(level)
    else {
      throw fail(
        "a cross-section must lie between \(CrossSection.plausible.lowerBound) and"
          + " \(CrossSection.plausible.upperBound)")
    }
    let turn = Int64((azimuth * 1e9).rounded()) % nanoradiansInTurn
    return (
      AnglePair(
        azimuth: (turn + nanoradiansInTurn) % nanoradiansInTurn,
        elevation: Int64((elevation * 1e9).rounded())), level.dBsm
    )
  }
}
