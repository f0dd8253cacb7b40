// SPDX-License-Identifier: Apache-2.0

import ComplexModule
import Electromagnetics
import Quantities
import RealModule
import Spatial
import Testing

@Suite("Slopes of antennas' fields over direction")
struct FieldSlopeTests {
  /// A tabulated field of no symmetry, in steps of 10 degrees.
  private static func table(_ boresight: TabulatedField.Boresight) -> TabulatedField {
    let grid = TabulatedField.Grid(rings: 19, sectors: 36, firstAzimuth: -1)
    return TabulatedField(
      grid: grid, boresight: boresight,
      samples: (0..<19 * 36).map { index in
        let (theta, phi) = (Double(index / 36) * .pi / 18, Double(index % 36) * .pi / 18)
        return .init(
          theta: Complex(Double.cos(theta) + 0.3 * Double.sin(phi), 0.2 * Double.sin(2 * theta)),
          phi: Complex(0.4 * Double.cos(theta + phi), 0.5 * Double.sin(theta)))
      })
  }

  private static let cuts = PatternCuts(
    gain: .init(si: 9),
    horizontal: (0..<36).map { 20 * (1 - Double.cos(Double($0) * .pi / 18)) },
    vertical: (0..<36).map { 15 * (1 - Double.cos(Double($0) * .pi / 18)) })

  private static func width(_ degrees: Double) -> Angle { Angle(degrees: degrees) }

  static let antennas: [Antenna] = [
    Antenna(pattern: .isotropic, polarization: .slanted(width(30))),
    Antenna(pattern: .shortDipole), Antenna(pattern: .halfWaveDipole),
    Antenna(pattern: .tr38901, polarization: .horizontal),
    Antenna(
      pattern: .sector(
        SectorBeam(gain: .init(si: 8), azimuthBeamwidth: width(90), elevationBeamwidth: width(40)))
    ),
    Antenna(
      pattern: .horn(HornBeam(azimuthBeamwidth: width(56), elevationBeamwidth: width(28))),
      polarization: .rightCircular),
    Antenna(
      pattern: .gaussianBeam(
        GaussianBeam(azimuthBeamwidth: width(90), elevationBeamwidth: width(60))),
      polarization: .slanted(width(-20))),
    Antenna(pattern: .cuts(cuts)), Antenna(pattern: .tabulated(table(.x))),
    Antenna(pattern: .tabulated(table(.z))),
    Antenna(
      pattern: .horn(HornBeam(azimuthBeamwidth: width(56), elevationBeamwidth: width(28))),
      correction: GainCorrection(angles: [0.3, 0.8, .pi], decibels: [1, -2, 3])),
  ]

  /// Directions all over the sphere, none on an axis, a seam or a point of a table.
  private static let directions: [Vector3] = (0..<60).map { index in
    let cosine = 1 - 2 * (Double(index) + 0.437) / 60
    let sine = (1 - cosine * cosine).squareRoot()
    let phi = Double(index) * 2.399_963_229_728_653 + 0.1234
    return Vector3(sine * Double.cos(phi), sine * Double.sin(phi), cosine)
  }

  @Test(
    "the field of every pattern and polarisation has the slopes of central differences",
    arguments: antennas)
  func differences(_ antenna: Antenna) {
    var away: [Vector3] = []
    for (index, direction) in Self.directions.enumerated() {
      let axis = Self.directions[(index * 7 + 3) % 60]
      let tangent = axis.cross(direction)
      func field(_ angle: Double) -> FieldVector {
        antenna.field(
          towards: Rotation(axis: axis, angle: angle)(direction), orientation: .identity)
      }
      func difference(_ step: Double) -> FieldVector {
        let (more, less) = (field(step), field(-step))
        return FieldVector(
          (more.real - less.real) * (0.5 / step), (more.imaginary - less.imaginary) * (0.5 / step))
      }
      let (wide, narrow) = (difference(2e-4), difference(1e-4))
      let slope = antenna.fieldSlope(towards: direction, along: tangent)
      // The error of order h^2 taken out, that of order h^4 and rounding of 1e-16 / h are left.
      let real = (narrow.real * 4 - wide.real) * (1.0 / 3) - slope.real
      let imaginary = (narrow.imaginary * 4 - wide.imaginary) * (1.0 / 3) - slope.imaginary
      let scale = max(0.03, antenna.field(towards: direction, orientation: .identity).length)
      if FieldVector(real, imaginary).length > 1e-6 * scale { away.append(direction) }
    }
    // A step may come over a point of a cut, where there are two slopes; cuts have one at each 10 degrees.
    let hasKinks = if case .cuts = antenna.pattern { true } else { false }
    #expect(away.count <= (hasKinks ? 1 : 0), "\(away)")
  }

  @Test(
    "a correction of 0, 1 and -2 dB at 0, 0.3 and 0.8 radians is 0.5 dB half way, and then holds")
  func correction() {
    let own = GainCorrection(angles: [0.3, 0.8], decibels: [1, -2])
    for (angle, level) in [(0.0, 0.0), (0.15, 0.5), (0.3, 1), (0.55, -0.5), (0.8, -2), (3, -2)] {
      // Rounding.
      #expect(abs(own.level(at: angle) - level) < 1e-12)
      let corrected = Antenna(correction: own)
      let direction = Vector3(Double.cos(angle), 0.6 * Double.sin(angle), 0.8 * Double.sin(angle))
      let gain = corrected.field(towards: direction, orientation: .identity).length
      #expect(abs(20 * Double.log10(gain) - level) < 1e-12)
    }
  }
}
