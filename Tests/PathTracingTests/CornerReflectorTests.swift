// SPDX-License-Identifier: Apache-2.0

import ComplexModule
import RealModule
import Scenes
import Spatial
import Testing
import ToyScenes

@Suite("Corner reflectors between two places")
struct CornerReflectorTests {
  /// The directions of the edges that meet in the corner's apex, which opens towards -x.
  private static func axes(faces: Int) -> [Vector3] {
    guard faces == 3 else {
      let half = 0.5.squareRoot()
      return [Vector3(-half, half, 0), Vector3(-half, -half, 0), .unitZ]
    }
    return (0..<3).map { index in
      let angle = 2 * Double.pi * Double(index) / 3 + 0.3
      let (across, along) = ((2.0 / 3).squareRoot(), (1.0 / 3).squareRoot())
      return Vector3(-along, across * Double.cos(angle), across * Double.sin(angle))
    }
  }

  /// A flat square of a corner: its first corner and the two edges from there.
  struct Plate {
    var corner: Vector3
    var edges: [Vector3]
    var normal: Vector3
  }

  /// The plates of a corner at (range, 0, 0); a dihedral reaches as far up as down.
  static func plates(faces: Int, side: Double, range: Double) -> [Plate] {
    let axes = axes(faces: faces)
    let apex = Vector3(range, 0, 0) - (faces == 2 ? axes[2] * (side / 2) : .zero)
    return (0..<faces).map { index in
      let spanned = (0..<3).filter { $0 != index }.map { axes[$0] * side }
      return Plate(corner: apex, edges: spanned, normal: axes[index])
    }
  }

  private func scene(
    _ plates: [Plate], of material: String = "mirror", from source: Vector3, to receiver: Vector3?
  ) throws -> Scene {
    var toy = try ToyScene(materials: [ToyScene.metal("mirror")])
    for (index, plate) in plates.enumerated() {
      try toy.add(
        ToyScene.panel(plate.corner, plate.edges[0], plate.edges[1]), "plate\(index)",
        of: material)
    }
    toy.link(from: source, to: receiver)
    return toy.scene()
  }

  /// The distance from the source's image in all plates.
  private func length(_ plates: [Plate], from source: Vector3, to receiver: Vector3) -> Double {
    image(of: source, in: plates).distance(to: receiver)
  }

  private func image(of point: Vector3, in plates: [Plate]) -> Vector3 {
    plates.reduce(point) { $0 - $1.normal * (2 * ($0 - $1.corner).dot($1.normal)) }
  }

  @Test(
    "a large corner returns the field of its image, however far apart the radios are",
    arguments: [2, 3], [0.001, 0.01, 0.1, 0.3, 1, 2])
  func largeCorner(faces: Int, separation: Double) throws {
    let plates = Self.plates(faces: faces, side: 6, range: 20)
    for direction in [Vector3.unitY, Vector3(0.1, 0.6, 0.8)] {
      let (source, receiver) = (direction * (-separation / 3), direction * (separation * 2 / 3))
      let field = try LinkField(scene(plates, from: source, to: receiver), depth: faces)
      let share = field.relative(
        over: faces, to: length(plates, from: source, to: receiver))
      // Outer edges are beyond what counts. What is left are the scales of the faces, which differ by
      // the legs between them.
      #expect(abs(share.length - 1) < 0.01, "\(share.length) along \(direction)")
    }
  }

  @Test(
    "plates that go on behind the edge, one or both, return the field of the image too",
    arguments: [1, 2])
  func crossedPlates(count: Int) throws {
    var plates = Self.plates(faces: 2, side: 6, range: 20)
    for index in 0..<count {
      let across = plates[index].edges[0].z == 0 ? 0 : 1
      plates[index].corner -= plates[index].edges[across]
      plates[index].edges[across] *= 2
    }
    for separation in [0.001, 0.1, 0.3] {
      let receiver = Vector3(0, separation, 0)
      let field = try LinkField(scene(plates, from: .zero, to: receiver), depth: 2)
      let share = field.relative(over: 2, to: length(plates, from: .zero, to: receiver))
      // As for corners whose plates end at the edge.
      #expect(abs(share.length - 1) < 0.01, "\(share.length) at \(separation)")
    }
  }

  @Test("the image of a corner is the same whether mirrors have bounds or not")
  func infinite() throws {
    let plates = Self.plates(faces: 3, side: 6, range: 20)
    let receiver = Vector3(0, 0.2, 0.3)
    let scene = try scene(plates, from: .zero, to: receiver)
    let (finite, infinite) = (
      try LinkField(scene, depth: 3), try LinkField(scene, depth: 3, model: .infinite)
    )
    func triple(_ field: LinkField) -> [UInt64] {
      field.paths.filter { $0.interactions.count == 3 }.map(\.identifier.rawValue)
    }
    // One path for all six orders, the one whose points lie on the plates.
    #expect(triple(finite).count == 1 && triple(finite) == triple(infinite))
  }

  @Test("a monostatic radar sees a large corner with one path at the edge")
  func monostatic() throws {
    for faces in [2, 3] {
      let plates = Self.plates(faces: faces, side: 6, range: 20)
      let field = try LinkField(scene(plates, from: .zero, to: nil), depth: faces)
      let share = field.relative(over: faces, to: 40)
      #expect(field.paths.count { $0.interactions.count == faces } == 1)
      #expect((share.length - 1).magnitude < 0.01, "\(share.length)")
    }
  }

