// SPDX-License-Identifier: Apache-2.0

import Channels
import Execution
import Kinematics
import Materials
import PathTracing
import Quantities
import Scenes
import Spatial
import TestSupport
import Testing

/// Triangles that are asked one after the other, without any tree.
private struct TriangleSoup {
  struct Triangle {
    var corner: Vector3
    var u: Vector3
    var v: Vector3
    var facet: Int32
  }

  private let triangles: [Triangle]
  private let ofFacet: [Int32: [Triangle]]

  init(_ scene: Scene) {
    var triangles: [Triangle] = []
    for group in scene.groups {
      for (index, facet) in group.facetOfTriangle.enumerated() {
        let (a, b, c) = group.mesh.corners(index)
        triangles.append(Triangle(corner: a, u: b - a, v: c - a, facet: facet))
      }
    }
    self.triangles = triangles
    ofFacet = Dictionary(grouping: triangles, by: \.facet)
  }

  /// Whether a triangle crosses a segment farther than a margin from its ends, after Moeller and
  /// Trumbore (Journal of Graphics Tools 2 (1997) 21).
  private func crosses(
    _ triangle: Triangle, from start: Vector3, to end: Vector3, margin: Double
  ) -> Bool {
    let way = end - start
    let p = way.cross(triangle.v)
    let determinant = triangle.u.dot(p)
    guard determinant != 0 else { return false }
    let toStart = start - triangle.corner
    let first = toStart.dot(p) / determinant
    guard first >= 0, first <= 1 else { return false }
    let q = toStart.cross(triangle.u)
    let second = way.dot(q) / determinant
    guard second >= 0, first + second <= 1 else { return false }
    let distance = triangle.v.dot(q) / determinant * way.length
    return distance > margin && distance < way.length - margin
  }

  /// What stands between two points but the facets they lie on.
  func obstacles(
    from start: Vector3, to end: Vector3, but own: [Int32], margin: Double
  ) -> [Int32] {
    triangles.filter {
      !own.contains($0.facet) && crosses($0, from: start, to: end, margin: margin)
    }.map(\.facet)
  }

  /// The unit normals of those of a facet's triangles that a point lies in, to some tolerance.
  func normals(at point: Vector3, of facet: Int32, within tolerance: Double) -> [Vector3] {
    (ofFacet[facet] ?? []).compactMap { triangle in
      let cross = triangle.u.cross(triangle.v)
      guard cross.length > 0 else { return nil }
      let normal = cross.normalized
      let corners = [
        triangle.corner, triangle.corner + triangle.u, triangle.corner + triangle.v,
      ]
      let isInside = corners.indices.allSatisfy { index in
        let edge = corners[(index + 1) % 3] - corners[index]
        let inwards = normal.cross(edge)
        return (point - corners[index]).dot(inwards) >= -tolerance * edge.length
      }
      let offset = abs((point - triangle.corner).dot(normal))
      return isInside && offset < tolerance ? normal : nil
    }
  }
}

@Suite("Paths held against laws by themselves")
struct IndependentCheckTests {
  /// The grid of `Validation/sionna_side_by_side.py`.
  private func grid(side: Int) -> [Vector3] {
    (0..<(side * side)).map { index in
      let (i, j) = (Double(index / side), Double(index % side))
      return Vector3(
        -100 + 250 * (i + 0.5) / Double(side), -50 + 200 * (j + 0.5) / Double(side), 1.5)
    }
  }

  /// The extent of the scene is 1.5 km, of which rays leave out 2e-7 at their ends.
  private let margin = 1e-3

  @Test("in Munich every path obeys the mirror's law, lies on triangles and has nothing in its way")
  func munich() throws {
    guard let file = SharedFiles.sionnaScene("munich") else {
      print("skipped: RFTWIN_SIONNA_SCENES names no folder with the scene 'munich'")
      return
    }
    var builder = SceneBuilder(library: try MaterialLibrary.bundled())
    try builder.addStatic(try importMeshes(file), from: file)
    var scene = builder.finished()
    let soup = TriangleSoup(scene)
    let source = Vector3(8.5, 21, 27)
    let receivers = grid(side: 10)
    let transmitter = scene.addRadio("tx", antenna: .init(), motion: .fixed(at: source))
    for (index, place) in receivers.enumerated() {
      let receiver = scene.addRadio("rx\(index)", antenna: .init(), motion: .fixed(at: place))
      scene.addLink("\(index)", from: transmitter, to: receiver)
    }
    var settings = PropagationSettings()
    settings.maximumDepth = 3
    settings.diffuse = false
    let tracer = try PathTracer(
      scene: scene, frequency: Frequency(gigahertz: 28), settings: settings, instants: [0], seed: 1,
      workers: Workers(count: 2))
    var count = [0, 0, 0, 0]
    for (link, receiver) in receivers.enumerated() {
      let paths = try tracer.tracks(link: link, over: 0...0).paths()
      for path in paths {
        check(path, from: source, to: receiver, scene, soup)
        count[path.interactions.count] += 1
      }
      guard !paths.contains(where: \.interactions.isEmpty) else { continue }
      let walls = soup.obstacles(from: source, to: receiver, but: [], margin: margin)
      #expect(!walls.isEmpty, "nothing hides \(receiver)")
    }
    // Found: 27, 89, 120 and 109 of them.
    #expect(count.reduce(0, +) > 300 && count.allSatisfy { $0 > 20 })
  }

  private func check(
    _ path: PropagationPath, from source: Vector3, to receiver: Vector3, _ scene: Scene,
    _ soup: TriangleSoup
  ) {
    let points = [source] + path.interactions.map(\.vertex) + [receiver]
    let facets = [-1] + path.interactions.map(\.facet) + [-1]
    let legs = zip(points, points.dropFirst()).map { $1 - $0 }
    for (index, step) in path.interactions.enumerated() {
      let normal = scene.facets[Int(step.facet)].shape.plane.normal
      let (arriving, leaving) = (legs[index].normalized, legs[index + 1].normalized)
      // Coordinates of some hundred metres are good to 1e-13 m.
      let mirrored = arriving - normal * (2 * arriving.dot(normal))
      #expect(mirrored.distance(to: leaving) < 1e-9, "\(step)")
      // A facet is flat within 0.1 mm and half a degree.
      let normals = soup.normals(at: step.vertex, of: step.facet, within: 2e-4)
      #expect(normals.contains { abs($0.dot(normal)) > 0.99996 }, "\(step)")
    }
    for index in legs.indices {
      let obstacles = soup.obstacles(
        from: points[index], to: points[index + 1], but: Array(facets[index...(index + 1)]),
        margin: margin)
      #expect(obstacles.isEmpty, "leg \(index) of \(path)")
    }
    let length = legs.reduce(0) { $0 + $1.length }
    #expect(abs(path.state.delay - length / 299_792_458) < 1e-15)
  }
}

extension NodeMotion {
  fileprivate static func fixed(at place: Vector3) -> NodeMotion {
    .fixed(RigidTransform(rotation: .identity, translation: place))
  }
}
