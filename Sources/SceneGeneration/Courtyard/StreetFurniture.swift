// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// Lamp posts, bicycles, benches and bins.
enum StreetFurniture {
  /// All of it, each thing as one object.
  static var nodes: [SceneNode] { lampPosts + bicycles + benches + bins }

  private static var lampPosts: [SceneNode] {
    [-22.0, -13, -4, 5, 14, 23].enumerated().map { index, x in
      LampPost(foot: Vector3(x, 10.6, 0)).node(named: "lamp-post-\(index + 1)")
    }
  }

  private static var bicycles: [SceneNode] {
    let rack = BikeRack(x: 2...8, y: 18.2)
    // Each stands beside the hoop that it is locked to and heads for the wall or for the lane.
    let parked: [(hoop: Int, gap: Double, headsNorth: Bool)] = [
      (0, 0.16, true), (2, -0.15, true), (3, 0.17, false), (6, 0.15, true),
    ]
    let nodes = parked.enumerated().map { index, bicycle in
      let x = rack.hoopPositions[bicycle.hoop] + bicycle.gap
      let place = RigidTransform(
        quarterTurns: bicycle.headsNorth ? 1 : 3, translation: Vector3(x, rack.y, 0))
      return Bicycle(worldFromBicycle: place).node(named: "bicycle-\(index + 1)")
    }
    return [rack.node(named: "bike-rack")] + nodes
  }

  private static var benches: [SceneNode] {
    let places = [
      RigidTransform(quarterTurns: 0, translation: Vector3(-6.0, -4.8, 0)),
      RigidTransform(quarterTurns: 0, translation: Vector3(5.0, -4.8, 0)),
      RigidTransform(quarterTurns: 2, translation: Vector3(-17.5, 20.8, 0)),
      RigidTransform(quarterTurns: 2, translation: Vector3(14.5, 20.8, 0)),
    ]
    return places.enumerated().map { index, place in
      Bench(worldFromBench: place).node(named: "bench-\(index + 1)")
    }
  }

  private static var bins: [SceneNode] {
    [Vector3(-0.5, -4.9, 0), Vector3(11.0, 20.6, 0)].enumerated().map { index, foot in
      WasteBin(foot: foot).node(named: "waste-bin-\(index + 1)")
    }
  }
}
