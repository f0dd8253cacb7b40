// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
internal import Electromagnetics
internal import InputDocuments
internal import Quantities
internal import RealModule

/// Reads a far field from a table of comma-separated values.
///
/// The columns `theta` and `phi` with their unit come with `re-theta`, `im-theta`, `re-phi` and
/// `im-phi`, or with `gain-theta`, `phase-theta`, `gain-phi` and `phase-phi`. The rows are all
/// directions of an even grid over the sphere, in any order.
func readFieldTable(
  _ text: String, file: String, options: AntennaFile.Options
) throws(InputError) -> AntennaFile {
  let table = try CSVTable(text: text, file: file)
  let columns = try FieldColumns(table)
  let directions = try GridOfRows(table, theta: columns.theta, phi: columns.phi)
  let samples = directions.rows.map { columns.sample(table.rows[$0].values) }
  let field = RawField(grid: directions.grid, samples: samples, unit: columns.unit, file: file)
  return AntennaFile(file: file, pattern: try field.pattern(options))
}

/// A column with what its numbers are multiplied by to be in SI units.
private struct ScaledColumn {
  var index: Int
  var factor: Double
}

/// Which columns hold what.
private struct FieldColumns {
  /// In degrees.
  let theta: ScaledColumn
  let phi: ScaledColumn
  let unit: FieldUnit

  /// Real and imaginary part, or gain and phase, along theta and along phi.
  private let parts: [(first: ScaledColumn?, second: ScaledColumn?)]

  private static let cartesian = ["re-theta", "im-theta", "re-phi", "im-phi"]
  private static let polar = ["gain-theta", "phase-theta", "gain-phi", "phase-phi"]

  init(_ table: CSVTable) throws(InputError) {
    let known = ["theta", "phi"] + Self.cartesian + Self.polar
    for name in table.columns where !known.contains(name) {
      throw InputError(
        file: table.file, line: table.headerLine,
        "the column '\(shown(name))' is not known; columns are \(known.joined(separator: ", "))"
          + suggestion(for: name, among: known))
    }
    func column(
      _ name: String, _ units: [MeasurementUnit], isBareAllowed: Bool = false
    ) throws(InputError) -> ScaledColumn? {
      guard let index = table.column(name) else { return nil }
      guard let written = table.units[index] else {
        if isBareAllowed { return ScaledColumn(index: index, factor: 1) }
        throw InputError(
          file: table.file, line: table.headerLine,
          "the column '\(name)' needs a unit, as in '\(name) [\(units.last?.symbol ?? "")]'")
      }
      guard let unit = units.first(where: { $0.symbol == written }) else {
        throw InputError(
          file: table.file, line: table.headerLine,
          "'\(shown(written))' is not a unit for the column '\(name)'; use"
            + " \(units.map(\.symbol).joined(separator: ", "))")
      }
      return ScaledColumn(index: index, factor: unit.factor)
    }
    guard var theta = try column("theta", Angle.units), var phi = try column("phi", Angle.units)
    else {
      throw InputError(
        file: table.file, line: table.headerLine,
        "a far field needs the columns 'theta [deg]' and 'phi [deg]'")
    }
    theta.factor *= 180 / .pi
    phi.factor *= 180 / .pi
    (self.theta, self.phi) = (theta, phi)
    let isPolar = Self.polar.contains { table.column($0) != nil }
    let names = isPolar ? Self.polar : Self.cartesian
    let others = isPolar ? Self.cartesian : Self.polar
    guard !others.contains(where: { table.column($0) != nil }) else {
      throw InputError(
        file: table.file, line: table.headerLine,
        "the field stands as real and imaginary parts and as gains and phases; keep one")
    }
    var parts: [(first: ScaledColumn?, second: ScaledColumn?)] = []
    let volts = [MeasurementUnit("V", 1)]
    for pair in [0, 2] {
      let first = try column(
        names[pair], isPolar ? Decibels.units : volts, isBareAllowed: !isPolar)
      let second = try column(
        names[pair + 1], isPolar ? Angle.units : volts, isBareAllowed: !isPolar)
      // Phases may be unknown, imaginary parts may not.
      guard (first != nil) == (second != nil) || (isPolar && first != nil) else {
        let missing = first == nil ? names[pair] : names[pair + 1]
        throw InputError(
          file: table.file, line: table.headerLine, "the column '\(missing)' is missing")
      }
      parts.append((first, second))
    }
    guard parts.contains(where: { $0.first != nil }) else {
      throw InputError(
        file: table.file, line: table.headerLine,
        "the columns of the field are missing: \(Self.cartesian.joined(separator: ", ")), or"
          + " \(Self.polar.joined(separator: ", "))")
    }
    self.parts = parts
    unit = isPolar ? .gain : table.units.contains("V") ? .volt : .none
  }

