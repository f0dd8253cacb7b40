// SPDX-License-Identifier: Apache-2.0

import ComplexModule
import Electromagnetics
import RealModule
import Spatial
import TestSupport
import Testing

@Suite("Tabulated fields")
struct TabulatedFieldTests {
  private typealias Grid = TabulatedField.Grid
  private typealias Sample = TabulatedField.Sample

  /// Samples a field given as a vector in each direction.
  private static func samples(
    _ grid: TabulatedField.Grid, _ field: (Vector3) -> FieldVector
  ) -> [TabulatedField.Sample] {
    (0..<(grid.rings * grid.sectors)).map { index in
      let theta = .pi * Double(index / grid.sectors) / Double(grid.rings - 1)
      let phi =
        grid.firstAzimuth + 2 * .pi * Double(index % grid.sectors) / Double(grid.sectors)
      let (s, c) = (Double.sin(theta), Double.cos(theta))
      let direction = Vector3(s * Double.cos(phi), s * Double.sin(phi), c)
      // At the poles each azimuth has a basis of its own.
      let thetaHat = Vector3(c * Double.cos(phi), c * Double.sin(phi), -s)
      let phiHat = Vector3(-Double.sin(phi), Double.cos(phi), 0)
      let value = field(direction)
      return Sample(theta: value.dot(thetaHat), phi: value.dot(phiHat))
    }
  }

  /// A short dipole along an axis, with a phase.
  private static func dipole(_ axis: Vector3, phase: Double = 0) -> (Vector3) -> FieldVector {
    { direction in
      let across = (axis - direction * axis.dot(direction)) * 1.5.squareRoot()
      return FieldVector(across * Double.cos(phase), across * Double.sin(phase))
    }
  }

  /// Directions all over the sphere, the poles, the seam and their neighbours among them.
  private static let directions: [Vector3] =
    [.unitZ, -.unitZ, -.unitX, Vector3(1e-16, 1e-16, 1), Vector3(-1, -1e-17, 0)]
    + (0..<2000).map { index in
      let cosine = 1 - 2 * (Double(index) + 0.5) / 2000
      let sine = (1 - cosine * cosine).squareRoot()
      let phi = Double(index) * 2.399_963_229_728_653
      return Vector3(sine * Double.cos(phi), sine * Double.sin(phi), cosine)
    }

  /// What cubic convolution may miss of a field whose third derivatives along both angles are at
  /// most `third`, at steps h.
  ///
  /// Slopes from central differences err by h^2 / 6 of the third derivative, one-sided ones at the
  /// poles by h^2 / 3; both enter with s (1 - s)^2 and s^2 (1 - s), at most 4/27. Hermite's own error
  /// is h^4 / 384 of the fourth. In azimuth the same, passed on by weights whose magnitudes add up to
  /// 5/4 at most. Two polarisations give sqrt(2).
  private static func bound(_ step: Double, third: Double) -> Double {
    let cube = step * step * step * third
    let rings = cube * (4.0 / 27) * (1.0 / 3 + 1.0 / 6) + cube * step / 384
    let sectors = cube * (4.0 / 27) * (1.0 / 6 + 1.0 / 6) + cube * step / 384
    return 2.0.squareRoot() * (rings + 1.25 * sectors)
  }

  @Test(
    "a tabulated dipole is the analytic one within the bound of interpolation, however it lies",
    arguments: [Vector3.unitZ, .unitX, Vector3(0.3, -0.8, 0.5).normalized])
  func dipole(axis: Vector3) {
    for (steps, first) in [(36, 0.0), (90, -Double.pi), (180, 0.013)] {
      let grid = Grid(rings: steps + 1, sectors: 2 * steps, firstAzimuth: first)
      let field = Self.dipole(axis, phase: 0.7)
      let table = TabulatedField(grid: grid, samples: Self.samples(grid, field))
      let bound = Self.bound(.pi / Double(steps), third: 1.5.squareRoot())
      for direction in Self.directions {
        let (found, exact) = (table.field(direction), field(direction))
        let missed = FieldVector(found.real - exact.real, found.imaginary - exact.imaginary)
        #expect(missed.length <= bound, "\(direction): \(missed.length) of \(bound)")
        #expect(found.dot(direction).length < 1e-14)
      }
    }
  }

  @Test("a table meets its own points, also those next to the seam and at the poles")
  func points() {
    let grid = Grid(rings: 7, sectors: 5, firstAzimuth: -3)
    let field: (Vector3) -> FieldVector = { direction in
      let across = direction.cross(Vector3(0.2, 0.5, -0.7))
      return FieldVector(across, across.cross(direction) * 0.3)
    }
    let table = TabulatedField(grid: grid, scale: 2, samples: Self.samples(grid, field))
    for ring in 0..<7 {
      for sector in 0..<5 {
        let angles = SphericalAngles(
          theta: .pi * Double(ring) / 6, phi: -3 + 2 * .pi * Double(sector) / 5)
        let (found, exact) = (table.field(angles.direction), field(angles.direction))
        // A pole has the azimuth zero, which is no point of this table.
        guard angles.direction.z * angles.direction.z < 1 - 1e-9 else { continue }
        #expect((found.real - exact.real * 2).length < 1e-13)
        #expect((found.imaginary - exact.imaginary * 2).length < 1e-13)
      }
    }
  }

