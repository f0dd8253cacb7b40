// SPDX-License-Identifier: Apache-2.0

internal import Captures
internal import Foundation
internal import Quantities
internal import Scenes

/// Tells what a record holds: its links and the sizes of its arrays.
func contents(of record: Record) throws -> [String] {
  var lines = [
    "record '\(record.name)' written by \(record.generator), "
      + (record.capture == nil ? "seed \(record.seed)" : "converted from a measured capture"),
    "centre frequency \(Frequency(hertz: record.centreFrequency))",
  ]
  lines += record.overrides.map { "with --set \($0)" }
  lines += try troubles(of: record)
  if !record.isComplete {
    let remedy =
      record.capture == nil
      ? "'rftwin simulate SCENARIO --output FOLDER --resume' finishes it"
      : "convert the capture again"
    lines.append(
      "unfinished: complete up to frame \(record.finishedFrames) of \(record.frames); \(remedy)")
  }
  for link in record.links {
    let kind =
      link.isMonostatic
      ? "monostatic, \(link.receiver)" : "bistatic, \(link.transmitter) to \(link.receiver)"
    lines.append("link '\(link.name)' (\(kind))")
    if link.schedule.cycle > 1 {
      lines.append(
        "  sent from elements \(link.schedule.elements.map(String.init).joined(separator: ", "))"
          + " by \(link.schedule.multiplexing), in cycles of"
          + " \(counted(Int(link.schedule.cycle), "chirp"))")
    }
    if let first = link.profileTimes.first, let last = link.profileTimes.last {
      let chirps = link.chirpCount > 0 ? counted(link.chirpCount, "chirp") + ", " : ""
      lines.append(
        "  \(chirps)\(counted(link.profileTimes.count, "profile")) from"
          + " \(TimeSpan(si: first)) to \(TimeSpan(si: last))")
    }
    if link.delays.count > 1 {
      let cell = TimeSpan(si: link.delays[1] - link.delays[0])
      lines.append("  \(counted(link.delays.count, "delay bin")) of \(cell)")
    }
    if link.dopplerShifts.count > 1 {
      let cell = link.dopplerShifts[1] - link.dopplerShifts[0]
      lines.append(
        "  \(counted(link.mapTimes.count, "delay-Doppler map")) with"
          + " \(counted(link.dopplerShifts.count, "Doppler bin")) of \(Frequency(hertz: cell))")
    }
    if let error = link.diffuseError {
      lines.append("  diffuse power good to \(fixed(error, 2)) dB (95 %)")
    }
    if link.bins != nil { lines.append("  each bin holds the power of all paths within it") }
    if !link.isScaleKnown { lines.append("  scale unknown: one count stands for 1 W^0.5") }
    if link.noiseIsEstimated { lines.append("  noise as the maps tell it") }
    if record.capture != nil {
      lines.append("  no paths")
    } else if let most = link.pathCounts.max() {
      lines.append("  up to \(counted(most, "path"))")
    }
  }
  return lines
}

/// Lines about frames of a capture that are missing, repeated or filled.
private func troubles(of record: Record) throws -> [String] {
  let flags = try record.frameFlags()
  func count(_ flag: FrameFlags) -> Int { flags.count { $0.contains(flag) } }
  var words: [String] = []
  if record.missingFrames > 0 { words.append("\(counted(record.missingFrames, "frame")) missing") }
  for (flag, what) in [
    (FrameFlags.afterGap, "after a gap"), (.repeated, "repeated"), (.filled, "filled with zeros"),
  ] where count(flag) > 0 {
    words.append("\(counted(count(flag), "frame")) \(what)")
  }
  return words.isEmpty ? [] : ["recorder: \(words.joined(separator: ", "))"]
}

/// Tells what is seen in a record's maps: a line for the whole, and two for each link.
func seen(in record: Record) throws -> [String] {
  guard let link = record.links.first, link.dopplerShifts.count > 1, link.delays.count > 1 else {
    return ["no delay-Doppler maps"]
  }
  let shiftCell = link.dopplerShifts[1] - link.dopplerShifts[0]
  let delayCell = link.delays[1] - link.delays[0]
  let whole =
    "\(record.name): \(counted(link.pathTimes.count, "frame")),"
    + " \(counted(link.chirpCount, "chirp")), cells of \(fixed(delayCell * 1e12, 0)) ps"
    + " and \(fixed(shiftCell, 1)) Hz"
  let wavelength = PhysicalConstants.speedOfLight / record.centreFrequency
  return try [whole]
    + record.links.flatMap { link in
      let summary = try MapSummary(link)
      return [
        "\(link.name), at rest: \(atRest(summary, link))",
        "\(link.name), moving: \(moving(summary, link, wavelength: wavelength))",
      ] + (try detected(link, record))
    }
}

