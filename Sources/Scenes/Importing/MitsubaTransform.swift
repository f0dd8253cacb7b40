// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import InputDocuments
internal import Quantities
internal import Spatial

/// A `to_world` transform of a Mitsuba shape: its steps in the order in which they are listed.
struct MitsubaTransform {
  /// The columns of the linear part, and the translation.
  private var x = Vector3.unitX
  private var y = Vector3.unitY
  private var z = Vector3.unitZ
  private var translation = Vector3.zero

  init(
    _ element: XMLElementNode?, file: String, variables: MitsubaVariables
  ) throws(InputError) {
    for step in element?.children ?? [] {
      func numbers(_ key: String) throws(InputError) -> [Double]? {
        guard let text = step.attributes[key] else { return nil }
        let words = try variables.substituted(text, line: step.line).split {
          $0 == "," || $0.isWhitespace
        }
        let values = words.compactMap { decimalNumber($0) }
        guard values.count == words.count, !values.isEmpty else {
          throw InputError(file: file, line: step.line, "'\(text)' is not a list of numbers")
        }
        return values
      }
      func vector(default missing: Double) throws(InputError) -> Vector3 {
        if let value = try numbers("value") {
          return value.count == 3
            ? Vector3(value[0], value[1], value[2]) : Vector3(repeating: value[0])
        }
        return Vector3(
          try numbers("x")?.first ?? missing, try numbers("y")?.first ?? missing,
          try numbers("z")?.first ?? missing)
      }
      switch step.name {
      case "translate": translation += try vector(default: 0)
      case "scale": apply(scale: try vector(default: 1))
      case "rotate":
        let axis = try vector(default: 0).normalized
        let degrees = try numbers("angle")?.first ?? 0
        let turn = Rotation(axis: axis, angle: degrees * .pi / 180)
        apply(x: turn.xAxis, y: turn.yAxis, z: turn.zAxis, translation: .zero)
      case "matrix":
        guard let m = try numbers("value"), m.count == 16 else {
          throw InputError(file: file, line: step.line, "a matrix needs 16 numbers")
        }
        apply(
          x: Vector3(m[0], m[4], m[8]), y: Vector3(m[1], m[5], m[9]),
          z: Vector3(m[2], m[6], m[10]), translation: Vector3(m[3], m[7], m[11]))
      default:
        throw InputError(
          file: file, line: step.line,
          "the transform step '\(step.name)' is not read; use translate, rotate, scale or matrix")
      }
    }
  }

  private mutating func apply(scale: Vector3) {
    apply(
      x: .unitX * scale.x, y: .unitY * scale.y, z: .unitZ * scale.z, translation: .zero)
  }

  private mutating func apply(x: Vector3, y: Vector3, z: Vector3, translation: Vector3) {
    func applied(_ v: Vector3) -> Vector3 { x * v.x + y * v.y + z * v.z }
    (self.x, self.y, self.z) = (applied(self.x), applied(self.y), applied(self.z))
    self.translation = applied(self.translation) + translation
  }

  /// The mesh in the world; a mirroring transform also turns the triangles over.
  func callAsFunction(_ mesh: TriangleMesh) -> TriangleMesh {
    let mirrors = x.cross(y).dot(z) < 0
    return TriangleMesh(
      vertices: mesh.vertices.map { x * $0.x + y * $0.y + z * $0.z + translation },
      triangles: mirrors ? mesh.triangles.map { SIMD3($0.x, $0.z, $0.y) } : mesh.triangles)
  }
}
