// SPDX-License-Identifier: Apache-2.0

internal import Captures

/// What stands out of maps: marks in them, and points seen from above.
extension RecordFigures {
  /// What a detection is drawn as.
  private enum Kind: Int, CaseIterable {
    case actor, other, unknown

    var title: String {
      switch self {
      case .actor: "actors"
      case .other: "the rest of the scene"
      case .unknown: "no path"
      }
    }

    var colour: String {
      switch self {
      case .actor: "#d62728"
      case .other: "#7f7f7f"
      case .unknown: "#000000"
      }
    }
  }

  private func kind(_ label: DetectionLabel, _ actors: [Int]) -> Kind {
    guard label.isKnown else { return .unknown }
    let object = Int(label.object)
    return actors.indices.contains(object) && actors[object] >= 0 ? .actor : .other
  }

  /// Rings around the detections of a map: what follows the plot of the map, and its numbers.
  ///
  /// - Parameters:
  ///   - link: The link.
  ///   - window: Which map.
  ///   - first: The number of the first data file.
  /// - Returns: Nothing where detections were not looked for.
  /// - Throws: `FigureError` where the record cannot be read.
  func detectionMarks(
    _ link: RecordedLink, window: Int, first: Int
  ) throws(FigureError) -> (plots: String, data: [[Float]]) {
    guard link.hasDetections else { return ("", []) }
    let found = try read { () throws(RecordError) in try link.detections(window: window) }
    let actors = try read { () throws(RecordError) in try record.actors() }.ofObjects
    var plots = ""
    var data: [[Float]] = []
    // What belongs to actors is drawn last, on top.
    for wanted in [Kind.other, .unknown, .actor] {
      let colour = wanted == .other ? "#ffffff" : wanted == .actor ? "#ff3b30" : "#ff9ff3"
      let points = found.detections.filter { kind($0.label, actors) == wanted }.flatMap {
        [Float($0.dopplerShift), Float($0.delay * 1e9)]
      }
      guard !points.isEmpty else { continue }
      plots +=
        ", \(GnuplotDrawing.data(first + data.count)) binary format='%2float' using 1:2"
        + " with points pt 6 ps 1.1 lw 1.2 lc rgb '\(colour)' notitle"
      data.append(points)
    }
    return (plots, data)
  }

  /// The places of all detections of a link from above, or nil where there are none.
  ///
  /// - Parameter link: The link.
  /// - Returns: The drawing.
  /// - Throws: `FigureError` where the record cannot be read.
  func detectionDrawing(_ link: RecordedLink) throws(FigureError) -> GnuplotDrawing? {
    guard link.hasDetections else { return nil }
    let actors = try read { () throws(RecordError) in try record.actors() }.ofObjects
    var points = [[Float]](repeating: [], count: Kind.allCases.count)
    for window in link.mapTimes.indices {
      let found = try read { () throws(RecordError) in try link.detections(window: window) }
      for detection in found.detections {
        guard let place = detection.position else { continue }
        let flat = [Float(place.x), Float(place.y)]
        guard flat.allSatisfy({ abs($0) < 1e6 }) else { continue }
        points[kind(detection.label, actors).rawValue] += flat
      }
    }
    guard points.contains(where: { !$0.isEmpty }) else { return nil }
    let outline = try read { () throws(RecordError) in try record.outline() }
    var data = [outline.flatMap { [$0.x, $0.y, $0.z - $0.x, $0.w - $0.y] }]
    var plots: [String] = []
    if !data[0].isEmpty {
      plots.append(
        "\(GnuplotDrawing.data(0)) binary format='%4float' using 1:2:3:4 with vectors nohead"
          + " lc rgb '#c8c8c8' lw 0.7 notitle")
    }
    for kind in [Kind.other, .unknown, .actor] where !points[kind.rawValue].isEmpty {
      plots.append(
        "\(GnuplotDrawing.data(data.count)) binary format='%2float' using 1:2 with points"
          + " pt \(kind == .unknown ? 2 : 7) ps \(kind == .actor ? 0.8 : 0.5)"
          + " lc rgb '\(kind.colour)' title '\(kind.title)'")
      data.append(points[kind.rawValue])
    }
    if let radio = try place(ofRadio: link.receiver) {
      plots.append(
        "\(GnuplotDrawing.data(data.count)) binary format='%2float' using 1:2 with points pt 9"
          + " ps 2 lc rgb '#1f77b4' title '\(quoted(link.receiver))'")
      data.append(radio)
    }
    let script = """
      set title 'Detections: \(caption(of: link))'
      set xlabel 'x (m)'
      set ylabel 'y (m)'
      set size ratio -1
      set tics out nomirror
      set key outside right top
      plot \(plots.joined(separator: ", \\\n  "))
      """
    return GnuplotDrawing(script: script, data: data)
  }

  /// Where a radio is at the start, if it is among what is known to be somewhere.
  private func place(ofRadio name: String) throws(FigureError) -> [Float]? {
    let movers = try read { () throws(RecordError) in try record.movers() }
    guard let index = movers.names.firstIndex(of: name), let first = movers.positions.first
    else { return nil }
    let place = [Float(first[index].x), Float(first[index].y)]
    return place.allSatisfy { abs($0) < 1e6 } ? place : nil
  }
}
