// SPDX-License-Identifier: Apache-2.0

import Channels
import ComplexModule
import Electromagnetics
import Materials
import PathTracing
import Quantities
import RealModule
import Scenes
import Spatial
import TestSupport
import Testing
import ToyScenes

@Suite("Polarisation of diffuse paths")
struct DiffusePolarizationTests {
  private let near = Vector3(0, 0.5, 0.2)
  private let far = Vector3(2, -4, 1)

  /// The paths over a rough wall of 6 m x 4 m in the plane x = 10.
  private func paths(
    of material: Material, from source: Vector3, to target: Vector3?, scatterers: Int = 2000
  ) throws -> [PropagationPath] {
    var toy = try ToyScene(materials: [material])
    try toy.add(
      ToyScene.panel(Vector3(10, -3, -2), Vector3(0, 6, 0), Vector3(0, 0, 4)), "wall",
      of: material.name)
    toy.link(from: source, to: target)
    return try traced(toy.scene(), scatterers: scatterers, lineOfSight: false).paths()
  }

  private func metal(crossPolarShare: Double) -> Material {
    ToyScene.metal("rough", scattering: 0.6, crossPolarShare: crossPolarShare)
  }

  /// The field that arrives when a unit field rolled from theta by an angle departs.
  private func arriving(_ path: PropagationPath, roll: Double) -> (
    same: Complex<Double>, other: Complex<Double>
  ) {
    let (cosine, sine) = (Complex(Double.cos(roll)), Complex(Double.sin(roll)))
    let transfer = path.state.transfer
    let theta = transfer.thetaFromTheta * cosine + transfer.thetaFromPhi * sine
    let phi = transfer.phiFromTheta * cosine + transfer.phiFromPhi * sine
    return (theta * cosine + phi * sine, phi * cosine - theta * sine)
  }

  @Test("with K_x = 0 an echo comes back polarised as the wave went, however the radar is rolled")
  func polarisationPreserved() throws {
    for path in try paths(of: metal(crossPolarShare: 0), from: near, to: nil) {
      let upright = arriving(path, roll: 0).same
      for degrees in [0.0, 15, 30, 45, 90] {
        let (same, other) = arriving(path, roll: degrees * .pi / 180)
        // The toy metal reflects all but 1e-9 of either polarisation.
        #expect((same - upright).length < 1e-8 * upright.length)
        #expect(other.length < 1e-8 * upright.length)
      }
    }
  }

  @Test(
    "a share K_x of the power changes polarisation, however the radios are rolled",
    arguments: [0.05, 0.2, 0.5, 0.7, 1.0], [0, 0.2, Double.pi / 4])
  func crossedShare(share: Double, roll: Double) throws {
    for target in [nil, far] {
      let crossed = try paths(of: metal(crossPolarShare: share), from: near, to: target).map {
        path in
        let (same, other) = arriving(path, roll: roll)
        return other.lengthSquared / (same.lengthSquared + other.lengthSquared)
      }
      // The crossed share of a path is 2 K_x sin^2 of a uniform angle, of standard deviation K_x /
      // sqrt(2), or less above a half. The mean of n has that over sqrt(n); five of them.
      let mean = crossed.reduce(0, +) / Double(crossed.count)
      let error = share / (2 * Double(crossed.count)).squareRoot()
      #expect(crossed.count > 1000)
      #expect(abs(mean - share) < 5 * error)
    }
  }

  @Test("the power over every scatterer is the same whatever K_x is")
  func crossingConservesPower() throws {
    let plain = try paths(of: metal(crossPolarShare: 0), from: near, to: far)
    for share in [0.2, 0.5, 0.8, 1] {
      // Where scatterers are does depend on K_x, by the antennas' share in the weights. The area
      // that one stands for does not enter if powers are compared with that of the other column.
      let mixed = try paths(of: metal(crossPolarShare: share), from: near, to: far)
      #expect(mixed.count > plain.count / 2)
      for path in mixed {
        let powers = [0, 0.4, 1.3].map { roll in
          let (same, other) = arriving(path, roll: roll)
          return same.lengthSquared + other.lengthSquared
        }
        // Metal reflects all but 1e-9 of either polarisation.
        #expect(powers.allSatisfy { isClose($0, powers[0], relative: 1e-8) })
      }
    }
  }

