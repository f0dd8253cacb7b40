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

@Suite("Arrays")
struct ArrayTests {
  private static let carrier = Frequency(gigahertz: 79)

  /// A row of 8 cm whose elements differ in pattern, polarisation and orientation.
  private static let mixedRow = [
    ArrayElement(position: Vector3(0, 0.04, 0)),
    ArrayElement(
      position: Vector3(0.003, 0.013, -0.002), orientation: Rotation(yaw: 0.4, pitch: 0.1, roll: 0),
      antenna: Antenna(pattern: .tr38901, polarization: .slanted(.init(degrees: 45)))),
    ArrayElement(
      position: Vector3(0, -0.013, 0.01), orientation: Rotation(yaw: 0, pitch: 0, roll: 0.7),
      antenna: Antenna(pattern: .shortDipole, polarization: .horizontal)),
    ArrayElement(
      position: Vector3(0, -0.04, 0),
      antenna: Antenna(pattern: .isotropic, polarization: .rightCircular)),
  ]

  private static func pose(_ place: Vector3, yaw: Double) -> RigidTransform {
    RigidTransform(rotation: Rotation(yaw: yaw, pitch: 0.1, roll: 0.2), translation: place)
  }

  private struct Tracing {
    var tracer: PathTracer
    func tracks(_ link: Int) throws -> any PathTracks { try tracer.tracks(link: link, over: 0...0) }
  }

  /// Traces a scene whose links are all between the given ends; the first is the link of the arrays.
  private func trace(
    _ toy: ToyScene, _ links: [LinkEnds], diffraction: Bool = false, scatterers: Int = 0
  ) throws -> Tracing {
    var scene = toy.scene()
    for (index, ends) in links.enumerated() {
      func add(_ pose: AntennaPose, _ name: String) -> Int {
        let place = RigidTransform(rotation: pose.orientation, translation: pose.position)
        return scene.addRadio("\(name)\(index)", antenna: pose.antenna, motion: .fixed(place))
      }
      scene.addLink(
        "\(index)", from: add(ends.transmitter, "tx"), to: add(ends.receiver, "rx"))
    }
    var settings = PropagationSettings()
    settings.diffraction = diffraction
    settings.diffuse = scatterers > 0
    settings.scatterers = max(1, scatterers)
    return Tracing(
      tracer: try PathTracer(
        scene: scene, frequency: Self.carrier, settings: settings, instants: [0], seed: 1,
        workers: Workers(count: 2)))
  }

  private func ends(_ distance: Double) -> LinkEnds {
    func pose(_ transform: RigidTransform) -> AntennaPose {
      AntennaPose(
        antenna: Antenna(), position: transform.translation, orientation: transform.rotation)
    }
    return LinkEnds(
      transmitter: pose(Self.pose(Vector3(0, 0, 1.5), yaw: 0.2)),
      receiver: pose(Self.pose(Vector3(distance, 0.1, 1.4), yaw: 3)))
  }

  /// Two walls in a corner, 3 m aside, one of which scatters.
  private func corner(reach: Double) throws -> ToyScene {
    var toy = try ToyScene(materials: [
      ToyScene.metal("rough", scattering: 0.4, lobe: .lambertian, crossPolarShare: 0.2)
    ])
    try toy.add(
      ToyScene.panel(Vector3(-3, 3, 0), .unitX * (reach + 6), .unitZ * 4), "wall", of: "rough")
    try toy.add(
      ToyScene.panel(Vector3(-3, -4, 0), .unitX * (reach + 6), .unitY * 7), "floor",
      of: "itu_concrete")
    return toy
  }