  /// The field of a row.
  func sample(_ values: [Double]) -> TabulatedField.Sample {
    func part(_ columns: (first: ScaledColumn?, second: ScaledColumn?)) -> Complex<Double> {
      guard let first = columns.first else { return .zero }
      let a = values[first.index] * first.factor
      let b = columns.second.map { values[$0.index] * $0.factor } ?? 0
      guard unit == .gain else { return Complex(a, b) }
      return Complex(length: Decibels(si: a).amplitudeRatio, phase: b)
    }
    return TabulatedField.Sample(theta: part(parts[0]), phi: part(parts[1]))
  }
}

/// The rows of a table in the order of an even grid over the sphere.
private struct GridOfRows {
  let grid: TabulatedField.Grid

  /// The positions of rows, ring by ring.
  let rows: [Int]

  private struct Place: Hashable {
    var theta: Int
    var phi: Int
  }

  /// Angles that differ by less than a millionth of a degree are the same.
  private static let ticks = 1e6

  init(_ table: CSVTable, theta: ScaledColumn, phi: ScaledColumn) throws(InputError) {
    func tick(_ row: Int, _ column: ScaledColumn) throws(InputError) -> Int {
      let degrees = table.rows[row].values[column.index] * column.factor
      guard abs(degrees) <= 720 else {
        throw InputError(
          file: table.file, line: table.rows[row].line,
          "the angle \(shortest(degrees)) deg lies beyond two turns; check its unit")
      }
      return Int((degrees * Self.ticks).rounded())
    }
    var rowOfPlace: [Place: Int] = [:]
    var firstRow: (theta: [Int: Int], phi: [Int: Int]) = ([:], [:])
    for row in table.rows.indices {
      let place = Place(theta: try tick(row, theta), phi: try tick(row, phi))
      if let other = rowOfPlace[place] {
        throw InputError(
          file: table.file, line: table.rows[row].line,
          "the direction stands in line \(table.rows[other].line) already; keep one")
      }
      rowOfPlace[place] = row
      if firstRow.theta[place.theta] == nil { firstRow.theta[place.theta] = row }
      if firstRow.phi[place.phi] == nil { firstRow.phi[place.phi] = row }
    }
    let thetas = firstRow.theta.keys.sorted()
    let phis = firstRow.phi.keys.sorted()
    func checkSteps(_ angles: [Int], _ rows: [Int: Int], _ what: String) throws(InputError) {
      guard let first = angles.first, let last = angles.last, angles.count > 1 else { return }
      let step = Double(last - first) / Double(angles.count - 1)
      for (index, angle) in angles.enumerated()
      where abs(Double(angle - first) - step * Double(index)) > 0.01 * step {
        throw InputError(
          file: table.file, line: rows[angle].map { table.rows[$0].line },
          "the \(what) \(shortest(Double(angle) / Self.ticks)) deg is off the even steps of"
            + " \(shortest((step / Self.ticks).rounded(toPlaces: 4))) deg")
      }
    }
    try checkSteps(thetas, firstRow.theta, "zenith angle")
    try checkSteps(phis, firstRow.phi, "azimuth")
    guard thetas.count >= 3, let top = thetas.first, let bottom = thetas.last,
      abs(top) <= 1000, abs(bottom - Int(180 * Self.ticks)) <= 1000
    else {
      throw InputError(
        file: table.file, "the zenith angles must run from 0 to 180 deg in 2 steps or more")
    }
    let azimuths = phis.map { Double($0) / Self.ticks }
    guard let start = azimuths.first, let end = azimuths.last,
      let steps = AzimuthSteps(first: start, last: end, count: azimuths.count)
    else {
      throw InputError(
        file: table.file,
        "the azimuths must go around once, for example from 0 to 360 deg, in 3 steps or more")
    }
    var rows: [Int] = []
    for theta in thetas {
      for phi in phis.prefix(steps.sectors) {
        guard let row = rowOfPlace[Place(theta: theta, phi: phi)] else {
          throw InputError(
            file: table.file,
            "the row of the zenith angle \(shortest(Double(theta) / Self.ticks)) deg and the"
              + " azimuth \(shortest(Double(phi) / Self.ticks)) deg is missing")
        }
        rows.append(row)
      }
    }
    self.rows = rows
    grid = TabulatedField.Grid(
      rings: thetas.count, sectors: steps.sectors, firstAzimuth: start * .pi / 180)
  }
}
