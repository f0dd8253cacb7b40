// SPDX-License-Identifier: Apache-2.0

internal import Electromagnetics
internal import RealModule
package import Spatial

/// Sectors of a site, each with a panel of elements that are fed as one antenna.
///
/// TR 38.901 clause 7.3 with the weights of TR 36.873 clause 7.1 for electrical tilt, half a
/// wavelength apart both ways.
package struct SectorPanel: Hashable, Sendable {
  /// The azimuths of the sectors' boresights in radians.
  package var boresights: [Double]
  /// The zenith angle of the beam in radians, pi/2 at the horizon.
  package var tilt: Double
  /// How many elements are above each other.
  package var rows: Int
  /// How many elements are beside each other.
  package var columns: Int

  /// The azimuths of the calibrations' three sectors in radians (Table 7.8-1).
  package static let threeBoresights = [30, 150, 270].map { $0 * Double.pi / 180 }

  /// Creates sectors.
  ///
  /// - Parameters:
  ///   - tilt: The zenith angle of the beam in radians.
  ///   - rows: How many elements are above each other: ten in Table 7.8-1, four in Table 7.8-2.
  ///   - columns: How many are beside each other.
  ///   - boresights: The sectors' azimuths in radians.
  package init(
    tilt: Double, rows: Int = 10, columns: Int = 1, boresights: [Double] = threeBoresights
  ) {
    self.tilt = tilt
    self.rows = rows
    self.columns = columns
    self.boresights = boresights
  }

  /// The power gain of a sector towards a unit direction, linear: the element's times the panel's.
  package func gain(sector: Int, towards direction: Vector3) -> Double {
    let (cosine, sine) = (Double.cos(boresights[sector]), Double.sin(boresights[sector]))
    // In the frame of the antenna, whose boresight is along x.
    let local = Vector3(
      cosine * direction.x + sine * direction.y, cosine * direction.y - sine * direction.x,
      direction.z)
    let element = AntennaPattern.tr38901.amplitude(local)
    return element * element * Self.row(rows, local.z - Double.cos(tilt))
      * Self.row(columns, local.y)
  }

  /// |sum|^2 / N of a row of N elements whose phases differ by pi times a cosine each.
  private static func row(_ count: Int, _ cosine: Double) -> Double {
    guard count > 1 else { return 1 }
    let half = Double.pi / 2 * cosine
    guard abs(Double.sin(half)) > 1e-9 else { return Double(count) }
    let sum = Double.sin(Double(count) * half) / Double.sin(half)
    // A null is held at -100 dB, which no sum of powers sees.
    return max(1e-10, sum * sum / Double(count))
  }
}
