// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kinematics
import Spatial
import TestSupport
import Testing
import ToyScenes

@Suite("Doppler from first principles: two radios")
struct BistaticDopplerTests {
  private let source = Vector3(0, -8, 3)
  private let sink = Vector3(12, 9, 1.5)
  private let place = Vector3(15, -2, 1)

  private func scene(
    _ velocity: Vector3, source sourceVelocity: Vector3 = .zero, sink sinkVelocity: Vector3 = .zero
  ) throws -> DopplerScene {
    var toy = try ToyScene()
    try toy.add(
      centres: [.zero: squareMetre], "point", moving: .passing(place, velocity: velocity))
    toy.link(
      from: .passing(source, velocity: sourceVelocity),
      to: .passing(sink, velocity: sinkVelocity))
    return try DopplerScene(toy)
  }

  /// The directions of the wave before and behind the point.
  private var directions: (incident: Vector3, scattered: Vector3) {
    ((place - source).normalized, (sink - place).normalized)
  }

  @Test("a moving point shows v . (k_s - k_i) / lambda")
  func point() throws {
    let (incident, scattered) = directions
    // Across, along the bisector, along the incident wave, and anyhow.
    for velocity in [
      (incident + scattered).normalized * 7, (scattered - incident).normalized * 7, incident * 7,
      Vector3(2, -5, 1),
    ] {
      let scene = try scene(velocity)
      let expected = velocity.dot(scattered - incident) / scene.wavelength
      // 4 kHz in double precision.
      for shift in scene.shifts(at: 0) { #expect(isClose(shift, expected, within: 1e-8)) }
      #expect(scene.tracks.count == 1)
      let residual = scene.phaseResidual(of: scene.slowTime()) { time in
        let point = place + velocity * time
        return ((point - source).length + (sink - point).length) / 2
      }
      // As documented, tracks are followed within 1e-4 cycles, -64 dB.
      #expect(residual < -64)
    }
  }

  @Test("radios that move add v_t . k_i - v_r . k_s")
  func movingRadios() throws {
    let (incident, scattered) = directions
    let velocities = [Vector3(2, -5, 1), Vector3(9, 3, 0), Vector3(-4, 6, 0.5)]
    let scene = try scene(velocities[0], source: velocities[1], sink: velocities[2])
    let expected =
      velocities[0].dot(scattered - incident) + velocities[1].dot(incident)
      - velocities[2].dot(scattered)
    for shift in scene.shifts(at: 0) {
      #expect(isClose(shift, expected / scene.wavelength, within: 1e-8))
    }
  }

  @Test("of two radios side by side and a point on the line, it is that of one radio, 2 v / lambda")
  func collapsed() throws {
    var toy = try ToyScene()
    try toy.add(
      centres: [.zero: squareMetre], "point",
      moving: .passing(Vector3(20, 0, 0), velocity: Vector3(-5, 0, 0)))
    toy.link(from: NodeMotion.at(Vector3(0, 0.001, 0)), to: .at(Vector3(0, -0.001, 0)))
    let scene = try DopplerScene(toy)
    // The cosine of half the angle between them, 5e-5, is off one by 1.3e-9.
    for shift in scene.shifts(at: 0) {
      #expect(isClose(shift, 10 / scene.wavelength, relative: 2e-9))
    }
  }
}
