// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import InputDocuments
internal import Kinematics
internal import Scenes
internal import Spatial

/// Where an end of a link is: "1,2.5,-3", or the name of a scenario's radio.
enum EndPlace: ExpressibleByArgument {
  case point(Vector3)
  case radio(String)

  init?(argument: String) {
    if let triple = Triple(argument: argument) {
      self = .point(triple.vector)
    } else if let first = argument.first, first.isLetter, !argument.contains(",") {
      self = .radio(argument)
    } else {
      return nil
    }
  }

  /// The place in metres.
  ///
  /// - Parameters:
  ///   - scene: The scene with its radios.
  ///   - time: The instant in seconds.
  ///   - file: The file that messages name.
  /// - Returns: The point itself, or where the radio is then.
  /// - Throws: `InputError` when the scene has no radio of the name.
  func position(in scene: Scene, at time: Double, file: String) throws(InputError) -> Vector3 {
    switch self {
    case .point(let point): return point
    case .radio(let name):
      let radio = try Self.radio(name, in: scene, file: file)
      return scene.motion.states(at: time)[radio.node].worldFromBody.translation
    }
  }

  /// The radio that is meant, or nil for a point.
  func radio(in scene: Scene, file: String) throws(InputError) -> Radio? {
    guard case .radio(let name) = self else { return nil }
    return try Self.radio(name, in: scene, file: file)
  }

  private static func radio(
    _ name: String, in scene: Scene, file: String
  ) throws(InputError) -> Radio {
    guard let radio = scene.radios.first(where: { $0.name == name }) else {
      let names = scene.radios.map(\.name)
      throw InputError(
        file: file,
        "no radio is named '\(name)'"
          + (names.isEmpty ? "; give X,Y,Z in metres" : suggestion(for: name, among: names)))
    }
    return radio
  }
}
