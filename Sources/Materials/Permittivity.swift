// SPDX-License-Identifier: Apache-2.0

package import ComplexModule
internal import Electromagnetics
package import Quantities
internal import RealModule

/// The relative permittivity and the conductivity of a material over frequency.
package struct Permittivity: Hashable, Sendable {
  /// One band of the form eps_r = a f^b, sigma = c f^d.
  ///
  /// f is in gigahertz, sigma in siemens per metre (ITU-R P.2040-3, eq. 28 and 29).
  ///
  /// Physics primer, eq. 6.
  package struct Band: Hashable, Sendable {
    package var lowest: Frequency
    package var highest: Frequency
    package var a: Double
    package var b: Double
    package var c: Double
    package var d: Double

    package init(
      lowest: Frequency, highest: Frequency, a: Double, b: Double, c: Double, d: Double
    ) {
      self.lowest = lowest
      self.highest = highest
      self.a = a
      self.b = b
      self.c = c
      self.d = d
    }

    func value(at frequency: Frequency) -> (relativePermittivity: Double, conductivity: Double) {
      let gigahertz = frequency.hertz / 1e9
      return (a * Double.pow(gigahertz, b), c * Double.pow(gigahertz, d))
    }
  }

  /// How a value relates to the bands in which the material is known.
  package enum Support: Hashable, Sendable {
    /// The frequency lies in a band.
    case inBand
    /// It lies between two bands.
    ///
    /// The value is interpolated on logarithmic scales between their edges.
    case interpolated(between: Frequency, and: Frequency)
    /// It lies outside all bands; the formula of the nearest band is continued beyond its edge.
    case extrapolated(from: Frequency)
  }

  /// The bands; where two overlap the first holds.
  package var bands: [Band]

  /// Whether a value outside the bands may be used at all.
  package var mayExtrapolate: Bool

  package init(bands: [Band], mayExtrapolate: Bool = true) {
    precondition(!bands.isEmpty, "a permittivity without bands")
    self.bands = bands
    self.mayExtrapolate = mayExtrapolate
  }

  /// The permittivity at a frequency and how well it is supported.
  package func value(
    at frequency: Frequency
  ) -> (relativePermittivity: Double, conductivity: Double, support: Support) {
    if let band = bands.first(where: { $0.lowest <= frequency && frequency <= $0.highest }) {
      let value = band.value(at: frequency)
      return (value.relativePermittivity, value.conductivity, .inBand)
    }
    let below = bands.filter { $0.highest < frequency }.max { $0.highest < $1.highest }
    // As with overlapping bands, the one listed first holds.
    let above = bands.first { $0.lowest > frequency }
    switch (below, above) {
    case (let below?, let above?):
      let left = below.value(at: below.highest)
      let right = above.value(at: above.lowest)
      let share =
        Double.log(frequency.hertz / below.highest.hertz)
        / Double.log(above.lowest.hertz / below.highest.hertz)
      return (
        geometric(left.relativePermittivity, right.relativePermittivity, share),
        geometric(left.conductivity, right.conductivity, share),
        .interpolated(between: below.highest, and: above.lowest)
      )
    case (let below?, nil):
      let value = below.value(at: frequency)
      return (value.relativePermittivity, value.conductivity, .extrapolated(from: below.highest))
    case (nil, let above?):
      let value = above.value(at: frequency)
      return (value.relativePermittivity, value.conductivity, .extrapolated(from: above.lowest))
    case (nil, nil):
      preconditionFailure("a frequency that is neither in, above nor below any band")
    }
  }

  /// The relative complex permittivity eta = eps_r - j sigma / (omega eps_0) at a frequency.
  package func complexValue(at frequency: Frequency) -> Complex<Double> {
    let (relativePermittivity, conductivity, _) = value(at: frequency)
    return complexPermittivity(
      relativePermittivity: relativePermittivity, conductivity: conductivity,
      angularFrequencyTimesVacuumPermittivity: 2 * .pi * frequency.hertz
        * PhysicalConstants.vacuumPermittivity)
  }
}

/// The weighted geometric mean, or the arithmetic one where a value is zero.
private func geometric(_ left: Double, _ right: Double, _ share: Double) -> Double {
  guard left > 0, right > 0 else { return left + (right - left) * share }
  return left * Double.pow(right / left, share)
}
