// SPDX-License-Identifier: Apache-2.0

import ComplexModule
import Electromagnetics
import Quantities
import RealModule
import Spatial
import TestSupport
import Testing

@Suite("Horns and Gaussian beams")
struct BeamTests {
  private static let widths: [(azimuth: Double, elevation: Double)] = [
    (56, 28), (15, 15), (10, 60), (100, 40),
  ]

  private static func horn(_ azimuth: Double, _ elevation: Double, gain: Decibels? = nil)
    -> AntennaPattern
  {
    .horn(
      HornBeam(
        gain: gain, azimuthBeamwidth: .init(degrees: azimuth),
        elevationBeamwidth: .init(degrees: elevation)))
  }

  private static func gaussian(_ azimuth: Double, _ elevation: Double, gain: Decibels? = nil)
    -> AntennaPattern
  {
    .gaussianBeam(
      GaussianBeam(
        gain: gain, azimuthBeamwidth: .init(degrees: azimuth),
        elevationBeamwidth: .init(degrees: elevation)))
  }

  private func gain(_ pattern: AntennaPattern, _ azimuth: Double, _ elevation: Double) -> Double {
    Decibels(
      amplitudeRatio: pattern.amplitude(direction(azimuth: azimuth, elevation: elevation))
    ).decibels
  }

  @Test("a beam has half its peak power at half its widths, and its stated gain in the middle")
  func halfPower() {
    let half = 10 * Double.log10(2)
    for (azimuth, elevation) in Self.widths {
      for pattern in [
        Self.horn(azimuth, elevation, gain: Decibels(si: 12)),
        Self.gaussian(azimuth, elevation, gain: Decibels(si: 12)),
      ] {
        // Closed forms, so only rounding remains.
        #expect(isClose(gain(pattern, 0, 0), 12, within: 1e-12))
        #expect(isClose(gain(pattern, azimuth / 2, 0), 12 - half, within: 1e-9))
        #expect(isClose(gain(pattern, -azimuth / 2, 0), 12 - half, within: 1e-9))
        #expect(isClose(gain(pattern, 0, elevation / 2), 12 - half, within: 1e-9))
        #expect(isClose(gain(pattern, 0, -elevation / 2), 12 - half, within: 1e-9))
      }
    }
  }

  @Test("a beam without a stated gain radiates all the power it is fed", arguments: widths)
  func lossless(azimuth: Double, elevation: Double) {
    for pattern in [Self.horn(azimuth, elevation), Self.gaussian(azimuth, elevation)] {
      // A Gaussian of more than 50 degrees goes on behind.
      let widest = azimuth > 50 ? Double.pi : Double.pi / 2
      let steps = 1500
      // Over u = 1 - cos(psi) the power falls like e^(-8 ln(2) u / width^2) at most, and midpoints h
      // apart miss h^2 / 24 of the second derivative of that; a tenth for the next order.
      let width = min(azimuth, elevation) * .pi / 180
      let fall = (1 - Double.cos(widest)) / Double(steps) * 8 * Double.log(2) / (width * width)
      let mean = meanGain(pattern, around: .unitX, widest: widest, steps: steps)
      #expect(isClose(mean, 1, within: 1.1 * fall * fall / 24))
    }
  }

