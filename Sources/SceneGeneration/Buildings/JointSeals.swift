// SPDX-License-Identifier: Apache-2.0

internal import Spatial

/// Strips that close the joints between the buildings towards the court.
struct JointSeals: Sendable {
  /// How far behind the facades a joint is closed, in metres.
  private static let recess = 0.05

  /// Thickness of a strip in metres.
  private static let thickness = 0.04

  /// The buildings of one side.
  var buildings: [Building]

  /// The strips in the world frame.
  var mesh: TriangleMesh {
    TriangleMesh(
      joining: buildings.flatMap { building in
        [building.span.lowerBound, building.span.upperBound].compactMap { joint in
          strip(at: joint, of: building)
        }
      })
  }

  /// The strip in a building's half of a joint, up to its own roof.
  private func strip(at joint: Double, of building: Building) -> TriangleMesh? {
    // The ends of the sides that reach around the corners face no joint.
    guard building.side.extent.contains(joint) else { return nil }
    let half = Building.jointWidth / 2
    let isLower = joint == building.span.lowerBound
    let span = isLower ? joint...(joint + half) : (joint - half)...joint
    let setback = buildings.filter { $0.span.contains(joint) }.map(\.setback).max() ?? 0
    let depth = setback + Self.recess
    let strip = TriangleMesh.box(
      x: 0...half, y: depth...(depth + Self.thickness), z: 0...building.roofLevel,
      without: [.lowerX, .upperX, .lowerZ])
    return strip.transformed(by: building.side.worldFromBuilding(span: span, setback: 0))
  }
}
