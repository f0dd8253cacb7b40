// SPDX-License-Identifier: Apache-2.0

package import Quantities
internal import RealModule
package import Spatial

/// The radar cross-section of a scattering centre over the direction it is seen from.
package enum CrossSectionPattern: Hashable, Sendable {
  /// The same in all directions.
  case constant(CrossSection)

  /// A table over azimuth and elevation.
  case tabulated(CrossSectionTable)

  /// The cross-section between two radios.
  ///
  /// Between two radios it is taken as the monostatic one in the direction of the bisector, which
  /// holds for small bistatic angles and smooth bodies (Crispin and Siegel 1968; Kell, Proc. IEEE 53,
  /// 1965, with a factor in frequency that is left out), and which is the same both ways. Of radios in
  /// exactly opposite directions the first one counts.
  ///
  /// - Parameters:
  ///   - transmitter: The unit direction from the centre to the transmitter, in the body's frame.
  ///   - receiver: The unit direction from the centre to the receiver, in the body's frame.
  /// - Returns: In square metres.
  package func squareMetres(transmitter: Vector3, receiver: Vector3) -> Double {
    switch self {
    case .constant(let section): return section.squareMetres
    case .tabulated(let table):
      let sum = transmitter + receiver
      return table.squareMetres(towards: sum.lengthSquared > 1e-12 ? sum : transmitter)
    }
  }
}

/// Monostatic radar cross-sections at azimuths round about a body, and at one or more elevations.
///
/// Between its points the level in dBsm is interpolated linearly in either angle. Azimuths close
/// into a circle; below the lowest elevation and above the highest one the nearest row holds.
package struct CrossSectionTable: Hashable, Sendable {
  /// In radians, ascending, within one turn.
  private let azimuths: [Double]

  /// In radians, ascending.
  private let elevations: [Double]

  /// In dBsm, `[elevation][azimuth]`.
  private let levels: [[Double]]

  /// - Parameters:
  ///   - azimuths: In radians from x towards y, ascending, within one turn, at least one.
  ///   - elevations: In radians above the x-y plane, ascending, at least one.
  ///   - levels: In dBsm, a row of all azimuths for each elevation.
  package init(azimuths: [Double], elevations: [Double], levels: [[Double]]) {
    precondition(!azimuths.isEmpty && !elevations.isEmpty && levels.count == elevations.count)
    precondition(levels.allSatisfy { $0.count == azimuths.count })
    self.azimuths = azimuths
    self.elevations = elevations
    self.levels = levels
  }

  /// The monostatic cross-section.
  ///
  /// - Parameter direction: From the body to who sees it, in the body's frame, of any length.
  /// - Returns: In square metres.
  package func squareMetres(towards direction: Vector3) -> Double {
    let angles = SphericalAngles(of: direction)
    let (column, across) = place(ofAzimuth: angles.phi)
    let (row, up) = place(ofElevation: .pi / 2 - angles.theta)
    let next = (column + 1) % azimuths.count
    func level(_ row: Int) -> Double {
      levels[row][column] + across * (levels[row][next] - levels[row][column])
    }
    let lower = level(row)
    let dBsm = up > 0 ? lower + up * (level(row + 1) - lower) : lower
    return Double.pow(10, dBsm / 10)
  }

  private func place(ofAzimuth azimuth: Double) -> (index: Int, share: Double) {
    let turn = 2 * Double.pi
    let ahead = azimuth - azimuths[0]
    let along = azimuths[0] + ahead - turn * (ahead / turn).rounded(.down)
    let index = max(0, (azimuths.firstIndex { $0 > along } ?? azimuths.count) - 1)
    let end = index + 1 < azimuths.count ? azimuths[index + 1] : azimuths[0] + turn
    return (index, min(1, (along - azimuths[index]) / (end - azimuths[index])))
  }

  private func place(ofElevation elevation: Double) -> (index: Int, share: Double) {
    let index = max(0, (elevations.firstIndex { $0 > elevation } ?? elevations.count) - 1)
    guard index + 1 < elevations.count, elevation > elevations[index] else { return (index, 0) }
    return (
      index, (elevation - elevations[index]) / (elevations[index + 1] - elevations[index])
    )
  }
}
