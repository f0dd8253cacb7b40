// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// How far the run that writes a record has come.
package struct RecordedProgress: Hashable, Sendable {
  /// How many frames are finished.
  package internal(set) var frames = 0

  /// Half the interval of 95 % of each link's diffuse power in dB, the largest of all frames so far.
  package internal(set) var diffuseErrors: [Double?]

  /// The largest error of phase seen on each link in all frames so far, in cycles.
  package internal(set) var phaseErrors: [Double]

  /// The largest number of paths of each link at any frame so far.
  package internal(set) var mostPaths: [Int]

  /// The start of a run.
  init(links: Int) {
    diffuseErrors = [Double?](repeating: nil, count: links)
    phaseErrors = [Double](repeating: 0, count: links)
    mostPaths = [Int](repeating: 0, count: links)
  }

  /// Reads how far a run came that was stopped; gives nil where there is nothing to go on with.
  ///
  /// - Parameters:
  ///   - path: The unfinished file.
  ///   - header: What the run that goes on says of the record.
  ///   - links: What it says of the links.
  /// - Throws: `RecordError` when the record that was begun is another one.
  init?(_ path: String, of header: RecordHeader, _ links: [LinkHeader]) throws(RecordError) {
    // A file that does not open was left by a run that was stopped before its first frame.
    guard let record = try? Record(path, allowingUnfinished: true), record.finishedFrames > 0
    else { return nil }
    if let difference = record.difference(to: header) {
      throw RecordError(
        file: path,
        "this unfinished record \(difference); give --resume only to finish the same run, or run"
          + " without it to start anew")
    }
    self.init(links: links.count)
    frames = record.finishedFrames
    for (index, link) in links.enumerated() {
      guard let recorded = record.links.first(where: { $0.name == link.name }) else { return nil }
      diffuseErrors[index] = recorded.diffuseError
      phaseErrors[index] = recorded.phaseError ?? 0
      mostPaths[index] = recorded.pathCounts.max() ?? 0
    }
  }
}

extension Record {
  /// What keeps a record from being that of a run, or nil if it is.
  func difference(to header: RecordHeader) -> String? {
    if generator != header.generator {
      return "was written by \(generator), not by \(header.generator)"
    }
    if scenario != header.scenario { return "is of another text of the scenario" }
    if overrides != header.overrides { return "is of other overrides of the scenario's values" }
    if seed != header.seed { return "has the seed \(seed), not \(header.seed)" }
    if inputsDigest != header.inputsDigest || frames != header.extent.frames {
      return "is of other contents of the files that the scenario names"
    }
    return nil
  }

  /// Whether the record of a run is there already and complete.
  ///
  /// - Parameters:
  ///   - path: The record.
  ///   - header: What the run says of it.
  /// - Returns: False where a run has still to be started or finished.
  /// - Throws: `RecordError` when there is a record that is damaged or of another run.
  package static func isComplete(
    _ path: String, of header: RecordHeader
  ) throws(RecordError) -> Bool {
    let files = FileManager.default
    guard files.fileExists(atPath: path), !files.fileExists(atPath: path + ".part") else {
      return false
    }
    try checkPlace(path)
    let remedy = "run without --resume to replace it"
    let record: Record
    do {
      record = try Record(path)
    } catch {
      throw RecordError(file: path, "\(error.message); \(remedy)")
    }
    if let difference = record.difference(to: header) {
      throw RecordError(file: path, "this complete record \(difference); \(remedy)")
    }
    return true
  }
}
