// SPDX-License-Identifier: Apache-2.0

internal import RealModule

/// A window that tapers a finite record before its Fourier transform.
package enum Window: String, Sendable, CaseIterable {
  case rectangular
  case hann
  case hamming
  case blackman
  case blackmanHarris = "blackman-harris"
  case chebyshev80 = "chebyshev-80"

  /// The weights of a record of `count` samples.
  ///
  /// Cosine sums are periodic, as spectral analysis wants them, and those of Harris (Proc. IEEE 66,
  /// 1978); "blackman-harris" is his minimum 4-term window with sidelobes of -92 dB.
  package func weights(_ count: Int) -> [Double] {
    guard count > 1 else { return [Double](repeating: 1, count: max(0, count)) }
    switch self {
    case .rectangular: return [Double](repeating: 1, count: count)
    case .hann: return cosineSum([0.5, 0.5], count)
    case .hamming: return cosineSum([0.54, 0.46], count)
    case .blackman: return cosineSum([0.42, 0.5, 0.08], count)
    case .blackmanHarris: return cosineSum([0.358_75, 0.488_29, 0.141_28, 0.011_68], count)
    case .chebyshev80: return dolphChebyshev(count, sidelobe: 80)
    }
  }
}

/// What a window costs and buys.
///
/// Physics primer, eq. 47.
package struct WindowFigures: Sendable {
  /// The mean weight, which a tone's amplitude is multiplied with.
  package let coherentGain: Double

  /// The equivalent noise bandwidth in bins.
  package let noiseBandwidth: Double

  /// How many neighbouring bins hold as much as one independent sample of noise, one or more.
  ///
  /// The mean of K powers of white noise fluctuates like that of K over this number independent ones.
  /// It is the sum of the squared correlations of a bin with all others, N sum w^4 / (sum w^2)^2 by
  /// Parseval's theorem.
  ///
  /// Physics primer, eq. 62.
  package let binsPerSample: Double

  /// Computes the figures of some weights.
  package init(_ weights: [Double]) {
    let sum = weights.reduce(0, +)
    let squares = weights.reduce(0) { $0 + $1 * $1 }
    let fourths = weights.reduce(0) { $0 + $1 * $1 * $1 * $1 }
    binsPerSample = Double(weights.count) * fourths / (squares * squares)
    coherentGain = sum / Double(weights.count)
    noiseBandwidth = Double(weights.count) * squares / (sum * sum)
  }
}

/// sum_k (-1)^k a_k cos(2 pi k n / N).
private func cosineSum(_ coefficients: [Double], _ count: Int) -> [Double] {
  (0..<count).map { sample in
    var value = 0.0
    for (order, coefficient) in coefficients.enumerated() {
      let sign: Double = order.isMultiple(of: 2) ? 1 : -1
      let phase = 2 * Double.pi * Double(order * sample) / Double(count)
      value += sign * coefficient * Double.cos(phase)
    }
    return value
  }
}

/// The Dolph-Chebyshev window with a maximum of one, symmetric, from its samples in frequency.
///
/// Harris 1978, eq. 40. A periodic one would lose its last sample and with it the
/// evenness of its sidelobes.
private func dolphChebyshev(_ count: Int, sidelobe decibels: Double) -> [Double] {
  let order = count - 1
  let beta = Double.cosh(Double.acosh(Double.pow(10, decibels / 20)) / Double(order))
  let spectrum = (0..<count).map { bin -> Double in
    let x = beta * Double.cos(.pi * Double(bin) / Double(count))
    if x > 1 { return Double.cosh(Double(order) * Double.acosh(x)) }
    let sign: Double = order.isMultiple(of: 2) ? 1 : -1
    if x < -1 { return sign * Double.cosh(Double(order) * Double.acosh(-x)) }
    return Double.cos(Double(order) * Double.acos(x))
  }
  let middle = Double(order) / 2
  let weights = (0..<count).map { sample -> Double in
    // The spectrum is real and (anti)symmetric, so the inverse transform is a sum of cosines.
    var value = 0.0
    for bin in 0..<count {
      let phase = 2 * Double.pi * Double(bin) * (Double(sample) - middle) / Double(count)
      value += spectrum[bin] * Double.cos(phase)
    }
    return value
  }
  let peak = weights.max() ?? 1
  return weights.map { $0 / peak }
}
