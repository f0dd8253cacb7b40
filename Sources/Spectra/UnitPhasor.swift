// SPDX-License-Identifier: Apache-2.0

/// cos(2 pi t) and sin(2 pi t) of eight angles in turns below 2^50, to a few units in the last place.
///
/// Angles in turns are reduced exactly, so that large ones lose nothing beyond their own rounding.
/// After reduction to an eighth of a turn the Taylor series to orders 16 and 17 leave less than 1e-17.
@inline(__always)
func unitPhasors(_ turns: SIMD8<Double>) -> (cosine: SIMD8<Double>, sine: SIMD8<Double>) {
  let fraction = turns - nearestIntegers(turns)
  let quarters = nearestIntegers(fraction * 4)
  let x = (fraction - quarters * 0.25) * (2 * Double.pi)
  let square = x * x
  // Constants in the code itself: an array of them would be asked for at every step.
  var sine = SIMD8<Double>(repeating: 1 / 355_687_428_096_000)
  sine = sine * square - 1 / 1_307_674_368_000
  sine = sine * square + 1 / 6_227_020_800
  sine = sine * square - 1 / 39_916_800
  sine = sine * square + 1 / 362_880
  sine = sine * square - 1 / 5_040
  sine = sine * square + 1 / 120
  sine = sine * square - 1 / 6
  sine = (sine * square + 1) * x
  var cosine = SIMD8<Double>(repeating: 1 / 20_922_789_888_000)
  cosine = cosine * square - 1 / 87_178_291_200
  cosine = cosine * square + 1 / 479_001_600
  cosine = cosine * square - 1 / 3_628_800
  cosine = cosine * square + 1 / 40_320
  cosine = cosine * square - 1 / 720
  cosine = cosine * square + 1 / 24
  cosine = cosine * square - 1 / 2
  cosine = cosine * square + 1
  // Cosine and sine of the quarters themselves are 1, 0, -1 and 0, 1, 0, -1: polynomials through -2 to
  // 2 give them, for choices lane by lane would not be made in vectors.
  let squared = quarters * quarters
  let (seven, one): (Double, Double) = (7.0 / 6, 1.0 / 6)
  let even = 1 - squared * (seven - squared * one)
  let (four, third): (Double, Double) = (4.0 / 3, 1.0 / 3)
  let odd = quarters * (four - squared * third)
  return (even * cosine - odd * sine, even * sine + odd * cosine)
}

/// The integer next to a number below 2^50 in magnitude.
///
/// At 1.5 2^52 numbers are integers, so the sum is rounded to one. Without instructions newer than those
/// every x86-64 has, `rounded` is a call into the C library.
@inline(__always)
func nearestInteger(_ value: Double) -> Double { (value + 0x1.8p52) - 0x1.8p52 }

/// The integers next to eight numbers below 2^50 in magnitude.
@inline(__always)
func nearestIntegers(_ values: SIMD8<Double>) -> SIMD8<Double> {
  (values + 0x1.8p52) - 0x1.8p52
}