  @Test("a beam with a stated gain loses what lies between it and its directivity")
  func lossy() {
    let directivity = HornBeam.directivity(
      azimuthBeamwidth: .init(degrees: 56), elevationBeamwidth: .init(degrees: 28))
    let mean = meanGain(
      Self.horn(56, 28, gain: Decibels(si: 10.5)), around: .unitX, widest: .pi / 2)
    // Midpoints miss 2e-4 of it, as above.
    #expect(
      isClose(Decibels(powerRatio: mean).decibels, 10.5 - directivity.decibels, within: 1e-3))
  }

  @Test("a round horn has the directivity 2 (q + 1) of a power cos^q, which is 23.0 for 28 degrees")
  func roundHorn() {
    let width = Angle(degrees: 28)
    let q = Double.log(0.5) / Double.log(Double.cos(width.radians / 2))
    // Published for this width to one decimal.
    #expect(isClose(q, 23.0, within: 0.05))
    let directivity = HornBeam.directivity(azimuthBeamwidth: width, elevationBeamwidth: width)
    #expect(isClose(directivity.powerRatio, 2 * (q + 1), relative: 1e-12))
  }

  @Test("a narrow Gaussian beam has the directivity 16 ln 2 / (A E)")
  func narrowGaussian() {
    let (azimuth, elevation) = (Angle(degrees: 2), Angle(degrees: 1))
    let directivity = GaussianBeam.directivity(
      azimuthBeamwidth: azimuth, elevationBeamwidth: elevation)
    let limit = 16 * Double.log(2) / (azimuth.radians * elevation.radians)
    // The next order of sin(psi) = psi - psi^3 / 6 is A^2 / (24 ln 2) for the wider plane, 7e-5.
    #expect(isClose(directivity.powerRatio, limit, relative: 1e-4))
  }

  @Test("a beam rolled by a quarter turn is the other polarisation's with its widths exchanged")
  func rolled() {
    // Rolled to the left, the antenna's z axis points along -y and its field, along -z, along y.
    let quarter = Rotation(yaw: 0, pitch: 0, roll: .pi / 2)
    for (upright, lying) in [
      (Self.horn(56, 28), Self.horn(28, 56)), (Self.gaussian(56, 28), Self.gaussian(28, 56)),
    ] {
      let rolled = Antenna(pattern: upright, polarization: .vertical)
      let level = Antenna(pattern: lying, polarization: .horizontal)
      for direction in [
        Vector3.unitX, Vector3(0.9, 0.2, -0.3).normalized, Vector3(0.2, 0.7, 0.6).normalized,
      ] {
        let first = rolled.field(towards: direction, orientation: quarter)
        let second = level.field(towards: direction, orientation: .identity)
        // Rounding of the rotation, at amplitudes below 6.
        #expect((first.real - second.real).length < 1e-13)
        #expect(first.imaginary == .zero && second.imaginary == .zero)
      }
    }
  }

  @Test("a beam's field lies across the direction, along the E plane in both principal planes")
  func crossPolar() {
    for pattern in [Self.horn(56, 28), Self.gaussian(56, 28)] {
      for polarization in [Polarization.vertical, .horizontal] {
        let antenna = Antenna(pattern: pattern, polarization: polarization)
        for (azimuth, elevation) in [(30.0, 0.0), (0.0, 20.0), (-40.0, 0.0), (25.0, 15.0)] {
          let way = direction(azimuth: azimuth, elevation: elevation)
          let field = antenna.field(towards: way, orientation: .identity)
          #expect(field.dot(way).length < 1e-14)
          #expect(isClose(field.length, pattern.amplitude(way), relative: 1e-13))
          guard azimuth == 0 || elevation == 0 else { continue }
          let basis = SphericalBasis(at: way)
          let unit = polarization == .vertical ? basis.thetaHat : basis.phiHat
          #expect(isClose(field.real.dot(unit), field.length, relative: 1e-13))
        }
      }
    }
  }

  @Test("a beam's polarisation is that of a Huygens source: crossed dipoles, electric and magnetic")
  func huygens() {
    for polarization in [Polarization.vertical, .horizontal] {
      let antenna = Antenna(pattern: Self.gaussian(120, 120), polarization: polarization)
      let electric: Vector3 = polarization == .vertical ? -.unitZ : .unitY
      let magnetic = Vector3.unitX.cross(electric)
      for way in [Vector3(0.5, 0.7, 0.4).normalized, Vector3(-0.6, 0.3, -0.7).normalized] {
        // The far field of an electric dipole p and a magnetic one m: p across the way, and m x way.
        let source = electric - way * electric.dot(way) + magnetic.cross(way)
        let field = antenna.field(towards: way, orientation: .identity).real
        #expect((field.normalized - source.normalized).length < 1e-13)
      }
    }
  }

  @Test("a horn radiates nothing backwards")
  func backwards() {
    #expect(Self.horn(56, 28).amplitude(Vector3(-0.1, 0.9, 0.3).normalized) == 0)
  }
}
