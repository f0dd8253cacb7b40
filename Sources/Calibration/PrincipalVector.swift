// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
internal import LinearAlgebra
internal import RealModule

/// What several vectors have in common most: the eigenvector of sum x x^H with the largest eigenvalue.
struct PrincipalVector {
  /// Of unit length; its phase is that of the strongest vector.
  let direction: [Complex<Double>]

  /// The eigenvalue: the power that lies along the direction.
  let power: Double

  /// Gives nil where none has power, or the eigenvalues cannot be found.
  ///
  /// - Parameter vectors: As long as each other.
  init?(of vectors: [[Complex<Double>]]) {
    guard let strongest = vectors.max(by: { inner($0, $0).real < inner($1, $1).real }),
      inner(strongest, strongest).real > 0
    else { return nil }
    var sum = HermitianMatrix(order: strongest.count)
    for vector in vectors { sum.add(vector) }
    guard let (values, columns) = try? sum.eigen(), let power = values.last,
      let direction = columns.last
    else { return nil }
    let turn = Complex<Double>(length: 1, phase: inner(direction, strongest).phase)
    self.power = power
    self.direction = direction.map { $0 * turn }
  }
}

/// sum conj(a) b.
func inner(_ left: [Complex<Double>], _ right: [Complex<Double>]) -> Complex<Double> {
  zip(left, right).reduce(.zero) { $0 + $1.0.conjugate * $1.1 }
}