  /// Kirchhoff's integral over the last plate of each order, lit by geometrical optics over the others
  /// before it; summed over squares.
  private func summed(
    _ plates: [Plate], from source: Vector3, to receiver: Vector3, step: Double
  ) -> Complex<Double> {
    let reference = length(plates, from: source, to: receiver)
    let count = Int((plates[0].edges[0].length / step).rounded())
    let area = plates[0].edges[0].length * plates[0].edges[1].length / Double(count * count)
    var sum = Complex<Double>.zero
    for last in plates.indices {
      let others = plates.indices.filter { $0 != last }.map { plates[$0] }
      let image = image(of: source, in: others)
      for point in middles(of: plates[last], count: count)
      where isLit(point, from: source, over: others)
        || isLit(point, from: source, over: others.reversed()) && others.count > 1
      {
        let (near, far) = (point.distance(to: image), point.distance(to: receiver))
        let normal = plates[last].normal
        let cosines =
          abs((point - image).dot(normal)) / near + abs((receiver - point).dot(normal)) / far
        let turns = (near + far - reference) / LinkField.wavelength
        sum += Complex(
          length: cosines / (near * far), phase: -2 * .pi * (turns - turns.rounded()))
      }
    }
    return sum * Complex(area * reference) * Complex(0, LinkField.wavenumber / (4 * .pi))
  }

  private func middles(of plate: Plate, count: Int) -> [Vector3] {
    (0..<(count * count)).map { index in
      let (first, second) = (Double(index / count) + 0.5, Double(index % count) + 0.5)
      let along = plate.edges[0] * (first / Double(count))
      return plate.corner + along + plate.edges[1] * (second / Double(count))
    }
  }

  /// Whether a point is lit over plates in this order, each met on the way and within its bounds.
  private func isLit(_ point: Vector3, from source: Vector3, over order: [Plate]) -> Bool {
    var point = point
    for position in order.indices.reversed() {
      let plate = order[position]
      let image = image(of: source, in: Array(order[...position]))
      let before = (image - plate.corner).dot(plate.normal)
      let after = (point - plate.corner).dot(plate.normal)
      guard before < 0, after > 0 else { return false }
      point = image + (point - image) * (before / (before - after))
      let shares = plate.edges.map { (point - plate.corner).dot($0) / $0.lengthSquared }
      guard shares.allSatisfy((0...1).contains) else { return false }
    }
    return true
  }

  /// Sides in metres, ranges and distances between the radios.
  private static let smallCorners: [(faces: Int, side: Double, range: Double, apart: Double)] = [
    (2, 0.3, 5, 0), (2, 0.3, 5, 0.1), (2, 0.3, 10, 0.3), (2, 0.3, 20, 0.05), (2, 0.3, 20, 0.3),
    (3, 0.2, 5, 0.1), (3, 0.2, 10, 0), (3, 0.2, 10, 0.3), (3, 0.2, 20, 0.05), (3, 0.2, 20, 0.3),
  ]

  @Test(
    "a small corner returns what physical optics of its plates add up to",
    arguments: smallCorners.indices)
  func smallCorner(index: Int) throws {
    let (faces, side, range, apart) = Self.smallCorners[index]
    let plates = Self.plates(faces: faces, side: side, range: range)
    let source = Vector3(0, -0.02, 0.03)
    let receiver = source + Vector3(0, 0.8, -0.6) * apart
    let field = try LinkField(
      scene(plates, from: source, to: apart > 0 ? receiver : nil), depth: faces)
    let share = field.relative(
      over: faces, to: length(plates, from: source, to: receiver))
    let exact = summed(plates, from: source, to: receiver, step: 2e-3)
    // Geometrical optics put the shadow of an edge out of place by the share of the leg in the range,
    // 6 % at 5 m, which takes a few hundredths of the field; so a trihedral right at 5 m is left out,
    // for which sums over the last plate and over the middle one differ by a quarter.
    #expect(abs(share.length - exact.length) < 0.04)
  }

  @Test(
    "the field goes on smoothly where the receiver passes the plane through edge and transmitter",
    arguments: ["mirror", "concrete"])
  func continuity(material: String) throws {
    let plates = Self.plates(faces: 2, side: 0.3, range: 10)
    // Well above the radio: the reflections of a dielectric do not commute there.
    let source = Vector3(3, 0, 6)
    func share(_ y: Double) throws -> (Complex<Double>, [UInt64]) {
      let receiver = Vector3(3, y, -6)
      let field = try LinkField(scene(plates, of: material, from: source, to: receiver), depth: 2)
      let length = length(plates, from: source, to: receiver)
      return (
        field.relative(over: 2, to: length),
        field.paths.filter { $0.interactions.count == 2 }.map(\.identifier.rawValue)
      )
    }
    let (before, first) = try share(-1e-4)
    let (within, _) = try share(0)
    let (after, second) = try share(1e-4)
    // The order of reflection changes over, the field does not: it turns by 1e-4 m / 0.1 m of the
    // Fresnel zone and has a quarter of a slope of one at most.
    #expect(first != second && !first.isEmpty && !second.isEmpty)
    #expect((before - after).length < 2e-3 * within.length)
    #expect((before - within).length < 2e-3 * within.length)
  }
}