/// A line about detections: how many there are, and what most of them are made of.
private func detected(_ link: RecordedLink, _ record: Record) throws -> [String] {
  guard link.hasDetections, !link.mapTimes.isEmpty else { return [] }
  let counts = try link.detectionCounts()
  let (actors, objects) = (try record.actors(), try record.objectNames())
  var named: [String: Int] = [:]
  var unnamed = 0
  for window in link.mapTimes.indices {
    for detection in try link.detections(window: window).detections {
      guard detection.label.isKnown else {
        unnamed += 1
        continue
      }
      let object = Int(detection.label.object)
      let actor = actors.ofObjects.indices.contains(object) ? actors.ofObjects[object] : -1
      let name =
        object < 0
        ? "line of sight" : actor >= 0 ? actors.names[actor] : topName(of: object, objects)
      named[name, default: 0] += 1
    }
  }
  let most = named.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
  // Actors are what one looks for; of the scene the most frequent is enough.
  let told =
    most.filter { actors.names.contains($0.key) }
    + most.filter {
      !actors.names.contains($0.key)
    }.prefix(3)
  let parts =
    told.map { "\($0.key) \($0.value)" } + (unnamed > 0 ? ["no path \(unnamed)"] : [])
  let range = "\(counts.min() ?? 0) to \(counts.max() ?? 0) a map"
  return [
    "\(link.name), detected: \(counts.reduce(0, +)) echoes in \(counted(counts.count, "map")),"
      + " \(range)" + (parts.isEmpty ? "" : "; of those kept: \(parts.joined(separator: ", "))")
  ]
}

/// An object's name up to the first slash.
private func topName(of object: Int, _ objects: [String]) -> String {
  guard objects.indices.contains(object) else { return "unknown" }
  return String(objects[object].prefix { $0 != "/" })
}

private func atRest(_ summary: MapSummary, _ link: RecordedLink) -> String {
  guard let echo = summary.atRest else { return "nothing above the noise" }
  return "strongest \(place(of: echo, link)), \(level(of: echo))"
}

private func moving(_ summary: MapSummary, _ link: RecordedLink, wavelength: Double) -> String {
  guard let first = summary.firstMoving, let last = summary.lastMoving else {
    return "nothing above the noise"
  }
  func speed(_ echo: MapSummary.Echo) -> String {
    let hertz = "\(fixed(echo.dopplerShift, 0)) Hz"
    guard link.isMonostatic else { return hertz }
    return "\(hertz) (\(fixed(echo.dopplerShift * wavelength / 2, 2)) m/s closing)"
  }
  let start = "strongest \(place(of: first, link)), \(speed(first)) at \(fixed(first.time, 2)) s"
  guard last.time > first.time else { return "\(start), \(level(of: first))" }
  return "\(start); \(place(of: last, link)), \(speed(last)) at \(fixed(last.time, 2)) s,"
    + " \(level(of: last))"
}

private func place(of echo: MapSummary.Echo, _ link: RecordedLink) -> String {
  let metres = PhysicalConstants.speedOfLight * echo.delay / (link.isMonostatic ? 2 : 1)
  let noun = link.isMonostatic ? "range" : "path"
  return "at \(fixed(echo.delay * 1e9, 1)) ns (\(fixed(metres, 1)) m of \(noun))"
}

private func level(of echo: MapSummary.Echo) -> String {
  let power = "\(fixed(Power(watts: echo.power).dBm, 1)) dBm"
  guard let ratio = echo.aboveNoise else { return power }
  return "\(power), \(fixed(Decibels(powerRatio: ratio).decibels, 0)) dB above the noise"
}

private func fixed(_ value: Double, _ digits: Int) -> String {
  String(format: "%.\(digits)f", value)
}
