// SPDX-License-Identifier: Apache-2.0

internal import Channels

/// All paths of a link at an instant.
struct PathSnapshot: Sendable {
  /// In seconds.
  let time: Double
  let specular: [SpecularPath]
  let echoes: [Int32]
  let diffracted: [DiffractedPath]
  let centres: [CentreEcho]
  let diffuse: DiffusePaths
}
