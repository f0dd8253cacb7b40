// SPDX-License-Identifier: Apache-2.0

import LinearAlgebra
import Testing

@Suite("Tridiagonal systems")
struct TridiagonalTests {
  @Test("the second difference of a parabola gives the parabola back")
  func poisson() throws {
    // u(k) = k (n + 1 - k) solves -u(k-1) + 2 u(k) - u(k+1) = 2 with zero ends.
    let count = 50
    let off = [Double](repeating: -1, count: count - 1)
    let solution = try solveTridiagonal(
      lower: off, diagonal: [Double](repeating: 2, count: count), upper: off,
      rightHandSides: [[Double](repeating: 2, count: count), [Double](repeating: 4, count: count)])
    for k in 1...count {
      let exact = Double(k * (count + 1 - k))
      // The condition number is about (n / pi)^2 * 4 = 1000.
      #expect(abs(solution[0][k - 1] - exact) < 1e-9)
      #expect(abs(solution[1][k - 1] - 2 * exact) < 2e-9)
    }
  }

  @Test("a singular system is an error, not a wrong answer")
  func singular() {
    #expect(throws: LinearAlgebraError.singular) {
      try solveTridiagonal(
        lower: [1], diagonal: [1, 1], upper: [1], rightHandSides: [[1, 2]])
    }
  }

  @Test("one equation and no equations are solved too")
  func small() throws {
    #expect(
      try solveTridiagonal(lower: [], diagonal: [4], upper: [], rightHandSides: [[2]]) == [[0.5]])
    #expect(
      try solveTridiagonal(lower: [], diagonal: [], upper: [], rightHandSides: [[]]) == [[]])
  }
}
