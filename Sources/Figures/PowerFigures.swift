// SPDX-License-Identifier: Apache-2.0

internal import Captures

/// Power over delay, and over time or Doppler shift.
extension RecordFigures {
  /// The profiles of a link, or nil where there are none.
  func profileDrawing(_ link: RecordedLink) throws(FigureError) -> GnuplotDrawing? {
    let bins = link.delays.count
    guard bins > 1, !link.profileTimes.isEmpty else { return nil }
    let profiles = try finite(read { () throws(RecordError) in try link.profiles() }, of: link)
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
      plot \(GnuplotDrawing.data(0)) binary array=(\(count),\(rows.count)) format='%float' \
        origin=(\(first),\(delay.origin)) dx=\(step) dy=\(delay.step) using 1 with image notitle
      """
    return GnuplotDrawing(script: script, data: [levels])
  }

  /// Whether a link has maps with cells to draw.
  func hasMaps(_ link: RecordedLink) -> Bool {
    link.delays.count > 1 && link.dopplerShifts.count > 1 && !link.mapTimes.isEmpty
  }

  /// A map of a link that has maps.
  func mapDrawing(
    _ link: RecordedLink, window: Int, decimals: Int
  ) throws(FigureError) -> GnuplotDrawing {
    let (bins, shifts) = (link.delays.count, link.dopplerShifts.count)
    let map = try finite(read { () throws(RecordError) in try link.map(window) }, of: link)
    let rows = PictureRows(map, bins: bins, noise: link.noisePerMapCell)
    let axis = PowerAxis(map, noise: link.noisePerMapCell)
    let levels = axis.levels(columns: map, length: bins, rows: rows)
    let step = link.dopplerShifts[1] - link.dopplerShifts[0]
    let lowest = link.dopplerShifts[0] - step / 2
    let highest = link.dopplerShifts[shifts - 1] + step / 2
    let delay = DelayAxis(link, rows: rows)
    let time = fixed(link.mapTimes[window], decimals)
    let metresPerCycle = 299_792_458 / record.centreFrequency / (link.isMonostatic ? 2 : 1)
    let marks = try detectionMarks(link, window: window, first: 1)
    let speed = link.isMonostatic ? "closing speed (m/s)" : "rate of shortening of the path (m/s)"
    let script = """
      \(viridis)
      set title 'Delay-Doppler map at \(time) s, \(caption(of: link))' \
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
      plot \(GnuplotDrawing.data(0)) binary array=(\(shifts),\(rows.count)) format='%float' \
        origin=(\(link.dopplerShifts[0]),\(delay.origin)) dx=\(step) dy=\(delay.step) \
      using 1 with image notitle\(marks.plots)
      """
    return GnuplotDrawing(script: script, data: [levels] + marks.data)
  }

  /// Powers with zero for those that are no numbers.
  private func finite(_ watts: [Float], of link: RecordedLink) throws(FigureError) -> [Float] {
    guard watts.contains(where: \.isFinite) else {
      throw .record(
        RecordError(
          file: record.path,
          "the record holds no finite power of link '\(link.name)'; was it computed well?"))
    }
    return watts.map { $0.isFinite ? $0 : 0 }
  }

  func caption(of link: RecordedLink) -> String {
    let kind =
      link.isMonostatic
      ? "monostatic (\(link.receiver))" : "bistatic (\(link.transmitter) to \(link.receiver))"
    return quoted("\(record.name), \(kind)")
  }

  private func rangeLabel(of link: RecordedLink) -> String {
    link.isMonostatic ? "range (m)" : "path length (m)"
  }
}
