// SPDX-License-Identifier: Apache-2.0

package import Captures
internal import Foundation

/// Draws what a record holds.
package struct RecordFigures {
  private let record: Record
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

  /// Draws all figures: an overview, the scene, and for each link its profiles and some maps.
  ///
  /// - Parameter times: Instants in seconds whose delay-Doppler maps are drawn; empty for the
  ///   first, the middle and the last.
  /// - Returns: The paths of the pictures, the overview first.
  /// - Throws: `FigureError` when a figure cannot be drawn.
  package func drawAll(mapsAt times: [Double] = []) throws(FigureError) -> [String] {
    let scene = try sceneDrawing()
    var pictures: [String] = []
    var summary = [scene]
    for link in record.links {
      let profiles = try profileDrawing(link)
      pictures.append(try draw(profiles, as: "power-delay-profile-\(link.name)"))
      summary.append(profiles)
      for window in windows(of: link, at: times) {
        let time = fixed(link.mapTimes[window], 3)
        pictures.append(
          try draw(mapDrawing(link, window: window), as: "delay-doppler-\(link.name)-\(time)s"))
      }
    }
    if let first = record.links.first(where: \.isMonostatic) ?? record.links.first,
      !first.mapTimes.isEmpty
    {
      summary.append(try mapDrawing(first, window: first.mapTimes.count / 2))
    }
    let overview = GnuplotDrawing.grid(Array(summary.prefix(4)), columns: 2)
    return [try draw(overview, as: "overview"), try draw(scene, as: "scene")] + pictures
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

  private func read<Value>(_ body: () throws(RecordError) -> Value) throws(FigureError) -> Value {
    do {
      return try body()
    } catch {
      throw .record(error)
    }
  }

  // MARK: Power over time and delay

  private func profileDrawing(_ link: RecordedLink) throws(FigureError) -> GnuplotDrawing {
    let profiles = try read { () throws(RecordError) in try link.profiles() }
    let bins = link.delays.count
    guard bins > 1, !profiles.isEmpty else {
      throw .nothingToDraw("link '\(link.name)' has no power-delay profiles")
    }
    let rows = PictureRows(profiles, bins: bins, noise: link.noisePerDelayBin)
    let axis = PowerAxis(profiles, noise: link.noisePerDelayBin)
    // Columns are evenly spaced, as frames are; the pause between frames is drawn as if it
    // belonged to the profiles.
    let count = link.profileTimes.count
    let levels = axis.levels(columns: profiles, length: bins, rows: rows)
    let first = link.profileTimes[0]
    let last = link.profileTimes[count - 1]
    let step = count > 1 ? (last - first) / Double(count - 1) : 1
    let delay = DelayAxis(link, rows: rows)
    let script = """
      \(viridis)
      set title 'Power-delay profile, \(caption(of: link))'
      set xlabel 'time (s)'
      set ylabel 'delay (ns)'
      set y2label '\(rangeLabel(of: link))'
      set ytics nomirror
      set y2tics
      set cblabel 'received power (dBm)'
      set xrange [\(first - step / 2):\(last + step / 2)]
      \(delay.ranges)
      set cbrange [\(axis.lowest):\(axis.highest)]
      set tics out
      plot <data 0> binary array=(\(count),\(rows.count)) format='%float' \
        origin=(\(first),\(delay.origin)) dx=\(step) dy=\(delay.step) using 1 with image notitle
      """
    return GnuplotDrawing(script: script, data: [levels])
  }

  // MARK: Power over delay and Doppler shift

  private func mapDrawing(
    _ link: RecordedLink, window: Int
  ) throws(FigureError) -> GnuplotDrawing {
    let map = try read { () throws(RecordError) in try link.map(window) }
    let (bins, shifts) = (link.delays.count, link.dopplerShifts.count)
    guard bins > 1, shifts > 1 else {
      throw .nothingToDraw("link '\(link.name)' has no delay-Doppler maps")
    }
    let rows = PictureRows(map, bins: bins, noise: link.noisePerMapCell)
    let axis = PowerAxis(map, noise: link.noisePerMapCell)
    let levels = axis.levels(columns: map, length: bins, rows: rows)
    let step = link.dopplerShifts[1] - link.dopplerShifts[0]
    let lowest = link.dopplerShifts[0] - step / 2
    let highest = link.dopplerShifts[shifts - 1] + step / 2
    let delay = DelayAxis(link, rows: rows)
    let metresPerCycle = 299_792_458 / record.centreFrequency / (link.isMonostatic ? 2 : 1)
    let speed = link.isMonostatic ? "closing speed (m/s)" : "rate of shortening of the path (m/s)"
    let script = """
      \(viridis)
      set title 'Delay-Doppler map at \(fixed(link.mapTimes[window], 3)) s, \(caption(of: link))' \
        offset 0,0.6
      set xlabel 'Doppler shift (Hz)'
      set x2label '\(speed)' offset 0,-0.4
      set ylabel 'delay (ns)'
      set y2label '\(rangeLabel(of: link))'
      set xtics nomirror
      set x2tics
      set ytics nomirror
      set y2tics
      set cblabel 'received power (dBm)'
      set xrange [\(lowest):\(highest)]
      set x2range [\(lowest * metresPerCycle):\(highest * metresPerCycle)]
      \(delay.ranges)
      set cbrange [\(axis.lowest):\(axis.highest)]
      set tics out
      plot <data 0> binary array=(\(shifts),\(rows.count)) format='%float' \
        origin=(\(link.dopplerShifts[0]),\(delay.origin)) dx=\(step) dy=\(delay.step) \
      using 1 with image notitle
      """
    return GnuplotDrawing(script: script, data: [levels])
  }

  private func caption(of link: RecordedLink) -> String {
    let kind =
      link.isMonostatic
      ? "monostatic (\(link.receiver))" : "bistatic (\(link.transmitter) to \(link.receiver))"
    return quoted("\(record.name), \(kind)")
  }

  private func rangeLabel(of link: RecordedLink) -> String {
    link.isMonostatic ? "range (m)" : "path length (m)"
  }

  // MARK: The scene from above

  private func sceneDrawing() throws(FigureError) -> GnuplotDrawing {
    let scene = try read { () throws(RecordError) in
      (try record.outline(), try record.movers())
    }
    let (outline, movers) = scene
    let paths = try strongestPaths(movers)
    var data: [[Float]] = [outline.flatMap { [$0.x, $0.y, $0.z - $0.x, $0.w - $0.y] }]
    var plots = [
      "<data 0> binary format='%4float' using 1:2:3:4 with vectors nohead"
        + " lc rgb '#b0b0b0' lw 0.7 notitle"
    ]
    for (index, link) in paths.enumerated() {
      data.append(link.segments)
      plots.append(
        "<data \(data.count - 1)> binary format='%4float' using 1:2:3:4 with vectors nohead"
          + " lc rgb '\(pathColours[index % pathColours.count])' lw 1.3"
          + " title 'paths of \(quoted(link.name))'"
      )
    }
    for (mover, name) in movers.names.enumerated() {
      let track = movers.positions.map { $0[mover] }
      data.append(track.flatMap { [Float($0.x), Float($0.y)] })
      let colour = moverColours[mover % moverColours.count]
      let file = "<data \(data.count - 1)> binary format='%2float'"
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
          segments += [
            Float(start.x), Float(start.y), Float(end.x - start.x), Float(end.y - start.y),
          ]
        }
      }
      if !segments.isEmpty { found.append((link.name, segments)) }
    }
    return found
  }
}

/// The vertical axis of a picture over delay: nanoseconds on its left, metres on its right.
private struct DelayAxis {
  /// The centre of the lowest row, in nanoseconds.
  let origin: Double
  /// The height of a row, in nanoseconds.
  let step: Double
  /// The commands that set both ranges.
  let ranges: String

  init(_ link: RecordedLink, rows: PictureRows) {
    let bin = (link.delays[1] - link.delays[0]) * 1e9
    step = bin * Double(rows.pooled)
    // Bin 0 is centred on delay zero.
    let bottom = (Double(rows.first) - 0.5) * bin
    let top = bottom + Double(rows.count) * step
    origin = bottom + step / 2
    let metres = 0.299_792_458 / (link.isMonostatic ? 2 : 1)
    ranges = """
      set yrange [\(bottom):\(top)]
      set y2range [\(bottom * metres):\(top * metres)]
      """
  }
}

private let pathColours = ["#1f77b4", "#d62728", "#9467bd", "#8c564b"]
private let moverColours = ["#2ca02c", "#ff7f0e", "#17becf", "#e377c2"]
