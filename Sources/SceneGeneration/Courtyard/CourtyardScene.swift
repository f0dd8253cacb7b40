// SPDX-License-Identifier: Apache-2.0

extension SceneFile {
  /// The court with everything in it that does not move.
  static var courtyard: SceneFile {
    // Kerbs and plants vary by sequences of their own, so that a change of one spares the other.
    var kerbs = SplitMix64(seed: 1)
    var plants = SplitMix64(seed: 2)
    let nodes =
      Ground.nodes + [LaneKerbs.node(random: &kerbs)] + CourtBuildings.nodes
      + CourtPlanting.nodes(random: &plants) + StreetFurniture.nodes + ParkingPlaces.nodes
    return SceneFile(path: "umi-courtyard/courtyard.glb", nodes: nodes)
  }
}
