// SPDX-License-Identifier: Apache-2.0

/// Writes a record of drops in parts, so that memory does not grow with their number.
///
/// The file is written under a name of its own, "NAME.part", and takes its real name only when it is
/// complete; before that it is removed with its last user.
package final class DropRecordWriter {
  private let part: PartFile
  private let file: HDF5File
  private let header: DropRecordHeader
  private var finished = 0
  /// How many paths of each link are written.
  private var paths: [Int]

  /// Starts a record.
  ///
  /// - Parameters:
  ///   - path: Where the finished record will be.
  ///   - header: What is said of the whole.
  /// - Throws: `RecordError` when the file cannot be created or written, or there is no room for it.
  package init(path: String, header: DropRecordHeader) throws(RecordError) {
    self.header = header
    paths = header.links.map { _ in 0 }
    try checkPlace(path)
    part = try PartFile(for: path)
    part.begin()
    file = try HDF5File(creating: part.temporaryPath, calling: path)
    try writeAttributes()
    try file.write(strings: [header.scenario], to: DropRecordLayout.scenario)
    try file.write(strings: header.overrides, to: DropRecordLayout.overrides)
    try file.makeGroup("/sites")
    try file.write(
      header.sites.flatMap { [$0.x, $0.y, $0.z] }, shape: [header.sites.count, 3],
      to: DropRecordLayout.sites, as: .float64)
    try file.describe(DropRecordLayout.sites, units: "m", dimensions: "site, (x y z)")
    if header.keepsPlaces { try preparePlaces() }
    try file.makeGroup(DropRecordLayout.links)
    for (order, link) in header.links.enumerated() { try prepare(link, order: order) }
    try file.flush()
    try part.takeRoom()
  }

  deinit { abandon() }

  /// Gives up and removes what was written, unless it is finished.
  package func abandon() {
    try? file.close()
    part.remove()
  }

  /// Writes the next drops.
  ///
  /// - Parameters:
  ///   - count: How many they are.
  ///   - rows: Of each link, in the header's order.
  ///   - targets: The places of the targets in metres, drop by drop, where they are kept.
  ///   - terminals: The same of the terminals.
  /// - Throws: `RecordError` when the file cannot be written.
  package func append(
    _ count: Int, _ rows: [DropLinkRows], targets: [SIMD3<Double>], terminals: [SIMD3<Double>]
  ) throws(RecordError) {
    for (index, (link, rows)) in zip(header.links, rows).enumerated() {
      let group = DropRecordLayout.group(ofLink: link.name)
      try file.write(rows.couplings, to: group + DropRecordLayout.coupling, at: finished)
      try file.write(rows.transmitters, to: group + DropRecordLayout.transmitter, at: finished)
      try file.write(rows.receivers, to: group + DropRecordLayout.receiver, at: finished)
      if header.isServing {
        try file.write(rows.sectors, to: group + DropRecordLayout.sector, at: finished)
      }
      if header.isChosenByRays {
        try file.write(
          rows.fullTransmitters, to: group + DropRecordLayout.fullTransmitter, at: finished)
        try file.write(rows.fullSectors, to: group + DropRecordLayout.fullSector, at: finished)
      }
      for (figure, values) in zip(header.figures, rows.figures) {
        try file.write(values, to: "\(group)/\(figure.name)", at: finished)
      }
      if link.backgrounds > 0 {
        try file.write(rows.backgrounds, to: group + DropRecordLayout.background, at: finished)
      }
      if header.keepsPaths {
        try file.append(rows.paths, ofLink: link.name, drop: finished, path: paths[index])
        paths[index] += rows.paths.count
      }
    }
    if header.keepsPlaces {
      func numbers(_ places: [SIMD3<Double>]) -> [Double] {
        places.flatMap { [$0.x, $0.y, $0.z] }
      }
      try file.write(numbers(targets), to: DropRecordLayout.targets, at: finished)
      try file.write(numbers(terminals), to: DropRecordLayout.terminals, at: finished)
    }
    finished += count
  }

  /// Completes the record and gives it its name.
  package func finish() throws(RecordError) {
    precondition(finished == header.drops, "all drops")
    try file.changeAttribute(RecordLayout.complete, of: "/", to: Int32(1))
    try file.close()
    try part.finish()
  }

  private func writeAttributes() throws(RecordError) {
    try file.setAttribute("format", of: "/", to: DropRecordLayout.format)
    try file.setAttribute("format_version", of: "/", to: DropRecordLayout.version, as: .int32)
    try file.setAttribute("generator", of: "/", to: header.generator)
    try file.setAttribute("name", of: "/", to: header.name)
    try file.setAttribute("conventions", of: "/", to: DropRecordLayout.conventions)
    try file.setAttribute("seed", of: "/", to: header.seed, as: .uint64)
    try file.setAttribute("frequency_hz", of: "/", to: header.frequency, as: .float64)
    try file.setAttribute(RecordLayout.complete, of: "/", to: Int32(0), as: .int32)
    try file.setAttribute("drops", of: "/", to: Int32(clamping: header.drops), as: .int32)
    try file.setAttribute("targets", of: "/", to: Int32(clamping: header.targets), as: .int32)
    try file.setAttribute("terminals", of: "/", to: Int32(clamping: header.terminals), as: .int32)
    try file.setAttribute(
      DropRecordLayout.serving, of: "/", to: Int32(header.isServing ? 1 : 0), as: .int32)
  }

  private func preparePlaces() throws(RecordError) {
    try file.makeGroup("/places")
    try file.reserve(
      DropRecordLayout.targets, [header.drops, header.targets, 3], .float64, "m",
      "drop, target, (x y z)")
    try file.reserve(
      DropRecordLayout.terminals, [header.drops, header.terminals, 3], .float64, "m",
      "drop, terminal, (x y z)")
  }

  private func prepare(_ link: DropLinkHeader, order: Int) throws(RecordError) {
    let group = DropRecordLayout.group(ofLink: link.name)
    try file.makeGroup(group)
    try file.setAttribute(
      DropRecordLayout.order, of: group, to: Int32(clamping: order), as: .int32)
    let shape = [header.drops, header.rows.count, link.pairs]
    let axes = "drop, \(header.rows.axis), pair from the least loss on"
    try file.reserve(group + DropRecordLayout.coupling, shape, .float32, "dB", axes)
    try file.reserve(group + DropRecordLayout.transmitter, shape, .int32, "1", axes)
    try file.reserve(group + DropRecordLayout.receiver, shape, .int32, "1", axes)
    if header.isServing {
      try file.reserve(group + DropRecordLayout.sector, shape, .int32, "1", axes)
    }
    if header.isChosenByRays {
      try file.reserve(group + DropRecordLayout.fullTransmitter, shape, .int32, "1", axes)
      try file.reserve(group + DropRecordLayout.fullSector, shape, .int32, "1", axes)
    }
    for figure in header.figures {
      let isOfEachPoint = figure.isOfEachPoint
      try file.reserve(
        "\(group)/\(figure.name)", isOfEachPoint ? shape + [link.backgrounds] : shape, .float32,
        figure.quantity.units, isOfEachPoint ? axes + ", reference point" : axes)
    }
    if header.keepsPaths { try file.preparePaths(ofLink: link.name, shape, axes) }
    guard link.backgrounds > 0 else { return }
    try file.reserve(
      group + DropRecordLayout.background, shape + [link.backgrounds], .float32, "dB",
      axes + ", reference point")
  }
}
