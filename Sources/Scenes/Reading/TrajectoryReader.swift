// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import InputDocuments
internal import Kinematics
internal import Quantities
internal import Spatial

/// Reads how a body moves: `trajectory`, or `position` and `orientation` of one that stands still.
func readMotion(_ entry: InputMapping) throws(InputError) -> NodeMotion {
  if let trajectory = entry.optional("trajectory") {
    if let place = entry.optional("position") ?? entry.optional("orientation") {
      throw place.error(
        "'\(place.path)' is for a body that stands still; this one has a 'trajectory', keep one")
    }
    if trajectory.isScalar {
      let path = TextFile.path(try trajectory.string(), besideFile: trajectory.file)
      guard FileManager.default.fileExists(atPath: path) else {
        throw trajectory.error("there is no trajectory file '\(path)'; check the path")
      }
      return .follows(try readTrajectory(csv: path))
    }
    if trajectory.isMapping, try trajectory.mapping().optional("sumo") != nil {
      return .follows(try readSumoTrajectory(trajectory))
    }
    if trajectory.isMapping, try trajectory.mapping().optional("track") != nil {
      return try readNodeTrack(trajectory)
    }
    return .follows(try readWaypoints(trajectory))
  }
  guard let position = entry.optional("position") else {
    throw entry.place.error("'\(entry.place.path)' needs a 'trajectory' or a 'position'")
  }
  let rotation = try entry.optional("orientation").map(readOrientation) ?? .identity
  return .fixed(RigidTransform(rotation: rotation, translation: try readPoint(position)))
}

/// A trajectory's raw points, each with where it was read.
struct TimedPoint {
  var time: Double
  var position: Vector3
  var rotation: Rotation?
  var line: Int?
}

/// Lays a trajectory through points after checking that a body can follow them.
func trajectory(
  _ points: [TimedPoint], file: String, what: String
) throws(InputError) -> Trajectory {
  guard let first = points.first else {
    throw InputError(file: file, "the trajectory has no \(what)")
  }
  for point in points {
    guard TimeSpan.plausibleInstants.contains(TimeSpan(si: point.time)) else {
      throw InputError(
        file: file, line: point.line,
        "the time \(TimeSpan(si: point.time)) is beyond what is handled; check its unit")
    }
    let farthest = pointwiseMax(point.position, -point.position).max()
    guard farthest <= Distance.plausibleCoordinates.upperBound.metres else {
      throw InputError(
        file: file, line: point.line,
        "the position lies beyond the \(Distance.plausibleCoordinates.upperBound) from the origin"
          + " that are handled; check its unit")
    }
  }
  for (before, after) in zip(points, points.dropFirst()) {
    guard after.time > before.time else {
      throw InputError(
        file: file, line: after.line,
        "time runs backwards or stands still: \(shortest(after.time)) s follows"
          + " \(shortest(before.time)) s")
    }
    let speed = (after.position - before.position).length / (after.time - before.time)
    guard speed < PhysicalConstants.speedOfLight else {
      throw InputError(
        file: file, line: after.line, "the body would be faster than light; check the time's unit")
    }
  }
  if first.rotation != nil {
    return Trajectory(
      poses: points.map { point in
        .init(
          time: point.time,
          worldFromBody: RigidTransform(
            rotation: point.rotation ?? .identity, translation: point.position))
      })
  }
  return Trajectory(times: points.map(\.time), positionsAlongWay: points.map(\.position))
}

/// Reads a trajectory from a CSV file.
///
/// Its columns are t, x, y and optionally z, yaw, pitch and roll. Units may stand
/// behind the names or in a row below them; without them they are seconds, metres and radians. Without a yaw the body's x
/// axis follows the way.
func readTrajectory(csv path: String) throws(InputError) -> Trajectory {
  let table = try CSVTable(path)
  let known = ["t", "x", "y", "z", "yaw", "pitch", "roll"]
  for name in table.columns where !known.contains(name) {
    throw InputError(
      file: path, line: table.headerLine,
      "the column '\(name)' is not known; columns are \(known.joined(separator: ", "))"
        + suggestion(for: name, among: known))
  }
  func column(_ name: String) throws(InputError) -> (index: Int, factor: Double)? {
    guard let index = table.column(name) else { return nil }
    let units =
      name == "t" ? TimeSpan.units : ["x", "y", "z"].contains(name) ? Distance.units : Angle.units
    guard let written = table.units[index] else { return (index, 1) }
    guard let unit = units.first(where: { $0.symbol == written }) else {
      throw InputError(
        file: path, line: table.headerLine,
        "'\(written)' is not a unit for the column '\(name)'; use"
          + " \(units.map(\.symbol).joined(separator: ", "))")
    }
    return (index, unit.factor)
  }
  guard let t = try column("t"), let x = try column("x"), let y = try column("y") else {
    throw InputError(
      file: path, line: table.headerLine, "a trajectory needs the columns t, x and y")
  }
  let z = try column("z")
  let (yaw, pitch, roll) = (try column("yaw"), try column("pitch"), try column("roll"))
  guard yaw != nil || (pitch == nil && roll == nil) else {
    throw InputError(
      file: path, line: table.headerLine,
      "'pitch' and 'roll' need a column 'yaw' beside them; without it the body follows its way")
  }
  let points = table.rows.map { row in
    func value(_ column: (index: Int, factor: Double)?) -> Double {
      column.map { row.values[$0.index] * $0.factor } ?? 0
    }
    return TimedPoint(
      time: value(t), position: Vector3(value(x), value(y), value(z)),
      rotation: yaw == nil
        ? nil : Rotation(yaw: value(yaw), pitch: value(pitch), roll: value(roll)),
      line: row.line)
  }
  return try trajectory(points, file: path, what: "rows")
}

/// Reads `{ waypoints: [ { time, position, yaw }, ... ] }`.
private func readWaypoints(_ node: InputNode) throws(InputError) -> Trajectory {
  let entry = try node.mapping()
  let list = try entry.required("waypoints")
  var points: [TimedPoint] = []
  for element in try list.list() {
    let waypoint = try element.mapping()
    let time = try waypoint.quantity("time", in: TimeSpan.plausibleInstants)
    let position = try readPoint(waypoint.required("position"))
    let rotation = try waypoint.optional("orientation").map(readOrientation)
    try waypoint.finish()
    if let first = points.first, (first.rotation == nil) != (rotation == nil) {
      throw element.error("either all waypoints have an 'orientation' or none has")
    }
    points.append(
      TimedPoint(time: time.seconds, position: position, rotation: rotation, line: element.line))
  }
  try entry.finish()
  guard !points.isEmpty else { throw list.error("'\(list.path)' must hold at least one waypoint") }
  return try trajectory(points, file: node.file, what: "waypoints")
}
