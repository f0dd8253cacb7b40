// SPDX-License-Identifier: Apache-2.0

import ComplexModule
import LinearAlgebra
import TestSupport
import Testing

@Suite("Hermitian matrices")
struct HermitianTests {
  private var matrix: HermitianMatrix {
    var matrix = HermitianMatrix(order: 3)
    matrix.add([Complex(1, 0), Complex(0, 2), Complex(-1, 1)])
    matrix.add([Complex(0, 1), Complex(3, -1), Complex(0.5, 0)])
    matrix.add([Complex(2, 0), Complex(0, 0), Complex(1, 1)], weight: 0.5)
    return matrix
  }

  @Test("a matrix is the sum of its eigenvectors' products, each times its eigenvalue")
  func eigen() throws {
    let (values, vectors) = try matrix.eigen()
    #expect(values == values.sorted())
    for row in 0..<3 {
      for column in 0..<3 {
        let sum = zip(values, vectors).reduce(Complex<Double>.zero) {
          $0 + $1.1[row] * $1.1[column].conjugate * Complex($1.0)
        }
        // Double precision, values up to 15.
        #expect((sum - matrix[row, column]).length < 1e-13)
      }
    }
  }

  @Test("a matrix times its inverse is the identity")
  func inverse() throws {
    let inverse = try matrix.inverse()
    for row in 0..<3 {
      for column in 0..<3 {
        let product = (0..<3).reduce(Complex<Double>.zero) {
          $0 + matrix[row, $1] * inverse[$1, column]
        }
        // The condition number is about a hundred.
        #expect((product - (row == column ? .one : .zero)).length < 1e-12)
      }
    }
  }

  @Test("what is not positive definite or holds no numbers is refused")
  func refused() {
    #expect(throws: LinearAlgebraError.singular) { try HermitianMatrix(order: 2).inverse() }
    var broken = HermitianMatrix(order: 2)
    broken[0, 0] = Complex(.nan, 0)
    #expect(throws: LinearAlgebraError.singular) { try broken.eigen() }
  }

  @Test(
    "many threads invert at once as one does (a deadlock of OpenBLAS's own threads, regression)")
  func manyThreads() async throws {
    // Large enough for OpenBLAS to share the work, were it let.
    var large = HermitianMatrix(order: 160)
    for row in 0..<160 { large[row, row] = Complex(2 + Double(row), 0) }
    large.add((0..<160).map { Complex(1, Double($0) / 160) })
    let (matrix, alone) = (large, try large.inverse())
    let all = try await withThrowingTaskGroup(of: HermitianMatrix.self) { group in
      for _ in 0..<64 { group.addTask { try matrix.inverse() } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(all.count == 64 && all.allSatisfy { $0 == alone })
  }
}
