// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// A mid-size hatchback in its body frame: x forward, y left, z up.
///
/// The origin is on the ground midway between the axles.
struct Car: Sendable {
  /// Distance between the axles in metres.
  static let wheelbase = 2.65

  /// Distance between the centres of two wheels on an axle in metres.
  static let track = 1.54

  /// How finely the car is tessellated.
  enum Detail: Sendable {
    /// For the car that the scene is about.
    case fine

    /// For parked cars.
    case coarse

    /// How often the faces of the body's coarse mesh are cut into four.
    fileprivate var subdivisions: Int { self == .fine ? 2 : 1 }

    /// The longest edge of the body's facets in metres.
    fileprivate var facetLength: Double { self == .fine ? 0.15 : 0.25 }

    /// How many corners a tyre has around.
    fileprivate var wheelSegments: Int { self == .fine ? 36 : 16 }
  }

  /// The painted panels with the mirrors, and the black plastic of the grilles.
  let body: [SurfacePart]

  /// The windows and the covers of the lights.
  let glass: [SurfacePart]

  private let wheel: CarWheel

  /// Builds the car.
  init(detail: Detail) {
    let skin = CarBody(subdivisions: detail.subdivisions, facetLength: detail.facetLength)
    let mirror = CarMirror.mesh
    let paint = TriangleMesh(joining: [skin.mesh(of: .carPaint), mirror, mirror.mirroredAcrossY])
    body = [
      SurfacePart(.carPaint, paint), SurfacePart(.tyreRubber, skin.mesh(of: .tyreRubber)),
    ]
    glass = [SurfacePart(.carGlass, skin.mesh(of: .carGlass))]
    wheel = CarWheel(segments: detail.wheelSegments)
  }

  /// The four wheels, each about its own centre and translated to its place on the body.
  var wheels: [SceneNode] {
    Self.corners.map { name, centre in
      let isLeft = centre.y > 0
      let turn = RigidTransform(quarterTurns: isLeft ? 0 : 2, translation: .zero)
      return SceneNode("wheel-\(name)", at: centre, parts: wheel.parts).placed(turn)
    }
  }

  /// The wheels as parts of the body, for a car that never moves.
  var fixedWheels: [SurfacePart] {
    var meshes: [SurfaceMaterial: TriangleMesh] = [:]
    for node in wheels {
      for part in node.parts {
        meshes[part.material, default: .init()].append(
          part.mesh.translated(by: node.translation))
      }
    }
    return [SurfaceMaterial.tyreRubber, .bareMetal].compactMap { material in
      meshes[material].map { SurfacePart(material, $0) }
    }
  }

  private static let corners: [(name: String, centre: Vector3)] = [
    ("front-left", Vector3(wheelbase / 2, track / 2, CarWheel.radius)),
    ("front-right", Vector3(wheelbase / 2, -track / 2, CarWheel.radius)),
    ("rear-left", Vector3(-wheelbase / 2, track / 2, CarWheel.radius)),
    ("rear-right", Vector3(-wheelbase / 2, -track / 2, CarWheel.radius)),
  ]
}

extension SceneFile {
  /// The moving car: a body with its windows and four wheels that can turn.
  static var car: SceneFile {
    let car = Car(detail: .fine)
    let children =
      [SceneNode("body", parts: car.body), SceneNode("glass", parts: car.glass)] + car.wheels
    return SceneFile(
      path: "umi-courtyard/car.glb", nodes: [SceneNode("car", parts: [], children: children)])
  }
}
