// SPDX-License-Identifier: Apache-2.0

package import ComplexModule

/// One link of a record.
package struct RecordedLink {
  let file: HDF5File
  let group: String

  package let name: String
  package let transmitter: String
  package let receiver: String

  /// Whether transmitter and receiver are one radio.
  package var isMonostatic: Bool { transmitter == receiver }

  /// The mean power of the noise in one delay bin of one chirp and in one cell of a map, in watts.
  package let noisePerDelayBin: Double
  package let noisePerMapCell: Double

  /// Whether powers are in watts; else one count of a recorder stands for 1 W^0.5.
  package let isScaleKnown: Bool

  /// Whether the noise was told from the maps themselves.
  package let noiseIsEstimated: Bool

  /// What is told of bins that hold the power of all paths within them; nil for those of transforms.
  package let bins: IntegratedBins?

  /// Half the interval of 95 % of the diffuse power in dB; nil where nothing is said of it.
  package let diffuseError: Double?

  /// The largest error of a path's phase that was seen, in cycles at the centre frequency; nil where
  /// nothing is said of it.
  package let phaseError: Double?

  /// Who sent when; one element where nothing is said of it, as in records before there were schedules.
  package let schedule: LinkSchedule

  /// In seconds.
  package let delays: [Double]

  /// In hertz.
  package let dopplerShifts: [Double]

  /// The middles of the profiles and of the maps' windows, in seconds.
  package let profileTimes: [Double]
  package let mapTimes: [Double]

  /// How many chirps were recorded.
  package let chirpCount: Int

  /// When the first and the last chirp started, in seconds; nothing without chirps.
  package let span: ClosedRange<Double>?

  /// The instants in seconds at which paths were recorded, and how many there were in all.
  package let pathTimes: [Double]
  package let pathCounts: [Int]

  /// Reads a link.
  ///
  /// - Parameters:
  ///   - name: Its name.
  ///   - file: The record.
  ///   - frames: How many frames the record has room for.
  ///   - finished: How many of them are read.
  /// - Throws: `RecordError` when something is missing or does not fit together.
  init(
    _ name: String, in file: HDF5File, frames: Int, finished: Int
  ) throws(RecordError) {
    self.name = name
    self.file = file
    group = RecordLayout.group(ofLink: name)
    transmitter = try file.text("transmitter", of: group)
    receiver = try file.text("receiver", of: group)
    noisePerDelayBin = try file.noise(RecordLayout.noisePerDelayBin, of: group)
    noisePerMapCell = try file.noise(RecordLayout.noisePerMapCell, of: group)
    let scale: Int32? = file.numberAttribute(RecordLayout.scaleIsKnown, of: group)
    isScaleKnown = scale != 0
    let estimated: Int32? = file.numberAttribute(RecordLayout.noiseIsEstimated, of: group)
    noiseIsEstimated = estimated == 1
    bins = try file.integratedBins(of: group)
    let error: Double? = file.numberAttribute(RecordLayout.diffuseError, of: group)
    // A link that may have diffuse paths has no number of it while it has none.
    diffuseError = error.flatMap { $0.isNaN ? nil : $0 }
    if let diffuseError, !(diffuseError >= 0 && diffuseError.isFinite) {
      throw file.damaged("\(group)@\(RecordLayout.diffuseError)", "is not zero or above")
    }
    phaseError = file.numberAttribute(RecordLayout.phaseError, of: group)
    if let phaseError, !(phaseError >= 0 && phaseError.isFinite) {
      throw file.damaged("\(group)@\(RecordLayout.phaseError)", "is not zero or above")
    }
    schedule = try Self.schedule(of: group, in: file)
    delays = try file.axis(group + RecordLayout.delay)
    dopplerShifts = try file.axis(group + RecordLayout.dopplerShift)
    let rows = try FinishedRows(of: group, in: file, frames: frames, finished: finished)
    try Self.checkArrays(
      of: group, in: file, frames: frames, rows, shifts: dopplerShifts.count,
      delays: delays.count)
    profileTimes = try file.axis(group + RecordLayout.profileTime, rows: 0..<rows.profiles)
    mapTimes = try file.axis(group + RecordLayout.mapTime, rows: 0..<rows.maps)
    pathTimes = try file.axis(group + RecordLayout.pathTime, rows: 0..<finished)
    let chirps = group + RecordLayout.chirpStart
    chirpCount = rows.chirps
    if chirpCount > 0 {
      let first: [Double] = try file.read(chirps, rows: 0..<1)
      let last: [Double] = try file.read(chirps, rows: chirpCount - 1..<chirpCount)
      guard first[0].isFinite, last[0].isFinite, first[0] <= last[0] else {
        throw file.damaged(chirps, "does not grow")
      }
      span = first[0]...last[0]
    } else {
      span = nil
    }
    pathCounts = (try file.read(group + RecordLayout.pathCount, rows: 0..<finished) as [Int32])
      .map { Int($0) }
  }

  /// Reads who sent when.
  private static func schedule(
    of group: String, in file: HDF5File
  ) throws(RecordError) -> LinkSchedule {
    let name = group + RecordLayout.transmitElements
    guard let kind = file.textAttribute(RecordLayout.multiplexing, of: group), file.has(name)
    else { return .single }
    try file.expect(name, shape: [nil])
    return LinkSchedule(
      multiplexing: kind, elements: try file.read(name),
      cycle: try file.number(RecordLayout.scheduleCycle, of: group))
  }

  /// Makes sure that the arrays of a link fit together.
  private static func checkArrays(
    of group: String, in file: HDF5File, frames: Int, _ rows: FinishedRows, shifts: Int,
    delays: Int
  ) throws(RecordError) {
    try file.expect(group + RecordLayout.profiles, shape: [rows.allProfiles, delays])
    try file.expect(group + RecordLayout.maps, shape: [rows.allMaps, shifts, delays])
    try file.expect(group + RecordLayout.pathTime, shape: [frames])
    try file.expect(group + RecordLayout.pathCount, shape: [frames])
    try file.expect(group + RecordLayout.pathIdentifier, shape: [nil, nil])
    try file.expect(group + RecordLayout.pathKind, shape: [nil, nil, nil])
    let paths = try file.shape(of: group + RecordLayout.pathIdentifier)[1]
    let depth = try file.shape(of: group + RecordLayout.pathKind)[2]
    // Older records have no rows where these have no cells.
    let rows = paths > 0 ? frames : nil
    for name in [
      RecordLayout.pathIdentifier, RecordLayout.pathDelay, RecordLayout.pathDoppler,
      RecordLayout.pathPower,
    ] {
      try file.expect(group + name, shape: [rows, paths])
    }
    let steps = depth > 0 ? rows : nil
    for name in RecordLayout.interactionTables {
      try file.expect(group + name, shape: [steps, paths, depth])
    }
    try file.expect(group + RecordLayout.pathVertex, shape: [steps, paths, depth, 3])
  }

  /// `[profile][delay]` in watts.
  package func profiles() throws(RecordError) -> [Float] {
    try file.read(group + RecordLayout.profiles, rows: 0..<profileTimes.count)
  }

  /// Some of the profiles, `[profile][delay]` in watts.
  package func profiles(_ rows: Range<Int>) throws(RecordError) -> [Float] {
    try file.read(group + RecordLayout.profiles, rows: rows)
  }

  /// One map, `[Doppler][delay]` in watts.
  package func map(_ window: Int) throws(RecordError) -> [Float] {
    try file.read(group + RecordLayout.maps, rows: window..<window + 1)
  }

  /// The paths recorded in a frame, strongest first.
  package func paths(frame: Int) throws(RecordError) -> [RecordedPath] {
    let rows = frame..<frame + 1
    let identifiers: [UInt64] = try file.read(group + RecordLayout.pathIdentifier, rows: rows)
    let delays: [Double] = try file.read(group + RecordLayout.pathDelay, rows: rows)
    let shifts: [Double] = try file.read(group + RecordLayout.pathDoppler, rows: rows)
    let powers: [Double] = try file.read(group + RecordLayout.pathPower, rows: rows)
    let kinds: [Int32] = try file.read(group + RecordLayout.pathKind, rows: rows)
    let objects: [Int32] = try file.read(group + RecordLayout.pathObject, rows: rows)
    let materials: [Int32] = try file.read(group + RecordLayout.pathMaterial, rows: rows)
    let vertices: [Double] = try file.read(group + RecordLayout.pathVertex, rows: rows)
    guard !identifiers.isEmpty else { return [] }
    let depth = kinds.count / identifiers.count
    let geometries = try geometries(frame: frame, count: identifiers.count)
    return identifiers.indices.filter { identifiers[$0] != UInt64.max }.map { path in
      let cells = (path * depth..<(path + 1) * depth).filter { kinds[$0] >= 0 }
      return RecordedPath(
        identifier: identifiers[path], delay: delays[path], dopplerShift: shifts[path],
        power: powers[path],
        interactions: cells.map { cell in
          RecordedInteraction(
            kind: kinds[cell], object: objects[cell], material: materials[cell],
            vertex: SIMD3(vertices[3 * cell], vertices[3 * cell + 1], vertices[3 * cell + 2]))
        }, geometry: geometries[path])
    }
  }

  /// Where paths lead; all zero in records from before it was told.
  private func geometries(frame: Int, count: Int) throws(RecordError) -> [RecordedGeometry] {
    var geometries = [RecordedGeometry](repeating: RecordedGeometry(), count: count)
    guard file.has(group + RecordLayout.pathRange) else { return geometries }
    func table(_ name: String, width: Int) throws(RecordError) -> [Double] {
      try row(name, frame, width: width, count: count)
    }
    let range = try table(RecordLayout.pathRange, width: 1)
    let velocity = try table(RecordLayout.pathVelocity, width: 1)
    let departure = try table(RecordLayout.pathDeparture, width: 3)
    let arrival = try table(RecordLayout.pathArrival, width: 3)
    let departureAngles = try table(RecordLayout.pathDepartureAngles, width: 2)
    let arrivalAngles = try table(RecordLayout.pathArrivalAngles, width: 2)
    for path in geometries.indices {
      geometries[path].range = range[path]
      geometries[path].radialVelocity = velocity[path]
      geometries[path].departure = SIMD3(departure[3 * path..<3 * path + 3])
      geometries[path].arrival = SIMD3(arrival[3 * path..<3 * path + 3])
      geometries[path].departureAngles = SIMD2(departureAngles[2 * path..<2 * path + 2])
      geometries[path].arrivalAngles = SIMD2(arrivalAngles[2 * path..<2 * path + 2])
    }
    return geometries
  }

  /// `[chirp][channel][sample]` in square roots of watts, where they were kept.
  package func samples() throws(RecordError) -> [Complex<Double>] {
    try file.read(group + RecordLayout.samples, rows: 0..<chirpCount)
  }
}

extension HDF5File {
  /// Finite values that grow.
  fileprivate func axis(
    _ name: String, rows: Range<Int>? = nil
  ) throws(RecordError) -> [Double] {
    try expect(name, shape: [nil])
    let values: [Double] = try read(name, rows: rows)
    guard values.allSatisfy(\.isFinite), zip(values, values.dropFirst()).allSatisfy({ $0 < $1 })
    else { throw damaged(name, "does not grow") }
    return values
  }

  /// A mean power of noise.
  fileprivate func noise(_ key: String, of name: String) throws(RecordError) -> Double {
    let value: Double = try number(key, of: name)
    guard value >= 0, value.isFinite else {
      throw damaged("\(name)@\(key)", "is not zero or above")
    }
    return value
  }
}
