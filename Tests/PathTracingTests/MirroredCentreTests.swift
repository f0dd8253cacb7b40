// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
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

@Suite("Scattering centres in mirrors")
struct MirroredCentreTests {
  private let frequency = Frequency(gigahertz: 79)
  private var wavelength: Double { frequency.wavelength }
  private var wavenumber: Double { 2 * .pi / wavelength }

  private static let radar = Vector3(0, 0, 1.5)
  private static let oneSquareMetre = CrossSectionPattern.constant(.init(squareMetres: 1))

  /// A floor of perfect metal in z = 0 with a centre of 1 m^2 above it.
  private func yard(
    _ place: Vector3, velocity: Vector3 = .zero, law: CentreEchoLaw = .pattern(oneSquareMetre)
  ) throws -> ToyScene {
    var toy = try ToyScene(materials: [ToyScene.metal("smooth")])
    try toy.add(
      ToyScene.panel(Vector3(-20, -50, 0), Vector3(120, 0, 0), Vector3(0, 100, 0)), "floor",
      of: "smooth")
    try toy.add(laws: [(.zero, law)], "target", moving: .passing(place, velocity: velocity))
    return toy
  }

  private func paths(
    _ toy: ToyScene, link: Int = 0, depth: Int, specular: SpecularModel = .infinite,
    at time: Double = 0
  ) throws -> [PropagationPath] {
    try traced(
      toy.scene(), link: link, depth: depth, lineOfSight: false, specular: specular, at: time
    ).paths(at: time).filter { $0.interactions.contains { $0.kind == .scatteringCentre } }
  }

