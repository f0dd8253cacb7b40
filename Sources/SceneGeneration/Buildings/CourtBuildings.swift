// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// The buildings around the court; those of the north and south sides reach around the corners.
enum CourtBuildings {
  /// The objects of all buildings and of the joints between them.
  static var nodes: [SceneNode] {
    let sides = [north, east, south, west]
    let seals = TriangleMesh(joining: sides.map { JointSeals(buildings: $0).mesh })
    return sides.joined().flatMap(\.nodes)
      + [SceneNode("joint-seals", parts: [SurfacePart(.concrete, seals)])]
  }

  private static let mullioned = WindowStyle(
    width: 1.30, height: 1.60, recess: 0.14, columns: 2, transom: nil)
  private static let crossed = WindowStyle(
    width: 1.30, height: 1.65, recess: 0.16, columns: 2, transom: 0.68)
  private static let transomed = WindowStyle(
    width: 1.25, height: 1.55, recess: 0.12, columns: 1, transom: 0.30)
  private static let wide = WindowStyle(
    width: 1.45, height: 1.60, recess: 0.18, columns: 2, transom: nil)

  private static let north: [Building] = [
    Building(
      name: "building-north-1", side: .north, span: -41.0 ... -11.0, storeys: 5, wall: .plaster,
      windows: crossed, bayWidth: 2.9, doorBays: [1, 4], stringCourses: [1]),
    Building(
      name: "building-north-2", side: .north, span: -11.0...10.0, setback: 0.25, depth: 11.5,
      storeys: 6, wall: .brick, windows: mullioned, bayWidth: 2.9, doorBays: [3],
      balconyBays: [1, 5], stringCourses: [1]),
    Building(
      name: "building-north-3", side: .north, span: 10.0...41.5, storeys: 4, wall: .concrete,
      windows: wide, bayWidth: 3.2, doorBays: [2], roofEdge: .gutter),
  ]

  private static let east: [Building] = [
    Building(
      name: "building-east-1", side: .east, span: -4.0...22.5, setback: 0.10, depth: 11.5,
      storeys: 5, wall: .brick, windows: crossed, bayWidth: 2.8, doorBays: [2, 6],
      stringCourses: [1, 4]),
    Building(
      name: "building-east-2", side: .east, span: -22.5 ... -4.0, setback: 0.40,
      storeys: 7, wall: .plaster, windows: transomed, bayWidth: 2.9, doorBays: [2],
      balconyBays: [1, 4], stringCourses: [1]),
  ]

  private static let south: [Building] = [
    Building(
      name: "building-south-1", side: .south, span: -41.0 ... -8.0, storeys: 6, wall: .brick,
      windows: mullioned, bayWidth: 3.0, doorBays: [1, 6], stringCourses: [1, 5]),
    Building(
      name: "building-south-2", side: .south, span: -8.0...41.5, storeys: 5, wall: .plaster,
      windows: crossed, bayWidth: 2.9, doorBays: [3, 10], stringCourses: [1]),
  ]

  private static let west: [Building] = [
    Building(
      name: "building-west-1", side: .west, span: -22.5 ... -2.4, setback: 0.20, storeys: 4,
      wall: .concrete, windows: transomed, bayWidth: 2.7, doorBays: [3], stringCourses: [1],
      roofEdge: .gutter),
    // Its bays are as wide as it takes for the gateway to lie in the middle of two of them.
    Building(
      name: "building-west-2", side: .west, span: -2.4...22.5, storeys: 5, wall: .brick,
      windows: crossed, bayWidth: 2.63, doorBays: [1], stringCourses: [3],
      gateway: Court.gateway),
  ]
}
