// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
internal import RealModule

/// The monostatic radar cross-section of a metal plate that faces the radar.
///
/// It is Kirchhoff's integral summed over squares of 1 mm; at 1 m and 79 GHz such a square turns the
/// phase by 0.08 rad at the edge of a plate of 10 cm.
///
/// - Parameters:
///   - side: The side of the square plate in metres.
///   - range: How far its middle is from the radar in metres.
///   - wavelength: The wavelength in metres.
/// - Returns: The cross-section in square metres.
package func summedCrossSection(
  ofPlate side: Double, range: Double, wavelength: Double
) -> Double {
  let count = Int((side / 1e-3).rounded())
  let step = side / Double(count)
  var sum = Complex<Double>.zero
  for row in 0..<count {
    for column in 0..<count {
      let y = (Double(column) + 0.5) * step - side / 2
      let z = (Double(row) + 0.5) * step - side / 2
      let distance = (range * range + y * y + z * z).squareRoot()
      let turns = 2 * (distance - range) / wavelength
      sum += Complex(
        length: Double.pow(range / distance, 3) * step * step,
        phase: -2 * .pi * (turns - turns.rounded()))
    }
  }
  return sum.lengthSquared * 4 * .pi / (wavelength * wavelength)
}
