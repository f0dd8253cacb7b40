// SPDX-License-Identifier: Apache-2.0

internal import RealModule
internal import Spatial

/// A straight edge that diffracts: two faces with an open angle above 180 degrees between them.
///
/// All is in the frame of the rigid group. A half-plane has its one facet on both sides.
struct Wedge: Hashable, Sendable {
  /// Where the edge starts, and how long it is, in metres.
  var start: Vector3
  var length: Double

  /// The unit direction of the edge; angles around it grow right-handed.
  var direction: Vector3

  /// The unit vector from the edge into the 0-face, across the edge.
  var inZeroFace: Vector3

  /// The open angle over pi, above 1 and up to 2.
  var n: Double

  /// The facets of the two faces, numbered as in the scene; the 0-face has the lower number.
  var zeroFacet: Int32
  var nFacet: Int32
  var group: Int32

  /// The unit normal of the 0-face on its open side.
  var zeroNormal: Vector3 { direction.cross(inZeroFace) }

  /// The unit vector across the edge at an angle from the 0-face.
  func across(at angle: Double) -> Vector3 {
    inZeroFace * Double.cos(angle) + zeroNormal * Double.sin(angle)
  }

  /// The unit normal of the n-face, on its closed side.
  var nNormal: Vector3 { direction.cross(across(at: n * .pi)) }

  /// The point of the edge at a distance from its start.
  func point(at place: Double) -> Vector3 { start + direction * place }
}
