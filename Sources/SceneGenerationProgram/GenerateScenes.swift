// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Foundation
internal import SceneGeneration

/// The command that writes the bundled scenes.
@main
struct GenerateScenes: ParsableCommand {
  /// How the command presents itself.
  static let configuration = CommandConfiguration(
    commandName: "generate-scenes",
    abstract: "Writes the bundled scenes as binary glTF files.")

  /// The folder of scenes.
  @Argument(help: "The folder of scenes; each scene goes into a folder of its own below it.")
  var outputDirectory: String

  /// Writes all scenes and reports the size of each.
  func run() throws {
    let root = URL(filePath: outputDirectory, directoryHint: .isDirectory)
    for scene in BundledScenes.all {
      let file = root.appending(path: scene.path)
      let encoded = BinaryGLTF(scene)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(encoded.bytes).write(to: file)
      print("\(scene.path): \(encoded.triangleCount) triangles, \(encoded.bytes.count) bytes")
    }
  }
}
