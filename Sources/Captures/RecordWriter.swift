// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
internal import DelayDoppler

/// Writes a record frame by frame, so that memory does not grow with the episode.
///
/// The file is written under a name of its own, "NAME.part", and takes its real name only
/// when it is complete. All arrays have their places before the first frame. From then on only
/// values are written, so that a run may be stopped at any instant and gone on with later; the
/// bytes are those of a run that was not stopped.
package final class RecordWriter {
  private let part: PartFile
  private(set) var file: HDF5File
  private let links: [LinkHeader]
  let extent: RecordExtent

  /// How far it is.
  package private(set) var progress: RecordedProgress

  private let isResumable: Bool
  private let isCapture: Bool

  /// How many actors a target is told of.
  let actorCount: Int

  /// Starts a record.
  ///
  /// - Parameters:
  ///   - path: Where the finished record will be.
  ///   - header: What is said of the whole.
  ///   - links: What is said of each link.
  ///   - resuming: Whether to go on where a run stopped that was to write the same record.
  ///   - isResumable: Whether finished frames are of use without the others.
  /// - Throws: `RecordError` when the file cannot be created or written, there is no room for it
  ///   or, resuming, another record was begun there.
  package init(
    path: String, header: RecordHeader, links: [LinkHeader], resuming: Bool = false,
    isResumable: Bool = true
  ) throws(RecordError) {
    self.links = links
    extent = header.extent
    actorCount = header.actors.count
    self.isResumable = isResumable
    isCapture = header.capture != nil
    try checkPlace(path)
    part = try PartFile(for: path)
    if resuming, let found = try RecordedProgress(part.temporaryPath, of: header, links) {
      progress = found
      file = try HDF5File(changing: part.temporaryPath, calling: path)
      return
    }
    progress = RecordedProgress(links: links.count)
    part.begin()
    file = try HDF5File(creating: part.temporaryPath, calling: path)
    try write(header)
    try file.makeGroup(RecordLayout.links)
    for link in links { try prepare(link) }
    // Closed and opened again, a file has the same bytes whether its run is stopped or not.
    try file.close()
    try part.takeRoom()
    file = try HDF5File(changing: part.temporaryPath, calling: path)
  }

  deinit { abandon() }

  /// Gives up and removes what was written, unless a frame is finished.
  package func abandon() {
    try? file.close()
    part.remove()
  }

  /// Completes the record and gives it its name.
  package func finish() throws(RecordError) {
    try file.changeAttribute(RecordLayout.complete, of: "/", to: Int32(1))
    try file.close()
    try part.finish()
  }

  /// Writes where everything that moves is in the middle of the frame.
  ///
  /// - Parameters:
  ///   - time: In seconds.
  ///   - positions: In metres, in the order of the header's `movers`.
  /// - Throws: `RecordError` when the file cannot be written.
  package func append(time: Double, positions: [SIMD3<Double>]) throws(RecordError) {
    let row = progress.frames
    try file.write([time], to: RecordLayout.moverTime, at: row)
    try file.write(
      positions.flatMap { [$0.x, $0.y, $0.z] }, to: RecordLayout.moverPosition, at: row)
  }

  /// Tells how far a link's diffuse power may be off, as far as the frames have shown.
  ///
  /// - Parameters:
  ///   - error: Half the interval of 95 % in dB; the largest one counts.
  ///   - index: The link, of those whose header says that there are diffuse paths.
  /// - Throws: `RecordError` when the file cannot be written.
  package func setDiffuseError(_ error: Double, link index: Int) throws(RecordError) {
    guard error > progress.diffuseErrors[index] ?? -1 else { return }
    progress.diffuseErrors[index] = error
    try file.changeAttribute(
      RecordLayout.diffuseError, of: RecordLayout.group(ofLink: links[index].name), to: error)
  }

  /// Writes the frame of a link.
  package func append(_ frame: LinkFrame, link index: Int) throws(RecordError) {
    let link = links[index]
    let group = RecordLayout.group(ofLink: link.name)
    let row = progress.frames
    precondition(
      frame.chirpStarts.count == extent.chirps && frame.profileTimes.count == extent.profiles
        && frame.maps.count == extent.maps(ofFrame: row), "a frame as the header says")
    let (chirp, profile) = (row * extent.chirps, row * extent.profiles)
    let map = extent.maps(beforeFrame: row)
    try file.write(frame.chirpStarts, to: group + RecordLayout.chirpStart, at: chirp)
    try file.write(frame.profileTimes, to: group + RecordLayout.profileTime, at: profile)
    try file.write(frame.profiles, to: group + RecordLayout.profiles, at: profile)
    try file.write(frame.maps.map(\.time), to: group + RecordLayout.mapTime, at: map)
    for (offset, values) in frame.maps.enumerated() {
      try file.write(values.power, to: group + RecordLayout.maps, at: map + offset)
    }
    if link.keepsSamples {
      try file.write(frame.samples, to: group + RecordLayout.samples, at: chirp)
    }
    if link.keepsResponse {
      try file.write(frame.response, to: group + RecordLayout.response, at: chirp)
    }
    try write(frame.paths, of: link, at: frame.pathTime, count: frame.pathCount)
    try writeGeometry(of: frame.paths, link, in: group)
    if let kept = link.keptDetections {
      precondition(frame.detections.count == frame.maps.count, "detections of every map")
      for (offset, found) in frame.detections.enumerated() {
        try write(found, kept: kept, at: map + offset, in: group)
      }
    }
    progress.mostPaths[index] = max(progress.mostPaths[index], frame.pathCount)
    guard frame.phaseError > progress.phaseErrors[index] else { return }
    progress.phaseErrors[index] = frame.phaseError
    try file.changeAttribute(RecordLayout.phaseError, of: group, to: frame.phaseError)
  }

  /// Ends a frame, of which all links are written.
  package func finishFrame() throws(RecordError) {
    // What is counted must be there.
    try file.flush()
    progress.frames += 1
    try file.changeAttribute(
      RecordLayout.finishedFrames, of: "/", to: Int32(clamping: progress.frames))
    try file.flush()
    if isResumable { part.keep() }
  }

  /// Tells what is the matter with a capture's frame, before the frame is finished.
  package func append(_ flags: FrameFlags) throws(RecordError) {
    precondition(isCapture, "flags of a capture")
    try file.write([flags.rawValue], to: RecordLayout.frameFlag, at: progress.frames)
  }

  /// Tells the noise of a link, where it is known only from the frames.
  ///
  /// - Parameters:
  ///   - perDelayBin: The mean power in a delay bin of one chirp, in watts.
  ///   - perMapCell: The mean power in a cell of a map, in watts.
  ///   - index: The link.
  /// - Throws: `RecordError` when the file cannot be written.
  package func setNoise(
    perDelayBin: Double, perMapCell: Double, link index: Int
  ) throws(RecordError) {
    let group = RecordLayout.group(ofLink: links[index].name)
    try file.changeAttribute(RecordLayout.noisePerDelayBin, of: group, to: perDelayBin)
    try file.changeAttribute(RecordLayout.noisePerMapCell, of: group, to: perMapCell)
  }

  // MARK: Layout

  private func write(_ header: RecordHeader) throws(RecordError) {
    try file.setAttribute("format", of: "/", to: RecordLayout.format)
    try file.setAttribute(
      "format_version", of: "/", to: RecordLayout.version, as: .int32)
    try file.setAttribute(RecordLayout.complete, of: "/", to: Int32(0), as: .int32)
    try file.setAttribute(RecordLayout.finishedFrames, of: "/", to: Int32(0), as: .int32)
    try file.setAttribute(
      RecordLayout.mapEvery, of: "/", to: Int32(clamping: header.extent.mapEvery), as: .int32)
    try file.setAttribute("generator", of: "/", to: header.generator)
    try file.setAttribute("name", of: "/", to: header.name)
    try file.setAttribute("conventions", of: "/", to: RecordLayout.conventions)
    try file.setAttribute("seed", of: "/", to: header.seed, as: .uint64)
    try file.setAttribute(
      "centre_frequency_hz", of: "/", to: header.centreFrequency, as: .float64)
    try file.setAttribute(
      RecordLayout.inputsDigest, of: "/", to: header.inputsDigest, as: .uint64)
    try file.write(strings: [header.scenario], to: RecordLayout.scenario)
    try file.write(strings: header.overrides, to: RecordLayout.overrides)
    if let capture = header.capture {
      try file.write(strings: [capture], to: RecordLayout.capture)
      try file.setAttribute(
        RecordLayout.missingFrames, of: "/", to: Int32(clamping: header.missingFrames), as: .int32)
      try file.reserve(RecordLayout.frameFlag, [extent.frames], .int32, "1", "frame")
    }
    try file.makeGroup("/names")
    try file.write(strings: header.objects, to: RecordLayout.objectNames)
    try file.write(strings: header.materials, to: RecordLayout.materialNames)
    try writeActors(header)
    try file.makeGroup("/scene")
    try file.write(
      header.outline.flatMap { [$0.x, $0.y, $0.z, $0.w] }, shape: [header.outline.count, 4],
      to: RecordLayout.outline, as: .float32)
    try file.describe(RecordLayout.outline, units: "m", dimensions: "line, (x0 y0 x1 y1)")
    try file.makeGroup("/movers")
    try file.write(strings: header.movers, to: RecordLayout.moverNames)
    try file.reserve(RecordLayout.moverTime, [extent.frames], .float64, "s", "frame")
    try file.reserve(
      RecordLayout.moverPosition, [extent.frames, header.movers.count, 3], .float64, "m",
      "frame, mover, (x y z)")
  }

  private func prepare(_ link: LinkHeader) throws(RecordError) {
    let group = RecordLayout.group(ofLink: link.name)
    try file.makeGroup(group)
    try file.setAttribute("transmitter", of: group, to: link.transmitter)
    try file.setAttribute("receiver", of: group, to: link.receiver)
    try file.setAttribute(
      RecordLayout.noisePerDelayBin, of: group, to: link.noisePerDelayBin, as: .float64)
    try file.setAttribute(
      RecordLayout.noisePerMapCell, of: group, to: link.noisePerMapCell, as: .float64)
    if isCapture {
      try file.setAttribute(
        RecordLayout.scaleIsKnown, of: group, to: Int32(link.isScaleKnown ? 1 : 0), as: .int32)
      try file.setAttribute(
        RecordLayout.noiseIsEstimated, of: group, to: Int32(link.noiseIsEstimated ? 1 : 0),
        as: .int32)
    }
    if let bins = link.bins { try file.write(bins, of: group) }
    if link.hasDiffusePaths {
      try file.setAttribute(
        RecordLayout.diffuseError, of: group, to: Double.nan, as: .float64)
    }
    try file.setAttribute(RecordLayout.phaseError, of: group, to: 0.0, as: .float64)
    try write(link.schedule, in: group)
    let (delays, shifts) = (link.delays.count, link.dopplerShifts.count)
    try file.write(link.delays, shape: [delays], to: group + RecordLayout.delay, as: .float64)
    try file.describe(group + RecordLayout.delay, units: "s", dimensions: "delay")
    try file.write(
      link.dopplerShifts, shape: [shifts], to: group + RecordLayout.dopplerShift, as: .float64)
    try file.describe(group + RecordLayout.dopplerShift, units: "Hz", dimensions: "Doppler shift")
    let (chirps, profiles) = (extent.frames * extent.chirps, extent.frames * extent.profiles)
    let maps = extent.maps(beforeFrame: extent.frames)
    try file.reserve(group + RecordLayout.chirpStart, [chirps], .float64, "s", "chirp")
    try file.reserve(group + RecordLayout.profileTime, [profiles], .float64, "s", "profile")
    try file.reserve(
      group + RecordLayout.profiles, [profiles, delays], .float32, "W", "profile, delay")
    try file.reserve(group + RecordLayout.mapTime, [maps], .float64, "s", "window")
    try file.reserve(
      group + RecordLayout.maps, [maps, shifts, delays], .float32, "W",
      "window, Doppler shift, delay")
    if link.keepsSamples {
      try file.reserve(
        group + RecordLayout.samples, [chirps, link.channels, link.samples], .complex64, "W^0.5",
        "chirp, channel, sample")
    }
    if link.keepsResponse {
      try file.reserve(
        group + RecordLayout.response, [chirps, link.channels, delays], .complex64, "W^0.5",
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
    try file.describe(name, units: "1", dimensions: "turn")
  }

  private func preparePaths(_ link: LinkHeader, in group: String) throws(RecordError) {
    let (frames, kept, depth) = (extent.frames, link.keptPaths, link.keptInteractions)
    try file.makeGroup(group + "/paths")
    try file.reserve(group + RecordLayout.pathTime, [frames], .float64, "s", "frame")
    try file.reserve(group + RecordLayout.pathCount, [frames], .int32, "1", "frame")
    try file.reserve(
      group + RecordLayout.pathIdentifier, [frames, kept], .uint64, "1", "frame, path")
    try file.reserve(group + RecordLayout.pathDelay, [frames, kept], .float64, "s", "frame, path")
    try file.reserve(
      group + RecordLayout.pathDoppler, [frames, kept], .float64, "Hz", "frame, path")
    try file.reserve(group + RecordLayout.pathPower, [frames, kept], .float64, "W", "frame, path")
    for name in RecordLayout.interactionTables {
      try file.reserve(
        group + name, [frames, kept, depth], .int32, "1", "frame, path, interaction")
    }
    try file.reserve(
      group + RecordLayout.pathVertex, [frames, kept, depth, 3], .float64, "m",
      "frame, path, interaction, (x y z)")
  }

  /// Writes a row of paths, filled up where there are fewer than are kept.
  private func write(
    _ paths: [RecordedPath], of link: LinkHeader, at time: Double, count: Int
  ) throws(RecordError) {
    let group = RecordLayout.group(ofLink: link.name)
    let (kept, depth) = (link.keptPaths, link.keptInteractions)
    let row = PaddedRow(items: paths, count: kept)
    func table<Element>(
      _ missing: [Element], _ value: (RecordedInteraction) -> [Element]
    ) -> [Element] {
      (0..<kept * depth).flatMap { cell -> [Element] in
        let (path, step) = (cell / depth, cell % depth)
        guard path < paths.count, step < paths[path].interactions.count else { return missing }
        return value(paths[path].interactions[step])
      }
    }
    try file.write([time], to: group + RecordLayout.pathTime, at: progress.frames)
    try file.write(
      [Int32(clamping: count)], to: group + RecordLayout.pathCount, at: progress.frames)
    try file.write(
      row.values(UInt64.max) { $0.identifier }, to: group + RecordLayout.pathIdentifier,
      at: progress.frames)
    try file.write(
      row.values(Double.nan) { $0.delay }, to: group + RecordLayout.pathDelay, at: progress.frames)
    try file.write(
      row.values(Double.nan) { $0.dopplerShift }, to: group + RecordLayout.pathDoppler,
      at: progress.frames
    )
    try file.write(
      row.values(0.0) { $0.power }, to: group + RecordLayout.pathPower, at: progress.frames)
    try file.write(
      table([-1]) { [$0.kind] }, to: group + RecordLayout.pathKind, at: progress.frames)
    try file.write(
      table([-1]) { [$0.object] }, to: group + RecordLayout.pathObject, at: progress.frames)
    try file.write(
      table([-1]) { [$0.material] }, to: group + RecordLayout.pathMaterial, at: progress.frames)
    try file.write(
      table([Double.nan, .nan, .nan]) { [$0.vertex.x, $0.vertex.y, $0.vertex.z] },
      to: group + RecordLayout.pathVertex, at: progress.frames)
  }
}
