// SPDX-License-Identifier: Apache-2.0

package import ComplexModule
package import InputDocuments
internal import Quantities
internal import RealModule

/// Scattering parameters over frequency as network analysers write them: Touchstone files of
/// version 1.1 or 2 with one or two ports (EIA/IBIS Open Forum, Touchstone File Format
/// Specification 2.0, 2009).
package struct TouchstoneFile: Sendable {
  /// The frequencies in hertz.
  package let axis: EvenAxis

  /// One for `.s1p`, two for `.s2p`.
  package let ports: Int

  /// `[frequency][parameter]`, the parameters as S11, or S11, S21, S12, S22.
  private let values: [Complex<Double>]

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - ports: How many ports its extension tells.
  /// - Throws: `InputError` with the line of the first mistake.
  package init(_ path: String, ports: Int) throws(InputError) {
    var reader = TouchstoneReader(file: path, ports: ports)
    let text = try TextFile.text(path)
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() where !reader.hasEnded {
      try reader.read(line, number: index + 1)
    }
    let rows = try reader.finishedRows(lastLine: lines.count)
    do {
      axis = try EvenAxis(rows.map(\.frequency))
    } catch {
      throw InputError(file: path, "the column of frequencies \(error.reason)")
    }
    self.ports = ports
    values = rows.flatMap(\.parameters)
  }

  /// A parameter over frequency.
  ///
  /// - Parameters:
  ///   - to: The port where the wave leaves, from one.
  ///   - from: The port where it is fed.
  /// - Returns: The values, one a frequency.
  package func parameter(to: Int, from: Int) -> [Complex<Double>] {
    precondition((1...ports).contains(to) && (1...ports).contains(from), "a port there is")
    let count = ports * ports
    let index = (from - 1) * ports + to - 1
    return stride(from: index, to: values.count, by: count).map { values[$0] }
  }
}

/// Reads lines in their order.
private struct TouchstoneReader {
  let file: String
  let ports: Int

  /// Whether a keyword has told that there are no more parameters.
  private(set) var hasEnded = false
  private(set) var rows: [(frequency: Double, parameters: [Complex<Double>])] = []

  private var unit = 1e9
  private var format = "ma"
  private var hasOptions = false
  private var isSwapped = false
  private var open: [Double] = []

  /// The frequency of the last line of noise parameters; nil before them.
  private var noiseFrequency: Double?

  /// A line of noise parameters: frequency, least noise figure, magnitude and angle of the source's reflection,
  /// effective noise resistance.
  private static let noiseWidth = 5

  init(file: String, ports: Int) {
    self.file = file
    self.ports = ports
  }

  mutating func read(_ line: Substring, number: Int) throws(InputError) {
    let content = String(line.prefix { $0 != "!" }).trimmingSpaces()
    guard let first = content.first else { return }
    switch first {
    case "#": try readOptions(content.dropFirst(), line: number)
    case "[": try readKeyword(content.lowercased(), line: number)
    default: try readNumbers(content, line: number)
    }
  }

  func finishedRows(
    lastLine: Int
  ) throws(InputError) -> [(frequency: Double, parameters: [Complex<Double>])] {
    guard open.isEmpty else {
      throw InputError(
        file: file, line: lastLine,
        "the last frequency has \(open.count) numbers instead of"
          + " \(1 + 2 * ports * ports); was the file copied whole?")
    }
    return rows
  }

  private func error(_ line: Int, _ message: String) -> InputError {
    InputError(file: file, line: line, message)
  }

  /// "# GHz S MA R 50", in any order, of which only the first counts.
  private mutating func readOptions(_ text: Substring, line: Int) throws(InputError) {
    guard !hasOptions else { return }
    hasOptions = true
    let words = text.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
    var isResistance = false
    for word in words {
      switch word {
      case _ where isResistance: isResistance = false
      case "hz": unit = 1
      case "khz": unit = 1e3
      case "mhz": unit = 1e6
      case "ghz": unit = 1e9
      case "s": break
      case "ma", "db", "ri": format = word
      case "r": isResistance = true
      case "y", "z", "g", "h":
        throw error(line, "the file holds \(word.uppercased()) parameters; write S parameters")
      default:
        throw error(line, "'\(word)' is no option; write, for example, '# GHz S RI R 50'")
      }
    }
  }

