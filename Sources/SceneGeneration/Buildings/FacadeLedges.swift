// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// The ledges on the court side of a building, in its frame.
struct FacadeLedges: Sendable {
  private let building: Building
  private let openings: [Facade.Opening]

  /// Takes the building and the openings of its facade.
  init(_ building: Building, openings: [Facade.Opening]) {
    self.building = building
    self.openings = openings
  }

  /// How far ledges stand out from the wall, in metres.
  private static let windowLedgeProjection = 0.06
  private static let stringCourseProjection = 0.07
  private static let corniceProjection = 0.12

  /// Width of the posts beside the gateway in metres.
  private static let surroundWidth = 0.3

  /// How far the ledges along the facade end before the next building, in metres.
  private static let stringCourseMargin = 0.5

  /// The ledges below the windows and along the facade, the door steps and the gateway's surround.
  var mesh: TriangleMesh {
    let cornice = ledge(
      x: stringCourseRange,
      z: (building.roofLevel - 0.16)...(building.roofLevel + 0.04),
      projection: Self.corniceProjection)
    return TriangleMesh(
      joining: windowLedges + stringCourses + doorSteps + gatewaySurround
        + (building.roofEdge == .parapet ? [cornice] : []))
  }

  private var windowLedges: [TriangleMesh] {
    openings.filter { $0.purpose == .window }.map { window in
      let hole = window.hole
      return ledge(
        x: (hole.x.lowerBound - 0.06)...(hole.x.upperBound + 0.06),
        z: (hole.z.lowerBound - 0.06)...hole.z.lowerBound,
        projection: Self.windowLedgeProjection)
    }
  }

  private var stringCourses: [TriangleMesh] {
    building.stringCourses.map { storey in
      let floor = building.floorLevel(storey)
      return ledge(
        x: stringCourseRange, z: (floor - 0.08)...(floor + 0.08),
        projection: Self.stringCourseProjection)
    }
  }

  private var doorSteps: [TriangleMesh] {
    openings.filter { $0.purpose == .door }.map { door in
      let hole = door.hole
      return TriangleMesh.box(
        x: (hole.x.lowerBound - 0.15)...(hole.x.upperBound + 0.15), y: -0.40...0,
        z: 0...(hole.z.lowerBound - 0.01), without: [.upperY, .lowerZ])
    }
  }

  private var gatewaySurround: [TriangleMesh] {
    guard let gateway = building.localGateway else { return [] }
    let height = BuildingShell.gatewayHeight
    let width = Self.surroundWidth
    let (left, right) = (gateway.lowerBound, gateway.upperBound)
    let posts: BoxFaces = [.lowerZ, .upperZ]
    return [
      // The posts have no top, because the lintel lies on them.
      ledge(x: (left - width)...left, z: 0...height, projection: 0.05, without: posts),
      ledge(x: right...(right + width), z: 0...height, projection: 0.05, without: posts),
      ledge(x: (left - width)...(right + width), z: height...(height + 0.18), projection: 0.08),
    ]
  }

  private var stringCourseRange: ClosedRange<Double> {
    let range = building.courtRange
    let margin = Self.stringCourseMargin
    return (range.lowerBound + margin)...(range.upperBound - margin)
  }

  /// A box on the wall, without the face that the wall hides.
  private func ledge(
    x: ClosedRange<Double>, z: ClosedRange<Double>, projection: Double,
    without hidden: BoxFaces = []
  ) -> TriangleMesh {
    .box(x: x, y: -projection...0, z: z, without: hidden.union(.upperY))
  }
}
