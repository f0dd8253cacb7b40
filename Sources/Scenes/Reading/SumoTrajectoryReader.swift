// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import InputDocuments
internal import Kinematics
internal import Quantities
internal import Spatial

/// Reads `{ sumo, id, length, height, offset }`: one vehicle of a trace of floating car data.
///
/// SUMO writes where the centre of the front bumper is and where it points, clockwise from north in
/// degrees (Eclipse SUMO, "FCDOutput"); the body's origin is half a length behind it.
func readSumoTrajectory(_ node: InputNode) throws(InputError) -> Trajectory {
  let entry = try node.mapping()
  let name = try entry.required("sumo")
  let path = TextFile.path(try name.string(), besideFile: name.file)
  let identifier = try entry.required("id")
  let length = try entry.quantity("length", in: Distance.plausibleLengths)
  let height = try entry.quantity(
    "height", in: Distance.plausibleCoordinates, default: Distance(si: 0))
  let offset = try entry.optional("offset").map(readPoint) ?? .zero
  try entry.finish()
  guard FileManager.default.fileExists(atPath: path) else {
    throw name.error("there is no trajectory file '\(path)'; check the path")
  }
  let root = try readXML(path)
  guard root.name == "fcd-export" else {
    throw InputError(
      file: path, line: root.line,
      "the outermost element is '\(root.name)', not 'fcd-export'; write the file with SUMO's"
        + " --fcd-output")
  }
  let frame = BumperFrame(
    length: length.metres, origin: offset + Vector3(0, 0, height.metres), file: path)
  let wanted = try identifier.string()
  var points: [TimedPoint] = []
  for step in root.all("timestep") {
    let vehicles = step.children.filter { $0.attributes["id"] == wanted }
    guard let vehicle = vehicles.first else { continue }
    points.append(try frame.point(of: vehicle, at: step))
  }
  guard !points.isEmpty else {
    let names = Set(root.all("timestep").flatMap(\.children).compactMap { $0.attributes["id"] })
    let some = names.sorted().prefix(8).joined(separator: ", ")
    throw identifier.error(
      "no vehicle or person of '\(path)' has the id '\(wanted)'"
        + suggestion(for: wanted, among: names) + (names.isEmpty ? "" : "; there are \(some)"))
  }
  return try trajectory(points, file: path, what: "time steps")
}

/// How positions of a bumper become those of a body's origin.
private struct BumperFrame {
  /// In metres.
  let length: Double

  /// What is added to positions, in metres.
  let origin: Vector3
  let file: String

  func point(
    of vehicle: XMLElementNode, at step: XMLElementNode
  ) throws(InputError) -> TimedPoint {
    let time = try number("time", of: step)
    let bumper = Vector3(
      try number("x", of: vehicle), try number("y", of: vehicle),
      try optionalNumber("z", of: vehicle) ?? 0)
    // North is y, so that an angle of 90 degrees is east: along x.
    let yaw = Angle(degrees: 90 - (try number("angle", of: vehicle))).radians
    // A slope goes up, a pitch down.
    let pitch = Angle(degrees: -(try optionalNumber("slope", of: vehicle) ?? 0)).radians
    let rotation = Rotation(yaw: yaw, pitch: pitch, roll: 0)
    return TimedPoint(
      time: time, position: bumper + origin - rotation.xAxis * (length / 2), rotation: rotation,
      line: vehicle.line)
  }

  private func number(_ name: String, of element: XMLElementNode) throws(InputError) -> Double {
    guard let value = try optionalNumber(name, of: element) else {
      throw InputError(
        file: file, line: element.line,
        "the element '\(element.name)' lacks the attribute '\(name)'")
    }
    return value
  }

  private func optionalNumber(
    _ name: String, of element: XMLElementNode
  ) throws(InputError) -> Double? {
    guard let text = element.attributes[name] else { return nil }
    guard let value = decimalNumber(text) else {
      throw InputError(
        file: file, line: element.line,
        "the attribute '\(name)' is '\(text)', not a plain decimal number"
          + (name == "time" ? "; write seconds, without --human-readable-time" : ""))
    }
    return value
  }
}
