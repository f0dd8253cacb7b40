// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// The court's floor: paving around an asphalt lane, all at z = 0.
enum Ground {
  /// How far the paving goes on below the facades, which stand back by less, in metres.
  private static let overlap = 0.6

  /// The paving and the lane.
  static var nodes: [SceneNode] {
    [
      SceneNode("ground/paving", parts: [SurfacePart(.paving, paving)]),
      SceneNode("ground/lane", parts: [SurfacePart(.asphalt, lane)]),
    ]
  }

  private static let laneY =
    (Court.laneCentre - Court.laneWidth / 2)...(Court.laneCentre + Court.laneWidth / 2)

  private static var lane: TriangleMesh { rectangle(x: Court.laneX, y: laneY) }

  /// The court around the lane, in rectangles whose corners meet.
  private static var paving: TriangleMesh {
    let west = (Court.x.lowerBound - overlap)...Court.laneX.upperBound
    let east = Court.laneX.upperBound...(Court.x.upperBound + overlap)
    let south = (Court.y.lowerBound - overlap)...laneY.lowerBound
    let north = laneY.upperBound...(Court.y.upperBound + overlap)
    return TriangleMesh(
      joining: [
        rectangle(x: west, y: south), rectangle(x: east, y: south), rectangle(x: east, y: laneY),
        rectangle(x: west, y: north), rectangle(x: east, y: north),
      ])
  }

  private static func rectangle(
    x: ClosedRange<Double>, y: ClosedRange<Double>
  ) -> TriangleMesh {
    var mesh = TriangleMesh()
    mesh.addQuad(
      Vector3(x.lowerBound, y.lowerBound, 0), Vector3(x.upperBound, y.lowerBound, 0),
      Vector3(x.upperBound, y.upperBound, 0), Vector3(x.lowerBound, y.upperBound, 0))
    return mesh
  }
}
