// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import InputDocuments
internal import Kinematics
internal import Quantities
internal import Spatial

/// Reads `{ track, every | duration, start }`: places in even steps of time, a row `x,y,z` in metres each,
/// as the node files of NIST's channel realizations hold them (wigig-tools/qd-realization, `NodePosition`).
///
/// One row alone is a body that stands there.
func readNodeTrack(_ node: InputNode) throws(InputError) -> NodeMotion {
  let entry = try node.mapping()
  let name = try entry.required("track")
  let path = TextFile.path(try name.string(), besideFile: name.file)
  let every = try entry.optional("every").map(positiveSpan)
  let duration = try entry.optional("duration").map(positiveSpan)
  let start = try entry.optional("start").map { node throws(InputError) in
    try node.quantity(in: TimeSpan.plausibleInstants)
  }
  try entry.finish()
  guard FileManager.default.fileExists(atPath: path) else {
    throw name.error("there is no track file '\(path)'; check the path")
  }
  let places = try readPlaces(path)
  guard let first = places.first else {
    throw InputError(file: path, "the track has no rows; give 'x,y,z' in metres on each")
  }
  guard places.count > 1 else {
    return .fixed(RigidTransform(rotation: .identity, translation: first.place))
  }
  let step: Double
  switch (every, duration) {
  case (let every?, nil): step = every.seconds
  case (nil, let duration?): step = duration.seconds / Double(places.count - 1)
  case (nil, nil), (.some, .some):
    throw node.error(
      "'\(node.path)' needs either 'every', the time from row to row, or 'duration', the time from"
        + " the first of its \(places.count) rows to the last")
  }
  let points = places.enumerated().map { index, item in
    TimedPoint(
      time: (start?.seconds ?? 0) + Double(index) * step, position: item.place, rotation: nil,
      line: item.line)
  }
  return .follows(try trajectory(points, file: path, what: "rows"))
}

private func positiveSpan(_ node: InputNode) throws(InputError) -> TimeSpan {
  let span = try node.quantity(in: TimeSpan.plausible)
  guard span.seconds > 0 else {
    throw node.error("'\(node.path)' must be above zero, not \(span)")
  }
  return span
}

/// The places of a track, each with its line; empty lines and those that start with "#" are skipped.
private func readPlaces(_ path: String) throws(InputError) -> [(place: Vector3, line: Int)] {
  var places: [(place: Vector3, line: Int)] = []
  let lines = try TextFile.text(path).split(omittingEmptySubsequences: false) { $0.isNewline }
  for (index, content) in lines.enumerated() {
    let cells = content.split(separator: ",", omittingEmptySubsequences: false).map {
      String($0).trimmingCharacters(in: .whitespaces)
    }
    guard cells != [""], !(cells[0].hasPrefix("#")) else { continue }
    let values = cells.compactMap { decimalNumber($0) }
    guard cells.count == 3, values.count == 3 else {
      throw InputError(
        file: path, line: index + 1,
        "a row of a track is three numbers, x, y and z in metres, not '\(content)'; files with names"
          + " of columns and times are named as 'trajectory: FILE'")
    }
    places.append((Vector3(values[0], values[1], values[2]), index + 1))
  }
  return places
}
