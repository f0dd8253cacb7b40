// SPDX-License-Identifier: Apache-2.0

import Channels
import ComplexModule
import Electromagnetics
import Execution
import Kinematics
import PathTracing
import Quantities
import RealModule
import Scenes
import Spatial
import TestSupport
import Testing
import ToyScenes

@Suite("Specular paths")
struct SpecularPathTests {
  private let lightSpeed = PhysicalConstants.speedOfLight

  @Test("a free path has Friis's gain, and the delay and directions of the straight line")
  func freeSpace() throws {
    var toy = try ToyScene()
    toy.link(from: Vector3(1, 2, 3), to: Vector3(4, -2, 3))
    let tracks = try traced(toy.scene())
    let path = try #require(tracks.paths().first)
    #expect(tracks.count == 1)
    #expect(isClose(path.state.delay, 5 / lightSpeed, relative: 1e-15))
    let wavelength = Frequency(gigahertz: 79).wavelength
    // Vertical antennas at the same height: the fields are parallel and the gain is
    // (lambda / (4 pi r))^2.
    #expect(
      isClose(tracks.totalGain(), Double.pow(wavelength / (4 * .pi * 5), 2), relative: 1e-12))
    #expect((path.state.departure - Vector3(0.6, -0.8, 0)).length < 1e-15)
    #expect((path.state.arrival + Vector3(0.6, -0.8, 0)).length < 1e-15)
  }

  /// The image paths of a rectangular room, up to a number of reflections.
  private func roomDelays(
    _ size: Vector3, _ source: Vector3, _ target: Vector3, depth: Int
  ) -> [Int: [Double]] {
    // Along each axis the image of index n is at n L + x for even n, n L + (L - x) for odd n,
    // after |n| reflections.
    func image(_ index: Int, _ x: Double, _ length: Double) -> Double {
      Double(index) * length + (index.isMultiple(of: 2) ? x : length - x)
    }
    var delays: [Int: [Double]] = [:]
    for i in -depth...depth {
      for j in -depth...depth {
        for k in -depth...depth where abs(i) + abs(j) + abs(k) <= depth {
          let place = Vector3(
            image(i, source.x, size.x), image(j, source.y, size.y), image(k, source.z, size.z))
          delays[abs(i) + abs(j) + abs(k), default: []].append(
            place.distance(to: target) / lightSpeed)
        }
      }
    }
    return delays.mapValues { $0.sorted() }
  }

  @Test("what few rays miss in a room is told by the paths that only one of them took")
  func missedPaths() throws {
    // Each wall is cut into 36 facets by hairlines of 0.1 mm, so that there are too many sequences to
    // try them all.
    let size = Vector3(10, 10, 5)
    var toy = try ToyScene()
    for (corner, u, v) in [
      (Vector3.zero, Vector3(10, 0, 0), Vector3(0, 10, 0)), (.zero, Vector3(10, 0, 0), .unitZ * 5),
      (.zero, Vector3(0, 10, 0), .unitZ * 5), (size, Vector3(-10, 0, 0), Vector3(0, -10, 0)),
      (size, Vector3(-10, 0, 0), .unitZ * -5), (size, Vector3(0, -10, 0), .unitZ * -5),
    ] {
      for tile in 0..<36 {
        let (row, column) = (Double(tile / 6) / 6, Double(tile % 6) / 6)
        try toy.add(
          ToyScene.panel(corner + u * row + v * column, u * (1.0 / 6 - 1e-5), v * (1.0 / 6 - 1e-5)),
          "tile\(corner.x)\(u.y)\(v.x)\(tile)", of: "bare-metal")
      }
    }
    toy.link(from: Vector3(6.1, 4.3, 1.9), to: Vector3(3.7, 5.9, 1.2))
    let scene = toy.scene()
    func search(rays: Int) throws -> (found: Int, missed: Double) {
      var settings = PropagationSettings()
      settings.maximumDepth = 3
      settings.diffuse = false
      settings.rays = rays
      let tracer = try PathTracer(
        scene: scene, frequency: .init(gigahertz: 79), settings: settings, instants: [0], seed: 1,
        workers: Workers(count: 2))
      let tracks = try tracer.tracks(link: 0, over: 0...0)
      return (tracks.count, tracer.missedPaths(link: 0))
    }
    // Orders 0 to 3 have 1 + 6 + 18 + 38 image paths.
    let many = try search(rays: 200_000)
    #expect(many.found == 63 && many.missed == 0)
    let few = try search(rays: 400)
    let truth = Double(63 - few.found)
    #expect(truth > 5)
    // The estimate is one from below and scatters by its own root.
    #expect(few.missed > truth / 4 && few.missed < 3 * truth, "\(few) of \(truth)")
  }

  @Test("a closed room has exactly the image paths: 4 n^2 + 2 of order n, 231 up to order five")
  func closedRoom() throws {
    let size = Vector3(10, 10, 5)
    let (source, target) = (Vector3(6.1, 4.3, 1.9), Vector3(3.7, 5.9, 1.2))
    var toy = try ToyScene()
    try toy.add(ToyScene.box(.zero, size, cuts: 3), "room", of: "bare-metal")
    toy.link(from: source, to: target)
    let paths = try traced(toy.scene(), depth: 5).paths()
    #expect(paths.count == 231)
    let expected = roomDelays(size, source, target, depth: 5)
    for order in 0...5 {
      let found = paths.filter { $0.interactions.count == order }.map(\.state.delay).sorted()
      #expect(found.count == (order == 0 ? 1 : 4 * order * order + 2))
      for (delay, exact) in zip(found, expected[order] ?? []) {
        // Lengths of 60 m after five mirrors in double precision: 1e-14 m or 5e-23 s; the
        // issue asks for 1e-13 s.
        #expect(isClose(delay, exact, within: 1e-20))
      }
    }
  }

  @Test("between parallel plates there are two paths of every order, with closed-form lengths")
  func parallelPlates() throws {
    // Plates at z = 0 and 4, the ends at 1 and 1.5, 10 m apart.
    var toy = try ToyScene()
    for height in [0.0, 4] {
      try toy.add(
        ToyScene.panel(Vector3(-50, -50, height), Vector3(110, 0, 0), Vector3(0, 100, 0)),
        "plate\(height)", of: "bare-metal")
    }
    toy.link(from: Vector3(0, 0, 1), to: Vector3(10, 0, 1.5))
    let paths = try traced(toy.scene(), depth: 5).paths()
    #expect(paths.count == 11)
    let lengths = paths.map { $0.state.delay * lightSpeed }.sorted()
    let images = (-5...5).map { order -> Double in
      // Reflected evenly often the source is at 2 n H + z, oddly often at 2 n H - z.
      let height =
        order.isMultiple(of: 2) ? 4 * Double(order) + 1 : 4 * Double(order) + (4 - 1)
      return (100 + (height - 1.5) * (height - 1.5)).squareRoot()
    }.sorted()
    for (length, exact) in zip(lengths, images) { #expect(isClose(length, exact, within: 1e-12)) }
  }

  @Test("over ground the direct and the reflected wave add up to the two-ray field")
  func twoRay() throws {
    // 12 m and 1.5 m high, 40 m apart over concrete, horizontal polarisation at 79 GHz.
    var toy = try ToyScene()
    try toy.add(
      ToyScene.panel(Vector3(-100, -100, 0), Vector3(300, 0, 0), Vector3(0, 200, 0), cuts: 4),
      "ground", of: "itu_concrete")
    toy.link(
      from: Vector3(0, 0, 12), to: Vector3(40, 0, 1.5),
      antenna: Antenna(polarization: .horizontal))
    let tracks = try traced(toy.scene(), depth: 1)
    let ends = tracks.ends(at: 0)
    let frequency = 79e9
    let field = tracks.paths().reduce(Complex<Double>.zero) { sum, path in
      let cycles = frequency * path.state.delay
      return sum + ends.amplitude(of: path.state)
        * Complex(length: 1, phase: -2 * .pi * (cycles - cycles.rounded()))
    }
    // Computed apart with NumPy from the image construction. 42 m are 11,000 wavelengths:
    // a relative rounding of 1e-16 in length is 1e-11 rad, and the constants agree
    // to ten digits. Two horizontal antennas that face each other count their fields in opposite
    // directions, hence the sign.
    #expect(isClose(-field.real, -1.182_503_289_397_360_8e-06, within: 1e-14))
    #expect(isClose(-field.imaginary, 2.028_120_683_602_761e-06, within: 1e-14))
  }

  @Test("paths do not depend on how walls are cut into triangles")
  func retriangulation() throws {
    func street(cuts: Int) throws -> [PropagationPath] {
      var toy = try ToyScene()
      for (name, y) in [("north", 8.0), ("south", -8.0)] {
        try toy.add(
          ToyScene.panel(Vector3(-20, y, 0), Vector3(40, 0, 0), Vector3(0, 0, 12), cuts: cuts),
          name, of: "brick")
      }
      try toy.add(
        ToyScene.panel(Vector3(-20, -8, 0), Vector3(40, 0, 0), Vector3(0, 16, 0), cuts: cuts),
        "ground", of: "asphalt")
      toy.link(from: Vector3(-12, 1, 9), to: Vector3(14, -3, 1.5))
      return try traced(toy.scene(), depth: 4).paths()
    }
    let coarse = try street(cuts: 1)
    let fine = try street(cuts: 13)
    #expect(coarse.count == fine.count)
    #expect(coarse.count > 8)
    for (a, b) in zip(coarse, fine) {
      // The planes are fitted to other triangles: a few roundings of 20 m.
      #expect(isClose(a.state.delay, b.state.delay, within: 1e-21))
      for (first, second) in zip(a.interactions, b.interactions) {
        #expect((first.vertex - second.vertex).length < 1e-11)
      }
    }
  }

  @Test("a mirror shifted within its own plane, or turned over, reflects as before")
  func shiftedMirror() throws {
    func delay(shift: Double, flip: Bool) throws -> Double {
      var toy = try ToyScene()
      let (u, v) = (Vector3(0, 8, 0), Vector3(0, 0, 8))
      try toy.add(
        ToyScene.panel(Vector3(10, -4 + shift, -4 - shift), flip ? v : u, flip ? u : v),
        "mirror", of: "bare-metal")
      toy.link(from: Vector3(0, -1, 0.3), to: Vector3(2, 1, -0.2))
      let reflected = try traced(toy.scene(), depth: 1).paths().filter {
        !$0.interactions.isEmpty
      }
      #expect(reflected.count == 1)
      return try #require(reflected.first).state.delay
    }
    let reference = try delay(shift: 0, flip: false)
    for shift in [-2.0, 0.7, 2.5] {
      #expect(try isClose(delay(shift: shift, flip: false), reference, within: 1e-22))
    }
    #expect(try isClose(delay(shift: 0, flip: true), reference, within: 1e-22))
  }

  @Test("two kilometres away the same scene has the same paths to -100 dB of phase")
  func offset() throws {
    func paths(_ offset: Vector3) throws -> [PropagationPath] {
      var toy = try ToyScene()
      try toy.add(
        ToyScene.panel(offset + Vector3(100, -50, -5), Vector3(0, 100, 0), Vector3(0, 0, 40)),
        "wall", of: "concrete")
      try toy.add(
        ToyScene.panel(offset + Vector3(-10, -50, -5), Vector3(120, 0, 0), Vector3(0, 100, 0)),
        "ground", of: "asphalt")
      toy.link(from: offset, to: offset + Vector3(3, 5, 1))
      return try traced(toy.scene(), depth: 2).paths()
    }
    let near = try paths(.zero)
    let far = try paths(Vector3(2000, 2000, 0))
    #expect(near.count == far.count)
    #expect(near.count >= 4)
    for (a, b) in zip(near, far) {
      let phase = 2 * Double.pi * 79e9 * (a.state.delay - b.state.delay)
      // -100 dBc is 1e-5 rad; 2 km in double precision round at 2e-13 m or 4e-10 rad.
      #expect(abs(phase) < 1e-8)
    }
  }

  @Test("a wall in between hides the direct path, and only that")
  func occlusion() throws {
    var toy = try ToyScene()
    try toy.add(
      ToyScene.panel(Vector3(5, -1, 0), Vector3(0, 2, 0), Vector3(0, 0, 4)), "screen",
      of: "concrete")
    try toy.add(
      ToyScene.panel(Vector3(-5, 6, 0), Vector3(20, 0, 0), Vector3(0, 0, 8)), "wall",
      of: "concrete")
    toy.link(from: Vector3(0, 0, 1), to: Vector3(10, 0, 1))
    let scene = toy.scene()
    let paths = try traced(scene, depth: 1).paths()
    #expect(paths.count == 1)
    #expect(paths.first?.interactions.count == 1)
    let facet = try #require(paths.first?.interactions.first?.facet)
    #expect(scene.objectName(ofFacet: Int(facet)) == "wall")
  }

  @Test("a right-angled corner sends a wave back over both walls, as long as the way to its edge")
  func dihedral() throws {
    var toy = try ToyScene(materials: [ToyScene.metal("mirror")])
    try toy.add(
      ToyScene.panel(Vector3(10, 0, -5), Vector3(0, 5, 0), Vector3(0, 0, 10)), "right",
      of: "mirror")
    try toy.add(
      ToyScene.panel(Vector3(5, 0, -5), Vector3(5, 0, 0), Vector3(0, 0, 10)), "lower",
      of: "mirror")
    let radar = Vector3(6, 3, 0.2)
    toy.link(from: radar, to: nil)
    let tracks = try traced(toy.scene(), depth: 2)
    let double = tracks.paths().filter { $0.interactions.count == 2 }
    // The image in both walls is one, whichever comes first, and the way to it
    // leads through the edge.
    #expect(double.count == 1)
    let path = try #require(double.first)
    let toEdge = Vector3(10 - radar.x, -radar.y, 0).length
    #expect(isClose(path.state.delay * lightSpeed, 2 * toEdge, within: 1e-12))
    #expect((path.state.departure - path.state.arrival).length < 1e-12)
    // Perfect metal twice: the field of a source in the image's place.
    let gain = tracks.ends(at: 0).amplitude(of: path.state).lengthSquared
    let wavelength = Frequency(gigahertz: 79).wavelength
    #expect(isClose(gain, Double.pow(wavelength / (8 * .pi * toEdge), 2), relative: 1e-6))
    // From outside the same walls make an edge that sends nothing back.
    var outside = try ToyScene()
    try outside.add(
      ToyScene.panel(Vector3(10, 0, -5), Vector3(0, 5, 0), Vector3(0, 0, 10)), "right",
      of: "bare-metal")
    try outside.add(
      ToyScene.panel(Vector3(10, 0, -5), Vector3(5, 0, 0), Vector3(0, 0, 10)), "back",
      of: "bare-metal")
    outside.link(from: Vector3(6, -3, 0.2), to: nil)
    #expect(try traced(outside.scene(), depth: 2).count == 0)
  }

  @Test("three walls at right angles send a wave back from their common point, once")
  func trihedral() throws {
    var toy = try ToyScene()
    let (x, y, z) = (Vector3(2, 0, 0), Vector3(0, 2, 0), Vector3(0, 0, 2))
    for (name, u, v) in [("xy", x, y), ("yz", y, z), ("zx", z, x)] {
      try toy.add(ToyScene.panel(.zero, u, v), name, of: "bare-metal")
    }
    let radar = Vector3(1.1, 1.4, 0.9)
    toy.link(from: radar, to: nil)
    let paths = try traced(toy.scene(), depth: 3).paths()
    // Three walls, three edges, one corner: the seven images of an octant.
    #expect(paths.map(\.interactions.count).sorted() == [1, 1, 1, 2, 2, 2, 3])
    let corner = try #require(paths.first { $0.interactions.count == 3 })
    #expect(isClose(corner.state.delay * lightSpeed, 2 * radar.length, within: 1e-12))
  }

  @Test("a monostatic radio has no path to itself, but one to a wall it faces")
  func monostatic() throws {
    var toy = try ToyScene()
    try toy.add(
      ToyScene.panel(Vector3(10, -3, -2), Vector3(0, 6, 0), Vector3(0, 0, 4)), "wall",
      of: "concrete")
    toy.link(from: .zero, to: nil)
    let paths = try traced(toy.scene(), depth: 3).paths()
    #expect(paths.count == 1)
    #expect(isClose((paths.first?.state.delay ?? 0) * lightSpeed, 20, within: 1e-12))
  }

  @Test("two sheets of wall in one place make one path, not two")
  func coincidentWalls() throws {
    var toy = try ToyScene()
    for name in ["outer", "inner"] {
      try toy.add(
        ToyScene.panel(Vector3(10, -3, -2), Vector3(0, 6, 0), Vector3(0, 0, 4)), name,
        of: "concrete")
    }
    toy.link(from: .zero, to: Vector3(0, 2, 0))
    #expect(try traced(toy.scene(), depth: 1).paths().count == 2)
  }

  @Test("exchanging the ends gives the same paths with the same gains")
  func reciprocity() throws {
    func gains(_ a: Vector3, _ b: Vector3) throws -> [(Double, Double)] {
      var toy = try ToyScene()
      try toy.add(
        ToyScene.panel(Vector3(-20, 8, 0), Vector3(40, 0, 0), Vector3(0, 0, 12)), "north",
        of: "brick")
      try toy.add(
        ToyScene.panel(Vector3(-20, -8, 0), Vector3(40, 0, 0), Vector3(0, 16, 0)), "ground",
        of: "asphalt")
      try toy.add(
        ToyScene.panel(Vector3(20, -8, 0), Vector3(0, 16, 0), Vector3(0, 0, 12)), "end",
        of: "window-glass")
      toy.link(from: a, to: b, antenna: Antenna(pattern: .halfWaveDipole))
      let tracks = try traced(toy.scene(), depth: 3)
      let ends = tracks.ends(at: 0)
      return tracks.paths().map { ($0.state.delay, ends.amplitude(of: $0.state).lengthSquared) }
        .sorted { $0.0 < $1.0 }
    }
    let forth = try gains(Vector3(-12, 1, 9), Vector3(14, -3, 1.5))
    let back = try gains(Vector3(14, -3, 1.5), Vector3(-12, 1, 9))
    #expect(forth.count == back.count)
    #expect(forth.count > 4)
    for (a, b) in zip(forth, back) {
      #expect(isClose(a.0, b.0, relative: 1e-14))
      #expect(isClose(a.1, b.1, relative: 1e-11))
    }
  }

  @Test("an approaching mirror shifts the echo by 2 v cos(theta) / lambda; a sliding one does not")
  func mirrorDoppler() throws {
    // The mirror at x = 10 is struck at 30 degrees from its normal.
    let separation = 2 * 10 * Double.tan(.pi / 6)
    func shift(_ velocity: Vector3) throws -> Double {
      var toy = try ToyScene()
      try toy.add(
        ToyScene.panel(Vector3(0, -10, -5), Vector3(0, 20, 0), Vector3(0, 0, 10)), "mirror",
        of: "bare-metal", moving: .passing(Vector3(10, 0, 0), velocity: velocity))
      toy.link(from: Vector3(0, -separation / 2, 0), to: Vector3(0, separation / 2, 0))
      let path = try traced(toy.scene(), depth: 1).paths().first { $0.interactions.count == 1 }
      return try #require(path).dopplerShift(at: Frequency(gigahertz: 79)).hertz
    }
    // 2 * 3 m/s * cos(30 deg) / lambda = 1369.27 Hz.
    #expect(try isClose(shift(Vector3(-3, 0, 0)), 1369.267_406_299_540_4, within: 1e-6))
    #expect(try isClose(shift(Vector3(3, 0, 0)), -1369.267_406_299_540_4, within: 1e-6))
    #expect(try abs(shift(Vector3(0, 4, 2))) < 1e-9)
  }
}
