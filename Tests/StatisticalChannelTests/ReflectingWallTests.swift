// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import ComplexModule
import Electromagnetics
import Execution
import Quantities
import RealModule
import Spatial
import StatisticalChannel
import TestSupport
import Testing

@Suite("Walls as environment objects")
struct ReflectingWallTests {
  private let concrete: Complex<Double>
  private let metal: Complex<Double>

  init() throws {
    let frequency = try CarrierFrequency(hertz: 6e9)
    concrete = try EnvironmentMaterial.concrete.permittivity(frequency)
    metal = try EnvironmentMaterial.metal.permittivity(frequency)
  }

  private func wall(_ permittivity: Complex<Double>) -> ReflectingWall {
    ReflectingWall(
      from: SIMD2(-20, 10), to: SIMD2(40, 10), heights: 0...20, permittivity: permittivity)
  }

  @Test("a ray by way of a wall comes from the image of its source, with equal angles")
  func image() throws {
    let (first, second) = (Vector3(0, 0, 15), Vector3(30, 4, 1))
    let ray = try #require(wall(concrete).ray(from: first, to: second, sight: 1))
    // The image of the first end lies at y = 20 m.
    let length = Vector3(0, 20, 15).distance(to: second)
    let straight = first.distance(to: second)
    let excess = (length - straight) / PhysicalConstants.speedOfLight
    #expect(isClose(ray.delay, excess, relative: 1e-12))
    // In the mirrored frame the way is straight: only y turns over.
    let way = (second - Vector3(0, 20, 15)).normalized
    #expect((ray.departure.unit - Vector3(way.x, -way.y, way.z)).length < 1e-12)
    #expect((ray.arrival.unit + way).length < 1e-12)
    // The other way round the same ray.
    let back = try #require(wall(concrete).ray(from: second, to: first, sight: 1))
    #expect(isClose(back.power, ray.power, relative: 1e-12))
    #expect((back.departure.unit - ray.arrival.unit).length < 1e-12)
  }

  @Test("a perfect mirror takes nothing but the longer way's spreading: (d_3D / d_EO)^2")
  func mirror() throws {
    let (first, second) = (Vector3(0, 0, 15), Vector3(30, 4, 1))
    let ray = try #require(wall(metal).ray(from: first, to: second, sight: 0.8))
    let ratio = first.distance(to: second) / Vector3(0, 20, 15).distance(to: second)
    // Metal of 1e7 S/m is a mirror to 1e-3 at 6 GHz (sqrt(2 omega eps_0 / sigma) = 2.6e-4).
    #expect(isClose(ray.power, 0.8 * ratio * ratio, relative: 2e-3))
  }

  @Test("the matrix of a wall is that of the standard's rotations and coefficients")
  func standard() throws {
    for (first, second) in [
      (Vector3(0, 0, 15), Vector3(30, 4, 1)), (Vector3(5, -8, 2), Vector3(-6, 9, 12)),
    ] {
      let ray = try #require(wall(concrete).ray(from: first, to: second, sight: 1))
      // CPM_EO = Rot(g2) diag(R_par, -R_perp) Rot(-g1), with the angle of incidence against the
      // outward normal, so that its cosine is negative (clause 7.9.5.2).
      let normal = Vector3(0, -1, 0)
      let cosine = Complex(ray.departure.unit.dot(normal))
      #expect(cosine.real < 0)
      let root = Complex.sqrt(concrete - Complex(1) + cosine * cosine)
      let parallel = (concrete * cosine + root) / (concrete * cosine - root)
      let perpendicular = (cosine + root) / (cosine - root)
      let plane = ray.departure.unit.cross(normal).normalized
      let (out, into) = (
        SphericalBasis(at: ray.departure.unit), SphericalBasis(at: ray.arrival.unit)
      )
      let g1 = Double.atan2(y: -out.thetaHat.dot(plane), x: out.phiHat.dot(plane))
      let g2 = Double.atan2(y: into.thetaHat.dot(plane), x: -into.phiHat.dot(plane))
      func turned(_ angle: Double) -> PolarizationTransfer {
        PolarizationTransfer(
          thetaFromTheta: Complex(Double.cos(angle)), thetaFromPhi: Complex(-Double.sin(angle)),
          phiFromTheta: Complex(Double.sin(angle)), phiFromPhi: Complex(Double.cos(angle)))
      }
      let middle = PolarizationTransfer(
        thetaFromTheta: parallel, thetaFromPhi: .zero, phiFromTheta: .zero,
        phiFromPhi: -perpendicular)
      let expected = turned(g2).after(middle.after(turned(-g1)))
      let mean = (parallel.lengthSquared + perpendicular.lengthSquared) / 2
      let found = ray.transfer.scaled(by: Complex(mean.squareRoot()))
      #expect((found.thetaFromTheta - expected.thetaFromTheta).length < 1e-12)
      #expect((found.thetaFromPhi - expected.thetaFromPhi).length < 1e-12)
      #expect((found.phiFromTheta - expected.phiFromTheta).length < 1e-12)
      #expect((found.phiFromPhi - expected.phiFromPhi).length < 1e-12)
    }
  }

