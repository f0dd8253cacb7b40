// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import ComplexModule
internal import Electromagnetics
internal import Materials
internal import Quantities
internal import RealModule

/// How the coefficients of a material vary over a band.
///
/// All incidences and both polarisations count, reflection with its roughness, and transmission where
/// waves may pass.
struct MaterialVariation {
  private let material: Material
  private let transmission: Bool
  private let band: ClosedRange<Double>

  /// Test frequencies in hertz and the coefficients there, `[frequency][coefficient]`.
  private let frequencies: [Double]
  private let exact: [[Complex<Double>]]

  /// The largest magnitude of each coefficient.
  private let largest: [Double]

  /// The largest error of a coefficient, relative to its largest magnitude in the band.
  ///
  /// It is 0.04 dB there, and 0.1 dB where resonance makes the coefficient 8 dB weaker.
  static let tolerance = 0.005

  /// The magnitude below which errors are not measured against a coefficient's own size.
  ///
  /// A reflection of -40 dB is as good as none; at Brewster's angle it may be any small number.
  private static let floor = 0.01

  /// The largest number of frequencies: enough for five periods of resonance over the band.
  static let mostSamples = 16

  /// - Parameters:
  ///   - material: The material.
  ///   - band: In hertz.
  ///   - transmission: Whether waves may pass.
  init(_ material: Material, over band: ClosedRange<Double>, transmission: Bool) {
    self.material = material
    self.transmission = transmission
    self.band = band
    let width = band.upperBound - band.lowerBound
    // Multiples of the golden ratio have no period that resonances could share.
    frequencies =
      [band.lowerBound, band.upperBound]
      + (1...64).map { index in
        let share = Double(index) * 0.618_033_988_749_894_9
        return band.lowerBound + width * (share - share.rounded(.down))
      }
    let exact = frequencies.map {
      Self.coefficients(material, at: $0, transmission: transmission)
    }
    self.exact = exact
    largest = exact[0].indices.map { index in
      exact.reduce(0) { max($0, $1[index].length) }
    }
  }

  /// Whether the material is as good as the same over the band as at a frequency.
  func isConstant(at centre: Frequency) -> Bool {
    let value = Self.coefficients(material, at: centre.hertz, transmission: transmission)
    return exact.allSatisfy { isClose(value, to: $0, interactions: 1) }
  }

  /// Whether it varies, and faster than samples could follow.
  func isUnresolved(around centre: Frequency) -> Bool {
    !isConstant(at: centre) && sampleCount(interactions: 1) == nil
  }

  /// The smallest number of Chebyshev points that follow a path with some interactions with it.
  ///
  /// - Parameter interactions: How many, at least one.
  /// - Returns: At least two; nil where not even `mostSamples` suffice.
  func sampleCount(interactions: Int) -> Int? {
    (2...Self.mostSamples).first { isFollowed(by: $0, interactions: interactions) }
  }

  private func isFollowed(by count: Int, interactions: Int) -> Bool {
    let samples = FrequencySamples(count: count, over: band)
    let values = samples.frequencies.map { frequency in
      Self.coefficients(material, at: frequency, transmission: transmission)
        .map { power($0, interactions) }
    }
    return zip(frequencies, exact).allSatisfy { frequency, exact in
      let shares = samples.shares(at: frequency)
      let value = exact.indices.map { index in
        zip(shares, values).reduce(Complex<Double>.zero) { $0 + $1.1[index] * Complex($1.0) }
      }
      return isClose(value, to: exact, interactions: interactions)
    }
  }

  /// Whether powers of coefficients are within the tolerance of those of the exact ones.
  private func isClose(
    _ value: [Complex<Double>], to exact: [Complex<Double>], interactions: Int
  ) -> Bool {
    exact.indices.allSatisfy { index in
      let scale = Double.pow(max(largest[index], Self.floor), interactions)
      return (value[index] - power(exact[index], interactions)).length <= Self.tolerance * scale
    }
  }

  private static let incidences = 33

  private static func coefficients(
    _ material: Material, at frequency: Double, transmission: Bool
  ) -> [Complex<Double>] {
    let surface = RadioSurface(material, at: Frequency(hertz: frequency), isTabulated: false)
    return (1...incidences).flatMap { step in
      let cosine = Double(step) / Double(incidences)
      let reflected = surface.specularCoefficients(cosine)
      guard transmission else { return [reflected.te, reflected.tm] }
      let passed = surface.transmission(cosine) ?? .zero
      return [reflected.te, reflected.tm, passed.te, passed.tm]
    }
  }
}

private func power(_ value: Complex<Double>, _ exponent: Int) -> Complex<Double> {
  (1..<max(1, exponent)).reduce(value) { result, _ in result * value }
}
