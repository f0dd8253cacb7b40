// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// The openings in the court side of a building, and what fills them.
struct Facade: Sendable {
  /// What an opening is for.
  enum Purpose: Sendable {
    /// A window with a sill.
    case window

    /// A door at the ground, with a light above it.
    case door

    /// A window that reaches down to a balcony.
    case balconyDoor
  }

  /// An opening for a window or a door.
  struct Opening: Sendable {
    /// What it is for.
    var purpose: Purpose

    /// Where it is in the facade, up to the front of its frame.
    var hole: WallOpening

    /// The storey, zero for the ground floor.
    var storey: Int
  }

  /// The openings, storey after storey from the left to the right.
  let openings: [Opening]

  private let windows: WindowStyle

  /// Lays out the openings of a building.
  init(_ building: Building) {
    windows = building.windows
    let bays = Self.bayCentres(of: building)
    openings = (0..<building.storeys).flatMap { storey in
      bays.indices.compactMap { bay in
        Self.opening(of: building, bay: bay, centre: bays[bay], storey: storey)
      }
    }
  }

  /// The holes that the openings make in the wall.
  var holes: [WallOpening] { openings.map(\.hole) }

  /// The frames of all windows and balcony doors.
  var frames: TriangleMesh {
    TriangleMesh(joining: windowJoinery.map(\.frame))
  }

  /// The panes of all windows and balcony doors, and of the lights above the doors.
  var glass: TriangleMesh {
    let panes = windowJoinery.map { $0.panes(inRows: 0...$0.transoms.count) }
    let lights = doorJoinery.map { $0.panes(inRows: $0.transoms.count...$0.transoms.count) }
    return TriangleMesh(joining: panes + lights)
  }

  /// The doors: frame and panels.
  var doors: TriangleMesh {
    TriangleMesh(
      joining: doorJoinery.flatMap { [$0.frame, $0.panes(inRows: 0...($0.transoms.count - 1))] })
  }

  private var windowJoinery: [Joinery] {
    openings.filter { $0.purpose != .door }.map { opening in
      let transoms = opening.purpose == .window ? windows.transom.map { [$0] } ?? [] : [0.32]
      return Joinery(opening: opening.hole, columns: windows.columns, transoms: transoms)
    }
  }

  private var doorJoinery: [Joinery] {
    openings.filter { $0.purpose == .door }.map {
      Joinery(opening: $0.hole, columns: 2, transoms: [0.3, 0.78])
    }
  }
}

extension Facade {
  /// Distance of the first bay from the end of the facade in metres.
  private static let margin = 0.6

  /// Heights of the window sills above the floor in metres, on the ground floor and above.
  private static let groundFloorSill = 1.05
  private static let sill = 0.85

  /// Height of a balcony door's threshold above the floor in metres.
  private static let balconySill = 0.05

  /// The holes for the doors: width, lower and upper edge, and depth in metres.
  private static let doorWidth = 1.3
  private static let doorHeights = 0.15...2.75
  private static let doorRecess = 0.32

  /// The centres of the bays, in the building's frame in metres.
  private static func bayCentres(of building: Building) -> [Double] {
    let first = building.courtRange.lowerBound + margin
    let length = building.courtRange.upperBound - margin - first
    let count = (length / building.bayWidth).rounded()
    return (0..<Int(count)).map { first + length * (Double($0) + 0.5) / count }
  }

  private static func opening(
    of building: Building, bay: Int, centre: Double, storey: Int
  ) -> Opening? {
    let style = building.windows
    let floor = building.floorLevel(storey)
    if storey == 0 {
      let isDoor = building.doorBays.contains(bay)
      let width = isDoor ? doorWidth : style.width
      let x = (centre - width / 2)...(centre + width / 2)
      if let gateway = building.localGateway, gateway.overlaps(x) { return nil }
      let z = isDoor ? doorHeights : groundFloorSill...(groundFloorSill + style.height)
      let hole = WallOpening(x: x, z: z, depth: isDoor ? doorRecess : style.recess)
      return Opening(purpose: isDoor ? .door : .window, hole: hole, storey: storey)
    }
    let hasBalcony = building.balconyBays.contains(bay) && storey > 1
    let bottom = floor + (hasBalcony ? balconySill : sill)
    let hole = WallOpening(
      x: (centre - style.width / 2)...(centre + style.width / 2),
      z: bottom...(floor + sill + style.height), depth: style.recess)
    return Opening(purpose: hasBalcony ? .balconyDoor : .window, hole: hole, storey: storey)
  }
}
