// SPDX-License-Identifier: Apache-2.0

package import ComplexModule
internal import RealModule
package import Spatial

/// A complex far field with both polarisations, tabulated at even steps over the whole sphere.
///
/// Between its points the parts along theta and phi are interpolated by cubic convolution
/// (Keys, IEEE TASSP 29, 1981), so that the field and its gradient have no steps. A field that is
/// smooth over a step h is met within about h^3 / 60 of its third derivative in each angle, five
/// times that in the rings next to the poles, where the slope comes from one side. The table is
/// closed over the seam in azimuth.
package struct TabulatedField: Hashable, Sendable {
  /// The points of a table: rings of zenith angle, each with points over the whole azimuth.
  package struct Grid: Hashable, Sendable {
    /// How many zenith angles there are, from 0 to pi.
    package let rings: Int

    /// How many azimuths there are.
    package let sectors: Int

    /// The first azimuth in radians.
    package let firstAzimuth: Double

    package init(rings: Int, sectors: Int, firstAzimuth: Double) {
      precondition(rings >= 3 && sectors >= 3, "a table of \(rings) by \(sectors) points")
      self.rings = rings
      self.sectors = sectors
      self.firstAzimuth = firstAzimuth
    }
  }

  /// The parts of a field along theta and phi.
  package struct Sample: Hashable, Sendable {
    package var theta: Complex<Double>
    package var phi: Complex<Double>

    package init(theta: Complex<Double>, phi: Complex<Double>) {
      self.theta = theta
      self.phi = phi
    }
  }

  /// How the frame of the table lies in the antenna's.
  package enum Boresight: String, Hashable, Sendable, CaseIterable {
    /// Both frames are the same.
    case x
    /// The table's z axis is the boresight, its x axis points left and its y axis up.
    case z
  }

  private let grid: Grid
  private let boresight: Boresight

  /// Real and imaginary parts along theta and phi, with a ring more at each pole and three sectors
  /// more at the seam.
  private let samples: [SIMD4<Double>]
  private let width: Int
  private let ringsPerRadian: Double

  /// Tabulates a field.
  ///
  /// - Parameters:
  ///   - grid: The points.
  ///   - boresight: Which axis of the table is the antenna's boresight.
  ///   - scale: What the samples are multiplied by to be relative to an isotropic radiator.
  ///   - values: The samples, ring by ring.
  package init(
    grid: Grid, boresight: Boresight = .x, scale: Double = 1, samples values: [Sample]
  ) {
    precondition(values.count == grid.rings * grid.sectors, "a table with gaps")
    self.grid = grid
    self.boresight = boresight
    let (rings, sectors) = (grid.rings, grid.sectors)
    width = sectors + 3
    ringsPerRadian = Double(rings - 1) / .pi
    var padded: [SIMD4<Double>] = []
    padded.reserveCapacity((rings + 2) * width)
    func row(_ ring: Int) -> [SIMD4<Double>] {
      (-1..<(sectors + 2)).map { sector in
        let value = values[ring * sectors + (sector + sectors) % sectors]
        return SIMD4(value.theta.real, value.theta.imaginary, value.phi.real, value.phi.imaginary)
          * scale
      }
    }
    // Beyond a pole the bases turn over, so the table goes on as a parabola instead.
    func beyond(_ first: Int, _ second: Int, _ third: Int) -> [SIMD4<Double>] {
      zip(zip(row(first), row(second)), row(third)).map { ($0.0 - $0.1) * 3 + $1 }
    }
    padded += beyond(0, 1, 2)
    for ring in 0..<rings { padded += row(ring) }
    padded += beyond(rings - 1, rings - 2, rings - 3)
    samples = padded
  }

  /// The field in a unit direction, relative to an isotropic radiator, in the antenna's frame.
  package func field(_ direction: Vector3) -> FieldVector {
    let inTable = inTable(direction)
    let basis = SphericalBasis(at: inTable)
    let (real, imaginary) = Self.vectors(interpolated(at: inTable, basis).value, basis)
    return inAntenna(real, imaginary)
  }

  /// The derivative of the field as the direction changes along a tangent, in the antenna's frame.
  func slope(_ direction: Vector3, along tangent: Vector3) -> FieldVector {
    let (inTable, along) = (inTable(direction), inTable(tangent))
    let basis = SphericalBasis(at: inTable)
    let sine = (inTable.x * inTable.x + inTable.y * inTable.y).squareRoot()
    let (value, byTheta, byPhi) = interpolated(at: inTable, basis)
    let azimuth = sine > 1e-9 ? along.dot(basis.phiHat) / sine : 0
    let own = Self.vectors(byTheta * along.dot(basis.thetaHat) + byPhi * azimuth, basis)
    var turning = basis
    (turning.thetaHat, turning.phiHat) = basis.slope(at: inTable, along: along)
    let turned = Self.vectors(value, turning)
    return inAntenna(own.real + turned.real, own.imaginary + turned.imaginary)
  }

  private func inTable(_ vector: Vector3) -> Vector3 {
    boresight == .x ? vector : Vector3(vector.y, vector.z, vector.x)
  }

  private func inAntenna(_ real: Vector3, _ imaginary: Vector3) -> FieldVector {
    guard boresight == .z else { return FieldVector(real, imaginary) }
    return FieldVector(
      Vector3(real.z, real.x, real.y), Vector3(imaginary.z, imaginary.x, imaginary.y))
  }

  private static func vectors(
    _ value: SIMD4<Double>, _ basis: SphericalBasis
  ) -> (real: Vector3, imaginary: Vector3) {
    (
      basis.thetaHat * value.x + basis.phiHat * value.z,
      basis.thetaHat * value.y + basis.phiHat * value.w
    )
  }

  /// The parts along theta and phi with their derivatives by both angles.
  @inline(__always)
  private func interpolated(
    at direction: Vector3, _ basis: SphericalBasis
  ) -> (value: SIMD4<Double>, byTheta: SIMD4<Double>, byPhi: SIMD4<Double>) {
    let theta = SphericalAngles(of: direction).theta
    // The azimuth of the basis, also where the direction hardly has one.
    let phi = Double.atan2(y: -basis.phiHat.x, x: basis.phiHat.y)
    let ring = min(theta * ringsPerRadian, Double(grid.rings - 1))
    let turns = (phi - grid.firstAzimuth) / (2 * .pi)
    let sector = (turns - turns.rounded(.down)) * Double(grid.sectors)
    let lowRing = min(Int(ring), grid.rings - 2)
    // Rounding may bring a full turn, which is the last sector's end.
    let lowSector = min(Int(sector), grid.sectors - 1)
    let acrossRings = CubicWeights(ring - Double(lowRing))
    let acrossSectors = CubicWeights(sector - Double(lowSector))
    var (sum, byRing, bySector) = (SIMD4<Double>.zero, SIMD4<Double>.zero, SIMD4<Double>.zero)
    for i in 0..<4 {
      let start = (lowRing + i) * width + lowSector
      let row = along(start, acrossSectors.values)
      sum += row * acrossRings.values[i]
      byRing += row * acrossRings.slopes[i]
      bySector += along(start, acrossSectors.slopes) * acrossRings.values[i]
    }
    return (sum, byRing * ringsPerRadian, bySector * (Double(grid.sectors) / (2 * .pi)))
  }

  /// Four neighbours of a ring with weights.
  @inline(__always)
  private func along(_ start: Int, _ weights: SIMD4<Double>) -> SIMD4<Double> {
    samples[start] * weights.x + samples[start + 1] * weights.y
      + samples[start + 2] * weights.z + samples[start + 3] * weights.w
  }
}

/// The weights of four neighbours at a share of the way between the middle two, and their derivatives by
/// the share (Keys, a = -1/2).
private struct CubicWeights {
  let values: SIMD4<Double>
  let slopes: SIMD4<Double>

  @inline(__always)
  init(_ s: Double) {
    let (s2, s3) = (s * s, s * s * s)
    values = SIMD4(
      (-s3 + 2 * s2 - s) / 2, (3 * s3 - 5 * s2 + 2) / 2, (-3 * s3 + 4 * s2 + s) / 2, (s3 - s2) / 2)
    slopes = SIMD4(
      (-3 * s2 + 4 * s - 1) / 2, (9 * s2 - 10 * s) / 2, (-9 * s2 + 8 * s + 1) / 2,
      (3 * s2 - 2 * s) / 2)
  }
}
