// SPDX-License-Identifier: Apache-2.0

import ComplexModule
import Electromagnetics
import Quantities
import RealModule
import Spatial
import TestSupport
import Testing

@Suite("Antennas")
struct AntennaTests {
  @Test(
    "lossless antennas radiate the power they are fed",
    arguments: [AntennaPattern.isotropic, .shortDipole, .halfWaveDipole])
  func conservation(pattern: AntennaPattern) {
    // The midpoint rule errs by h^2 / 24 of the curvature: 1e-5 here.
    #expect(isClose(meanGain(pattern), 1, within: 2e-5))
  }

  @Test("the 3GPP element has 8 dBi and a directivity of 9.8 dB, so it loses 1.8 dB")
  func element() {
    let peak = AntennaPattern.tr38901.amplitude(.unitX)
    #expect(isClose(peak * peak, Decibels(si: 8).powerRatio, relative: 1e-12))
    let lost = 10 * Double.log10(meanGain(.tr38901))
    // The pattern's own integral, published as 9.83 dB of directivity.
    #expect(isClose(lost, 8 - 9.83, within: 0.01))
  }

  @Test("a sector beam falls by 3 dB at half its beamwidth in each plane, and to its floor behind")
  func sector() {
    let beam = AntennaPattern.sector(
      .init(
        gain: .init(si: 10.5), azimuthBeamwidth: .init(degrees: 56),
        elevationBeamwidth: .init(degrees: 28)))
    func gain(_ azimuth: Double, _ elevation: Double) -> Double {
      let angles = SphericalAngles(
        theta: (90 - elevation) * .pi / 180, phi: azimuth * .pi / 180)
      return 20 * Double.log10(beam.amplitude(angles.direction))
    }
    #expect(isClose(gain(0, 0), 10.5, within: 1e-12))
    #expect(isClose(gain(28, 0), 7.5, within: 1e-9))
    #expect(isClose(gain(0, 14), 7.5, within: 1e-9))
    #expect(isClose(gain(180, 0), -19.5, within: 1e-9))
  }

  @Test(
    "a vertical antenna's field points down at the horizon, a horizontal one's to the left of it")
  func polarization() {
    let vertical = Antenna().field(towards: .unitX, orientation: .identity)
    #expect((vertical.real + .unitZ).length < 1e-15)
    let horizontal = Antenna(polarization: .horizontal).field(
      towards: .unitX, orientation: .identity)
    #expect((horizontal.real - .unitY).length < 1e-15)
  }

  @Test("fields turn with the antenna and stay across the direction")
  func turning() {
    let orientation = Rotation(yaw: 0.3, pitch: -0.5, roll: 1.2)
    let direction = Vector3(0.2, -0.9, 0.4).normalized
    let polarizations: [Polarization] = [
      .vertical, .horizontal, .slanted(.init(degrees: 20)), .rightCircular, .leftCircular,
    ]
    for polarization in polarizations {
      let antenna = Antenna(pattern: .tr38901, polarization: polarization)
      let field = antenna.field(towards: direction, orientation: orientation)
      #expect(field.dot(direction).length < 1e-15)
      #expect(
        isClose(
          field.length, antenna.pattern.amplitude(orientation.inverse(direction)),
          within: 1e-14))
    }
  }

  @Test("a mirror of perfect metal turns over the field along it and keeps the one across it")
  func mirror() {
    let incident = Vector3(1, 0, -1).normalized
    let metal = FresnelCoefficients(te: Complex(-1), tm: Complex(1))
    let along = FieldVector(.unitY).reflected(
      travelling: incident, normal: .unitZ, coefficients: metal)
    #expect((along.real + .unitY).length < 1e-15)
    // The tangential part of the total field vanishes on the conductor.
    let field = Vector3(1, 0, 1).normalized
    let across = FieldVector(field).reflected(
      travelling: incident, normal: .unitZ, coefficients: metal)
    #expect(abs((field + across.real).x) < 1e-15)
    #expect(abs(across.real.dot(Vector3(1, 0, 1).normalized)) < 1e-15)
  }

  @Test("a transfer between bases gives the same amplitude as the field vectors themselves")
  func transfer() {
    let departure = Vector3(0.3, 0.5, -0.2).normalized
    let arrival = Vector3(-0.7, 0.1, 0.4).normalized
    let (out, into) = (SphericalBasis(at: departure), SphericalBasis(at: arrival))
    // Any linear map of transverse vectors: theta to a, phi to b.
    let a = FieldVector(into.thetaHat * 0.3 + into.phiHat * 0.1, into.phiHat * 0.7)
    let b = FieldVector(into.phiHat * -0.4, into.thetaHat * 0.2)
    let matrix = PolarizationTransfer(arrivalBasis: into, fromTheta: a, fromPhi: b)
    let transmitted = out.thetaHat * 1.3 + out.phiHat * -0.6
    let received = into.thetaHat * 0.8 + into.phiHat * 0.9
    let amplitude = matrix.amplitude(
      transmitted: FieldVector(transmitted), departure: departure, received: FieldVector(received),
      arrival: arrival)
    let exact = a.dot(received) * Complex(1.3) + b.dot(received) * Complex(-0.6)
    #expect((amplitude - exact).length < 1e-15)
  }
}
