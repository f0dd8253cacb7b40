// SPDX-License-Identifier: Apache-2.0

internal import Foundation

/// Files beside the project that tests use when they are there.
///
/// They are references of other engines, and real meshes.
package enum SharedFiles {
  /// The project's folder.
  package static let project: String = {
    var url = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { url.deleteLastPathComponent() }
    return url.path
  }()

  /// The path of a shared file, or nil where it is not on this machine.
  ///
  /// - Parameter name: The path within the shared folder, which lies beside the project's or where
  ///   `RFTWIN_SHARED` says.
  /// - Returns: The path.
  package static func path(_ name: String) -> String? {
    let folder =
      ProcessInfo.processInfo.environment["RFTWIN_SHARED"] ?? project + "/../shared"
    let path = folder + "/" + name
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }

  /// The path of a scene that comes with Sionna RT, or nil where it is not on this machine.
  ///
  /// - Parameter name: The scene's name; its folder is looked for where
  ///   `RFTWIN_SIONNA_SCENES` says.
  /// - Returns: The path of the scene's XML file.
  package static func sionnaScene(_ name: String) -> String? {
    guard let folder = ProcessInfo.processInfo.environment["RFTWIN_SIONNA_SCENES"] else {
      return nil
    }
    let path = "\(folder)/\(name)/\(name).xml"
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }

  /// The path of measured data, or nil where it is not on this machine.
  ///
  /// - Parameter name: The path within the folder that `RFTWIN_DATA` names.
  /// - Returns: The path.
  package static func measured(_ name: String) -> String? {
    guard let folder = ProcessInfo.processInfo.environment["RFTWIN_DATA"] else { return nil }
    let path = folder + "/" + name
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }

  /// A parsed JSON file.
  package static func json(_ path: String) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path)))
  }
}