  @Test("exact pairs of elements are what two antennas at their places have between them")
  func exactPairs() throws {
    let elements = Self.mixedRow
    let centre = ends(2)
    var links = [centre]
    for transmit in elements {
      for receive in elements { links.append(centre.at(transmit, receive)) }
    }
    // One tracer for all links, so that all see the same scatterers.
    let tracing = try trace(
      try corner(reach: 2), links, diffraction: true, scatterers: 300)
    let tracks = try tracing.tracks(0)
    let all = Array(0..<tracks.count)
    let pairs = ElementPairs(transmit: elements, receive: elements, model: .exact)
    let rows = tracks.amplitudes(of: all, at: 0, over: pairs, frequency: Self.carrier)
    let delays = tracks.states(of: all, at: 0).map(\.delay)
    var compared: [Int: Int] = [:]
    for pair in 0..<pairs.count {
      let single = try tracing.tracks(pair + 1)
      let own = single.ends(at: 0)
      let states = single.states(of: Array(0..<single.count), at: 0)
      let found = Dictionary(
        zip(single.identifiers, states), uniquingKeysWith: { first, _ in first })
      // What an element 4 cm away no longer sees, or sees beside the centre, is not compared.
      for (track, identifier) in tracks.identifiers.enumerated() {
        guard let state = found[identifier] else { continue }
        let cycles = Self.carrier.hertz * (state.delay - delays[track])
        let expected =
          own.amplitude(of: state)
          * Complex(length: 1, phase: -2 * .pi * (cycles - cycles.rounded()))
        let size = state.transfer.thetaFromTheta.length + state.transfer.phiFromPhi.length
        // Lengths of some metres round at 1e-15 m, which is 2e-12 of the phase.
        #expect(
          (rows[track][pair] - expected).length <= 4e-12 * size, "\(identifier), pair \(pair)")
        compared[Int(identifier.rawValue >> 60), default: 0] += 1
      }
    }
    // Each pair has the line of sight and scatterers (0), an edge (1) and reflections (8 and above).
    #expect(compared[0, default: 0] > 16 * 100)
    #expect(compared[1, default: 0] >= 16)
    #expect(compared.filter { $0.key >= 8 }.values.reduce(0, +) >= 16 * 3)
  }

  @Test("exchanging the ends transposes the matrix of exact pairs")
  func reciprocity() throws {
    let centre = ends(2)
    let back = LinkEnds(transmitter: centre.receiver, receiver: centre.transmitter)
    let tracing = try trace(try corner(reach: 2), [centre, back])
    let few = Array(Self.mixedRow.prefix(3))
    func matrix(_ link: Int, _ transmit: [ArrayElement], _ receive: [ArrayElement]) throws
      -> [Complex<Double>]
    {
      // The line of sight.
      let tracks = try tracing.tracks(link)
      let direct = try #require(tracks.identifiers.firstIndex { $0.rawValue == 0 })
      return tracks.amplitudes(
        of: [direct], at: 0,
        over: ElementPairs(transmit: transmit, receive: receive, model: .exact),
        frequency: Self.carrier)[0]
    }
    let there = try matrix(0, few, Self.mixedRow)
    let andBack = try matrix(1, Self.mixedRow, few)
    for from in few.indices {
      for to in Self.mixedRow.indices {
        let (a, b) = (there[from * 4 + to], andBack[to * 3 + from])
        // The rounding of 2 m in wavelengths, and of the path gain of 1e-4.
        #expect((a - b).length < 1e-11 * 2e-4)
      }
    }
  }

  @Test("plane waves agree with exact pairs at 1 km")
  func far() throws {
    let tracing = try trace(try corner(reach: 1000), [ends(1000)])
    let tracks = try tracing.tracks(0)
    #expect(tracks.count >= 4)
    let all = Array(0..<tracks.count)
    var pairs = ElementPairs(transmit: Self.mixedRow, receive: Self.mixedRow)
    let plane = tracks.amplitudes(of: all, at: 0, over: pairs, frequency: Self.carrier)
    pairs.model = .exact
    let exact = tracks.amplitudes(of: all, at: 0, over: pairs, frequency: Self.carrier)
    // Both arrays reach 4 cm: 8 cm^2 / 2 km are 3.2 um, 5.3e-3 of phase. Directions and spreading
    // change by 8e-5, which the slope of the patterns and of grazing reflections at 3 mrad from the
    // floor may multiply.
    let missed = pairs.planeWaveError(distance: 1000)
    #expect(isClose(missed, 3.2e-6, relative: 0.02))
    for track in all {
      let state = tracks.states(of: [track], at: 0)[0]
      let size = state.transfer.thetaFromTheta.length + state.transfer.phiFromPhi.length
      for pair in 0..<pairs.count {
        let difference = (plane[track][pair] - exact[track][pair]).length
        #expect(difference < (2 * .pi * missed / Self.carrier.wavelength + 1e-3) * 2.5 * size)
      }
    }
  }

  @Test("what plane waves miss near an array is D^2 / (8 r)", arguments: [1.0, 2, 5, 20])
  func near(distance: Double) throws {
    let aperture = 0.08
    let edges = [-1.0, 1].map { ArrayElement(position: Vector3(0, $0 * aperture / 2, 0)) }
    let ends = LinkEnds(
      transmitter: AntennaPose(antenna: Antenna(), position: .zero),
      receiver: AntennaPose(antenna: Antenna(), position: Vector3(distance, 0, 0)))
    let tracks = try trace(try ToyScene(), [ends]).tracks(0)
    var pairs = ElementPairs(transmit: edges, receive: [ArrayElement()])
    func amplitudes() -> [Complex<Double>] {
      tracks.amplitudes(of: [0], at: 0, over: pairs, frequency: Self.carrier)[0]
    }
    let plane = amplitudes()
    pairs.model = .exact
    let exact = amplitudes()
    let length = aperture * aperture / (8 * distance)
    for (a, b) in zip(plane, exact) {
      // Up to 1.3 rad, so the phase is told without ambiguity; the exact way is longer. The next order of the
      // root is (p / r)^2 / 4 of it.
      let phase = (a / b).phase
      let expected = 2 * .pi * length / Self.carrier.wavelength
      let share = aperture / 2 / distance
      #expect(isClose(phase, expected, relative: share * share / 4 + 1e-8))
    }
    #expect(isClose(pairs.planeWaveError(distance: distance), length, relative: 1e-12))
  }

  @Test("an element aside of the centre of a radio that turns moves across")
  func turning() {
    let pose = AntennaPose(
      antenna: Antenna(), position: Vector3(5, 0, 0),
      orientation: Rotation(yaw: .pi / 2, pitch: 0, roll: 0), velocity: .unitZ,
      angularVelocity: Vector3(0, 0, 3))
    // The radio's y axis points along -x: the element is 2 m along it, and swings along -y.
    let element = pose.at(ArrayElement(position: Vector3(0, 2, 0)))
    #expect((element.position - Vector3(3, 0, 0)).length < 1e-15)
    #expect((element.velocity - Vector3(0, -6, 1)).length < 1e-14)
    #expect(pose.radiating(like: ArrayElement(position: .unitY)).position == pose.position)
  }
}
