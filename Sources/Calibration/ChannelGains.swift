// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
internal import RealModule

/// The complex gains of an array's channels relative to their mean.
///
/// Reflector r shows channel k with u_rk = c_r g_k and an error of the variance s_rk^2, the c_r being
/// unknown. Weighted least squares over both, in turns, find g; the weights are those of Gauss and Markov
/// if the variances are right. Where several reflectors disagree by more than these tell, errors grow by
/// the root of chi^2 over its degrees of freedom (Birge, 1932).
///
/// Physics primer, eq. 75.
package struct ChannelGains: Sendable {
  /// Levels relative to the mean of all in dB, and phases relative to theirs in radians.
  package let levels: [Double]
  package let phases: [Double]

  /// Standard errors of the levels in dB and of the phases in radians.
  package let levelErrors: [Double]
  package let phaseErrors: [Double]

  /// By how much reflectors disagree more than is expected, one being what is expected; nil of one
  /// reflector.
  package let disagreement: Double?

  private static let steps = 200

  /// Gives nil without observations, with fewer than two channels, or where a channel is silent.
  ///
  /// - Parameter observations: What each reflector shows, of the same channels.
  package init?(_ observations: [ChannelObservation]) {
    guard let best = observations.max(by: { $0.precision < $1.precision }), best.ratios.count > 1
    else { return nil }
    var gains = best.ratios
    var factors: [Complex<Double>] = []
    for _ in 0..<Self.steps {
      factors = observations.map { $0.factor(gains) }
      let next = gains.indices.map { channel in
        let sums = sums(channel, observations, factors)
        return sums.product / Complex(sums.weight)
      }
      let change = zip(next, gains).reduce(0) { max($0, ($1.0 - $1.1).length) }
      gains = next
      if change < 1e-13 { break }
    }
    guard gains.allSatisfy({ $0.isFinite && $0.length > 1e-6 }) else { return nil }
    var inflation = 1.0
    if observations.count > 1 {
      let squares = zip(observations, factors).reduce(0) { $0 + $1.0.misfit(gains, $1.1) }
      let ratio = squares / Double((observations.count - 1) * (gains.count - 1))
      disagreement = ratio.squareRoot()
      inflation = max(1, ratio)
    } else {
      disagreement = nil
    }
    let squares = gains.indices.map { channel in
      // Half of the variance is in either part of a complex number.
      inflation / sums(channel, observations, factors).weight / gains[channel].lengthSquared / 2
    }
    let count = Double(gains.count)
    let ofMean = squares.reduce(0, +) / (count * count)
    let errors = squares.map { ($0 * (1 - 2 / count) + ofMean).squareRoot() }
    phases = centredPhases(gains)
    let logarithms = gains.map { Double.log($0.length) }
    let middle = logarithms.reduce(0, +) / count
    let decibels = 20 / Double.log(10)
    levels = logarithms.map { ($0 - middle) * decibels }
    levelErrors = errors.map { $0 * decibels }
    phaseErrors = errors
  }
}

/// For a channel sum |c|^2 / s^2 and sum conj(c) u / s^2 over reflectors.
private func sums(
  _ channel: Int, _ observations: [ChannelObservation], _ factors: [Complex<Double>]
) -> (weight: Double, product: Complex<Double>) {
  zip(observations, factors).reduce((0, .zero)) { sums, next in
    let variance = next.0.variances[channel]
    return (
      sums.0 + next.1.lengthSquared / variance,
      sums.1 + next.1.conjugate * next.0.ratios[channel] / Complex(variance)
    )
  }
}

/// Phases in radians around that of the mean phasor, less their mean.
private func centredPhases(_ gains: [Complex<Double>]) -> [Double] {
  let mean = gains.reduce(Complex<Double>.zero) { $0 + $1 / Complex($1.length) }
  let turn = mean.length > 0 ? mean / Complex(mean.length) : .one
  let phases = gains.map { ($0 / turn).phase }
  let middle = phases.reduce(0, +) / Double(phases.count)
  return phases.map { $0 - middle }
}

extension ChannelObservation {
  /// How much it tells of all channels.
  fileprivate var precision: Double { variances.reduce(0) { $0 + 1 / $1 } }

  /// The common factor for given gains, by weighted least squares.
  fileprivate func factor(_ gains: [Complex<Double>]) -> Complex<Double> {
    var (product, weight) = (Complex<Double>.zero, 0.0)
    for channel in gains.indices {
      product += gains[channel].conjugate * ratios[channel] / Complex(variances[channel])
      weight += gains[channel].lengthSquared / variances[channel]
    }
    return product / Complex(weight)
  }

  /// The squares of what gains and a factor do not explain, in units of the variances.
  fileprivate func misfit(_ gains: [Complex<Double>], _ factor: Complex<Double>) -> Double {
    gains.indices.reduce(0) {
      $0 + (ratios[$1] - factor * gains[$1]).lengthSquared / variances[$1]
    }
  }
}
