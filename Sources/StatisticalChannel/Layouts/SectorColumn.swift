// SPDX-License-Identifier: Apache-2.0

internal import Electromagnetics
internal import RealModule
internal import Spatial

/// Sectors of a site, each with a column of elements that are fed as one antenna.
///
/// TR 38.901 clause 7.3 with the weights of TR 36.873 clause 7.1 for electrical tilt, half a
/// wavelength apart.
package struct SectorColumn: Hashable, Sendable {
  /// The azimuths of the sectors' boresights in radians.
  package var boresights: [Double]
  /// The zenith angle of the beam in radians, pi/2 at the horizon.
  package var tilt: Double
  /// How many elements a column has.
  package var elements: Int

  /// Creates three sectors as the calibrations have them (Table 7.8-1).
  ///
  /// - Parameter tilt: The zenith angle of the beam in radians.
  package init(tilt: Double) {
    boresights = [30, 150, 270].map { $0 * .pi / 180 }
    self.tilt = tilt
    elements = 10
  }

  /// The gain of a sector towards a place in dBi.
  ///
  /// - Parameters:
  ///   - sector: Which sector.
  ///   - way: From the antenna over ground to the place, in metres.
  ///   - rise: How much higher the place is, in metres.
  /// - Returns: The element's gain and that of the column.
  package func gain(sector: Int, way: SIMD2<Double>, rise: Double) -> Double {
    let (cosine, sine) = (Double.cos(boresights[sector]), Double.sin(boresights[sector]))
    // In the frame of the antenna, whose boresight is along x.
    let direction = Vector3(
      cosine * way.x + sine * way.y, cosine * way.y - sine * way.x, rise
    ).normalized
    let element = AntennaPattern.tr38901.amplitude(direction)
    // Half the phase between neighbouring elements.
    let half = Double.pi / 2 * (direction.z - Double.cos(tilt))
    let column =
      abs(Double.sin(half)) < 1e-9
      ? Double(elements)
      : Double.sin(Double(elements) * half) / Double.sin(half)
    // A null of the column is held at -100 dB, which no sum of powers sees.
    return 20 * Double.log10(element)
      + 10 * Double.log10(max(1e-10, column * column / Double(elements)))
  }
}
