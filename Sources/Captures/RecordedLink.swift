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

  /// Half the interval of 95 % of the diffuse power in dB; nil where nothing is said of it.
  package let diffuseError: Double?

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

  init(_ name: String, in file: HDF5File, frames: Int) throws(RecordError) {
    self.name = name
    self.file = file
    group = RecordLayout.group(ofLink: name)
    transmitter = try file.text("transmitter", of: group)
    receiver = try file.text("receiver", of: group)
    noisePerDelayBin = try file.noise("noise_per_delay_bin_w", of: group)
    noisePerMapCell = try file.noise("noise_per_map_cell_w", of: group)
    diffuseError = file.numberAttribute(RecordLayout.diffuseError, of: group)
    if let diffuseError, !(diffuseError >= 0 && diffuseError.isFinite) {
      throw file.damaged("\(group)@\(RecordLayout.diffuseError)", "is not zero or above")
    }
    schedule = try Self.schedule(of: group, in: file)
    delays = try file.axis(group + RecordLayout.delay)
    dopplerShifts = try file.axis(group + RecordLayout.dopplerShift)
    profileTimes = try file.axis(group + RecordLayout.profileTime)
    mapTimes = try file.axis(group + RecordLayout.mapTime)
    pathTimes = try file.axis(group + RecordLayout.pathTime)
    let chirps = group + RecordLayout.chirpStart
    try file.expect(chirps, shape: [nil])
    chirpCount = try file.shape(of: chirps)[0]
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
    try Self.checkArrays(
      of: group, in: file, frames: frames, profiles: profileTimes.count, maps: mapTimes.count,
      shifts: dopplerShifts.count, delays: delays.count)
    pathCounts = (try file.read(group + RecordLayout.pathCount) as [Int32]).map { Int($0) }
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
    of group: String, in file: HDF5File, frames: Int, profiles: Int, maps: Int, shifts: Int,
    delays: Int
  ) throws(RecordError) {
    try file.expect(group + RecordLayout.profiles, shape: [profiles, delays])
    try file.expect(group + RecordLayout.maps, shape: [maps, shifts, delays])
    try file.expect(group + RecordLayout.pathTime, shape: [frames])
    try file.expect(group + RecordLayout.pathCount, shape: [frames])
    try file.expect(group + RecordLayout.pathIdentifier, shape: [nil, nil])
    try file.expect(group + RecordLayout.pathKind, shape: [nil, nil, nil])
    let paths = try file.shape(of: group + RecordLayout.pathIdentifier)[1]
    let depth = try file.shape(of: group + RecordLayout.pathKind)[2]
    // Rows without cells are not counted.
    let rows = paths > 0 ? frames : 0
    for name in [
      RecordLayout.pathIdentifier, RecordLayout.pathDelay, RecordLayout.pathDoppler,
      RecordLayout.pathPower,
    ] {
      try file.expect(group + name, shape: [rows, paths])
    }
    let steps = depth > 0 ? rows : 0
    for name in RecordLayout.interactionTables {
      try file.expect(group + name, shape: [steps, paths, depth])
    }
    try file.expect(group + RecordLayout.pathVertex, shape: [steps, paths, depth, 3])
  }

  /// `[profile][delay]` in watts.
  package func profiles() throws(RecordError) -> [Float] {
    try file.read(group + RecordLayout.profiles)
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
    return identifiers.indices.filter { identifiers[$0] != UInt64.max }.map { path in
      let cells = (path * depth..<(path + 1) * depth).filter { kinds[$0] >= 0 }
      return RecordedPath(
        identifier: identifiers[path], delay: delays[path], dopplerShift: shifts[path],
        power: powers[path],
        interactions: cells.map { cell in
          RecordedInteraction(
            kind: kinds[cell], object: objects[cell], material: materials[cell],
            vertex: SIMD3(vertices[3 * cell], vertices[3 * cell + 1], vertices[3 * cell + 2]))
        })
    }
  }

  /// `[chirp][channel][sample]` in square roots of watts, where they were kept.
  package func samples() throws(RecordError) -> [Complex<Double>] {
    try file.read(group + RecordLayout.samples)
  }
}

extension HDF5File {
  /// Finite values that grow.
  fileprivate func axis(_ name: String) throws(RecordError) -> [Double] {
    try expect(name, shape: [nil])
    let values: [Double] = try read(name)
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
