// SPDX-License-Identifier: Apache-2.0

/// A record opened for reading; arrays are read when they are asked for.
package final class Record {
  let file: HDF5File

  /// The record's name, the program that wrote it, the scenario's text, and its seed.
  package let name: String
  package let generator: String
  package let scenario: String
  package let seed: UInt64

  /// What replaced values of the scenario, as KEY=VALUE.
  package let overrides: [String]

  /// The description's text of a capture that was converted; nil for what was simulated.
  package let capture: String?

  /// How many frames of a capture were lost.
  package let missingFrames: Int

  /// A number that differs with the files that the scenario names; nil in older records.
  package let inputsDigest: UInt64?

  /// How many frames the run has, and how many of them are finished.
  package let frames: Int
  package let finishedFrames: Int

  /// In hertz.
  package let centreFrequency: Double

  /// The names of the links in alphabetical order.
  package let links: [RecordedLink]

  /// Opens a record.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - allowingUnfinished: Whether a record is taken whose run has not come to its end; what is
  ///     read of it ends with its latest finished frame.
  /// - Throws: `RecordError` when the file is not a record, of a later format or not finished.
  package init(_ path: String, allowingUnfinished: Bool = false) throws(RecordError) {
    file = try HDF5File(opening: path)
    let format = file.textAttribute("format", of: "/")
    guard format != DropRecordLayout.format else {
      throw RecordError(
        file: path, "this record holds drops, not frames; 'rftwin plot' and 'rftwin info' read it")
    }
    guard format == RecordLayout.format else {
      throw RecordError(file: path, "this HDF5 file is not a record of this program")
    }
    let version: Int32 = try file.number("format_version", of: "/")
    guard version <= RecordLayout.version else {
      throw RecordError(file: path, "the record has format \(version); update this program")
    }
    let frames = try file.shape(of: RecordLayout.moverTime).first ?? 0
    self.frames = frames
    finishedFrames = try Self.finishedFrames(of: frames, in: file)
    guard finishedFrames == frames || allowingUnfinished else {
      throw .unfinished(
        path, after: finishedFrames, of: frames, isCapture: file.has(RecordLayout.capture))
    }
    name = try file.text("name", of: "/")
    generator = try file.text("generator", of: "/")
    scenario = try file.strings(RecordLayout.scenario).first ?? ""
    seed = try file.number("seed", of: "/")
    overrides = file.has(RecordLayout.overrides) ? try file.strings(RecordLayout.overrides) : []
    capture = file.has(RecordLayout.capture) ? try file.strings(RecordLayout.capture).first : nil
    let missing: Int32? = file.numberAttribute(RecordLayout.missingFrames, of: "/")
    missingFrames = Int(missing ?? 0)
    inputsDigest = file.numberAttribute(RecordLayout.inputsDigest, of: "/")
    centreFrequency = try file.number("centre_frequency_hz", of: "/")
    guard centreFrequency > 0, centreFrequency.isFinite else {
      throw file.damaged("/@centre_frequency_hz", "is not above zero")
    }
    let movers = try file.strings(RecordLayout.moverNames).count
    try file.expect(RecordLayout.moverTime, shape: [frames])
    // Older records have no rows where these have no cells.
    try file.expect(
      RecordLayout.moverPosition, shape: [movers > 0 ? frames : nil, movers, 3])
    try file.expect(RecordLayout.outline, shape: [nil, 4])
    var links: [RecordedLink] = []
    for link in try file.groups(in: RecordLayout.links) {
      links.append(
        try RecordedLink(
          link, in: file, frames: frames, finished: finishedFrames))
    }
    self.links = links
  }

  /// Whether all frames are there.
  package var isComplete: Bool { finishedFrames == frames }

  /// How many frames of a record can be read.
  private static func finishedFrames(
    of frames: Int, in file: HDF5File
  ) throws(RecordError) -> Int {
    let complete: Int32 = try file.number(RecordLayout.complete, of: "/")
    guard complete != 1 else { return frames }
    guard let finished: Int32 = file.numberAttribute(RecordLayout.finishedFrames, of: "/"),
      (0...frames).contains(Int(finished))
    else { throw .unfinished(file.path) }
    return Int(finished)
  }

  /// The file's path.
  package var path: String { file.path }

  /// What is the matter with each frame; nothing where nothing is said of it.
  package func frameFlags() throws(RecordError) -> [FrameFlags] {
    guard file.has(RecordLayout.frameFlag) else { return [] }
    try file.expect(RecordLayout.frameFlag, shape: [frames])
    let values: [Int32] = try file.read(RecordLayout.frameFlag, rows: 0..<finishedFrames)
    return values.map(FrameFlags.init)
  }

  /// The names that paths refer to.
  package func objectNames() throws(RecordError) -> [String] {
    try file.strings(RecordLayout.objectNames)
  }

  /// The names of the materials that paths refer to.
  package func materialNames() throws(RecordError) -> [String] {
    try file.strings(RecordLayout.materialNames)
  }

  /// The names of actors, and the actor of each object, -1 for none; nothing where nothing is said of it.
  package func actors() throws(RecordError) -> (names: [String], ofObjects: [Int]) {
    guard file.has(RecordLayout.actorNames) else { return ([], []) }
    let names = try file.strings(RecordLayout.actorNames)
    let values: [Int32] = try file.read(RecordLayout.actorOfObject)
    guard values.allSatisfy({ $0 < names.count }) else {
      throw file.damaged(RecordLayout.actorOfObject, "names an actor that there is not")
    }
    return (names, values.map { Int($0) })
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
    let rows = 0..<finishedFrames
    let times: [Double] = try file.read(RecordLayout.moverTime, rows: rows)
    guard !names.isEmpty else { return (names, times, times.map { _ in [] }) }
    let values: [Double] = try file.read(RecordLayout.moverPosition, rows: rows)
    let positions = times.indices.map { frame in
      names.indices.map { mover in
        let start = (frame * names.count + mover) * 3
        return SIMD3(values[start], values[start + 1], values[start + 2])
      }
    }
    return (names, times, positions)
  }
}

extension HDF5File {
  /// The number that must be attached to an object.
  func number<Element: HDF5Element>(_ key: String, of name: String) throws(RecordError) -> Element {
    guard let value: Element = numberAttribute(key, of: name) else {
      throw damaged("\(name)@\(key)", "is missing or not a single number")
    }
    return value
  }

  /// The text that must be attached to an object.
  func text(_ key: String, of name: String) throws(RecordError) -> String {
    guard let text = textAttribute(key, of: name) else {
      throw damaged("\(name)@\(key)", "is missing or not a single text")
    }
    return text
  }
}
