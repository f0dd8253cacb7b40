// SPDX-License-Identifier: Apache-2.0

import Channels
import ComplexModule
import Electromagnetics
import Foundation
import Kinematics
import PathTracing
import Quantities
import Scenes
import Spatial
import TestSupport
import Testing
import ToyScenes

@Suite("Scattering centres")
struct ScatteringCentreTests {
  private let frequency = Frequency(gigahertz: 79)
  private var wavelength: Double { frequency.wavelength }

  private static let oneSquareMetre = CrossSectionPattern.constant(.init(squareMetres: 1))

  private func paths(
    _ toy: ToyScene, at time: Double = 0, link: Int = 0
  ) throws -> [PropagationPath] {
    try traced(toy.scene(), link: link, lineOfSight: false, at: time).paths(at: time)
  }

  @Test("the echo of a centre follows the radar equation, with one radio and with two")
  func radarEquation() throws {
    let place = Vector3(20, 5, 2)
    let section = CrossSection(dBsm: 7)
    var toy = try ToyScene()
    try toy.add(centres: [.zero: .constant(section)], "target", moving: .at(place))
    let (left, right) = (Vector3(0, 0, 1), Vector3(3, -14, 6))
    toy.link(from: left, to: nil)
    toy.link(from: left, to: right)
    for (link, ends) in [(0, (left, left)), (1, (left, right))] {
      let tracks = try traced(toy.scene(), link: link, lineOfSight: false)
      let path = try #require(tracks.paths().first)
      #expect(tracks.count == 1)
      let (near, far) = ((place - ends.0).length, (ends.1 - place).length)
      let power =
        pow(wavelength, 2) * section.squareMetres / (pow(4 * .pi, 3) * pow(near * far, 2))
      // Both sides round a handful of products.
      #expect(isClose(tracks.totalGain() / power, 1, within: 1e-9))
      #expect(
        isClose(path.state.delay, (near + far) / PhysicalConstants.speedOfLight, within: 1e-20))
      #expect(path.interactions == [Interaction(centre: 0, vertex: place)])
      #expect(path.identifier.rawValue == 1 << 59)
    }
  }

  @Test("a centre keeps the linear polarisations, with one sign, and crosses none")
  func polarization() throws {
    var toy = try ToyScene()
    try toy.add(
      centres: [.zero: Self.oneSquareMetre], "target", moving: .at(Vector3(9, 4, 3), yaw: 1))
    toy.link(from: .zero, to: nil)
    let transfer = try #require(try paths(toy).first).state.transfer
    #expect(transfer.thetaFromTheta == transfer.phiFromPhi)
    #expect(transfer.thetaFromTheta.real > 0)
    #expect(transfer.thetaFromPhi == .zero && transfer.phiFromTheta == .zero)
  }

  @Test("what stands in the way of either end hides a centre, its own body only where asked for")
  func occlusion() throws {
    let place = Vector3(10, 0, 0)
    let screen = ToyScene.panel(Vector3(0, -1, -1), .unitY * 2, .unitZ * 2)
    func count(
      screenAt x: Double?, ownShell: Bool = false, hidden: Bool = false
    ) throws -> Int {
      var toy = try ToyScene()
      let shell = ToyScene.box(Vector3(-1, -1, -1), Vector3(1, 1, 1))
      try toy.add(
        centres: [.zero: Self.oneSquareMetre], "target", moving: .at(place),
        shell: ownShell ? shell : nil, areHiddenByOwnBody: hidden)
      if let x { try toy.add(screen, "screen", of: "bare-metal", moving: .at(Vector3(x, 0, 0))) }
      // The receiver sees the target past the screen.
      toy.link(from: .zero, to: Vector3(10, 8, 0))
      return try paths(toy).count
    }
    #expect(try count(screenAt: nil) == 1)
    #expect(try count(screenAt: 5) == 0)
    #expect(try count(screenAt: 15) == 1)
    #expect(try count(screenAt: nil, ownShell: true) == 1)
    #expect(try count(screenAt: nil, ownShell: true, hidden: true) == 0)
    #expect(try count(screenAt: 5, ownShell: true) == 0)
  }

  @Test("a centre that comes closer shows 2 v / lambda")
  func closing() throws {
    var toy = try ToyScene()
    try toy.add(
      centres: [.zero: Self.oneSquareMetre], "target",
      moving: .passing(Vector3(30, 0, 0), velocity: Vector3(-4, 0, 0)))
    toy.link(from: .zero, to: nil)
    let path = try #require(try paths(toy, at: 0.25).first)
    // The spline of a uniform motion rounds at 1e-15 of its velocity.
    #expect(isClose(path.dopplerShift(at: frequency).hertz, 8 / wavelength, within: 1e-6))
  }

  @Test("the tips of a rotor reach 2 omega r / lambda where the ray touches their circle")
  func rotor() throws {
    let (radius, rate, distance) = (0.2, 150.0, 12.0)
    var toy = try ToyScene()
    try toy.add(
      centres: [
        Vector3(radius, 0, 0): Self.oneSquareMetre, Vector3(-radius, 0, 0): Self.oneSquareMetre,
      ], "drone", moving: .at(Vector3(distance, 0, 0)),
      part: .spins(pivot: .zero, axis: .unitZ, rate: rate))
    toy.link(from: .zero, to: nil)
    let scene = toy.scene()
    func shifts(at time: Double) throws -> [Double] {
      try traced(scene, lineOfSight: false, at: time).paths(at: time)
        .map { $0.dopplerShift(at: frequency).hertz }
    }
    let top = 2 * rate * radius / wavelength
    // From the hub the tip is then at acos(-r / D) from the ray.
    let touching = acos(-radius / distance) / rate
    let atTop = try shifts(at: touching)
    #expect(isClose(atTop[1], top, within: 1e-6 * top))
    // In closed form at any angle, the other blade half a turn later.
    for step in 0..<24 {
      let time = Double(step) * 1.7e-3
      for (index, phase) in [(0, Double.pi), (1, 0)] {
        let angle = rate * time + phase
        let range =
          (distance * distance + radius * radius
          + 2 * distance * radius * cos(angle)).squareRoot()
        let expected = 2 * rate * radius * distance * sin(angle) / range / wavelength
        let shift = try shifts(at: time)[index]
        #expect(isClose(shift, expected, within: 1e-6 * top))
        #expect(abs(shift) <= top * (1 + 1e-9))
      }
    }
  }

  @Test("a table counts in the frame of its body, and between two radios at the bisector")
  func table() throws {
    let quarters = (0..<4).map { Double($0) * .pi / 2 }
    let table = CrossSectionTable(
      azimuths: quarters, elevations: [0], levels: [[10, 20, 0, 20]])
    func level(yaw: Double, receiver: Vector3?) throws -> Double {
      var toy = try ToyScene()
      try toy.add(centres: [.zero: .tabulated(table)], "car", moving: .at(.zero, yaw: yaw))
      toy.link(from: Vector3(100, 0, 0), to: receiver)
      let gain = try traced(toy.scene(), lineOfSight: false).totalGain()
      return CrossSection(
        squareMetres: gain * pow(4 * .pi, 3) * 1e8 / pow(wavelength, 2)
      ).dBsm
    }
    // The logarithm of a power rounds at 1e-12.
    #expect(isClose(try level(yaw: 0, receiver: nil), 10, within: 1e-9))
    #expect(isClose(try level(yaw: .pi, receiver: nil), 0, within: 1e-9))
    #expect(isClose(try level(yaw: -.pi / 2, receiver: nil), 20, within: 1e-9))
    #expect(isClose(try level(yaw: -.pi / 4, receiver: nil), 15, within: 1e-9))
    // The bisector of directions to (100, 0, 0) and to (0, 100, 0) is at 45 degrees.
    #expect(isClose(try level(yaw: 0, receiver: Vector3(0, 100, 0)), 15, within: 1e-9))
  }

  @Test("a table is the same at its seam and beyond its elevations, linear in decibels between")
  func interpolation() {
    let table = CrossSectionTable(
      azimuths: [0.5, 2.5, 4.5], elevations: [-0.2, 0.6], levels: [[0, 6, 12], [10, 10, 30]])
    func level(_ azimuth: Double, _ elevation: Double) -> Double {
      let direction = SphericalAngles(theta: .pi / 2 - elevation, phi: azimuth).direction
      return CrossSection(squareMetres: table.squareMetres(towards: direction)).dBsm
    }
    // Angles go through a unit vector, which rounds at 1e-16, and through decibels.
    #expect(isClose(level(1.5, -0.2), 3, within: 1e-9))
    #expect(isClose(level(2.5, 0.2), 8, within: 1e-9))
    #expect(isClose(level(2.5, -1.2), 6, within: 1e-9))
    #expect(isClose(level(4.5, 1.4), 30, within: 1e-9))
    // Between 4.5 and 0.5 one turn later.
    let width = 2 * Double.pi - 4
    #expect(isClose(level(0.5 - width / 4, -0.2), 3, within: 1e-9))
    #expect(isClose(level(4.5 + width / 4, -0.2), 9, within: 1e-9))
  }

  @Test("a radio that rides on a body does not hear its centres, others do")
  func ownRadio() throws {
    var toy = try ToyScene()
    let node = try toy.add(
      centres: [.zero: Self.oneSquareMetre], "car", moving: .at(Vector3(10, 0, 0)))
    toy.link(from: .zero, riding: node, at: Vector3(0, 0, 1))
    toy.link(from: .zero, to: Vector3(10, 0, 1))
    #expect(try paths(toy, link: 0).isEmpty)
    #expect(try paths(toy, link: 1).count == 1)
  }

  @Test("over the sweep the amplitude of a centre follows the wavelength")
  func sweep() throws {
    var toy = try ToyScene()
    try toy.add(centres: [.zero: Self.oneSquareMetre], "target", moving: .at(Vector3(10, 0, 0)))
    toy.link(from: .zero, to: nil)
    var settings = PropagationSettings()
    settings.diffuse = false
    let tracer = try PathTracer(
      scene: toy.scene(), frequency: frequency,
      band: Frequency(gigahertz: 77)...Frequency(gigahertz: 81), settings: settings, instants: [0],
      seed: 1, workers: .init(count: 1))
    let tracks = try tracer.tracks(link: 0, over: 0...0)
    #expect(tracks.frequencyLaws == [.wavelength])
    #expect(tracks.restingCount == 1)
  }
}
