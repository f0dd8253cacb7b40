// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
internal import Execution
internal import Spectra

/// Turns real samples of ramps into complex ones that beat at positive frequencies only.
///
/// A tone A cos(w t) becomes A e^(j w t) (Gabor's analytic signal, discrete after Marple, IEEE Trans.
/// Signal Process. 47, 1999), so that its power counts as that of a complex receiver's.
///
/// - Parameters:
///   - values: Rows of samples, of which the real parts count.
///   - width: How many samples a row has.
///   - workers: How many threads to use.
/// - Returns: As many complex samples.
func analyticSignal(
  _ values: [Complex<Double>], width: Int, workers: Workers
) -> [Complex<Double>] {
  workers.mapChunks(values.count / width, chunk: 16) { rows in
    let there = FourierTransform(count: width, direction: .forward)
    let back = FourierTransform(count: width, direction: .backward)
    return rows.flatMap { row in
      let spectrum = there.run { input in
        for index in 0..<width { input[index] = Complex(values[row * width + index].real) }
      } read: { output in
        (0..<width).map { output[$0] }
      }
      return back.run { input in
        for index in 0..<width {
          let isOwnMirror = index == 0 || 2 * index == width
          let weight: Double = isOwnMirror ? 1 : 2 * index < width ? 2 : 0
          input[index] = spectrum[index] * Complex(weight / Double(width))
        }
      } read: { output in
        (0..<width).map { output[$0] }
      }
    }
  }
}
