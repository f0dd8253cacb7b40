// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// What leads the rain off the roof of a building, in its frame.
struct RainPipes: Sendable {
  private let building: Building

  /// Takes the building.
  init(_ building: Building) { self.building = building }

  /// Radius of a rain pipe and distance of its axis from the wall, in metres.
  private static let pipeRadius = 0.05
  private static let pipeDistance = 0.11

  /// Distance of the rain pipes from the ends of the facade in metres.
  private static let pipeMargin = 0.25

  /// The rain pipes at both ends of the facade and the gutter, if the roof has one.
  var mesh: TriangleMesh {
    let range = building.courtRange
    let pipes = [range.lowerBound + Self.pipeMargin, range.upperBound - Self.pipeMargin]
      .map(rainPipe)
    guard building.roofEdge == .gutter else { return TriangleMesh(joining: pipes) }
    let gutter = TriangleMesh.box(
      x: (range.lowerBound + 0.05)...(range.upperBound - 0.05), y: -0.16...0,
      z: (building.roofLevel - 0.15)...(building.roofLevel - 0.02), without: .upperY)
    return TriangleMesh(joining: pipes + [gutter])
  }

  /// A pipe that comes out of the wall below the roof and goes down to the ground.
  private func rainPipe(x: Double) -> TriangleMesh {
    let path = [
      Vector3(x, -Self.pipeDistance, 0.06),
      Vector3(x, -Self.pipeDistance, building.roofLevel - 0.6),
      Vector3(x, 0.05, building.roofLevel - 0.3),
    ]
    return .tube(along: path, radii: [Self.pipeRadius], sides: 8)
  }
}
