// SPDX-License-Identifier: Apache-2.0

/// Constants of nature and of radio engineering, in SI units.
package enum PhysicalConstants {
  /// Speed of light in vacuum in metres per second, exact by the definition of the metre.
  package static let speedOfLight = 299_792_458.0

  /// Electric constant in farads per metre (CODATA 2018).
  package static let vacuumPermittivity = 8.854_187_812_8e-12

  /// Impedance of the vacuum in ohms, 1 / (eps_0 c).
  package static let vacuumImpedance = 1 / (vacuumPermittivity * speedOfLight)

  /// Boltzmann's constant in joules per kelvin, exact by the definition of the kelvin.
  package static let boltzmann = 1.380_649e-23

  /// The noise reference temperature in kelvins (IEEE definition of the noise figure).
  package static let referenceTemperature = 290.0
}