  @Test("waves that would be reflected beside or above a wall, or stand on both sides, have no ray")
  func misses() {
    let own = wall(concrete)
    #expect(own.reflection(from: Vector3(0, 0, 15), to: Vector3(30, 4, 1)) != nil)
    #expect(own.reflection(from: Vector3(0, 0, 15), to: Vector3(200, 0, 1)) == nil)
    #expect(own.reflection(from: Vector3(0, 0, 45), to: Vector3(3, 4, 40)) == nil)
    #expect(own.reflection(from: Vector3(0, 0, 15), to: Vector3(3, 14, 10)) == nil)
    #expect(own.blocks(Vector3(0, 0, 15), Vector3(3, 14, 10)))
    #expect(!own.blocks(Vector3(0, 0, 45), Vector3(3, 14, 40)))
    #expect(!own.blocks(Vector3(0, 0, 15), Vector3(3, 4, 10)))
  }

  /// A vehicle in a street of UMa before a long wall.
  private func scenario(
    _ walls: [ReflectingWall], blocks: Bool = false
  ) throws -> SensingDropScenario {
    var scenario = SensingDropScenario(
      .urbanMacro, frequency: try CarrierFrequency(hertz: 6e9),
      layout: SiteLayout([Vector3(0, 0, 25)]),
      targets: .init(
        kind: .vehicle, crossSection: 11.25, placement: .given([Vector3(60, 4, 0.8)])),
      modes: [.pointMonostatic], bestPairs: 1)
    scenario.hasBackground = false
    scenario.walls = walls
    scenario.wallsBlockSight = blocks
    return scenario
  }

  private func channels(_ scenario: SensingDropScenario) throws -> [SensingChannel] {
    try SensingChannels(SensingDrops(scenario, seed: 14), options: .init(.of(.vehicle)))
      .channels(0..<60, workers: Workers()).flatMap { $0 }
  }

  @Test("a wall adds one ray to each leg, whose gain in the open is that of free space by its way")
  func legs() throws {
    let wall = ReflectingWall(
      from: SIMD2(-100, 10), to: SIMD2(200, 10), heights: 0...30, permittivity: concrete)
    let plain = try channels(scenario([]))
    let walled = try channels(scenario([wall]))
    let place = Vector3(60, 4, 0.8)
    for (first, second) in zip(plain, walled) {
      // Nothing else is drawn otherwise.
      #expect(first.pair == second.pair)
      let (bare, leg) = (first.channel.transmitLeg, second.channel.transmitLeg)
      #expect(leg.rays.count == bare.rays.count + 1)
      #expect(Array(leg.rays.prefix(bare.rays.count)) == bare.rays)
      let ray = try #require(leg.rays.last)
      let alone = try #require(wall.ray(from: Vector3(0, 0, 25), to: place, sight: 1))
      if let line = leg.lineOfSight {
        #expect(isClose(ray.power / line.power, alone.power, relative: 1e-12))
      } else {
        // The leg's own gain times the ray's share is that of a line of sight's path loss, 28 +
        // 22 lg d + 20 lg f, times |R|^2 (d_3D / d_EO)^2.
        let target = 10 * Double.log10(4 * .pi / pow2(PhysicalConstants.speedOfLight / 6e9)) + 11.25
        let loss = (first.pair.loss + target) / 2
        let sight =
          28 + 22 * Double.log10(Vector3(0, 0, 25).distance(to: place)) + 20 * Double.log10(6)
        #expect(
          isClose(
            10 * Double.log10(ray.power) - loss, 10 * Double.log10(alone.power) - sight,
            within: 1e-9))
      }
    }
    #expect(Set(plain.map { $0.channel.transmitLeg.lineOfSight == nil }).count == 2)
  }

  @Test(
    "a wall between radio and target takes the line of sight where it is asked to, else nothing")
  func blocked() throws {
    let wall = ReflectingWall(
      from: SIMD2(30, -50), to: SIMD2(30, 50), heights: 0...30, permittivity: concrete)
    let plain = try channels(scenario([]))
    let unchanged = try channels(scenario([wall]))
    let blocked = try channels(scenario([wall], blocks: true))
    #expect(plain.map(\.pair) == unchanged.map(\.pair))
    #expect(plain.contains { $0.channel.transmitLeg.lineOfSight != nil })
    #expect(blocked.allSatisfy { $0.channel.transmitLeg.lineOfSight == nil })
  }

  @Test("the buildings of the urban grid have four walls each, and hide streets behind them")
  func buildings() {
    let walls = StreetGrid.walls(permittivity: concrete)
    #expect(walls.count == 9 * 4)
    let lane = Vector3(0, -119.5, 0.8)
    func isHidden(_ place: Vector3) -> Bool { walls.contains { $0.blocks(place, lane) } }
    // Along the street, and from the far side of the block.
    #expect(!isHidden(Vector3(150, -122, 1.5)))
    #expect(isHidden(Vector3(0, 125, 1.5)))
    // The facade across the street mirrors: 230 / 2 + 20 m from the middle of the block.
    let mirrored = walls.compactMap {
      $0.reflection(from: Vector3(80, -122, 5), to: lane)
    }
    #expect(mirrored.contains { isClose($0.y, -135, within: 1e-9) })
    #expect(mirrored.contains { isClose($0.y, -115, within: 1e-9) })
  }
}

private func pow2(_ value: Double) -> Double { value * value }
