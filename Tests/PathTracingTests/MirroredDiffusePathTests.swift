// SPDX-License-Identifier: Apache-2.0

import Channels
import ComplexModule
import Electromagnetics
import Kinematics
import Materials
import PathTracing
import Quantities
import RealModule
import Scenes
import Spatial
import TestSupport
import Testing
import ToyScenes

@Suite("Diffuse paths over mirrors")
struct MirroredDiffusePathTests {
  private let wavelength = Frequency(gigahertz: 79).wavelength
  private let near = Vector3(0, 0.5, 1.2)
  private let far = Vector3(2, -4, 2)

  /// A rough metal wall in the plane x = 10 that stands on a smooth metal floor in z = 0.
  private func yard(_ links: [(Vector3, Vector3?)], crossPolarShare: Double = 0) throws -> Scene {
    let rough = ToyScene.metal(
      "rough", scattering: 0.6, crossPolarShare: crossPolarShare)
    var toy = try ToyScene(materials: [rough, ToyScene.metal("smooth")])
    try toy.add(
      ToyScene.panel(Vector3(10, -3, 0), Vector3(0, 6, 0), Vector3(0, 0, 4)), "wall", of: "rough")
    try toy.add(
      ToyScene.panel(Vector3(-5, -8, 0), Vector3(15, 0, 0), Vector3(0, 16, 0)), "floor",
      of: "smooth")
    for (source, target) in links { toy.link(from: source, to: target) }
    return toy.scene()
  }

  private func mirrored(_ point: Vector3) -> Vector3 { Vector3(point.x, point.y, -point.z) }

  /// The power over a Lambertian wall, 6 m x 4 m, between two points: a surface integral.
  private func integral(_ source: Vector3, _ target: Vector3) -> Double {
    let (columns, rows) = (600, 400)
    var sum = 0.0
    for column in 0..<columns {
      for row in 0..<rows {
        let point = Vector3(
          10, -3 + 6 * (Double(column) + 0.5) / Double(columns),
          4 * (Double(row) + 0.5) / Double(rows))
        let (incoming, outgoing) = (point - source, target - point)
        let (near, far) = (incoming.length, outgoing.length)
        sum += -outgoing.x * incoming.x / (.pi * near * near * near * far * far * far)
      }
    }
    let area = 24.0 / Double(columns * rows)
    return sum * area * Double.pow(0.6 * wavelength / (4 * .pi), 2)
  }

  /// The power of all polarisations that a path carries, of vertical and horizontal fields' mean.
  private func power(_ path: PropagationPath) -> Double {
    let transfer = path.state.transfer
    return
      (transfer.thetaFromTheta.lengthSquared + transfer.thetaFromPhi.lengthSquared
      + transfer.phiFromTheta.lengthSquared + transfer.phiFromPhi.lengthSquared) / 2
  }

  @Test("a mirror before or after the scatterer acts as the image of that end, in power and delay")
  func images() throws {
    let scene = try yard([(near, far)])
    let paths = try traced(scene, depth: 3, scatterers: 4000, lineOfSight: false).paths()
    let kinds: [[InteractionKind]: (Vector3, Vector3)] = [
      [.diffuse]: (near, far), [.specular, .diffuse]: (mirrored(near), far),
      [.diffuse, .specular]: (near, mirrored(far)),
      [.specular, .diffuse, .specular]: (mirrored(near), mirrored(far)),
    ]
    #expect(Set(paths.map { $0.interactions.map(\.kind) }).isSuperset(of: kinds.keys))
    for (kind, (source, target)) in kinds {
      let found = paths.filter { $0.interactions.map(\.kind) == kind }
      let ratio = found.reduce(0) { $0 + power($1) } / integral(source, target)
      // 4000 stratified points: as for a single bounce, 0.05 dB, and 1 % may be left out.
      #expect(abs(10 * Double.log10(ratio)) < 0.1, "\(kind): \(ratio)")
      for path in found {
        let place = try #require(path.interactions.first { $0.kind == .diffuse }).vertex
        let length = place.distance(to: source) + place.distance(to: target)
        #expect(isClose(path.state.delay, length / 299_792_458, relative: 1e-14))
      }
    }
  }

