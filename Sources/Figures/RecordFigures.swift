// SPDX-License-Identifier: Apache-2.0

package import Captures
internal import Foundation

/// Draws what a record holds.
package struct RecordFigures {
  let record: Record
  private let folder: String

  /// Prepares to draw.
  ///
  /// - Parameters:
  ///   - record: What is drawn.
  ///   - folder: An existing folder for the pictures.
  package init(_ record: Record, folder: String) {
    self.record = record
    self.folder = folder
  }

  /// What was drawn, and what was not.
  package struct Drawn {
    /// The paths of the pictures, the overview first.
    package var pictures: [String] = []

    /// Sentences about what there was nothing to draw of.
    package var notes: [String] = []
  }

  /// Draws all figures: an overview, the scene, and for each link its profiles and some maps.
  ///
  /// - Parameter times: Instants in seconds whose delay-Doppler maps are drawn; empty for the
  ///   first, the middle and the last.
  /// - Returns: The pictures; what a record lacks is left out with a note.
  /// - Throws: `FigureError` when a figure cannot be drawn.
  package func drawAll(mapsAt times: [Double] = []) throws(FigureError) -> Drawn {
    try check(times)
    var drawn = Drawn()
    var summary: [GnuplotDrawing] = []
    var clouds: [GnuplotDrawing] = []
    let scene = try sceneDrawing()
    if let scene {
      summary.append(scene)
    } else {
      drawn.notes.append("nothing rests or moves, so there is no picture from above")
    }
    for link in record.links {
      if let profiles = try drawProfiles(of: link, into: &drawn) { summary.append(profiles) }
      try drawMaps(of: link, at: times, into: &drawn)
      if let detections = try detectionDrawing(link) {
        drawn.pictures.append(try draw(detections, as: "detections-\(fileName(link.name))"))
        clouds.append(detections)
      }
    }
    if let first = record.links.first(where: \.isMonostatic) ?? record.links.first,
      hasMaps(first)
    {
      let times = first.mapTimes
      summary.append(
        try mapDrawing(first, window: times.count / 2, decimals: decimals(of: times)))
    }
    summary += clouds
    if let scene { drawn.pictures.insert(try draw(scene, as: "scene"), at: 0) }
    if !summary.isEmpty {
      let overview = GnuplotDrawing.grid(Array(summary.prefix(4)), columns: 2)
      drawn.pictures.insert(try draw(overview, as: "overview"), at: 0)
    }
    return drawn
  }

  private func drawProfiles(
    of link: RecordedLink, into drawn: inout Drawn
  ) throws(FigureError) -> GnuplotDrawing? {
    guard let profiles = try profileDrawing(link) else {
      drawn.notes.append("link '\(link.name)' has no power-delay profiles to draw")
      return nil
    }
    let name = "power-delay-profile-\(fileName(link.name))"
    drawn.pictures.append(try draw(profiles, as: name))
    return profiles
  }

  private func drawMaps(
    of link: RecordedLink, at times: [Double], into drawn: inout Drawn
  ) throws(FigureError) {
    let windows = hasMaps(link) ? windows(of: link, at: times) : []
    let decimals = decimals(of: link.mapTimes)
    for window in windows {
      let map = try mapDrawing(link, window: window, decimals: decimals)
      let time = link.mapTimes[window]
      let instant = (time < 0 ? "minus-" : "") + fixed(abs(time), decimals)
      let name = "delay-doppler-\(fileName(link.name))-\(instant)s"
      drawn.pictures.append(try draw(map, as: name))
    }
    if windows.isEmpty {
      drawn.notes.append(
        "link '\(link.name)' has no delay-Doppler maps to draw; they take two chirps or more")
    }
  }

  /// Makes sure that instants lie in the record.
  private func check(_ times: [Double]) throws(FigureError) {
    let spans = record.links.compactMap(\.span)
    guard let first = spans.map(\.lowerBound).min(), let last = spans.map(\.upperBound).max()
    else { return }
    if let time = times.first(where: { !($0 >= first && $0 <= last) }) {
      throw .record(
        RecordError(
          file: record.path,
          "\(time) s is outside the record, whose chirps start from \(fixed(first, 6)) s to"
            + " \(fixed(last, 6)) s; give --at an instant in it"))
    }
  }

  /// How many decimals tell instants in seconds apart, three at least.
  private func decimals(of times: [Double]) -> Int {
    (3..<9).first { decimals in Set(times.map { fixed($0, decimals) }).count == times.count } ?? 9
  }

  private func draw(_ drawing: GnuplotDrawing, as name: String) throws(FigureError) -> String {
    let path = (folder as NSString).appendingPathComponent(name + ".png")
    try drawing.draw(to: path)
    return path
  }

  /// The windows nearest to some instants, each once.
  private func windows(of link: RecordedLink, at times: [Double]) -> [Int] {
    guard let last = link.mapTimes.indices.last else { return [] }
    guard !times.isEmpty else { return Set([0, last / 2, last]).sorted() }
    let nearest = times.compactMap { time in
      link.mapTimes.indices.min {
        abs(link.mapTimes[$0] - time) < abs(link.mapTimes[$1] - time)
      }
    }
    return Set(nearest).sorted()
  }

  /// Reads from the record.
  func read<Value>(_ body: () throws(RecordError) -> Value) throws(FigureError) -> Value {
    do {
      return try body()
    } catch {
      throw .record(error)
    }
  }
}
