// SPDX-License-Identifier: Apache-2.0

internal import Materials
internal import RealModule
package import Scenes
package import Spatial

/// A triangle small enough for illumination and distance to hardly change over it.
package struct SurfacePatch: Sendable {
  /// The corners, in the frame of the rigid group.
  package var a: Vector3
  package var b: Vector3
  package var c: Vector3
  var facet: Int32
  var group: Int32

  /// In square metres.
  package var area: Double { (b - a).cross(c - a).length / 2 }

  package var centre: Vector3 { (a + b + c) / 3 }

  /// The point at barycentric coordinates folded out of the unit square, uniform in area.
  func point(_ square: SIMD2<Double>) -> Vector3 {
    let (u, v) = square.x + square.y > 1 ? (1 - square.x, 1 - square.y) : (square.x, square.y)
    return a + (b - a) * u + (c - a) * v
  }
}

/// Cuts the scattering surfaces of a scene into patches.
///
/// Patches are as long as a share of their distance from the nearest radio, or as `longest` if that
/// is more. The share is the smallest of a series that keeps the number of patches within bounds:
/// zero in a small scene.
package struct PatchCutting {
  private let scene: Scene

  private let radios: [[Vector3]]
  private let longest: Double
  private let budget: Int

  /// Prepares to cut.
  ///
  /// - Parameters:
  ///   - scene: The scene.
  ///   - radios: Where the radios are at the instants of interest, in the frame of each group.
  ///   - longest: The longest edge in metres that a patch near a radio may have.
  ///   - budget: How many patches there may be beyond one for each triangle.
  package init(scene: Scene, radios: [[Vector3]], longest: Double, budget: Int) {
    self.scene = scene
    self.radios = radios
    self.longest = longest
    self.budget = budget
  }

  /// The patches, which together are all facets whose material scatters.
  package func run() -> [SurfacePatch] { run(within: edgeLimit()) }

  /// How long edges may be so that patches are as many as they may be; nil for no cuts at all.
  func edgeLimit() -> EdgeLimit? {
    let triangles = scatteringTriangles()
    let limit = triangles.count + budget
    return Self.growths.lazy.map { EdgeLimit(longest: longest, growth: $0) }
      .first { isWithin(limit, triangles, $0) }
  }

  /// The patches with edges as long as told.
  func run(within edge: EdgeLimit?) -> [SurfacePatch] {
    let triangles = scatteringTriangles()
    guard let edge else { return triangles }
    var patches: [SurfacePatch] = []
    for triangle in triangles {
      triangle.visitParts(within: edge, of: radios[Int(triangle.group)]) {
        patches.append($0)
        return true
      }
    }
    return patches
  }

  /// The edge's share of the distance: none, then 2 % to 164 % in steps of 1.5 in number.
  private static let growths = [0] + (0..<23).map { 0.02 * Double.pow(1.5, Double($0) / 2) }

  private func scatteringTriangles() -> [SurfacePatch] {
    var triangles: [SurfacePatch] = []
    for (index, facet) in scene.facets.enumerated()
    where scene.materials[Int(facet.material)].scattering.coefficient > 0 {
      let mesh = scene.groups[Int(facet.group)].mesh
      for triangle in facet.shape.triangles {
        let (a, b, c) = mesh.corners(Int(triangle))
        triangles.append(
          SurfacePatch(a: a, b: b, c: c, facet: Int32(index), group: facet.group))
      }
    }
    return triangles
  }

  /// Whether there are no more patches than a limit; counts no further than it.
  private func isWithin(_ limit: Int, _ triangles: [SurfacePatch], _ edge: EdgeLimit) -> Bool {
    var count = 0
    for triangle in triangles {
      triangle.visitParts(within: edge, of: radios[Int(triangle.group)]) { _ in
        count += 1
        return count <= limit
      }
      if count > limit { return false }
    }
    return true
  }
}

/// How long the edges of a patch may be.
struct EdgeLimit: Equatable {
  /// In metres, at any distance.
  var longest: Double

  /// The edge as a share of the distance from the nearest radio.
  var growth: Double

  /// Whether a patch must be cut.
  func isExceeded(by length: Double, _ patch: SurfacePatch, _ radios: [Vector3]) -> Bool {
    guard length > longest else { return false }
    guard growth > 0 else { return true }
    // No point of a triangle is further from its centre than two thirds of its longest edge.
    let distance = length / growth + length * 2 / 3
    let centre = patch.centre
    return radios.contains { ($0 - centre).lengthSquared < distance * distance }
  }
}

extension SurfacePatch {
  /// Halves the triangle across its longest edge until no part has to be cut.
  ///
  /// - Parameters:
  ///   - limit: How long edges may be.
  ///   - radios: Where radios are, in the frame of the rigid group.
  ///   - visit: Takes a part; says whether to go on.
  func visitParts(
    within limit: EdgeLimit, of radios: [Vector3], _ visit: (SurfacePatch) -> Bool
  ) {
    var waiting = [self]
    while let current = waiting.popLast() {
      let turned = current.withLongestEdgeFirst
      guard limit.isExceeded(by: (turned.b - turned.a).length, turned, radios) else {
        guard visit(current) else { return }
        continue
      }
      let middle = (turned.a + turned.b) / 2
      var (first, second) = (turned, turned)
      first.b = middle
      second.a = middle
      waiting.append(second)
      waiting.append(first)
    }
  }

  /// The triangle halved across its longest edge until all edges are short.
  ///
  /// - Parameter longest: The longest edge in metres that may remain.
  /// - Returns: The parts, which together are the triangle.
  func subdivided(longest: Double) -> [SurfacePatch] {
    var parts: [SurfacePatch] = []
    visitParts(within: EdgeLimit(longest: longest, growth: 0), of: []) {
      parts.append($0)
      return true
    }
    return parts
  }

  /// The same triangle with its corners turned so that the edge from a to b is the longest.
  private var withLongestEdgeFirst: SurfacePatch {
    let (ab, bc, ca) = ((b - a).length, (c - b).length, (a - c).length)
    var turned = self
    if bc > ab, bc >= ca {
      (turned.a, turned.b, turned.c) = (b, c, a)
    } else if ca > ab {
      (turned.a, turned.b, turned.c) = (c, a, b)
    }
    return turned
  }
}
