// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
package import InputDocuments
internal import RealModule

/// Reads transfer functions, impulse responses and power-delay profiles from tables.
package enum CurveTable {
  /// Reads a table with a column of frequencies or delays, and one or two columns a curve.
  ///
  /// Complex curves have a real and an imaginary part, or decibels (or an absolute value) and a
  /// phase; powers stand alone. A column of times beside that of the axis tells curves below each
  /// other apart; without another axis it is the delay.
  ///
  /// - Parameter path: The file.
  /// - Returns: The curves, of finite numbers.
  /// - Throws: `InputError` with file and line when columns cannot be made out or do not fit
  ///   together.
  package static func read(_ path: String) throws(InputError) -> SampledCurves {
    let table = try MeasurementTable(path)
    var columns: [MeasurementColumn] = []
    for name in table.names {
      do {
        columns.append(try MeasurementColumn(name))
      } catch {
        throw table.error("the column '\(name)' \(error.reason)")
      }
    }
    let axes = try Axes(columns, table)
    let blocks = try axes.blocks(of: table)
    let traces = try CurveColumns.pairs(columns, table)
    return SampledCurves(
      abscissa: axes.abscissa, axis: blocks.axis, times: blocks.times,
      traces: traces.map(\.name), values: try values(traces, table, blocks.rows))
  }

  private static func values(
    _ traces: [CurveColumns], _ table: MeasurementTable, _ blocks: [Range<Int>]
  ) throws(InputError) -> SampledCurves.Values {
    var (amplitudes, powers) = ([Complex<Double>](), [Double]())
    for rows in blocks {
      for trace in traces {
        for row in table.rows[rows] {
          switch trace.content {
          case .amplitude(let amplitude):
            amplitudes.append(try finite(amplitude(row.values), row.line, table))
          case .power(let power, _): powers.append(try positive(power(row.values), row.line, table))
          }
        }
      }
    }
    guard amplitudes.isEmpty || powers.isEmpty else {
      throw table.error("some columns are complex numbers and others powers; keep one kind")
    }
    guard powers.isEmpty else {
      let units = Set(traces.map(\.isInWatts))
      guard let inWatts = units.first, units.count == 1 else {
        throw table.error("some powers are in watts or dBm and others in dB; keep one unit")
      }
      return .power(powers, inWatts: inWatts)
    }
    return .complex(amplitudes)
  }

  private static func finite(
    _ amplitude: Complex<Double>, _ line: Int, _ table: MeasurementTable
  ) throws(InputError) -> Complex<Double> {
    guard amplitude.isFinite else {
      throw InputError(file: table.file, line: line, "a value is too large")
    }
    return amplitude
  }

  private static func positive(
    _ power: Double, _ line: Int, _ table: MeasurementTable
  ) throws(InputError) -> Double {
    guard power >= 0, power.isFinite else {
      throw InputError(file: table.file, line: line, "a power is negative or too large")
    }
    return power
  }
}

/// Which columns tell where a row belongs.
private struct Axes {
  let abscissa: SampledCurves.Abscissa
  private let axis: Int
  private let unit: Double
  private let time: (column: Int, unit: Double)?

  init(_ columns: [MeasurementColumn], _ table: MeasurementTable) throws(InputError) {
    var (axes, times) = ([(SampledCurves.Abscissa, Int, Double)](), [(Int, Double)]())
    for (index, column) in columns.enumerated() {
      switch column.role {
      case .frequency(let unit): axes.append((.frequency, index, unit))
      case .delay(let unit): axes.append((.delay, index, unit))
      case .time(let unit): times.append((index, unit))
      default: break
      }
    }
    if axes.isEmpty, let only = times.popLast() { axes = [(.delay, only.0, only.1)] }
    guard let axis = axes.first, axes.count == 1, times.count <= 1 else {
      throw table.error(
        "there must be one column of frequencies or of delays, for example 'frequency_Hz' or"
          + " 'delay_ns', and at most one of times beside it")
    }
    (abscissa, self.axis, unit) = axis
    time = times.first.map { ($0.0, $0.1) }
  }

