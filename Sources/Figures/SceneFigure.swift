// SPDX-License-Identifier: Apache-2.0

internal import Captures

/// The scene from above.
extension RecordFigures {
  /// What rests, what moves and the strongest paths, or nil where there is nothing of it.
  func sceneDrawing() throws(FigureError) -> GnuplotDrawing? {
    let scene = try read { () throws(RecordError) in
      (try record.outline(), try record.movers())
    }
    let (outline, movers) = scene
    let paths = try strongestPaths(movers)
    let lines = outline.filter(isDrawable).flatMap { [$0.x, $0.y, $0.z - $0.x, $0.w - $0.y] }
    let tracks = movers.names.indices.map { mover in
      movers.positions.map { SIMD2(Float($0[mover].x), Float($0[mover].y)) }.filter(isDrawable)
    }
    guard !lines.isEmpty || tracks.contains(where: { !$0.isEmpty }) else { return nil }
    var data: [[Float]] = []
    var plots: [String] = []
    func addLines(_ numbers: [Float], _ style: String) {
      plots.append(
        "\(GnuplotDrawing.data(data.count)) binary format='%4float' using 1:2:3:4"
          + " with vectors nohead \(style)")
      data.append(numbers)
    }
    if !lines.isEmpty { addLines(lines, "lc rgb '#b0b0b0' lw 0.7 notitle") }
    for (index, link) in paths.enumerated() {
      addLines(
        link.segments,
        "lc rgb '\(pathColours[index % pathColours.count])' lw 1.3"
          + " title 'paths of \(quoted(link.name))'")
    }
    for (mover, name) in movers.names.enumerated() where !tracks[mover].isEmpty {
      let track = tracks[mover]
      data.append(track.flatMap { [$0.x, $0.y] })
      let colour = moverColours[mover % moverColours.count]
      let file = "\(GnuplotDrawing.data(data.count - 1)) binary format='%2float'"
      let moves = Set(track).count > 1
      plots.append(
        moves
          ? "\(file) using 1:2 with lines lc rgb '\(colour)' lw 4 title '\(quoted(name))'"
          : "\(file) using 1:2 with points pt 7 ps 2 lc rgb '\(colour)' title '\(quoted(name))'")
    }
    let script = """
      set title '\(quoted(record.name)): strongest paths at mid-episode'
      set xlabel 'x (m)'
      set ylabel 'y (m)'
      set size ratio -1
      set tics out nomirror
      set key outside right top
      plot \(plots.joined(separator: ", \\\n  "))
      """
    return GnuplotDrawing(script: script, data: data)
  }

  /// The legs of the strongest paths in the middle of the episode, each link's as x, y, dx, dy.
  private func strongestPaths(
    _ movers: (names: [String], times: [Double], positions: [[SIMD3<Double>]])
  ) throws(FigureError) -> [(name: String, segments: [Float])] {
    var found: [(name: String, segments: [Float])] = []
    for link in record.links {
      let frame = link.pathTimes.count / 2
      guard frame < movers.positions.count,
        let from = movers.names.firstIndex(of: link.transmitter),
        let to = movers.names.firstIndex(of: link.receiver)
      else { continue }
      let paths = try read { () throws(RecordError) in try link.paths(frame: frame) }
      var segments: [Float] = []
      for path in paths.prefix(15) {
        let places = movers.positions[frame]
        let points = [places[from]] + path.interactions.map(\.vertex) + [places[to]]
        for (start, end) in zip(points, points.dropFirst()) {
          let leg = SIMD4(
            Float(start.x), Float(start.y), Float(end.x - start.x), Float(end.y - start.y))
          if isDrawable(leg) { segments += [leg.x, leg.y, leg.z, leg.w] }
        }
      }
      if !segments.isEmpty { found.append((link.name, segments)) }
    }
    return found
  }
}

/// Whether places are finite and within a drawing's reach, a million kilometres.
private func isDrawable<Place: SIMD>(_ place: Place) -> Bool where Place.Scalar == Float {
  place.indices.allSatisfy { abs(place[$0]) <= 1e9 }
}

private let pathColours = ["#1f77b4", "#d62728", "#9467bd", "#8c564b"]
private let moverColours = ["#2ca02c", "#ff7f0e", "#17becf", "#e377c2"]
