// SPDX-License-Identifier: Apache-2.0

package import ComplexModule
internal import RealModule
package import Spatial

/// A flat rectangular mirror in space, with the field that Kirchhoff's integral gives it.
package struct RectangularPlate: Sendable {
  private let centre: Vector3

  /// From the centre to the middles of two neighbouring edges, in metres.
  private let halves: (across: Vector3, upward: Vector3)

  /// A plate.
  ///
  /// - Parameters:
  ///   - centre: Its middle.
  ///   - across: One edge, from corner to corner, in metres.
  ///   - upward: The other one.
  package init(centre: Vector3, across: Vector3, upward: Vector3) {
    self.centre = centre
    halves = (across / 2, upward / 2)
  }

  /// Nodes and weights of Gauss and Legendre's five-point rule on [-1, 1].
  private static let rule = [
    (-0.906_179_845_938_664, 0.236_926_885_056_189_1),
    (-0.538_469_310_105_683_1, 0.478_628_670_499_366_5), (0, 0.568_888_888_888_888_9),
    (0.538_469_310_105_683_1, 0.478_628_670_499_366_5),
    (0.906_179_845_938_664, 0.236_926_885_056_189_1),
  ]

  /// The nodes and weights on [-1, 1] of so many panels.
  private static func nodes(panels: Int) -> [(Double, Double)] {
    let half = 1 / Double(panels)
    var nodes: [(Double, Double)] = []
    for panel in 0..<panels {
      let middle = Double(2 * panel + 1) * half - 1
      for (node, weight) in rule { nodes.append((middle + node * half, weight * half)) }
    }
    return nodes
  }

  /// The field at the receiver relative to e^(-j k L) / L, without the coefficient of reflection.
  ///
  /// It is j k L / (4 pi) times the integral of (cos(theta_i) + cos(theta_s)) / (r_i r_s)
  /// e^(-j k (r_i + r_s - L)) over the plate, one for a plate without bounds and L the way over it.
  ///
  /// - Parameters:
  ///   - source: Where the wave comes from.
  ///   - receiver: Where it goes.
  ///   - wavenumber: 2 pi over the wavelength, in radians per metre.
  ///   - length: L in metres.
  ///   - panels: Into how many panels of five nodes each edge is cut.
  /// - Returns: The field.
  package func field(
    from source: Vector3, to receiver: Vector3, wavenumber: Double, length: Double, panels: Int
  ) -> Complex<Double> {
    let normal = halves.across.cross(halves.upward).normalized
    let nodes = Self.nodes(panels: panels)
    var sum = Complex<Double>.zero
    for (x, across) in nodes {
      for (y, upward) in nodes {
        let point = centre + halves.across * x + halves.upward * y
        let (incoming, outgoing) = (point - source, receiver - point)
        let (near, far) = (incoming.length, outgoing.length)
        let cosines = abs(incoming.dot(normal)) / near + abs(outgoing.dot(normal)) / far
        sum += Complex(
          length: across * upward * cosines / (near * far),
          phase: -wavenumber * (near + far - length))
      }
    }
    let area = halves.across.cross(halves.upward).length
    return sum * Complex(0, wavenumber * length * area / (4 * .pi))
  }
}