  private mutating func readKeyword(_ text: String, line: Int) throws(InputError) {
    let argument =
      text.split(separator: "]", maxSplits: 1).dropFirst().first
      .map { String($0).trimmingSpaces() } ?? ""
    if text.hasPrefix("[two-port data order]") {
      isSwapped = argument == "12_21"
    } else if text.hasPrefix("[number of ports]"), argument != "\(ports)" {
      throw error(
        line, "the file has \(argument) ports where its extension tells of \(ports); rename it")
    } else if text.hasPrefix("[matrix format]"), argument != "full" {
      throw error(line, "matrices of which half is left out are not read; write full ones")
    } else if text.hasPrefix("[noise data]") || text.hasPrefix("[end]") {
      hasEnded = true
    }
  }

  private mutating func readNumbers(_ text: String, line: Int) throws(InputError) {
    let width = 1 + 2 * ports * ports
    var numbers: [Double] = []
    for word in text.split(whereSeparator: { $0.isWhitespace || $0 == "," }) {
      guard let value = decimalNumber(word) else {
        throw error(line, "'\(word)' is not a finite number")
      }
      numbers.append(value)
    }
    if try readNoise(numbers, line: line) { return }
    if open.isEmpty, let last = rows.last, numbers[0] * unit <= last.frequency {
      throw error(line, "the frequency is not above the one before it")
    }
    // The numbers of a frequency may go on in the next line, but each frequency begins one.
    guard open.count + numbers.count <= width else {
      throw error(
        line,
        open.isEmpty
          ? "the line has \(numbers.count) numbers, more than the \(width) of a frequency"
          : "this line and the one before it have \(open.count + numbers.count) numbers, more than"
            + " the \(width) of a frequency; is one of them damaged?")
    }
    open += numbers
    if open.count == width { try closeRow(line) }
  }

  /// Checks a line of the noise parameters that follow in version 1, the first at a lower frequency.
  ///
  /// - Returns: Whether the line is one.
  private mutating func readNoise(_ numbers: [Double], line: Int) throws(InputError) -> Bool {
    let frequency = numbers[0] * unit
    if let noiseFrequency {
      guard numbers.count == Self.noiseWidth, frequency > noiseFrequency else {
        throw error(
          line,
          "noise parameters have \(Self.noiseWidth) numbers a line and ascending frequencies, and this line"
            + " has not; is the sweep above damaged, or are its frequencies out of order?")
      }
    } else {
      guard ports == 2, open.isEmpty, numbers.count == Self.noiseWidth, let last = rows.last,
        frequency < last.frequency
      else { return false }
    }
    noiseFrequency = frequency
    return true
  }

  private mutating func closeRow(_ line: Int) throws(InputError) {
    var parameters: [Complex<Double>] = []
    for index in stride(from: 1, to: open.count, by: 2) {
      let value = number(open[index], open[index + 1])
      guard value.isFinite else { throw error(line, "a parameter is too large") }
      parameters.append(value)
    }
    if isSwapped, ports == 2 { parameters.swapAt(1, 2) }
    rows.append((open[0] * unit, parameters))
    open.removeAll(keepingCapacity: true)
  }

  private func number(_ first: Double, _ second: Double) -> Complex<Double> {
    switch format {
    case "ri": Complex(first, second)
    case "db": .polar(.exp10(first / 20), degrees: second)
    default: .polar(first, degrees: second)
    }
  }
}

extension Complex<Double> {
  /// A number of a magnitude and a phase in degrees.
  static func polar(_ magnitude: Double, degrees: Double) -> Complex<Double> {
    let phase = degrees.remainder(dividingBy: 360) * .pi / 180
    return Complex(magnitude * .cos(phase), magnitude * .sin(phase))
  }
}
