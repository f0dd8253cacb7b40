// SPDX-License-Identifier: Apache-2.0

/// cos(2 pi t) and sin(2 pi t) of eight angles in turns, to a few units in the last place.
///
/// Angles in turns are reduced exactly, so that large ones lose nothing beyond their own rounding.
/// After reduction to an eighth of a turn the Taylor series to order 17 leave less than 1e-17.
@inline(__always)
func unitPhasors(_ turns: SIMD8<Double>) -> (cosine: SIMD8<Double>, sine: SIMD8<Double>) {
  let fraction = turns - turns.rounded(.toNearestOrEven)
  let quarters = (fraction * 4).rounded(.toNearestOrEven)
  let x = (fraction - quarters * 0.25) * (2 * Double.pi)
  let square = x * x
  var sine = SIMD8<Double>(repeating: sineSeries[0])
  for index in 1..<sineSeries.count { sine = sine * square + sineSeries[index] }
  sine *= x
  var cosine = SIMD8<Double>(repeating: cosineSeries[0])
  for index in 1..<cosineSeries.count { cosine = cosine * square + cosineSeries[index] }
  // An odd number of quarters swaps the two; quarters 1 and 2 turn the cosine's sign, 2
  // and -1 the sine's.
  let isOdd = (quarters .== 1) .| (quarters .== -1)
  let isHalf = (quarters .== 2) .| (quarters .== -2)
  let (straightCosine, straightSine) = (cosine, sine)
  cosine.replace(with: straightSine, where: isOdd)
  sine.replace(with: straightCosine, where: isOdd)
  cosine.replace(with: -cosine, where: isHalf .| (quarters .== 1))
  sine.replace(with: -sine, where: isHalf .| (quarters .== -1))
  return (cosine, sine)
}

/// (-1)^k / (2 k + 1)!, from the highest order down.
private let sineSeries = taylor(from: 1)

/// (-1)^k / (2 k)!, from the highest order down.
private let cosineSeries = taylor(from: 0)

private func taylor(from first: Int) -> [Double] {
  var terms: [Double] = []
  var factorial = 1.0
  for order in 0...17 {
    if order > 0 { factorial *= Double(order) }
    guard order % 2 == first else { continue }
    terms.append((order / 2).isMultiple(of: 2) ? 1 / factorial : -1 / factorial)
  }
  return terms.reversed()
}
