// SPDX-License-Identifier: Apache-2.0

/// The scenes that come with the program.
package enum BundledScenes {
  /// All scene files, in the order in which they are written.
  package static var all: [SceneFile] {
    [
      .courtyard, .car, .oneWall, .corner, .street, .slidingPlate, .rollingWheel, .closedRoom,
      .pedestrian, .cyclist,
    ]
  }
}
