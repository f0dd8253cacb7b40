// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport

/// A case with diffuse scattering that was solved with Sionna RT.
struct DiffuseCase: Decodable {
  struct Materials: Decodable {
    var scattering_coefficient: Double
    var xpd_coefficient: Double?
    var pattern: Pattern
  }
  struct Pattern: Decodable {
    var type: String
    var alpha_r: Double?
    var alpha_i: Double?
    var lambda_: Double?
  }
  var scene: String
  var frequency_hz: Double
  var tx: [Double]
  var rx: [[Double]]
  var max_depth: Int
  var all_materials: Materials

  /// The lobe as a library of materials has it.
  var lobe: String {
    let pattern = all_materials.pattern
    let forward = pattern.alpha_r ?? 1
    return switch pattern.type {
    case "lambertian": "{ kind: lambertian }"
    case "directive": "{ kind: directive, exponent: \(forward) }"
    default:
      "{ kind: backscattering, forward-exponent: \(forward), backward-exponent:"
        + " \(pattern.alpha_i ?? 1), forward-share: \(pattern.lambda_ ?? 1) }"
    }
  }

  /// A library in which some materials of the ITU scatter, in layers as Sionna RT has them.
  func library(_ names: [String]) -> String {
    names.reduce("materials:\n") { text, name in
      text + """
          itu_\(name):
            permittivity: { like: itu_\(name) }
            thickness: 0.1 m
            scattering:
              coefficient: \(all_materials.scattering_coefficient)
              lobe: \(lobe)
              cross-polar-share: \(all_materials.xpd_coefficient ?? 0)

        """
    }
  }

  /// The objects of each scene and what they are made of.
  static let objects: [String: [String: String]] = [
    "floor_wall": ["floor": "concrete", "wall": "brick"],
    "simple_street_canyon": [
      "building_1": "glass", "building_2": "brick", "building_3": "marble", "building_4": "marble",
      "building_5": "glass", "building_6": "wood", "floor": "concrete",
    ],
  ]

  /// Reads a case with its solution and finds its scene; nil where one is not on this machine.
  static func load(
    _ name: String
  ) throws -> (solved: DiffuseCase, expected: DiffuseSolution, scene: String)? {
    let reference = "reference/sionna-rt-2.2.0/\(name)"
    guard let solution = SharedFiles.path(reference + ".json"),
      let caseFile = SharedFiles.path(reference + ".case.json")
    else {
      print("skipped: what Sionna RT found of '\(name)' is not on this machine")
      return nil
    }
    func read<Value: Decodable>(_ path: String) throws -> Value {
      try JSONDecoder().decode(Value.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    }
    let solved: DiffuseCase = try read(caseFile)
    guard let scene = SharedFiles.sionnaScene(solved.scene) else {
      print("skipped: RFTWIN_SIONNA_SCENES names no folder with the scene '\(solved.scene)'")
      return nil
    }
    return (solved, try read(solution), scene)
  }
}

/// What Sionna RT found: powers without regard to phase.
struct DiffuseSolution: Decodable {
  struct Link: Decodable {
    var diffuse_gain_db: Double
    /// The start of a bin in nanoseconds and the gain in it, of all paths.
    var pdp_5ns_db: [[Double]]
  }
  struct Values: Decodable {}
  var materials_at_frequency: [String: Values]
  var links: [Link]
}