  @Test("a boresight along the table's z turns its x to the left and its y upwards")
  func boresight() {
    let grid = Grid(rings: 91, sectors: 180, firstAzimuth: 0)
    for (inTable, inAntenna) in [
      (Vector3.unitZ, Vector3.unitX), (.unitX, .unitY), (.unitY, .unitZ),
    ] {
      let table = TabulatedField(
        grid: grid, boresight: .z, samples: Self.samples(grid, Self.dipole(inTable)))
      let bound = Self.bound(.pi / 90, third: 1.5.squareRoot())
      for direction in Self.directions {
        let exact = Self.dipole(inAntenna)(direction)
        #expect((table.field(direction).real - exact.real).length < bound)
      }
    }
  }

  @Test("the field of a turned table turns with it")
  func turned() {
    let grid = Grid(rings: 181, sectors: 360, firstAzimuth: 0)
    let table = TabulatedField(
      grid: grid, samples: Self.samples(grid, Self.dipole(.unitZ, phase: 0.4)))
    let antenna = Antenna(pattern: .tabulated(table))
    let orientation = Rotation(yaw: 0.3, pitch: -0.5, roll: 1.2)
    let bound = Self.bound(.pi / 180, third: 1.5.squareRoot())
    for direction in Self.directions {
      let field = antenna.field(towards: direction, orientation: orientation)
      let exact = Self.dipole(orientation(.unitZ), phase: 0.4)(direction)
      #expect((field.real - exact.real).length < bound)
      #expect((field.imaginary - exact.imaginary).length < bound)
    }
  }

  @Test("the mean of a table gives the directivity of dipoles: 3/2 and 1.6409")
  func directivity() {
    let grid = Grid(rings: 37, sectors: 72, firstAzimuth: 0)
    let short = Self.samples(grid) { Self.dipole(.unitX, phase: 1)($0) }
    // A polynomial of second degree in the cosine, for which the quadrature is exact.
    #expect(isClose(FarFieldPower.mean(of: short, on: grid), 1, within: 1e-14))
    let halfWave = Self.samples(grid) { direction in
      let sine = (1 - direction.z * direction.z).squareRoot()
      let size = sine > 1e-9 ? Double.cos(.pi / 2 * direction.z) / sine : 0
      return FieldVector(SphericalBasis(at: direction).thetaHat * size)
    }
    // An entire function of the cosine: the quadrature converges faster than any power.
    #expect(
      isClose(1 / FarFieldPower.mean(of: halfWave, on: grid), 1.640_922_376_984_585, within: 1e-12))
  }

  @Test("an odd number of steps integrates as exactly")
  func oddSteps() {
    let grid = Grid(rings: 8, sectors: 5, firstAzimuth: 1)
    let dipole = Self.samples(grid, Self.dipole(Vector3(0.6, 0, 0.8)))
    #expect(isClose(FarFieldPower.mean(of: dipole, on: grid), 1, within: 1e-14))
  }

  @Test("antennas of one circular polarisation couple fully face to face, of the other not at all")
  func circular() {
    let grid = Grid(rings: 91, sectors: 180, firstAzimuth: 0)
    // Crossed dipoles a quarter of a period apart: along +x exactly circular.
    func turnstile(_ sign: Double) -> Antenna {
      let samples = Self.samples(grid) { direction in
        FieldVector(
          Self.dipole(.unitZ)(direction).real, Self.dipole(.unitY)(direction).real * sign)
      }
      return Antenna(pattern: .tabulated(TabulatedField(grid: grid, samples: samples)))
    }
    let free = PolarizationTransfer(
      arrivalBasis: SphericalBasis(at: -.unitX),
      fromTheta: FieldVector(SphericalBasis(at: .unitX).thetaHat),
      fromPhi: FieldVector(SphericalBasis(at: .unitX).phiHat))
    let about = Rotation(yaw: .pi, pitch: 0, roll: 0)
    func coupled(_ first: Antenna, _ second: Antenna) -> Double {
      free.amplitude(
        transmitted: first.field(towards: .unitX, orientation: .identity), departure: .unitX,
        received: second.field(towards: -.unitX, orientation: about), arrival: -.unitX
      ).length
    }
    // Each has 3 in this direction, twice a dipole's 3/2; +x is a point of the table.
    #expect(isClose(coupled(turnstile(1), turnstile(1)), 3, within: 1e-12))
    #expect(coupled(turnstile(1), turnstile(-1)) < 1e-12)
  }
}
