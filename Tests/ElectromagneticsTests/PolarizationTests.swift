// SPDX-License-Identifier: Apache-2.0

import ComplexModule
import Electromagnetics
import Quantities
import RealModule
import Spatial
import TestSupport
import Testing

@Suite("Polarisation")
struct PolarizationTests {
  private static let slant = Polarization.slanted(.init(degrees: 45))
  private static let otherSlant = Polarization.slanted(.init(degrees: -45))

  /// Beams carry their field from boresight, the others have it along their angles.
  private static let patterns: [AntennaPattern] = [
    .isotropic,
    .horn(
      HornBeam(
        gain: .init(si: 0), azimuthBeamwidth: .init(degrees: 40),
        elevationBeamwidth: .init(degrees: 40))),
  ]

  private func antenna(_ pattern: AntennaPattern, _ polarization: Polarization) -> Antenna {
    Antenna(pattern: pattern, polarization: polarization)
  }

  /// The share of the power that passes between two antennas of 0 dBi that face each other.
  private func facing(
    _ pattern: AntennaPattern, _ sent: Polarization, _ received: Polarization
  ) -> Double {
    let transmitter = antenna(pattern, sent).field(towards: .unitX, orientation: .identity)
    let receiver = antenna(pattern, received).field(
      towards: -.unitX, orientation: Rotation(yaw: .pi, pitch: 0, roll: 0))
    let product =
      transmitter.dot(receiver.real) + Complex.i * transmitter.dot(receiver.imaginary)
    return product.lengthSquared
  }

  @Test("the field of a right-handed wave turns clockwise, seen along its way", arguments: patterns)
  func senseOfRotation(pattern: AntennaPattern) {
    let direction = Vector3(1, 0.2, -0.1).normalized
    for (polarization, sense) in [(Polarization.rightCircular, 1.0), (.leftCircular, -1.0)] {
      let field = antenna(pattern, polarization).field(
        towards: direction, orientation: .identity)
      // E(t) = Re(E e^(j omega t)) is the real part now and minus the imaginary one a quarter of a
      // period later. The thumb of the hand that turns one to the other points along the way.
      let turn = field.real.cross(-field.imaginary)
      let gain = pattern.amplitude(direction) * pattern.amplitude(direction)
      // Both parts are as long as each other, and across: the field neither grows nor shrinks.
      #expect((turn - direction * (sense * gain / 2)).length < 1e-15)
      #expect(isClose(field.length, pattern.amplitude(direction), relative: 1e-14))
    }
  }

  @Test(
    "antennas of one circular polarisation that face each other couple fully, of two not at all")
  func circularFacing() {
    for pattern in Self.patterns {
      #expect(isClose(facing(pattern, .rightCircular, .rightCircular), 1, within: 1e-14))
      #expect(isClose(facing(pattern, .leftCircular, .leftCircular), 1, within: 1e-14))
      // What is left is the rounding of products, 1e-16 of the field.
      #expect(facing(pattern, .rightCircular, .leftCircular) < 1e-30)
      #expect(isClose(facing(pattern, .rightCircular, .vertical), 0.5, within: 1e-14))
      #expect(isClose(facing(pattern, .rightCircular, .horizontal), 0.5, within: 1e-14))
    }
  }

  @Test("after one reflection from metal at normal incidence the sense of rotation has flipped")
  func circularMirror() {
    let metal = FresnelCoefficients(te: Complex(-1), tm: Complex(1))
    for pattern in Self.patterns {
      func received(_ polarization: Polarization) -> Double {
        let sent = antenna(pattern, .rightCircular).field(
          towards: .unitX, orientation: .identity)
        let back = sent.reflected(travelling: .unitX, normal: .unitX, coefficients: metal)
        let own = antenna(pattern, polarization).field(towards: .unitX, orientation: .identity)
        return (back.dot(own.real) + Complex.i * back.dot(own.imaginary)).lengthSquared
      }
      #expect(received(.rightCircular) < 1e-30)
      #expect(isClose(received(.leftCircular), 1, within: 1e-14))
    }
  }

  @Test("a slanted field leans to the right of upright, seen from behind the antenna")
  func lean() {
    for pattern in Self.patterns {
      let field = antenna(pattern, .slanted(.init(degrees: 30))).field(
        towards: .unitX, orientation: .identity)
      // Seen along x with z up, y is on the left.
      let upRight = Vector3(0, -0.5, 0.75.squareRoot())
      #expect(isClose(abs(field.real.dot(upRight)), 1, within: 1e-14))
      #expect(field.imaginary == .zero)
    }
  }

  @Test("equal slants that face each other are crossed, opposite ones are aligned")
  func slantedFacing() {
    for pattern in Self.patterns {
      #expect(isClose(facing(pattern, Self.slant, Self.otherSlant), 1, within: 1e-14))
      #expect(facing(pattern, Self.slant, Self.slant) < 1e-30)
      #expect(isClose(facing(pattern, Self.slant, .vertical), 0.5, within: 1e-14))
      // Malus: cos^2 of the angle between 20 degrees and the mirror image of 35 degrees.
      let (a, b) = (Angle(degrees: 20), Angle(degrees: 35))
      let malus = Double.pow(Double.cos(a.radians + b.radians), 2)
      #expect(isClose(facing(pattern, .slanted(a), .slanted(b)), malus, within: 1e-14))
    }
  }

  @Test("angles of 0 and 90 degrees are vertical and horizontal")
  func principal() {
    let direction = Vector3(0.4, 0.5, -0.3).normalized
    for pattern in Self.patterns {
      for (angle, name) in [(0.0, Polarization.vertical), (90, .horizontal)] {
        let slanted = antenna(pattern, .slanted(.init(degrees: angle)))
        let named = antenna(pattern, name)
        let difference = slanted.field(towards: direction, orientation: .identity)
          .adding(
            named.field(towards: direction, orientation: .identity).scaled(by: Complex(-1)))
        #expect(difference.length < 1e-15)
      }
    }
  }
}
