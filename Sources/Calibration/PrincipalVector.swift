// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
internal import RealModule

/// What several vectors have in common most: the eigenvector of sum x x^H with the largest eigenvalue.
struct PrincipalVector {
  /// Of unit length; its phase is that of the strongest vector.
  let direction: [Complex<Double>]

  /// The eigenvalue: the power that lies along the direction.
  let power: Double

  /// At most so many steps of the power method; vectors of which one dominates need few.
  private static let steps = 100

  /// Gives nil where none has power.
  ///
  /// - Parameter vectors: As long as each other.
  init?(of vectors: [[Complex<Double>]]) {
    let strongest = vectors.max { squaredLength($0) < squaredLength($1) } ?? []
    guard var direction = unit(strongest) else { return nil }
    for _ in 0..<Self.steps {
      var next = [Complex<Double>](repeating: .zero, count: direction.count)
      for vector in vectors {
        let share = inner(vector, direction)
        for index in next.indices where index < vector.count {
          next[index] += vector[index] * share
        }
      }
      guard let better = unit(next) else { return nil }
      let change = 1 - inner(better, direction).length
      direction = better
      if change < 1e-15 { break }
    }
    self.direction = direction
    power = vectors.reduce(0) { $0 + inner($1, direction).lengthSquared }
  }
}

/// sum conj(a) b.
func inner(_ left: [Complex<Double>], _ right: [Complex<Double>]) -> Complex<Double> {
  zip(left, right).reduce(.zero) { $0 + $1.0.conjugate * $1.1 }
}

private func squaredLength(_ vector: [Complex<Double>]) -> Double {
  vector.reduce(0) { $0 + $1.lengthSquared }
}

private func unit(_ vector: [Complex<Double>]) -> [Complex<Double>]? {
  let length = squaredLength(vector).squareRoot()
  guard length > 0, length.isFinite else { return nil }
  return vector.map { $0 / Complex(length) }
}
