// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
internal import InputDocuments
internal import RealModule

/// Complex taps over delay as samples over frequency.
struct TapSpectrum {
  /// The frequencies around that of the carrier, in hertz.
  let axis: EvenAxis

  /// What turns: exp(-j 2 pi m / count).
  private let roots: [Complex<Double>]

  /// How many taps of zero come before the first one.
  private let lead: Int

  /// By what part of a tap's distance the first one lies behind the last of those.
  private let rest: Double

  /// A transform takes as many steps as the square of its taps.
  private static let most = 16384

  /// - Parameters:
  ///   - delays: Of the taps, in seconds.
  ///   - file: Where they are from, for messages.
  /// - Throws: `InputError` for delays below zero, and for more taps than are transformed.
  init(_ delays: EvenAxis, file: String) throws(InputError) {
    // Tables round their delays.
    guard delays.first > -0.01 * delays.step else {
      throw InputError(
        file: file, "the delays of the taps begin below zero; count them from a later instant")
    }
    let offset = max(0, delays.first / delays.step)
    let whole = (offset + 0.01).rounded(.down)
    guard whole + Double(delays.count) <= Double(Self.most) else {
      throw InputError(
        file: file,
        "taps up to the delay number \(Int(whole) + delays.count) are more than the \(Self.most) that"
          + " are transformed; cut the table, or count delays from the first path")
    }
    (lead, rest) = (Int(whole), offset - whole)
    let count = lead + delays.count
    let step = 1 / (Double(count) * delays.step)
    axis = EvenAxis(first: -Double(count / 2) * step, step: step, count: count)
    roots = (0..<count).map {
      Complex(length: 1, phase: -2 * .pi * Double($0) / Double(count))
    }
  }

  /// The transfer function H(f_c + k F) = sum of h_n exp(-j 2 pi k F tau_n) of taps h_n at the carrier f_c.
  func callAsFunction(_ taps: [Complex<Double>]) -> [Complex<Double>] {
    let count = axis.count
    return (0..<count).map { index in
      let k = index - count / 2
      let turns = k < 0 ? k + count : k
      var sum = Complex<Double>.zero
      for (number, tap) in taps.enumerated() where tap != .zero {
        sum += tap * roots[turns * (lead + number) % count]
      }
      return sum * Complex(length: 1, phase: -2 * .pi * Double(k) * rest / Double(count))
    }
  }
}