  @Test("exchanging the radios transposes what rough metal does to polarisation")
  func reciprocity() throws {
    for share in [0, 0.3, 0.5] {
      let material = metal(crossPolarShare: share)
      let scene = try bothWays(material)
      let there = try traced(scene, link: 0, scatterers: 500, lineOfSight: false).paths()
      let back = try traced(scene, link: 1, scatterers: 500, lineOfSight: false).paths()
      #expect(there.count > 400)
      #expect(there.map(\.identifier) == back.map(\.identifier))
      for (one, other) in zip(there, back) {
        let (forward, backward) = (one.state.transfer, other.state.transfer)
        // Relative to the path's own field; metal reflects all but 1e-9 at any incidence.
        let scale =
          1e-8 * (arriving(one, roll: 0).same.length + arriving(one, roll: 0).other.length)
        #expect((forward.thetaFromTheta - backward.thetaFromTheta).length < scale)
        #expect((forward.phiFromPhi - backward.phiFromPhi).length < scale)
        #expect((forward.thetaFromPhi - backward.phiFromTheta).length < scale)
        #expect((forward.phiFromTheta - backward.thetaFromPhi).length < scale)
      }
    }
  }

  /// A link over a rough wall and the same with the radios exchanged.
  private func bothWays(_ material: Material) throws -> Scene {
    var toy = try ToyScene(materials: [material])
    try toy.add(
      ToyScene.panel(Vector3(10, -3, -2), Vector3(0, 6, 0), Vector3(0, 0, 4)), "wall",
      of: material.name)
    toy.link(from: near, to: Vector3(8, -4, 1))
    toy.link(from: Vector3(8, -4, 1), to: near)
    return toy.scene()
  }

  @Test(
    "a dielectric scatters with the Fresnel coefficients of incidence, exact in every polarisation")
  func fresnelOfIncidence() throws {
    let permittivity = Permittivity(
      bands: [.init(lowest: .init(si: 1), highest: .init(si: 1e15), a: 4, b: 0, c: 0.5, d: 0)])
    let material = Material(
      name: "rough", permittivity: permittivity,
      scattering: SurfaceScattering(coefficient: 0.6, lobe: .lambertian, crossPolarShare: 0.1))
    let scene = try bothWays(material)
    let there = try traced(scene, link: 0, scatterers: 500, lineOfSight: false).paths()
    let back = try traced(scene, link: 1, scatterers: 500, lineOfSight: false).paths()
    #expect(there.count > 400)
    for (one, other) in zip(there, back) {
      for roll in [0.0, 0.6] {
        func reflected(_ path: PropagationPath) -> Double {
          let direction = path.state.departure
          let coefficients = halfSpaceReflection(
            permittivity: permittivity.complexValue(at: .init(gigahertz: 79)),
            cosIncidence: direction.x)
          let basis = SphericalBasis(at: direction)
          let field = basis.thetaHat * Double.cos(roll) + basis.phiHat * Double.sin(roll)
          let te = Double.pow(field.dot(direction.cross(.unitX).normalized), 2)
          return te * coefficients.te.lengthSquared + (1 - te) * coefficients.tm.lengthSquared
        }
        func power(_ path: PropagationPath) -> Double {
          let (same, other) = arriving(path, roll: roll)
          return same.lengthSquared + other.lengthSquared
        }
        // All but the Fresnel factor is symmetric. The table of |r|^2 is good to 1e-5.
        #expect(
          isClose(
            power(one) / power(other), reflected(one) / reflected(other), relative: 1e-4))
      }
    }
  }
}
