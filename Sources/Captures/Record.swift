// SPDX-License-Identifier: Apache-2.0

package import ComplexModule

/// A record opened for reading; arrays are read when they are asked for.
package final class Record {
  private let file: HDF5File

  /// The record's name, the program that wrote it, the scenario's text, and its seed.
  package let name: String
  package let generator: String
  package let scenario: String
  package let seed: UInt64

  /// In hertz.
  package let centreFrequency: Double

  /// The names of the links in alphabetical order.
  package let links: [RecordedLink]

  /// Opens a record.
  ///
  /// - Parameter path: The file.
  /// - Throws: `RecordError` when the file is not a record or of a later format.
  package init(_ path: String) throws(RecordError) {
    file = try HDF5File(opening: path)
    guard file.textAttribute("format", of: "/") == RecordLayout.format else {
      throw RecordError(file: path, "this HDF5 file is not a record of this program")
    }
    let version: Int32 = file.numberAttribute("format_version", of: "/") ?? 0
    guard version <= RecordLayout.version else {
      throw RecordError(file: path, "the record has format \(version); update this program")
    }
    name = file.textAttribute("name", of: "/") ?? ""
    generator = file.textAttribute("generator", of: "/") ?? ""
    scenario = try file.strings(RecordLayout.scenario).first ?? ""
    seed = file.numberAttribute("seed", of: "/") ?? 0
    centreFrequency = file.numberAttribute("centre_frequency_hz", of: "/") ?? 0
    var links: [RecordedLink] = []
    for link in try file.groups(in: RecordLayout.links) {
      links.append(try RecordedLink(link, in: file))
    }
    self.links = links
  }

  /// The file's path.
  package var path: String { file.path }

  /// The names that paths refer to.
  package func objectNames() throws(RecordError) -> [String] {
    try file.strings(RecordLayout.objectNames)
  }

  /// The names of the materials that paths refer to.
  package func materialNames() throws(RecordError) -> [String] {
    try file.strings(RecordLayout.materialNames)
  }

  /// The scene from above: x, y of the start and of the end of each line, in metres.
  package func outline() throws(RecordError) -> [SIMD4<Float>] {
    let values: [Float] = try file.read(RecordLayout.outline)
    return stride(from: 0, to: values.count - 3, by: 4).map {
      SIMD4(values[$0], values[$0 + 1], values[$0 + 2], values[$0 + 3])
    }
  }

  /// What moves: names, instants in seconds, and `[frame][mover]` positions in metres.
  package func movers() throws(RecordError) -> (
    names: [String], times: [Double], positions: [[SIMD3<Double>]]
  ) {
    let names = try file.strings(RecordLayout.moverNames)
    let times: [Double] = try file.read(RecordLayout.moverTime)
    let values: [Double] = try file.read(RecordLayout.moverPosition)
    let positions = times.indices.map { frame in
      names.indices.map { mover in
        let start = (frame * names.count + mover) * 3
        return SIMD3(values[start], values[start + 1], values[start + 2])
      }
    }
    return (names, times, positions)
  }
}

/// One link of a record.
package struct RecordedLink {
  private let file: HDF5File
  private let group: String

  package let name: String
  package let transmitter: String
  package let receiver: String

  /// Whether transmitter and receiver are one radio.
  package var isMonostatic: Bool { transmitter == receiver }

  /// The mean power of the noise in one delay bin of one chirp and in one cell of a map, in watts.
  package let noisePerDelayBin: Double
  package let noisePerMapCell: Double

  /// In seconds.
  package let delays: [Double]

  /// In hertz.
  package let dopplerShifts: [Double]

  /// The middles of the profiles and of the maps' windows, in seconds.
  package let profileTimes: [Double]
  package let mapTimes: [Double]

  /// How many chirps were recorded.
  package let chirpCount: Int

  /// The instants in seconds at which paths were recorded, and how many there were in all.
  package let pathTimes: [Double]
  package let pathCounts: [Int]

  init(_ name: String, in file: HDF5File) throws(RecordError) {
    self.name = name
    self.file = file
    group = RecordLayout.group(ofLink: name)
    transmitter = file.textAttribute("transmitter", of: group) ?? ""
    receiver = file.textAttribute("receiver", of: group) ?? ""
    noisePerDelayBin = file.numberAttribute("noise_per_delay_bin_w", of: group) ?? 0
    noisePerMapCell = file.numberAttribute("noise_per_map_cell_w", of: group) ?? 0
    delays = try file.read(group + RecordLayout.delay)
    dopplerShifts = try file.read(group + RecordLayout.dopplerShift)
    profileTimes = try file.read(group + RecordLayout.profileTime)
    mapTimes = try file.read(group + RecordLayout.mapTime)
    chirpCount = try file.shape(of: group + RecordLayout.chirpStart).first ?? 0
    pathTimes = try file.read(group + RecordLayout.pathTime)
    pathCounts = (try file.read(group + RecordLayout.pathCount) as [Int32]).map { Int($0) }
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
