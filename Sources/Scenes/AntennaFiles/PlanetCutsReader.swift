// SPDX-License-Identifier: Apache-2.0

internal import Electromagnetics
internal import InputDocuments
internal import Quantities

/// Reads the two cuts of a Planet file (`.msi`, `.pln`).
///
/// Lines hold a keyword and its value. `GAIN` is in dBd unless dBi is written; `HORIZONTAL n` and
/// `VERTICAL n` are followed by n lines of an angle in degrees and a loss in decibels. Angles are
/// even steps from zero at boresight, clockwise seen from above and downwards. Other keywords do not
/// change the pattern: an electrical tilt is in the cuts already.
func readPlanetCuts(
  _ text: String, file: String, options: AntennaFile.Options
) throws(InputError) -> AntennaFile {
  var reader = PlanetCutsReader(DataLines(text, file: file))
  return try reader.read(options)
}

private struct PlanetCutsReader {
  private var lines: DataLines

  /// 2.15 dBi: the gain of a half-wave dipole, which dBd refer to.
  private static let dipole = Decibels(powerRatio: 1.640_922_376_984_585_1)

  private static let largestLoss = 300.0

  init(_ lines: DataLines) { self.lines = lines }

  mutating func read(_ options: AntennaFile.Options) throws(InputError) -> AntennaFile {
    var cuts: [String: [Double]] = [:]
    var result = AntennaFile(file: lines.file, pattern: .isotropic)
    var gain = options.gain
    while let line = lines.next() {
      let keyword = line.words[0].uppercased()
      switch keyword {
      case "HORIZONTAL", "VERTICAL":
        guard cuts[keyword] == nil else {
          throw lines.error("the cut \(keyword) stands twice; keep one", at: line)
        }
        cuts[keyword] = try readCut(keyword, head: line)
      case "GAIN" where options.gain == nil:
        gain = try readGain(line)
      case "FREQUENCY":
        result.frequency = readFrequency(line)
      case "POLARIZATION", "POLARISATION":
        guard let word = line.words.dropFirst().first else { continue }
        result.polarization = polarization(word)
        result.otherPolarization = result.polarization == nil ? shown(word) : nil
      default:
        // The first line may be a name without a keyword, even one of digits.
        guard Double(line.words[0]) == nil || line.words.count != 2 || line.number == 1 else {
          throw lines.error(
            "a row of a cut stands here, behind all rows that were announced; check the number"
              + " behind HORIZONTAL or VERTICAL", at: line)
        }
      }
    }
    guard let horizontal = cuts["HORIZONTAL"], let vertical = cuts["VERTICAL"] else {
      let missing = cuts["HORIZONTAL"] == nil ? "HORIZONTAL" : "VERTICAL"
      throw InputError(
        file: lines.file, "the file lacks the cut '\(missing) 360'; both cuts are needed")
    }
    guard let gain else {
      throw InputError(
        file: lines.file, "the file lacks the line 'GAIN'; add it, or give 'gain' in the scenario")
    }
    result.pattern = .cuts(
      PatternCuts(gain: gain, horizontal: horizontal, vertical: vertical))
    return result
  }

  private mutating func readCut(
    _ name: String, head: DataLines.Line
  ) throws(InputError) -> [Double] {
    guard head.words.count == 2, let count = Int(head.words[1]), (4...3601).contains(count) else {
      throw lines.error(
        "the number of rows, 4 to 3601, must follow \(name), as in '\(name) 360'", at: head)
    }
    var losses: [Double] = []
    // A last row may repeat the first one at 360 degrees.
    var steps = count
    for row in 0..<count {
      guard let line = lines.next(), Double(line.words[0]) != nil else {
        throw InputError(
          file: lines.file, line: lines.number,
          "the cut \(name) announces \(count) rows, but ends after \(row)")
      }
      guard line.words.count == 2 else {
        throw lines.error("an angle and a loss must stand here", at: line)
      }
      let angle = try lines.number(line.words[0], of: line)
      let loss = try lines.number(line.words[1], of: line)
      if row == 1, abs(angle * Double(count - 1) - 360) < 1 { steps = count - 1 }
      let expected = 360 * Double(row) / Double(steps)
      // Angles are written with a digit or two behind the point.
      guard abs(angle - expected) <= 0.2 * 360 / Double(steps) else {
        throw lines.error(
          "the angle \(shortest(angle)) is not the \(shortest(expected.rounded(toPlaces: 3))) deg"
            + " that even steps around the circle have here", at: line)
      }
      guard (0...Self.largestLoss).contains(loss) else {
        throw lines.error(
          "the loss \(shortest(loss)) must lie between 0 and \(Int(Self.largestLoss)) dB: it counts"
            + " downwards from the peak", at: line)
      }
      losses.append(loss)
    }
    return Array(losses.prefix(steps))
  }

  private func readGain(_ line: DataLines.Line) throws(InputError) -> Decibels {
    let written = line.words.dropFirst().joined(separator: " ")
    let (number, unit) = splitNumberAndUnit(written)
    guard let number, number.isFinite else {
      throw lines.error("'\(shown(written))' is no gain; write it as in 'GAIN 8 dBd'", at: line)
    }
    let gain: Decibels
    switch unit.lowercased() {
    case "", "dbd": gain = Decibels(si: number + Self.dipole.decibels)
    case "dbi": gain = Decibels(si: number)
    default:
      throw lines.error(
        "'\(shown(unit))' is no unit of a gain here; use dBd or dBi", at: line)
    }
    guard Decibels.plausibleGains.contains(gain) else {
      throw lines.error(
        "the gain must lie between \(Decibels.plausibleGains.lowerBound) and"
          + " \(Decibels.plausibleGains.upperBound), not \(gain)", at: line)
    }
    return gain
  }

  /// The frequency in megahertz or with its unit; nil for what is none, such as a range.
  private func readFrequency(_ line: DataLines.Line) -> Frequency? {
    let written = line.words.dropFirst().joined(separator: " ")
    let (number, unit) = splitNumberAndUnit(written)
    let factor = unit.isEmpty ? 1e6 : Frequency.units.first { $0.symbol == unit }?.factor
    guard let number, let factor else { return nil }
    let frequency = Frequency(hertz: number * factor)
    return Frequency.plausible.contains(frequency) ? frequency : nil
  }

  private func polarization(_ word: Substring) -> Polarization? {
    switch word.uppercased() {
    case "V", "VERTICAL": .vertical
    case "H", "HORIZONTAL": .horizontal
    case "+45": .slanted(Angle(degrees: 45))
    case "-45": .slanted(Angle(degrees: -45))
    default: nil
    }
  }
}
