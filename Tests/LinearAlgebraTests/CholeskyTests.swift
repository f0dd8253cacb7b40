// SPDX-License-Identifier: Apache-2.0

import LinearAlgebra
import TestSupport
import Testing

@Suite("Cholesky factors")
struct CholeskyTests {
  @Test("the factor times its transpose is the matrix")
  func product() throws {
    // Hand-computed: L = [[2, 0, 0], [1, 3, 0], [-1, 2, 1]].
    let matrix: [[Double]] = [[4, 2, -2], [2, 10, 5], [-2, 5, 6]]
    let factor = try CholeskyFactor(order: 3) { matrix[$0][$1] }
    #expect(factor.times([1, 0, 0]) == [2, 1, -1])
    #expect(factor.times([0, 1, 0]) == [0, 3, 2])
    #expect(factor.times([0, 0, 1]) == [0, 0, 1])
  }

  @Test("a matrix that is not positive definite has none", arguments: [1.0, 1.5, .nan])
  func refused(offDiagonal: Double) {
    #expect(throws: LinearAlgebraError.singular) {
      try CholeskyFactor(order: 2) { $0 == $1 ? 1 : offDiagonal }
    }
  }
}
