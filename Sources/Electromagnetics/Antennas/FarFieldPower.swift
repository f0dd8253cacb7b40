// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
internal import RealModule

/// Sums over tables of far fields.
package enum FarFieldPower {
  /// The mean over the sphere of the squared magnitude of a field.
  ///
  /// In azimuth the sum over even steps is exact for all harmonics that the table resolves. Even
  /// steps of zenith angle are the nodes of Clenshaw-Curtis quadrature over its cosine (Clenshaw
  /// and Curtis, Numer. Math. 2, 1960), exact for polynomials in it up to the number of steps.
  ///
  /// - Parameters:
  ///   - samples: The field at the points of the table, ring by ring.
  ///   - grid: The points.
  /// - Returns: The mean, in the square of the field's unit.
  package static func mean(
    of samples: [TabulatedField.Sample], on grid: TabulatedField.Grid
  ) -> Double {
    let weights = clenshawCurtisWeights(grid.rings)
    var sum = 0.0
    for ring in 0..<grid.rings {
      let row = samples[(ring * grid.sectors)..<((ring + 1) * grid.sectors)]
      sum += weights[ring] * row.reduce(0) { $0 + $1.power } / Double(grid.sectors)
    }
    return sum / 2
  }

  /// The weights of points whose angles are even steps from 0 to pi, over the cosine.
  private static func clenshawCurtisWeights(_ count: Int) -> [Double] {
    let steps = count - 1
    return (0...steps).map { index in
      let angle = 2 * .pi * Double(index) / Double(steps)
      var sum = 1.0
      for order in 1...(steps / 2) {
        let isLast = 2 * order == steps
        let term = Double.cos(Double(order) * angle) / Double(4 * order * order - 1)
        sum -= isLast ? term : 2 * term
      }
      let isEnd = index == 0 || index == steps
      return (isEnd ? 1 : 2) / Double(steps) * sum
    }
  }
}

extension TabulatedField.Sample {
  /// The squared magnitude of the field.
  package var power: Double { theta.lengthSquared + phi.lengthSquared }
}
