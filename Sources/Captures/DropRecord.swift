// SPDX-License-Identifier: Apache-2.0

/// A record of drops, opened for reading.
package struct DropRecord {
  private let file: HDF5File
  /// How many rows of pairs a drop has.
  private let rows: Int
  package let name: String
  package let generator: String
  package let seed: UInt64
  /// The carrier in hertz.
  package let frequency: Double
  package let drops: Int
  package let targets: Int
  package let terminals: Int
  /// Whether its links are those of terminals with the sectors that serve them.
  package let isServing: Bool
  /// The kinds of links in the order in which the scenario names them.
  package let links: [String]

  /// How many drops are read at a time.
  private static let batch = 4096

  /// Whether a file is a record of drops rather than one of frames.
  ///
  /// - Throws: `RecordError` when it is no HDF5 file.
  package static func isOne(_ path: String) throws(RecordError) -> Bool {
    try HDF5File(opening: path).textAttribute("format", of: "/") == DropRecordLayout.format
  }

  /// Opens a record.
  ///
  /// - Throws: `RecordError` when the file is no record of drops or of a later format.
  package init(_ path: String) throws(RecordError) {
    file = try HDF5File(opening: path)
    guard file.textAttribute("format", of: "/") == DropRecordLayout.format else {
      throw RecordError(file: path, "this HDF5 file is no record of drops")
    }
    let version: Int32 = try file.number("format_version", of: "/")
    guard version <= DropRecordLayout.version else {
      throw RecordError(file: path, "the record has format \(version); update this program")
    }
    let complete: Int32? = file.numberAttribute(RecordLayout.complete, of: "/")
    guard complete == 1 else { throw .unfinishedDrops(path) }
    name = try file.text("name", of: "/")
    generator = try file.text("generator", of: "/")
    seed = try file.number("seed", of: "/")
    frequency = try file.number("frequency_hz", of: "/")
    let (drops, targets): (Int32, Int32) = (
      try file.number("drops", of: "/"), try file.number("targets", of: "/")
    )
    self.drops = Int(drops)
    self.targets = Int(targets)
    let terminals: Int32? = file.numberAttribute("terminals", of: "/")
    let serving: Int32? = file.numberAttribute(DropRecordLayout.serving, of: "/")
    self.terminals = Int(terminals ?? 0)
    isServing = serving == 1
    rows = isServing ? self.terminals : self.targets
    var ordered: [(order: Int32, name: String)] = []
    for link in try file.groups(in: DropRecordLayout.links) {
      let group = DropRecordLayout.group(ofLink: link)
      ordered.append((try file.number(DropRecordLayout.order, of: group), link))
      try file.expect(
        group + DropRecordLayout.coupling, shape: [self.drops, rows, nil])
    }
    links = ordered.sorted { $0 < $1 }.map(\.name)
  }

  /// How often coupling losses of a kind of link occur, in negative decibels.
  package func couplings(_ link: String) throws(RecordError) -> LevelHistogram {
    try histogram(DropRecordLayout.group(ofLink: link) + DropRecordLayout.coupling)
  }

  /// How often losses of its background occur, in negative decibels; none where it has none.
  package func backgrounds(_ link: String) throws(RecordError) -> LevelHistogram {
    let name = DropRecordLayout.group(ofLink: link) + DropRecordLayout.background
    guard file.has(name) else { return LevelHistogram() }
    try file.expect(name, shape: [drops, rows, nil, nil])
    return try histogram(name)
  }

  /// How often levels of a figure occur; none where the record does not tell it.
  package func levels(_ figure: DropFigure, _ link: String) throws(RecordError) -> LevelHistogram {
    let name = "\(DropRecordLayout.group(ofLink: link))/\(figure.name)"
    guard file.has(name) else { return LevelHistogram() }
    let pairs: [Int?] = [drops, rows, nil]
    try file.expect(name, shape: figure.isOfEachPoint ? pairs + [nil] : pairs)
    return try histogram(name, figure.quantity.level)
  }

  /// How many paths of a kind of link are kept; nil where none are.
  package func pathCount(_ link: String) throws(RecordError) -> Int? {
    let name = DropPathLayout.group(ofLink: link) + DropPathLayout.delay
    guard file.has(name) else { return nil }
    return try file.shape(of: name)[0]
  }

  private func histogram(
    _ name: String, _ level: (Double) -> Double = { $0 }
  ) throws(RecordError) -> LevelHistogram {
    var histogram = LevelHistogram()
    for first in stride(from: 0, to: drops, by: Self.batch) {
      let values: [Float] = try file.read(name, rows: first..<min(drops, first + Self.batch))
      for value in values { histogram.add(level(Double(value))) }
    }
    return histogram
  }
}
