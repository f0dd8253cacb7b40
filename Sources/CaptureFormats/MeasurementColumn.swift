// SPDX-License-Identifier: Apache-2.0

/// What a column of a measured table holds, as its name tells.
///
/// Names fall into words: "S21(REAL)", "re:Trc1_S21", "power_dBm" and "delay [ns]" are read alike.
struct MeasurementColumn {
  enum Role: Hashable {
    /// An axis, in units that are so many hertz or seconds.
    case frequency(unit: Double)
    case delay(unit: Double)
    case time(unit: Double)

    /// A part of a complex number.
    case real
    case imaginary
    case decibels
    case degrees
    case radians
    case magnitude

    /// A power.
    case decibelMilliwatts
    case watts(unit: Double)
    case linearPower
  }

  let name: String
  let role: Role

  /// The words that tell which curve it belongs to, "s21".
  let trace: String

  /// Makes out what a column holds.
  ///
  /// - Parameter name: As the file has it.
  /// - Throws: `UnknownColumn` with what its name does not tell.
  init(_ name: String) throws(UnknownColumn) {
    self.name = name
    let words = name.replacing("\u{B5}", with: "u").replacing("\u{3BC}", with: "u")
      .lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    if let role = try Self.axis(words) {
      self.role = role
      trace = ""
      return
    }
    guard let role = Self.value(words) else {
      throw UnknownColumn(
        reason: "does not tell what it holds; name columns like 'frequency_Hz', 'delay_ns',"
          + " 'time_s', 's21_re', 's21_im', 's21_dB', 's21_deg', 'power_dB', 'power_dBm',"
          + " 'power_W' or 'power_linear'")
    }
    self.role = role
    trace = words.filter { !Self.parts.keys.contains($0) && !Self.fillers.contains($0) }
      .joined(separator: "_")
  }

  private static let frequencies = ["hz": 1.0, "khz": 1e3, "mhz": 1e6, "ghz": 1e9]
  private static let times = ["s": 1.0, "ms": 1e-3, "us": 1e-6, "ns": 1e-9, "ps": 1e-12]
  private static let parts: [String: Role] = [
    "re": .real, "real": .real, "im": .imaginary, "imag": .imaginary, "imaginary": .imaginary,
    "db": .decibels, "dbm": .decibelMilliwatts, "deg": .degrees, "rad": .radians,
    "w": .watts(unit: 1), "mw": .watts(unit: 1e-3), "lin": .linearPower, "linear": .linearPower,
    "abs": .magnitude,
  ]
  private static let fillers: Set = [
    "log", "mag", "magnitude", "phase", "ang", "angle", "power", "part",
  ]

  private static func axis(_ words: [String]) throws(UnknownColumn) -> Role? {
    func unit(_ units: [String: Double], _ example: String) throws(UnknownColumn) -> Double {
      if let unit = words.dropFirst().lazy.compactMap({ units[$0] }).first { return unit }
      throw UnknownColumn(reason: "has no unit; write, for example, '\(example)'")
    }
    switch words.first {
    case "freq", "frequency", "f": return .frequency(unit: try unit(frequencies, "frequency_Hz"))
    case "delay", "tau": return .delay(unit: try unit(times, "delay_ns"))
    case "time", "t": return .time(unit: try unit(times, "time_s"))
    default: return nil
    }
  }

  private static func value(_ words: [String]) -> Role? {
    let found = Set(words.compactMap { parts[$0] })
    if found.count == 1 { return found.first }
    // "Mag" alone is the absolute value.
    return found.isEmpty && (words.contains("mag") || words.contains("magnitude"))
      ? .magnitude : nil
  }
}

/// Why a column cannot be made out, to go on after its name.
struct UnknownColumn: Error {
  let reason: String
}
