// SPDX-License-Identifier: Apache-2.0

import SceneGeneration
import Testing

extension GLBFile {
  /// All bundled files by their paths, read once for all tests.
  private static let bundled = Result { try BundledScenes.all.map { ($0.path, try GLBFile($0)) } }

  /// All bundled files by their paths.
  static func all() throws -> [(path: String, file: GLBFile)] { try bundled.get() }

  /// The bundled file with a path.
  static func named(_ path: String) throws -> GLBFile {
    try #require(all().first { $0.path == path }).file
  }
}
