// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
internal import Electromagnetics
internal import InputDocuments
internal import Quantities
internal import RealModule

/// Reads a far field of HFSS (`.ffd`).
///
/// Two lines hold start, stop and number of the zenith angles and of the azimuths in degrees. Then
/// follow, for each zenith angle and in it for each azimuth, real and imaginary part of r E along
/// theta and along phi in volts: once, or after `Frequencies N` for each of N blocks that begin
/// with `Frequency` and hertz.
func readFarField(
  _ text: String, file: String, options: AntennaFile.Options, frequency: Frequency
) throws(InputError) -> AntennaFile {
  var reader = FarFieldReader(DataLines(text, file: file))
  let (samples, found) = try reader.read(nearest: frequency)
  let field = RawField(grid: reader.grid, samples: samples, unit: .volt, file: file)
  return AntennaFile(file: file, pattern: try field.pattern(options), frequency: found)
}

private struct FarFieldReader {
  private var lines: DataLines
  private(set) var grid = TabulatedField.Grid(rings: 3, sectors: 3, firstAzimuth: 0)
  private var azimuths = 0

  /// The most points of a table: steps of a tenth of a degree in zenith angle and a fifth in azimuth.
  private static let mostPoints = 4_000_000

  init(_ lines: DataLines) { self.lines = lines }

  mutating func read(
    nearest frequency: Frequency
  ) throws(InputError) -> (samples: [TabulatedField.Sample], frequency: Frequency?) {
    try readGrid()
    guard let line = lines.next() else { throw ended("before the field") }
    guard line.words[0].lowercased() == "frequencies" else {
      let samples = try readBlock(first: line)
      try expectEnd(after: "the \(grid.rings * azimuths) rows of the field")
      return (samples, nil)
    }
    guard line.words.count == 2, let count = Int(line.words[1]), count >= 1 else {
      throw lines.error("the number of frequencies must follow 'Frequencies'", at: line)
    }
    var nearest: (samples: [TabulatedField.Sample], frequency: Frequency)?
    for _ in 0..<count {
      guard let head = lines.next() else { throw ended("before all \(count) frequencies") }
      guard head.words.count == 2, head.words[0].lowercased() == "frequency" else {
        throw lines.error(
          "'Frequency' and its value in hertz must stand here, not '\(shown(head.words[0]))'",
          at: head)
      }
      let here = Frequency(hertz: try lines.number(head.words[1], of: head))
      guard Frequency.plausible.contains(here) else {
        throw lines.error("the frequency \(here) is out of range; write it in hertz", at: head)
      }
      let samples = try readBlock(first: lines.next())
      let distance = abs(here.hertz - frequency.hertz)
      if let best = nearest, abs(best.frequency.hertz - frequency.hertz) <= distance { continue }
      nearest = (samples, here)
    }
    try expectEnd(after: "the \(count) frequencies")
    guard let nearest else { throw ended("before the field") }
    return (nearest.samples, nearest.frequency)
  }

  private mutating func readGrid() throws(InputError) {
    let theta = try readSweep("zenith angles")
    guard theta.start == 0, theta.stop == 180, theta.count >= 3 else {
      throw lines.error(
        "the zenith angles must run from 0 to 180 deg in 2 steps or more", at: theta.line)
    }
    let phi = try readSweep("azimuths")
    guard let steps = AzimuthSteps(first: phi.start, last: phi.stop, count: phi.count) else {
      throw lines.error(
        "the azimuths must go around once, for example from 0 to 360 deg, in 3 steps or more",
        at: phi.line)
    }
    guard theta.count <= Self.mostPoints / phi.count else {
      throw lines.error(
        "the table has more than \(Self.mostPoints) points; export it in coarser steps",
        at: phi.line)
    }
    azimuths = phi.count
    grid = TabulatedField.Grid(
      rings: theta.count, sectors: steps.sectors, firstAzimuth: phi.start * .pi / 180)
  }

  private mutating func readSweep(
    _ what: String
  ) throws(InputError) -> (start: Double, stop: Double, count: Int, line: DataLines.Line) {
    guard let line = lines.next() else { throw ended("before the \(what)") }
    guard line.words.count == 3 else {
      throw lines.error("start, stop and number of the \(what) must stand here", at: line)
    }
    let start = try lines.number(line.words[0], of: line)
    let stop = try lines.number(line.words[1], of: line)
    let count = try lines.number(line.words[2], of: line)
    guard count == count.rounded(), (1...1e6).contains(count) else {
      throw lines.error("the number of the \(what) must be whole, not \(shortest(count))", at: line)
    }
    return (start, stop, Int(count), line)
  }

  private mutating func readBlock(
    first: DataLines.Line?
  ) throws(InputError) -> [TabulatedField.Sample] {
    let rows = grid.rings * azimuths
    var samples: [TabulatedField.Sample] = []
    samples.reserveCapacity(grid.rings * grid.sectors)
    var line = first
    for row in 0..<rows {
      guard let current = line else { throw ended("after \(row) of \(rows) rows of the field") }
      guard current.words.count == 4 else {
        throw lines.error(
          "row \(row + 1) of \(rows) of the field must have 4 numbers, not"
            + " \(current.words.count) words", at: current)
      }
      let theta = Complex(
        try lines.number(current.words[0], of: current),
        try lines.number(current.words[1], of: current))
      let phi = Complex(
        try lines.number(current.words[2], of: current),
        try lines.number(current.words[3], of: current))
      // A last azimuth that repeats the first one adds nothing.
      if row % azimuths < grid.sectors { samples.append(.init(theta: theta, phi: phi)) }
      if row + 1 < rows { line = lines.next() }
    }
    return samples
  }

  private mutating func expectEnd(after what: String) throws(InputError) {
    if let line = lines.next() {
      throw lines.error("the file goes on after \(what); check the counts at its start", at: line)
    }
  }

  private func ended(_ place: String) -> InputError {
    InputError(file: lines.file, line: max(1, lines.number), "the file ends \(place)")
  }
}