  @Test(
    "above a metal floor a radar's echo follows the pattern propagation factor",
    arguments: [1, 2, 3], [0.4, 1, 1.37, 2.5])
  func propagationFactor(depth: Int, height: Double) throws {
    let place = Vector3(40, 3, height)
    var toy = try yard(place)
    toy.link(from: Self.radar, to: nil)
    let found = try paths(toy, depth: depth)
    #expect(found.count == [1, 3, 4][depth - 1])
    let image = Vector3(place.x, place.y, -place.z)
    func wave(_ length: Double) -> Complex<Double> {
      Complex(
        length: 1 / length,
        phase: -(wavenumber * length).truncatingRemainder(dividingBy: 2 * .pi))
    }
    let (straight, mirrored) = (
      wave((place - Self.radar).length), wave((image - Self.radar).length)
    )
    // Kerr, Propagation of Short Radio Waves, section 2.1: F = 1 + Gamma e^(-j k (R' - R)) for each way,
    // with Gamma = 1 for vertical and -1 for horizontal fields at perfect metal.
    for (entry, sign) in [(\PolarizationTransfer.thetaFromTheta, 1.0), (\.phiFromPhi, -1.0)] {
      let over = mirrored * Complex(sign)
      let terms = [straight * straight, straight * over * 2, over * over]
      let expected =
        terms[..<depth].reduce(.zero, +)
        * Complex(wavelength / Double.pow(4 * .pi, 1.5))
      // The phase of 80 m rounds at 1e-11, the metal's coefficients miss 1 by less than 1e-7.
      let scale = wavelength / Double.pow(4 * .pi, 1.5) / 1600
      #expect((found.field(entry, at: frequency) - expected).length < 1e-6 * scale)
    }
    for path in found { #expect(path.state.transfer.thetaFromPhi.length < 1e-12) }
  }

  @Test("an echo in a mirror comes from the image of its radio, and shows the rate of its own way")
  func images() throws {
    let (place, velocity) = (Vector3(25, -6, 2), Vector3(-7, 3, 1))
    let (left, right) = (Vector3(0, 0, 1), Vector3(12, 14, 3))
    func delays(_ place: Vector3) -> [[Int]: Double] {
      let images = [
        left, Vector3(left.x, left.y, -left.z), right, Vector3(right.x, right.y, -right.z),
      ]
      let lengths = images.map { (place - $0).length / PhysicalConstants.speedOfLight }
      return [
        [0, 0]: lengths[0] + lengths[2], [1, 0]: lengths[1] + lengths[2],
        [0, 1]: lengths[0] + lengths[3], [1, 1]: lengths[1] + lengths[3],
      ]
    }
    var toy = try yard(place, velocity: velocity)
    toy.link(from: left, to: right)
    let found = try paths(toy, depth: 3)
    let step = 1e-4
    let (now, before, after) = (
      delays(place), delays(place - velocity * step), delays(place + velocity * step)
    )
    #expect(found.count == 4 && Set(found.map(\.identifier)).count == 4)
    for path in found {
      let kinds = path.interactions.map(\.kind)
      let key = [kinds.first == .specular ? 1 : 0, kinds.last == .specular ? 1 : 0]
      let (delay, earlier, later) = try (
        #require(now[key]), #require(before[key]), #require(after[key])
      )
      #expect(isClose(path.state.delay, delay, within: 1e-20))
      // A central difference over 0.2 ms: the third derivative adds v^3 / r^2 h^2, 1e-8 of the rate.
      let rate = (later - earlier) / (2 * step)
      #expect(isClose(path.state.delayRate, rate, within: 1e-6 * abs(rate)))
      // On its way the wave meets the floor in z = 0, and the centre where it is.
      for interaction in path.interactions {
        let isCentre = interaction.kind == .scatteringCentre
        #expect(isClose(interaction.vertex.z, isCentre ? place.z : 0, within: 1e-9))
      }
      #expect(path.interactions.count == 1 + key[0] + key[1])
    }
  }

  @Test("a moving mirror shifts an echo by its own velocity, as the change of the delay has it")
  func movingMirror() throws {
    func delay(at time: Double) throws -> PathState {
      var toy = try ToyScene(materials: [ToyScene.metal("smooth")])
      try toy.add(
        ToyScene.panel(Vector3(-20, 0, -5), Vector3(60, 0, 0), Vector3(0, 0, 10)), "truck",
        of: "smooth", moving: .passing(Vector3(0, 6, 0), velocity: Vector3(9, -4, 0), yaw: 0.1))
      try toy.add(
        centres: [.zero: Self.oneSquareMetre], "target",
        moving: .passing(Vector3(20, 0, 1), velocity: Vector3(-5, 1, 0)))
      toy.link(from: .zero, to: Vector3(1, -2, 0))
      let mirrored = try paths(toy, depth: 2, at: time).filter {
        $0.interactions.first?.kind == .specular
      }
      #expect(mirrored.count == 1)
      return try #require(mirrored.first).state
    }
    let step = 1e-4
    let rate = (try delay(at: step).delay - delay(at: -step).delay) / (2 * step)
    // As above; the rate here is some 5 m/s.
    #expect(isClose(try delay(at: 0).delayRate, rate, within: 1e-6 * abs(rate)))
  }

  @Test("a standard target echoes the transpose to radios that change places, over each mirror too")
  func reciprocity() throws {
    let law = CentreEchoLaw.standard(.of(.smallUAV), point: 0, fluctuates: true)
    var toy = try yard(Vector3(30, 4, 8), law: law)
    toy.link(from: Self.radar, to: Vector3(5, 20, 6))
    toy.link(from: Self.radar, to: nil)
    var scene = toy.scene()
    scene.addLink("back", from: scene.links[0].receiver, to: scene.links[0].transmitter)
    func states(link: Int) throws -> [PathState] {
      try traced(scene, link: link, depth: 3, lineOfSight: false).paths()
        .filter { $0.interactions.contains { $0.kind == .scatteringCentre } }.map(\.state)
        .sorted { $0.delay < $1.delay }
    }
    func isTransposed(_ one: PathState, _ other: PathState) -> Bool {
      let (way, back) = (one.transfer, other.transfer.transposed)
      let difference = way.adding(back.scaled(by: Complex(-1)))
      // Both are products of the same three matrices in either order.
      let bound = 1e-12 * (way.thetaFromTheta.length + way.phiFromPhi.length)
      return max(
        difference.thetaFromTheta.length, difference.thetaFromPhi.length,
        difference.phiFromTheta.length, difference.phiFromPhi.length) < bound
    }
    let (there, back) = (try states(link: 0), try states(link: 2))
    #expect(there.count == 4 && zip(there, back).allSatisfy(isTransposed))
    // Of one radio both ways round have one delay and are each other's reverse.
    let own = try states(link: 1)
    #expect(own.count == 4 && isTransposed(own[1], own[2]))
    #expect(isTransposed(own[0], own[0]) && isTransposed(own[3], own[3]))
    // Each pair of ways has a draw of its own: the floor alone would keep the ratio of both fields at -1.
    let ratios = own.map { $0.transfer.thetaFromTheta / $0.transfer.phiFromPhi }
    #expect((ratios[0] + ratios[1]).length > 0.1 && (ratios[1] + ratios[3]).length > 0.1)
  }

  @Test("what hides the point of reflection takes the mirror's echoes, and leaves the straight one")
  func occlusion() throws {
    func count(screenAt y: Double, height: Double) throws -> Int {
      var toy = try yard(Vector3(40, 0, 1.5))
      try toy.add(
        ToyScene.panel(Vector3(20.5, y, 0.01), Vector3(0, 2, 0), Vector3(0, 0, height)), "screen",
        of: "bare-metal")
      toy.link(from: Self.radar, to: nil)
      return try paths(toy, depth: 3).count
    }
    // The floor reflects at 20 m, where the straight way is 1.5 m above it.
    #expect(try count(screenAt: -1, height: 0.5) == 1)
    #expect(try count(screenAt: -1, height: 2) == 0)
    #expect(try count(screenAt: 4, height: 2) == 4)
  }

  @Test("the surfaces of its own actor are no mirrors of a centre, those of others are")
  func ownBody() throws {
    let plate = ToyScene.panel(Vector3(-2, 3, -2), Vector3(4, 0, 0), Vector3(0, 0, 4))
    func count(isOwn: Bool) throws -> Int {
      var toy = try ToyScene()
      let motion = NodeMotion.at(Vector3(10, 0, 0))
      try toy.add(
        centres: [.zero: Self.oneSquareMetre], "target", moving: motion, shell: isOwn ? plate : nil)
      if !isOwn { try toy.add(plate, "plate", of: "bare-metal", moving: .at(Vector3(6, 0, 0))) }
      toy.link(from: .zero, to: Vector3(0, -1, 0))
      return try paths(toy, depth: 2).count
    }
    #expect(try count(isOwn: true) == 1)
    #expect(try count(isOwn: false) == 3)
  }

  @Test("a mirror far smaller than its Fresnel zone sends on what its area does")
  func smallMirror() throws {
    let side = 0.05
    func amplitude(_ specular: SpecularModel) throws -> Double {
      var toy = try ToyScene(materials: [ToyScene.metal("smooth")])
      try toy.add(
        ToyScene.panel(
          Vector3(10 - side / 2, 10, -side / 2), Vector3(side, 0, 0), Vector3(0, 0, side)),
        "plate", of: "smooth")
      try toy.add(centres: [.zero: Self.oneSquareMetre], "target", moving: .at(Vector3(20, 0, 0)))
      toy.link(from: .zero, to: Vector3(0, -3, 0))
      let mirrored = try paths(toy, depth: 2, specular: specular).filter {
        $0.interactions.first?.kind == .specular
      }
      return try #require(mirrored.first).state.transfer.thetaFromTheta.length
    }
    // Physical optics: A cos(theta) (r_1 + r_2) / (lambda r_1 r_2) of a mirror without bounds, here 0.11.
    let distance = 10 * 2.0.squareRoot()
    let expected = side * side * 0.5.squareRoot() * 2 / (wavelength * distance)
    let share = try amplitude(.aperture) / amplitude(.infinite)
    // The wave's curvature over the plate, 0.3 of a Fresnel radius, takes less than 1 %.
    #expect(isClose(share / expected, 1, within: 0.01), "\(share) \(expected)")
  }

  @Test("within a wavelength of a centre a radio hears no echo of it")
  func nearField() throws {
    func count(_ distance: Double) throws -> Int {
      var toy = try ToyScene()
      try toy.add(centres: [.zero: Self.oneSquareMetre], "target", moving: .at(.zero))
      toy.link(from: Vector3(distance, 0, 0), to: nil)
      return try paths(toy, depth: 1).count
    }
    #expect(try count(0) == 0)
    #expect(try count(0.9 * wavelength) == 0)
    #expect(try count(1.1 * wavelength) == 1)
  }

  @Test("an echo in a mirror has half its field when the mirror's edge is on its way")
  func edge() throws {
    let speed = 8.0
    var toy = try ToyScene(materials: [ToyScene.metal("smooth")])
    try toy.add(
      ToyScene.panel(Vector3(10, 5, -1), Vector3(2, 0, 0), Vector3(0, 0, 4)), "wall", of: "smooth")
    try toy.add(
      centres: [.zero: Self.oneSquareMetre], "target",
      moving: .passing(Vector3(19, 0, 1), velocity: Vector3(speed, 0, 0)))
    toy.link(from: Vector3(0, 0, 1), to: Vector3(0, 0, 1.2))
    var settings = PropagationSettings()
    settings.maximumDepth = 2
    settings.diffuse = false
    settings.lineOfSight = false
    settings.keyframeSpan = 0...1
    let tracer = try PathTracer(
      scene: toy.scene(), frequency: frequency, settings: settings, instants: [0, 0.5], seed: 1,
      workers: Workers(count: 2))
    func share(at time: Double) throws -> Double {
      let tracks = try tracer.tracks(link: 0, over: time - 0.01...time + 0.01)
      let mirrored = tracks.paths(at: time).filter { $0.interactions.first?.kind == .specular }
      let target = Vector3(19 + speed * time, 0, 1)
      let near = (target - Vector3(0, 10, 1)).length
      let far = (target - Vector3(0, 0, 1.2)).length
      let whole = wavelength / Double.pow(4 * .pi, 1.5) / (near * far)
      return mirrored.reduce(0) { $0 + $1.state.transfer.thetaFromTheta.length } / whole
    }
    // It is reflected half-way, so the wall from 10 m to 12 m serves targets from 20 m to 24 m. The end is
    // found to 0.1 ms of a fade that lasts sqrt(lambda r / 4) / v = 17 ms.
    for time in [1 / speed, 5 / speed] {
      let half = try share(at: time)
      #expect(isClose(half, 0.5, within: 0.02), "\(half)")
    }
    for time in [0.05, 0.7] { #expect(try share(at: time) < 1e-9) }
    #expect(isClose(try share(at: 0.4), 1, within: 1e-6))
  }

  @Test("what is left for calibration counts both ways round of one radio in phase")
  func reverses() throws {
    var toy = try yard(Vector3(40, 3, 1))
    toy.link(from: Self.radar, to: nil)
    var settings = PropagationSettings()
    settings.maximumDepth = 2
    settings.diffuse = false
    let tracer = try PathTracer(
      scene: toy.scene(), frequency: frequency, settings: settings, instants: [0], seed: 1,
      workers: Workers(count: 1))
    let tracks = try tracer.tracks(link: 0, over: 0...0)
    let element = ArrayElement(antenna: .init())
    let terms = try tracer.materialTerms(link: 0, at: 0, from: element, to: element)
    let ends = tracks.ends(at: 0)
    let amplitudes = tracks.paths().filter { $0.interactions.count == 2 }
      .map { ends.amplitude(of: $0.state) }
    #expect(amplitudes.count == 2)
    let coherent = amplitudes.reduce(Complex<Double>.zero, +).lengthSquared
    let single = amplitudes[0].lengthSquared
    #expect(isClose(coherent / single, 4, within: 1e-9))
    #expect(terms.paths.count == tracks.count - 1)
    #expect(terms.paths.count { $0.multiplicity == 4 } == 1)
  }
}
