// SPDX-License-Identifier: Apache-2.0

import Channels
import ComplexModule
import RealModule
import Scenes
import Spatial
import Testing
import ToyScenes

@Suite("The field beside a mirror")
struct MirrorEdgeTests {
  /// A wall in the plane x = 10 between two values of y, cut into strips of different materials.
  private func wall(
    from low: Double, to high: Double, height: Double = 4, strips: Int = 1
  ) throws -> ToyScene {
    let names = (0..<strips).map { "mirror\($0)" }
    var toy = try ToyScene(materials: names.map { ToyScene.metal($0) })
    let width = (high - low) / Double(strips)
    for (index, name) in names.enumerated() {
      try toy.add(
        ToyScene.panel(
          Vector3(10, low + Double(index) * width, -height / 2), Vector3(0, width, 0),
          Vector3(0, 0, height)), "strip\(index)", of: name)
    }
    return toy
  }

  /// Two places 10 m from the wall, so that the ray of a whole mirror meets it at y.
  private func places(reflectingAt y: Double) -> (Vector3, Vector3, Double) {
    let (source, receiver) = (Vector3(0, y - 4, 0), Vector3(2, y + 3.2, 0.1))
    let image = Vector3(20, y - 4, 0)
    return (source, receiver, image.distance(to: receiver))
  }

  private func field(_ toy: ToyScene, reflectingAt y: Double) throws -> Complex<Double> {
    var toy = toy
    let (source, receiver, length) = places(reflectingAt: y)
    toy.link(from: source, to: receiver)
    return try LinkField(toy.scene()).relative(over: 1, to: length)
  }

  /// Kirchhoff's integral over a part of the plane x = 10, summed over squares.
  private func summed(
    from low: Double, to high: Double, height: Double, reflectingAt y: Double
  ) -> Complex<Double> {
    let (source, receiver, length) = places(reflectingAt: y)
    let step = 2e-3
    let (columns, rows) = (
      Int(((high - low) / step).rounded()), Int((height / step).rounded())
    )
    var sum = Complex<Double>.zero
    for column in 0..<columns {
      for row in 0..<rows {
        let point = Vector3(
          10, low + (Double(column) + 0.5) * step, (Double(row) + 0.5) * step - height / 2)
        let (near, far) = (point.distance(to: source), point.distance(to: receiver))
        let cosines = (10 - source.x) / near + (10 - receiver.x) / far
        let turns = (near + far - length) / LinkField.wavelength
        sum += Complex(
          length: cosines / (near * far), phase: -2 * .pi * (turns - turns.rounded()))
      }
    }
    return sum * Complex(step * step * length) * Complex(0, LinkField.wavenumber / (4 * .pi))
  }

  @Test("the field of a plate of 0.5 m is Kirchhoff's integral on both sides of its edge")
  func plate() throws {
    let toy = try wall(from: -0.25, to: 0.25, height: 0.5)
    for y in [-0.6, -0.3, -0.2501, -0.2499, -0.1, 0, 0.13, 0.249, 0.251, 0.3, 0.4, 0.5, 0.7] {
      let share = try field(toy, reflectingAt: y)
      let exact = summed(from: -0.25, to: 0.25, height: 0.5, reflectingAt: y)
      // The aperture integral is in Fresnel's approximation and fades out far edges: 3 % of the field
      // of a whole mirror.
      // Metal turns the field over.
      #expect((share + exact).length < 0.03, "at \(y)")
    }
  }

