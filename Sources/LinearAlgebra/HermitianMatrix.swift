// SPDX-License-Identifier: Apache-2.0

internal import COpenBLAS
package import ComplexModule

/// Keeps LAPACK to the thread that calls it, from its first use on.
private let singleThreaded: Void = openblas_set_num_threads(1)

/// A complex matrix that equals its conjugate transpose, such as a covariance.
package struct HermitianMatrix: Hashable, Sendable {
  package let order: Int

  /// Column by column; only the lower triangle is looked at.
  package private(set) var values: [Complex<Double>]

  /// A matrix of zeros.
  package init(order: Int) {
    precondition(order > 0, "a matrix without rows")
    self.order = order
    values = [Complex<Double>](repeating: .zero, count: order * order)
  }

  package subscript(row: Int, column: Int) -> Complex<Double> {
    get { values[column * order + row] }
    set { values[column * order + row] = newValue }
  }

  /// Adds x x^H times a weight.
  package mutating func add(_ vector: [Complex<Double>], weight: Double = 1) {
    precondition(vector.count == order)
    for column in 0..<order {
      let factor = vector[column].conjugate * Complex(weight)
      for row in 0..<order { values[column * order + row] += vector[row] * factor }
    }
  }

  /// The sum of the diagonal.
  package var trace: Double { (0..<order).reduce(0) { $0 + self[$1, $1].real } }

  /// Eigenvalues in ascending order with their unit eigenvectors (LAPACK's zheevd).
  ///
  /// - Returns: The values, and a vector for each of them.
  /// - Throws: `LinearAlgebraError.singular` when the iteration does not converge, as with values
  ///   that are no numbers.
  package func eigen() throws(LinearAlgebraError) -> (
    values: [Double], vectors: [[Complex<Double>]]
  ) {
    _ = singleThreaded
    guard values.allSatisfy(\.isFinite) else { throw .singular }
    var eigenvalues = [Double](repeating: 0, count: order)
    var storage = values.flatMap { [$0.real, $0.imaginary] }
    guard unsafe rftwin_zheevd(Int32(order), &storage, &eigenvalues) == 0 else { throw .singular }
    let vectors = (0..<order).map { column in
      (0..<order).map { complex(storage, $0, column) }
    }
    return (eigenvalues, vectors)
  }

  /// The inverse of a positive definite matrix (LAPACK's zpotrf and zpotri).
  ///
  /// - Throws: `LinearAlgebraError.singular` when the matrix is not positive definite.
  package func inverse() throws(LinearAlgebraError) -> HermitianMatrix {
    _ = singleThreaded
    var storage = values.flatMap { [$0.real, $0.imaginary] }
    guard unsafe rftwin_zpoinv(Int32(order), &storage) == 0 else { throw .singular }
    var inverse = HermitianMatrix(order: order)
    for column in 0..<order {
      for row in column..<order {
        inverse[row, column] = complex(storage, row, column)
        inverse[column, row] = inverse[row, column].conjugate
      }
    }
    return inverse
  }

  /// A value among pairs of real and imaginary parts.
  private func complex(_ storage: [Double], _ row: Int, _ column: Int) -> Complex<Double> {
    let place = 2 * (column * order + row)
    return Complex(storage[place], storage[place + 1])
  }

  /// x^H A x, which is real.
  package func form(_ vector: [Complex<Double>]) -> Double {
    precondition(vector.count == order)
    var sum = 0.0
    for column in 0..<order {
      var product = Complex<Double>.zero
      for row in 0..<order { product += vector[row].conjugate * self[row, column] }
      sum += (product * vector[column]).real
    }
    return sum
  }
}
