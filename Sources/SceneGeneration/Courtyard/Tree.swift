// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// A deciduous tree: an octagonal trunk with a crown of several blobs.
struct Tree: Sendable {
  /// Foot of the trunk in metres.
  var foot: Vector3

  /// Height of the crown's middle above the foot in metres.
  var crownHeight: Double

  /// Radius of the crown's main blob in metres.
  var crownRadius: Double

  /// Radius of the trunk at its foot and at its top, in metres.
  private static let trunkRadii = [0.17, 0.13, 0.09]

  /// How lumpy the crown is, as a share of its radius.
  private static let crownRoughness = 0.16

  /// Where the smaller blobs lie around the middle, as shares of the crown's radius.
  private static let sideBlobs = [
    Vector3(0.60, 0.20, 0.35), Vector3(-0.45, 0.45, 0.10), Vector3(-0.10, -0.60, -0.20),
  ]

  /// The trunk and the crown, as two objects.
  func nodes(named name: String, random: inout SplitMix64) -> [SceneNode] {
    let crown = crown(random: &random)
    let bend = random.jitter(0.12) * Vector3(1, 1, 0)
    let top = foot + .unitZ * crownHeight
    let trunk = TriangleMesh.tube(
      along: [foot, (foot + top) / 2 + bend, top], radii: Self.trunkRadii, sides: 8)
    return [
      SceneNode("\(name)/trunk", parts: [SurfacePart(.wood, trunk)]),
      SceneNode("\(name)/crown", parts: [SurfacePart(.vegetation, crown)]),
    ]
  }

  /// A large blob in the middle and smaller ones that look out of it.
  private func crown(random: inout SplitMix64) -> TriangleMesh {
    let centre = foot + .unitZ * crownHeight
    let main = Vector3(1, 1, 0.85) * crownRadius
    var mesh = TriangleMesh.blob(
      radii: main, roughness: Self.crownRoughness, subdivisions: 2, random: &random
    ).translated(by: centre)
    for direction in Self.sideBlobs {
      let place = (direction + random.jitter(0.12)) * crownRadius
      let size = Vector3(repeating: crownRadius * random.uniform(in: 0.55...0.68))
      let blob = TriangleMesh.blob(
        radii: size, roughness: Self.crownRoughness, subdivisions: 2, random: &random)
      mesh.append(blob.translated(by: centre + place))
    }
    return mesh
  }
}