  @Test("across the edge of a wall the field falls from one to half to nothing without a step")
  func continuity() throws {
    let toy = try wall(from: 0, to: 8)
    let (inside, outside) = (
      try field(toy, reflectingAt: 1e-4), try field(toy, reflectingAt: -1e-4)
    )
    // The slope of the Fresnel integral at the edge is 1 / sqrt 2 for each unit, and a unit is 0.1 m.
    #expect((inside - outside).length < 3e-3)
    #expect(abs(inside.length - 0.5) < 0.01 && abs(outside.length - 0.5) < 0.01)
    var last = outside.length
    for step in 1...400 {
      let next = try field(toy, reflectingAt: -2.5e-3 * Double(step)).length
      // It falls steadily; below -30 dB of a whole mirror's field, 0.032, it is left out.
      #expect(
        next < last + 1e-3 && (last - next < 0.02 || next == 0 && last < 0.033), "\(step): \(next)")
      last = next
    }
    #expect(last == 0)
  }

  @Test("a wall of two materials of the same values reflects like one wall", arguments: [2, 4])
  func strips(count: Int) throws {
    let (whole, cut) = (try wall(from: -4, to: 4), try wall(from: -4, to: 4, strips: count))
    for y in [-2.05, -2, -0.3, -0.02, 0, 1e-7, 0.001, 0.1, 0.4] {
      let (one, sum) = (try field(whole, reflectingAt: y), try field(cut, reflectingAt: y))
      // The waves of both sides of a seam cancel but for rounding.
      #expect((one - sum).length < 1e-12, "at \(y): \(one), \(sum)")
    }
  }

  @Test("of a wall of a thousand tiles only those near the ray have paths")
  func tiles() throws {
    let names = (0..<1024).map { "tile\($0)" }
    var toy = try ToyScene(materials: names.map { ToyScene.metal($0) })
    for (index, name) in names.enumerated() {
      let (row, column) = (Double(index / 32), Double(index % 32))
      try toy.add(
        ToyScene.panel(
          Vector3(10, (column - 16) / 2, (row - 16) / 2), Vector3(0, 0.5, 0), Vector3(0, 0, 0.5)),
        name, of: name)
    }
    let (source, receiver, length) = places(reflectingAt: 0.1)
    toy.link(from: source, to: receiver)
    let field = try LinkField(toy.scene())
    let share = field.relative(over: 1, to: length)
    // Those within seven units of Fresnel's scale, 0.9 m along the wall: 5 by 5 at most. Seven are found.
    #expect(field.paths.count <= 25 && field.paths.count > 4)
    // What the tiles left out reflect is below 3 % of a whole mirror's field together.
    #expect(abs(share.length - 1) < 0.05)
  }

  @Test("a plate made of a hundred small ones far away echoes like one plate")
  func smallTiles() throws {
    let (range, side) = (200.0, 1.0)
    func echo(tiles: Int) throws -> Complex<Double> {
      var toy = try ToyScene(materials: [ToyScene.metal("mirror")])
      let step = side / Double(tiles)
      for index in 0..<(tiles * tiles) {
        let (row, column) = (Double(index / tiles), Double(index % tiles))
        try toy.add(
          ToyScene.panel(
            Vector3(range, column * step - side / 2, row * step - side / 2), .unitY * step,
            .unitZ * step), "tile\(index)", of: "mirror")
      }
      toy.link(from: .zero, to: nil)
      return try LinkField(toy.scene()).relative(over: 1, to: 2 * range)
    }
    let (whole, tiled) = (try echo(tiles: 1), try echo(tiles: 10))
    // Each tile alone sends 2.6 % of a whole mirror's field.
    #expect(whole.length > 1)
    #expect((whole - tiled).length < 0.03, "\(whole), \(tiled)")
  }

  @Test("the edge of a house's front reflects, its far wall is not seen from the street beside it")
  func house() throws {
    func vertices(from source: Vector3, to receiver: Vector3) throws -> [Vector3] {
      var toy = try ToyScene(materials: [ToyScene.metal("mirror")])
      try toy.add(ToyScene.box(Vector3(10, 0, 0), Vector3(20, 8, 6)), "house", of: "mirror")
      toy.link(from: source, to: receiver)
      return try LinkField(toy.scene()).paths.flatMap(\.interactions).map(\.vertex)
    }
    // The rays of whole mirrors would meet the front, and the far wall too, at y = -0.05.
    let front = try vertices(from: Vector3(0, -4.05, 1), to: Vector3(0, 3.95, 1))
    #expect(front.count == 1 && front.allSatisfy { abs($0.x - 10) < 1e-9 })
    // Both ends stand beside the house: the ray over the far wall would meet it at y = -0.06.
    let side = try vertices(from: Vector3(12, -0.04, 1), to: Vector3(14, -0.08, 1))
    #expect(side.count == 1 && side.allSatisfy { abs($0.y) < 1e-9 })
  }

  @Test("diffraction and mirrors without bounds keep the sharp border of the reflection")
  func sharpBorder() throws {
    var toy = try wall(from: 0, to: 8)
    let (source, receiver, _) = places(reflectingAt: -0.02)
    toy.link(from: source, to: receiver)
    let scene = toy.scene()
    let diffracted = try LinkField(scene, diffraction: true).paths
    #expect(!diffracted.isEmpty)
    #expect(diffracted.allSatisfy { $0.interactions.allSatisfy { $0.kind == .diffraction } })
    #expect(try LinkField(scene, model: .infinite).paths.isEmpty)
    #expect(try LinkField(scene).paths.count == 1)
  }

  @Test("a path keeps its identifier where its point of reflection leaves the mirror")
  func identifier() throws {
    let identifiers = try [1e-3, -1e-3].map { y in
      var toy = try wall(from: 0, to: 8)
      let (source, receiver, _) = places(reflectingAt: y)
      toy.link(from: source, to: receiver)
      return try LinkField(toy.scene()).paths.map(\.identifier)
    }
    #expect(identifiers[0].count == 1 && identifiers[0] == identifiers[1])
  }
}
