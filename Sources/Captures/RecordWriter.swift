// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
internal import DelayDoppler
internal import Foundation

/// Writes a record frame by frame, so that memory does not grow with the episode.
///
/// The file is written under a name of its own, "NAME.part", and takes its real name only
/// when it is complete.
package final class RecordWriter {
  private let part: PartFile
  let file: HDF5File
  private let links: [LinkHeader]

  /// How many actors a target is told of.
  let actorCount: Int

  /// Starts a record.
  ///
  /// - Parameters:
  ///   - path: Where the finished record will be.
  ///   - header: What is said of the whole.
  ///   - links: What is said of each link.
  /// - Throws: `RecordError` when the file cannot be created or written.
  package init(
    path: String, header: RecordHeader, links: [LinkHeader]
  ) throws(RecordError) {
    self.links = links
    actorCount = header.actors.count
    var isFolder: ObjCBool = false
    if unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
      isFolder.boolValue
    {
      throw RecordError(
        file: path, "a folder has the record's name; remove it or choose another place")
    }
    part = try PartFile(for: path)
    file = try HDF5File(creating: part.temporaryPath, calling: path)
    try write(header)
    try file.makeGroup(RecordLayout.links)
    for link in links { try prepare(link) }
    try file.flush()
  }

  deinit { abandon() }

  /// Gives up and removes what was written, unless it is finished.
  package func abandon() {
    try? file.close()
    part.remove()
  }

  /// Completes the record and gives it its name.
  package func finish() throws(RecordError) {
    try file.changeAttribute("complete", of: "/", to: Int32(1))
    try file.close()
    try part.finish()
  }

  /// Appends where everything that moves is at an instant.
  ///
  /// - Parameters:
  ///   - time: In seconds.
  ///   - positions: In metres, in the order of the header's `movers`.
  /// - Throws: `RecordError` when the file cannot be written.
  package func append(time: Double, positions: [SIMD3<Double>]) throws(RecordError) {
    try file.append([time], to: RecordLayout.moverTime)
    try file.append(positions.flatMap { [$0.x, $0.y, $0.z] }, to: RecordLayout.moverPosition)
  }

  /// Tells how far a link's diffuse power may be off, once at most.
  ///
  /// - Parameters:
  ///   - error: Half the interval of 95 % in dB.
  ///   - index: The link.
  /// - Throws: `RecordError` when the file cannot be written.
  package func setDiffuseError(_ error: Double, link index: Int) throws(RecordError) {
    try file.setAttribute(
      RecordLayout.diffuseError, of: RecordLayout.group(ofLink: links[index].name), to: error,
      as: .float64)
  }

  /// Appends a frame of a link.
  package func append(_ frame: LinkFrame, link index: Int) throws(RecordError) {
    let link = links[index]
    let group = RecordLayout.group(ofLink: link.name)
    try file.append(frame.chirpStarts, to: group + RecordLayout.chirpStart)
    try file.append(frame.profileTimes, to: group + RecordLayout.profileTime)
    try file.append(frame.profiles, to: group + RecordLayout.profiles)
    try file.append(frame.maps.map(\.time), to: group + RecordLayout.mapTime)
    for map in frame.maps { try file.append(map.power, to: group + RecordLayout.maps) }
    if link.keepsSamples { try file.append(frame.samples, to: group + RecordLayout.samples) }
    if link.keepsResponse { try file.append(frame.response, to: group + RecordLayout.response) }
    try append(frame.paths, of: link, at: frame.pathTime, count: frame.pathCount)
    try appendGeometry(of: frame.paths, link, in: group)
    if let kept = link.keptDetections {
      for map in frame.detections { try append(map, kept: kept, in: group) }
    }
    try file.flush()
  }

  // MARK: Layout

  private func write(_ header: RecordHeader) throws(RecordError) {
    try file.setAttribute("format", of: "/", to: RecordLayout.format)
    try file.setAttribute(
      "format_version", of: "/", to: RecordLayout.version, as: .int32)
    try file.setAttribute("complete", of: "/", to: Int32(0), as: .int32)
    try file.setAttribute("generator", of: "/", to: header.generator)
    try file.setAttribute("name", of: "/", to: header.name)
    try file.setAttribute("conventions", of: "/", to: RecordLayout.conventions)
    try file.setAttribute("seed", of: "/", to: header.seed, as: .uint64)
    try file.setAttribute(
      "centre_frequency_hz", of: "/", to: header.centreFrequency, as: .float64)
    try file.write(strings: [header.scenario], to: RecordLayout.scenario)
    try file.makeGroup("/names")
    try file.write(strings: header.objects, to: RecordLayout.objectNames)
    try file.write(strings: header.materials, to: RecordLayout.materialNames)
    try writeActors(header)
    try file.makeGroup("/scene")
    try file.write(
      header.outline.flatMap { [$0.x, $0.y, $0.z, $0.w] }, shape: [header.outline.count, 4],
      to: RecordLayout.outline, as: .float32)
    try describe(RecordLayout.outline, units: "m", dimensions: "line, (x0 y0 x1 y1)")
    try file.makeGroup("/movers")
    try file.write(strings: header.movers, to: RecordLayout.moverNames)
    try makeGrowing(RecordLayout.moverTime, row: [], .float64, "s", "frame")
    try makeGrowing(
      RecordLayout.moverPosition, row: [header.movers.count, 3], .float64, "m",
      "frame, mover, (x y z)")
  }

  private func prepare(_ link: LinkHeader) throws(RecordError) {
    let group = RecordLayout.group(ofLink: link.name)
    try file.makeGroup(group)
    try file.setAttribute("transmitter", of: group, to: link.transmitter)
    try file.setAttribute("receiver", of: group, to: link.receiver)
    try file.setAttribute(
      "noise_per_delay_bin_w", of: group, to: link.noisePerDelayBin, as: .float64)
    try file.setAttribute(
      "noise_per_map_cell_w", of: group, to: link.noisePerMapCell, as: .float64)
    try write(link.schedule, in: group)
    let (delays, shifts) = (link.delays.count, link.dopplerShifts.count)
    try file.write(link.delays, shape: [delays], to: group + RecordLayout.delay, as: .float64)
    try describe(group + RecordLayout.delay, units: "s", dimensions: "delay")
    try file.write(
      link.dopplerShifts, shape: [shifts], to: group + RecordLayout.dopplerShift, as: .float64)
    try describe(group + RecordLayout.dopplerShift, units: "Hz", dimensions: "Doppler shift")
    try makeGrowing(group + RecordLayout.chirpStart, row: [], .float64, "s", "chirp")
    try makeGrowing(group + RecordLayout.profileTime, row: [], .float64, "s", "profile")
    try makeGrowing(
      group + RecordLayout.profiles, row: [delays], .float32, "W", "profile, delay")
    try makeGrowing(group + RecordLayout.mapTime, row: [], .float64, "s", "window")
    try makeGrowing(
      group + RecordLayout.maps, row: [shifts, delays], .float32, "W",
      "window, Doppler shift, delay")
    if link.keepsSamples {
      try makeGrowing(
        group + RecordLayout.samples, row: [link.channels, link.samples], .complex64, "W^0.5",
        "chirp, channel, sample")
    }
    if link.keepsResponse {
      try makeGrowing(
        group + RecordLayout.response, row: [link.channels, delays], .complex64, "W^0.5",
        "chirp, channel, delay")
    }
    try preparePaths(link, in: group)
    try prepareGeometry(link, in: group)
    if let kept = link.keptDetections { try prepareDetections(kept, in: group) }
  }

  private func write(_ schedule: LinkSchedule, in group: String) throws(RecordError) {
    try file.setAttribute(RecordLayout.multiplexing, of: group, to: schedule.multiplexing)
    try file.setAttribute(
      RecordLayout.scheduleCycle, of: group, to: schedule.cycle, as: .int32)
    let name = group + RecordLayout.transmitElements
    try file.write(schedule.elements, shape: [schedule.elements.count], to: name, as: .int32)
    try describe(name, units: "1", dimensions: "turn")
  }

  private func preparePaths(_ link: LinkHeader, in group: String) throws(RecordError) {
    let (kept, depth) = (link.keptPaths, link.keptInteractions)
    try file.makeGroup(group + "/paths")
    try makeGrowing(group + RecordLayout.pathTime, row: [], .float64, "s", "frame")
    try makeGrowing(group + RecordLayout.pathCount, row: [], .int32, "1", "frame")
    try makeGrowing(group + RecordLayout.pathIdentifier, row: [kept], .uint64, "1", "frame, path")
    try makeGrowing(group + RecordLayout.pathDelay, row: [kept], .float64, "s", "frame, path")
    try makeGrowing(group + RecordLayout.pathDoppler, row: [kept], .float64, "Hz", "frame, path")
    try makeGrowing(group + RecordLayout.pathPower, row: [kept], .float64, "W", "frame, path")
    for name in RecordLayout.interactionTables {
      try makeGrowing(group + name, row: [kept, depth], .int32, "1", "frame, path, interaction")
    }
    try makeGrowing(
      group + RecordLayout.pathVertex, row: [kept, depth, 3], .float64, "m",
      "frame, path, interaction, (x y z)")
  }

  func makeGrowing(
    _ name: String, row: [Int], _ storage: HDF5Storage, _ units: String, _ dimensions: String
  ) throws(RecordError) {
    try file.makeGrowing(name, row: row, as: storage)
    try describe(name, units: units, dimensions: dimensions)
  }

  func describe(
    _ name: String, units: String, dimensions: String
  ) throws(RecordError) {
    try file.setAttribute("units", of: name, to: units)
    try file.setAttribute("dimensions", of: name, to: dimensions)
  }

  /// Appends a row of paths, filled up where there are fewer than are kept.
  private func append(
    _ paths: [RecordedPath], of link: LinkHeader, at time: Double, count: Int
  ) throws(RecordError) {
    let group = RecordLayout.group(ofLink: link.name)
    let (kept, depth) = (link.keptPaths, link.keptInteractions)
    func row<Element>(_ missing: Element, _ value: (RecordedPath) -> Element) -> [Element] {
      (0..<kept).map { $0 < paths.count ? value(paths[$0]) : missing }
    }
    func table<Element>(
      _ missing: [Element], _ value: (RecordedInteraction) -> [Element]
    ) -> [Element] {
      (0..<kept * depth).flatMap { cell -> [Element] in
        let (path, step) = (cell / depth, cell % depth)
        guard path < paths.count, step < paths[path].interactions.count else { return missing }
        return value(paths[path].interactions[step])
      }
    }
    try file.append([time], to: group + RecordLayout.pathTime)
    try file.append([Int32(clamping: count)], to: group + RecordLayout.pathCount)
    try file.append(row(UInt64.max) { $0.identifier }, to: group + RecordLayout.pathIdentifier)
    try file.append(row(Double.nan) { $0.delay }, to: group + RecordLayout.pathDelay)
    try file.append(row(Double.nan) { $0.dopplerShift }, to: group + RecordLayout.pathDoppler)
    try file.append(row(0.0) { $0.power }, to: group + RecordLayout.pathPower)
    try file.append(table([-1]) { [$0.kind] }, to: group + RecordLayout.pathKind)
    try file.append(table([-1]) { [$0.object] }, to: group + RecordLayout.pathObject)
    try file.append(table([-1]) { [$0.material] }, to: group + RecordLayout.pathMaterial)
    try file.append(
      table([Double.nan, .nan, .nan]) { [$0.vertex.x, $0.vertex.y, $0.vertex.z] },
      to: group + RecordLayout.pathVertex)
  }
}
