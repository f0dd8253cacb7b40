// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// A person 1.8 m tall of rounded shapes; x is forward, z up, and the soles are on the ground.
///
/// Limbs hang straight down, each about its own joint, so that scenarios can swing them. Lengths of
/// segments are the shares of the height in the walking model of Boulic, Thalmann and Thalmann 1990
/// as Chen gives them (The Micro-Doppler Effect in Radar, 2011, section 4.1).
enum Pedestrian {
  private static let height = 1.8
  static let thigh = 0.245 * height
  private static let shank = 0.246 * height
  static let torso = 0.288 * height
  private static let upperArm = 0.188 * height
  private static let forearm = 0.152 * height
  private static let halfShoulders = 0.129_5 * height

  /// How far the ankle is above the ground, in metres.
  private static let ankle = 0.08

  /// Half the distance between the legs in metres: where thighs are, not the ends of the hips.
  private static let halfHips = 0.1
  private static let hip = thigh + shank + ankle
  private static let shoulder = hip + torso

  /// The person as an object with its parts.
  static var node: SceneNode {
    let sides: [(name: String, y: Double)] = [("left", 1), ("right", -1)]
    let limbs = sides.flatMap { side in
      let leg = Vector3(0, side.y * halfHips, hip)
      let arm = Vector3(0, side.y * halfShoulders, shoulder)
      return [
        part("thigh-\(side.name)", at: leg, thighMesh),
        part("shank-\(side.name)", at: leg - .unitZ * thigh, shankMesh),
        part("upper-arm-\(side.name)", at: arm, upperArmMesh),
        part("forearm-\(side.name)", at: arm - .unitZ * upperArm, forearmMesh),
      ]
    }
    return SceneNode(
      "person", parts: [],
      children: [part("torso", at: .unitZ * hip, torsoMesh), part("head", at: headPlace, headMesh)]
        + limbs)
  }

  private static func part(
    _ name: String, at place: Vector3, _ mesh: TriangleMesh
  ) -> SceneNode {
    SceneNode(name, at: place, parts: [SurfacePart(.plaster, mesh)])
  }

  // MARK: Shapes

  // Sides are so many that facets leave the round shape by less than a fifteenth of a wavelength at
  // 79 GHz, 0.25 mm.

  static let torsoMesh = TriangleMesh.limb(
    z: 0...(torso - 0.06), lower: 0.15, upper: 0.19, segments: 64, flattening: 0.4
  ).scaled(by: Vector3(0.65, 1, 1))

  private static let headPlace = Vector3(0, 0, shoulder + 0.14)
  static let headMesh = TriangleMesh.limb(
    z: -0.02...0.04, lower: 0.075, upper: 0.09, segments: 48)

  static let thighMesh = TriangleMesh.limb(
    z: -thigh...0, lower: 0.055, upper: 0.08, segments: 40)

  static let shankMesh = TriangleMesh(joining: [
    .limb(z: -shank...0, lower: 0.035, upper: 0.052, segments: 36), foot,
  ])

  /// Below the ankle, with the heel behind it.
  private static let foot = TriangleMesh.limb(
    z: -0.09...0.09, lower: 0.038, upper: 0.038, segments: 36
  ).transformed(
    by: RigidTransform(
      rotation: Rotation(axis: .unitY, angle: .pi / 2),
      translation: Vector3(0.07, 0, 0.038 - ankle - shank)))

  private static let upperArmMesh = TriangleMesh.limb(
    z: -upperArm...0, lower: 0.038, upper: 0.048, segments: 36)

  /// With the hand.
  private static let forearmMesh = TriangleMesh.limb(
    z: (-forearm - 0.08)...0, lower: 0.028, upper: 0.036, segments: 32)
}

extension SceneFile {
  /// A person whose limbs can swing.
  static var pedestrian: SceneFile {
    SceneFile(path: "pedestrian/person.glb", nodes: [Pedestrian.node])
  }
}
