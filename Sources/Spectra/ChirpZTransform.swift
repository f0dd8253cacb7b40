// SPDX-License-Identifier: Apache-2.0

package import ComplexModule
internal import RealModule

/// A discrete Fourier transform whose bins may be closer or wider than one over its length.
///
/// X_q = sum_p x_p e^(-j 2 pi a (q - N/2) (p - p_0)) for p, q in 0..<N and any real a. By Bluestein's
/// identity (IEEE Trans. Audio Electroacoust. 18, 1970), 2 q p = q^2 + p^2 - (q - p)^2, it is a
/// convolution, computed by three Fourier transforms. One instance serves one thread at a time.
package final class ChirpZTransform {
  private let count: Int
  private let size: Int
  private let forward: FourierTransform
  private let backward: FourierTransform

  /// Prepares transforms of a length.
  ///
  /// - Parameter count: The number N of samples and of bins, at least one.
  package init(count: Int) {
    self.count = count
    size = smoothSize(atLeast: 2 * count)
    forward = FourierTransform(count: size, direction: .forward)
    backward = FourierTransform(count: size, direction: .backward)
  }

  /// Transforms samples.
  ///
  /// - Parameters:
  ///   - samples: N samples.
  ///   - step: a, in turns for each bin and sample; 1 / N makes an ordinary transform.
  ///   - origin: p_0, the sample that phases refer to.
  /// - Returns: N bins, that of zero frequency at N / 2.
  package func callAsFunction(
    _ samples: [Complex<Double>], step: Double, origin: Double
  ) -> [Complex<Double>] {
    precondition(samples.count == count, "\(samples.count) samples for \(count)")
    let half = Double(count / 2)
    func chirp(_ place: Double, _ sign: Double) -> Complex<Double> {
      let turns = step * place * place / 2
      return Complex(length: 1, phase: sign * 2 * .pi * (turns - turns.rounded()))
    }
    let kernel = forward.run { buffer in
      for index in 0..<size { buffer[index] = .zero }
      // q - N/2 - (p - N/2) runs from -(N - 1) to N - 1.
      for lag in 0..<count {
        let value = chirp(Double(lag), 1)
        buffer[lag] = value
        if lag > 0 { buffer[size - lag] = value }
      }
    } read: { spectrum in
      (0..<size).map { spectrum[$0] }
    }
    let product = forward.run { buffer in
      for index in 0..<size { buffer[index] = .zero }
      for index in 0..<count {
        buffer[index] = samples[index] * chirp(Double(index) - half, -1)
      }
    } read: { spectrum in
      (0..<size).map { spectrum[$0] * kernel[$0] }
    }
    return backward.run { buffer in
      for index in 0..<size { buffer[index] = product[index] }
    } read: { result in
      (0..<count).map { bin in
        let place = Double(bin) - half
        let turns = step * place * (origin - half)
        let turned = Complex(
          length: 1 / Double(size), phase: 2 * .pi * (turns - turns.rounded()))
        return result[bin] * chirp(place, -1) * turned
      }
    }
  }
}
