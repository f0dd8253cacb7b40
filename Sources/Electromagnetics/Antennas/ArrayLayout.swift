// SPDX-License-Identifier: Apache-2.0

package import Spatial

/// Where the elements of common arrays sit, in metres in the frame of their radio.
package enum ArrayLayout {
  /// How many elements an array may have at one end.
  package static let counts = 1...10_000

  /// A grid across the boresight around the radio's place, or a row where it has one row.
  ///
  /// - Parameters:
  ///   - columns: How many elements stand side by side.
  ///   - rows: How many stand above each other.
  ///   - spacing: From a column to the next, and from a row to the next, in metres.
  /// - Returns: The places, from left to right in each row, the highest row first.
  package static func uniform(
    columns: Int, rows: Int = 1, spacing: SIMD2<Double>
  ) -> [Vector3] {
    (0..<rows).flatMap { row in
      (0..<columns).map { column in
        Vector3(
          0, (Double(columns - 1) / 2 - Double(column)) * spacing.x,
          (Double(rows - 1) / 2 - Double(row)) * spacing.y)
      }
    }
  }

  /// The antennas on the evaluation boards of TI's AWR1243.
  ///
  /// Four receive antennas stand in a row, half a wavelength apart. Two transmit antennas are
  /// two wavelengths apart in azimuth, the third is half a wavelength higher between them. So the
  /// virtual array has a row of eight and, half a wavelength above its middle, a row of four. Both
  /// groups are centred on the radio's place: how far they are apart on the board changes neither.
  /// The places are those that descriptions of the boards agree on; TI's layout files were not at hand.
  ///
  /// - Parameter spacing: Half a wavelength in metres.
  /// - Returns: The places of the three transmit antennas, the raised one second, and of the four
  ///   receive antennas, each from left to right.
  package static func awr1243(spacing: Double) -> (transmit: [Vector3], receive: [Vector3]) {
    (
      [Vector3(0, 2, 0), Vector3(0, 0, 1), Vector3(0, -2, 0)].map { $0 * spacing },
      uniform(columns: 4, spacing: SIMD2(spacing, spacing))
    )
  }

  /// The virtual array of a radio that transmits and receives: the sums of two phase centres each.
  ///
  /// - Parameters:
  ///   - transmit: The transmit elements.
  ///   - receive: The receive elements.
  /// - Returns: The places in metres, all of the first transmit element first.
  package static func virtual(
    transmit: [ArrayElement], receive: [ArrayElement]
  ) -> [Vector3] {
    transmit.flatMap { from in receive.map { from.position + $0.position } }
  }
}
