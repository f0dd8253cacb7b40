// SPDX-License-Identifier: Apache-2.0

package import ComplexModule
internal import Electromagnetics
internal import Quantities
internal import RealModule

/// What grounds and walls are made of: TR 38.901 V19.4 Table 7.6.8-1, from one source.
package enum EnvironmentMaterial: String, Hashable, Sendable, CaseIterable {
  case concrete
  case brick
  case plasterboard
  case wood
  case floorboard
  case metal

  /// eps_r, and sigma = c f^d in siemens per metre with f in gigahertz.
  private var row: (permittivity: Double, c: Double, d: Double) {
    switch self {
    case .concrete: (5.31, 0.0326, 0.8095)
    case .brick: (3.75, 0.038, 0)
    case .plasterboard: (2.94, 0.0116, 0.7076)
    case .wood: (1.99, 0.0047, 1.0718)
    case .floorboard: (3.66, 0.0044, 1.3515)
    case .metal: (1, 1e7, 0)
    }
  }

  /// The frequencies in gigahertz that the row holds for.
  package var gigahertz: ClosedRange<Double> {
    switch self {
    case .concrete, .plasterboard, .metal: 1...100
    case .brick: 1...10
    case .wood: 0.001...100
    case .floorboard: 50...100
    }
  }

  /// The relative complex permittivity eps_r - j sigma / (omega eps_0).
  ///
  /// - Parameter frequency: The carrier.
  /// - Returns: The permittivity.
  /// - Throws: `ChannelStandardError.noMaterial` outside the row's frequencies.
  package func permittivity(
    _ frequency: CarrierFrequency
  ) throws(ChannelStandardError) -> Complex<Double> {
    guard gigahertz.contains(frequency.gigahertz) else {
      throw .noMaterial(self, hertz: frequency.hertz)
    }
    let row = row
    return complexPermittivity(
      relativePermittivity: row.permittivity,
      conductivity: row.c * Double.pow(frequency.gigahertz, row.d),
      angularFrequencyTimesVacuumPermittivity: 2 * .pi * frequency.hertz
        * PhysicalConstants.vacuumPermittivity)
  }
}