  @Test("no path has more interactions than the depth allows, and depth 1 has no mirrors")
  func depth() throws {
    let scene = try yard([(near, far)])
    for depth in 1...3 {
      let paths = try traced(scene, depth: depth, scatterers: 300).paths()
      #expect(paths.map(\.interactions.count).max() == min(depth, 3))
    }
  }

  @Test("the points of reflection obey the mirror law and lie on their facets")
  func mirrorLaw() throws {
    let scene = try yard([(near, far)])
    for path in try traced(scene, depth: 3, scatterers: 300, lineOfSight: false).paths() {
      let points = [near] + path.interactions.map(\.vertex) + [far]
      for (index, step) in path.interactions.enumerated() where step.kind == .specular {
        let normal = scene.facets[Int(step.facet)].shape.plane.normal
        let arriving = (points[index + 1] - points[index]).normalized
        let leaving = (points[index + 2] - points[index + 1]).normalized
        let reflected = arriving - normal * (2 * normal.dot(arriving))
        #expect((leaving - reflected).length < 1e-12)
        #expect(
          scene.facets[Int(step.facet)].shape.outline.contains(points[index + 1]))
      }
    }
  }

  @Test("exchanging the radios reverses every path and transposes it, to rounding")
  func reciprocity() throws {
    let scene = try yard([(near, far), (far, near)], crossPolarShare: 0.3)
    let there = try traced(scene, link: 0, depth: 3, scatterers: 400, lineOfSight: false).paths()
    let back = try traced(scene, link: 1, depth: 3, scatterers: 400, lineOfSight: false).paths()
    var left = Dictionary(grouping: back) { $0.interactions.map(\.facet) }
    #expect(there.count > 800 && there.count == back.count)
    for path in there {
      let facets = Array(path.interactions.map(\.facet).reversed())
      let match = left[facets]?.firstIndex { other in
        zip(path.interactions, other.interactions.reversed()).allSatisfy {
          $0.kind == $1.kind && $0.vertex.distance(to: $1.vertex) < 1e-9
        }
      }
      let other = try #require(match.flatMap { left[facets]?.remove(at: $0) })
      let (forward, backward) = (path.state.transfer, other.state.transfer)
      // The metal reflects all but 1e-9, which its table of |r|^2 rounds.
      let scale = 1e-8 * power(path).squareRoot()
      #expect((forward.thetaFromTheta - backward.thetaFromTheta).length < scale)
      #expect((forward.phiFromPhi - backward.phiFromPhi).length < scale)
      #expect((forward.thetaFromPhi - backward.phiFromTheta).length < scale)
      #expect((forward.phiFromTheta - backward.thetaFromPhi).length < scale)
      #expect(isClose(path.state.delay, other.state.delay, relative: 1e-15))
      #expect((path.state.departure - other.state.arrival).length < 1e-12)
    }
  }

  @Test("a monostatic radar gets each mirrored echo over both ways round, equal and in phase")
  func enhancedBackscatter() throws {
    let scene = try yard([(near, nil)])
    let tracks = try traced(scene, depth: 2, scatterers: 400)
    let ends = tracks.ends(at: 0)
    let paths = tracks.paths()
    let before = paths.filter { $0.interactions.map(\.kind) == [.specular, .diffuse] }
    let after = paths.filter { $0.interactions.map(\.kind) == [.diffuse, .specular] }
    #expect(before.count > 100)
    try #require(before.count == after.count)
    for (one, other) in zip(before, after) {
      let (forward, backward) = (ends.amplitude(of: one.state), ends.amplitude(of: other.state))
      #expect((forward - backward).length < 1e-8 * forward.length)
      #expect(isClose(one.state.delay, other.state.delay, relative: 1e-15))
    }
  }

  @Test("a screen before the mirror takes away what is seen in it and nothing else")
  func shadow() throws {
    var toy = try ToyScene(materials: [
      ToyScene.metal("rough", scattering: 0.6), ToyScene.metal("smooth"),
    ])
    try toy.add(
      ToyScene.panel(Vector3(10, -3, 0), Vector3(0, 6, 0), Vector3(0, 0, 4)), "wall", of: "rough")
    try toy.add(
      ToyScene.panel(Vector3(-5, -8, 0), Vector3(15, 0, 0), Vector3(0, 16, 0)), "floor",
      of: "smooth")
    // It lies a hand above the floor, below all that goes straight to the upper half of the wall.
    try toy.add(
      ToyScene.panel(Vector3(-4, -7.9, 0.1), Vector3(13.9, 0, 0), Vector3(0, 15.8, 0)), "screen",
      of: "itu_metal")
    toy.link(from: near, to: far)
    let scene = toy.scene()
    let floor = try #require(
      scene.facets.indices.first { scene.objectName(ofFacet: $0) == "floor" })
    let paths = try traced(scene, depth: 2, scatterers: 400, lineOfSight: false).paths()
    #expect(paths.count > 400)
    #expect(!paths.contains { $0.interactions.contains { $0.facet == floor } })
    #expect(paths.contains { $0.interactions.count == 2 })
  }

  @Test("the delay and its rate stay exact while mirrors, scatterers and radios move and turn")
  func rates() throws {
    var toy = try ToyScene(materials: [
      ToyScene.metal("rough", scattering: 0.5), ToyScene.metal("smooth"),
    ])
    let turning = Trajectory(
      poses: (0...20).map { step in
        let time = -1 + 0.1 * Double(step)
        return .init(
          time: time,
          worldFromBody: RigidTransform(
            rotation: Rotation(yaw: 0.3 * time, pitch: 0.1 * time, roll: 0),
            translation: Vector3(3 * time, 8 - 2 * time, 0.5 * time)))
      })
    try toy.add(
      ToyScene.panel(Vector3(-10, 0, -5), Vector3(30, 0, 0), Vector3(0, 0, 12)), "mirror",
      of: "smooth", moving: .follows(turning))
    try toy.add(
      ToyScene.panel(Vector3(0, -1, -1), Vector3(0, 2, 0), Vector3(0, 0, 2)), "plate",
      of: "rough", moving: .passing(Vector3(6, 0, 0), velocity: Vector3(-4, 1, 0)))
    toy.link(
      from: .passing(Vector3(0, -1, 0), velocity: Vector3(1, 2, 0)),
      to: .passing(Vector3(0, 1, 0.5), velocity: Vector3(-3, 0, 1)))
    let tracks = try traced(toy.scene(), depth: 3, scatterers: 200)
    let step = 1e-5
    let (before, after) = (tracks.paths(at: -step), tracks.paths(at: step))
    let delays = tracks.delays(of: 0..<tracks.count, at: 0)
    var kinds: Set<[InteractionKind]> = []
    for (track, now) in tracks.paths().enumerated() {
      kinds.insert(now.interactions.map(\.kind))
      let rate = (after[track].state.delay - before[track].state.delay) / (2 * step)
      // Central differences: rounding 1e-16 * 30 m / 1e-5 s / c, and h^2 / 6 of the jerk.
      #expect(isClose(now.state.delayRate, rate, within: 2e-14))
      #expect(isClose(delays[track].delay, now.state.delay, relative: 1e-14))
      #expect(isClose(delays[track].rate, now.state.delayRate, within: 1e-20))
    }
    #expect(kinds.contains([.specular, .diffuse, .specular]))
    #expect(tracks.restingCount == 0)
    #expect(Set(tracks.identifiers).count == tracks.count)
  }
}
