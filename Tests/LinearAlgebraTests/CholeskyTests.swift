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

  @Test("whitening, and whitening back, solve with the factor and its transpose")
  func solved() throws {
    let matrix: [[Double]] = [[4, 2, -2], [2, 10, 5], [-2, 5, 6]]
    let factor = try CholeskyFactor(order: 3) { matrix[$0][$1] }
    // L (1, 2, 3) = (2, 7, 6) and A (1, 2, 3) = (2, 37, 26), by hand.
    #expect(factor.whitened([2, 7, 6]) == [1, 2, 3])
    let solution = factor.transposedInverse(times: factor.whitened([2, 37, 26]))
    for (found, exact) in zip(solution, [1.0, 2, 3]) {
      #expect(isClose(found, exact, within: 1e-12))
    }
  }

  @Test("of two variables that are the same the second one keeps a share of its variance")
  func kept() {
    let factor = CholeskyFactor(order: 2, keeping: 1e-4) { _, _ in 4 }
    // L = [[2, 0], [2, sqrt(4e-4)]].
    #expect(factor.times([1, 0]) == [2, 2])
    #expect(factor.times([0, 1]) == [0, 0.02])
  }

  @Test("a matrix that is not positive definite has none", arguments: [1.0, 1.5, .nan])
  func refused(offDiagonal: Double) {
    #expect(throws: LinearAlgebraError.singular) {
      try CholeskyFactor(order: 2) { $0 == $1 ? 1 : offDiagonal }
    }
  }
}
