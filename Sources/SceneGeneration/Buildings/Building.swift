// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// A building on a side of the court, with a plain back to the street.
struct Building: Sendable {
  /// The first part of the names of the building's objects.
  var name: String

  /// The side of the court that it stands on.
  var side: CourtSide

  /// Extent along the side, from joint to joint, in the world frame in metres.
  var span: ClosedRange<Double>

  /// How far the facade stands back from the court's edge, in metres.
  var setback = 0.0

  /// Distance from the facade to the back in metres.
  var depth = 11.0

  /// How many storeys there are, with the ground floor.
  var storeys: Int

  /// What the walls are made of.
  var wall: SurfaceMaterial

  /// What the windows look like.
  var windows: WindowStyle

  /// The width in metres that each bay of the facade comes closest to.
  var bayWidth: Double

  /// The bays, counted from the left, that have a door on the ground floor.
  var doorBays: [Int] = []

  /// The bays, counted from the left, that have balconies.
  var balconyBays: [Int] = []

  /// The storeys at whose floor a ledge runs along the facade.
  var stringCourses: [Int] = []

  /// How the roof ends.
  var roofEdge: RoofEdge = .parapet

  /// Extent along the side of a passage through the building, in the world frame in metres.
  var gateway: ClosedRange<Double>?
}

extension Building {
  /// Width of the joint to the next building in metres.
  static let jointWidth = 0.02

  /// Heights of the ground floor and of each storey above it, in metres.
  private static let groundFloorHeight = 3.8
  private static let storeyHeight = 3.2

  /// How far a parapet rises above the roof, in metres.
  private static let parapetHeight = 0.45

  /// Extent along the side without the joints, in the world frame in metres.
  private var builtSpan: ClosedRange<Double> {
    (span.lowerBound + Self.jointWidth / 2)...(span.upperBound - Self.jointWidth / 2)
  }

  /// Width of the building in metres.
  var width: Double { builtSpan.upperBound - builtSpan.lowerBound }

  /// The part of the facade that faces the court, in the building's frame.
  var courtRange: ClosedRange<Double> {
    side.local(builtSpan.clamped(to: side.extent), in: builtSpan)
  }

  /// The passage, in the building's frame.
  var localGateway: ClosedRange<Double>? { gateway.map { side.local($0, in: builtSpan) } }

  /// The transform to the world from the building's frame.
  private var worldFromBuilding: RigidTransform {
    side.worldFromBuilding(span: builtSpan, setback: setback)
  }

  /// Height of a storey's floor above the ground in metres; the one after the last is the roof.
  func floorLevel(_ storey: Int) -> Double {
    storey == 0 ? 0 : Self.groundFloorHeight + Self.storeyHeight * Double(storey - 1)
  }

  /// Height of the roof above the ground in metres.
  var roofLevel: Double { floorLevel(storeys) }

  /// Height of the top of the walls above the ground in metres.
  var wallTop: Double { roofLevel + (roofEdge == .parapet ? Self.parapetHeight : 0) }

  /// The building's objects in the world frame.
  var nodes: [SceneNode] {
    let facade = Facade(self)
    let shell = BuildingShell(self, openings: facade.holes)
    let ledges = FacadeLedges(self, openings: facade.openings)
    let balconies = balconies(at: facade.openings)
    let objects: [(String, [SurfacePart])] = [
      ("wall", [SurfacePart(wall, shell.walls)]),
      ("roof", [SurfacePart(.concrete, shell.roof)]),
      ("chimneys", [SurfacePart(.brick, shell.chimneys)]),
      ("frames", [SurfacePart(.wood, facade.frames)]),
      ("glass", [SurfacePart(.windowGlass, facade.glass)]),
      ("doors", [SurfacePart(.wood, facade.doors)]),
      ("ledges", [SurfacePart(.concrete, ledges.mesh)]),
      ("rain-pipes", [SurfacePart(.bareMetal, RainPipes(self).mesh)]),
      ("balconies", balconies),
    ]
    return objects.compactMap { object, parts in
      let filled = parts.filter { !$0.mesh.triangles.isEmpty }
      guard !filled.isEmpty else { return nil }
      return SceneNode("\(name)/\(object)", parts: filled).placed(worldFromBuilding)
    }
  }

  /// The slabs and the railings of the balconies in front of the balcony doors.
  private func balconies(at openings: [Facade.Opening]) -> [SurfacePart] {
    let balconies = openings.filter { $0.purpose == .balconyDoor }.map { door in
      Balcony(
        centre: (door.hole.x.lowerBound + door.hole.x.upperBound) / 2,
        floor: floorLevel(door.storey))
    }
    return [
      SurfacePart(.concrete, TriangleMesh(joining: balconies.map(\.slab))),
      SurfacePart(.bareMetal, TriangleMesh(joining: balconies.map(\.railing))),
    ]
  }
}