  /// The runs of rows of one time each, which must have the same axis.
  func blocks(
    of table: MeasurementTable
  ) throws(InputError) -> (axis: EvenAxis, times: [Double], rows: [Range<Int>]) {
    var starts = [0]
    if let time {
      starts += table.rows.indices.dropFirst().filter {
        table.rows[$0].values[time.column] != table.rows[$0 - 1].values[time.column]
      }
    }
    let ends = starts.dropFirst() + [table.rows.count]
    let blocks = zip(starts, ends).map { $0..<$1 }
    let name = table.names[axis]
    let values = table.rows[blocks[0]].map { $0.values[axis] * unit }
    let even: EvenAxis
    do {
      even = try EvenAxis(values)
    } catch {
      throw table.error("the column '\(name)' \(error.reason)")
    }
    for rows in blocks.dropFirst() {
      let others = table.rows[rows].map { $0.values[axis] * unit }
      guard others.count == values.count,
        zip(others, values).allSatisfy({ abs($0 - $1) <= 0.01 * even.step })
      else {
        throw InputError(
          file: table.file, line: table.rows[rows.lowerBound].line,
          "the rows of this time have other values of '\(name)' than the first ones")
      }
    }
    let times = time.map { time in
      starts.map { table.rows[$0].values[time.column] * time.unit }
    }
    return (even, times ?? [], blocks)
  }
}

/// One or two columns that make a curve.
private struct CurveColumns {
  enum Content {
    case amplitude(([Double]) -> Complex<Double>)
    case power(([Double]) -> Double, inWatts: Bool)
  }

  let name: String
  let content: Content

  var isInWatts: Bool {
    if case .power(_, true) = content { return true }
    return false
  }

  /// Finds which columns belong together.
  static func pairs(
    _ columns: [MeasurementColumn], _ table: MeasurementTable
  ) throws(InputError) -> [CurveColumns] {
    var curves: [CurveColumns] = []
    var rest = columns.indices.filter { columns[$0].isValue }[...]
    while let first = rest.popFirst() {
      let next = rest.first.flatMap { columns[$0].trace == columns[first].trace ? $0 : nil }
      let name = columns[first].trace.isEmpty ? columns[first].name : columns[first].trace
      if let next, let amplitude = amplitude(columns, first, next) {
        rest.removeFirst()
        curves.append(CurveColumns(name: name, content: .amplitude(amplitude)))
      } else if let (power, inWatts) = power(columns[first].role, first) {
        curves.append(CurveColumns(name: name, content: .power(power, inWatts: inWatts)))
      } else {
        throw table.error(
          "the column '\(columns[first].name)' is one part of a complex number and the other one"
            + " does not stand beside it; write pairs like 's21_re,s21_im' or 's21_dB,s21_deg'")
      }
    }
    guard !curves.isEmpty else { throw table.error("there is no column beside the axis") }
    return curves
  }

  private static func amplitude(
    _ columns: [MeasurementColumn], _ first: Int, _ second: Int
  ) -> (([Double]) -> Complex<Double>)? {
    let degrees = columns[second].role == .degrees ? 1 : 180 / Double.pi
    return switch (columns[first].role, columns[second].role) {
    case (.real, .imaginary): { Complex($0[first], $0[second]) }
    case (.decibels, .degrees), (.decibels, .radians):
      {
        .polar(.exp10($0[first] / 20), degrees: $0[second] * degrees)
      }
    case (.magnitude, .degrees), (.magnitude, .radians):
      {
        .polar($0[first], degrees: $0[second] * degrees)
      }
    default: nil
    }
  }

  private static func power(
    _ role: MeasurementColumn.Role, _ column: Int
  ) -> (([Double]) -> Double, inWatts: Bool)? {
    switch role {
    case .decibels: ({ .exp10($0[column] / 10) }, false)
    case .decibelMilliwatts: ({ .exp10(($0[column] - 30) / 10) }, true)
    case .watts(let unit): ({ $0[column] * unit }, true)
    case .linearPower: ({ $0[column] }, false)
    case .magnitude: ({ $0[column] * $0[column] }, false)
    default: nil
    }
  }
}

extension MeasurementColumn {
  /// Whether it is no axis.
  fileprivate var isValue: Bool {
    switch role {
    case .frequency, .delay, .time: false
    default: true
    }
  }
}
