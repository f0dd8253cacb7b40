// SPDX-License-Identifier: Apache-2.0

internal import RealModule

/// The area under the normal density in 128 layers of equal size: most numbers take one uniform one and a
/// comparison.
///
/// Sources: Marsaglia and Tsang, "The ziggurat method for generating random variables", J. Stat. Soft. 5,
/// 2000; Doornik, "An improved ziggurat method to generate normal random samples", 2005, whose layers
/// and numbers are independent.
package struct NormalLayers: Sendable {
  package static let shared = NormalLayers()

  private static let count = 128

  /// Where the lowest layer ends and the tail begins.
  private static let tail = 3.442_619_855_899

  /// The area of each layer.
  private static let area = 9.912_563_035_262_17e-3

  /// How far each layer reaches, and the share of it that lies under the density throughout.
  private let edges: [Double]
  private let shares: [Double]

  private init() {
    func density(_ x: Double) -> Double { Double.exp(-x * x / 2) }
    var edges = [Self.area / density(Self.tail), Self.tail]
    while edges.count < Self.count {
      let last = edges[edges.count - 1]
      edges.append((-2 * Double.log(Self.area / last + density(last))).squareRoot())
    }
    edges.append(0)
    self.edges = edges
    shares = (0..<Self.count).map { edges[$0 + 1] / edges[$0] }
  }

  /// A standard normal number.
  @inline(__always)
  package func number(from stream: inout some RandomNumberGenerator) -> Double {
    let bits = stream.next()
    // Seven bits choose the layer, 53 others the place in it, from -1 to 1.
    let layer = Int(bits & 127)
    let place = Double(Int64(bitPattern: bits) >> 11) * 0x1p-52
    return abs(place) < shares[layer]
      ? place * edges[layer] : rejected(layer, place, from: &stream)
  }

  /// A number from the rest of a layer, which lies under the density in part.
  @inline(never)
  private func rejected(
    _ first: Int, _ start: Double, from stream: inout some RandomNumberGenerator
  ) -> Double {
    var (layer, place) = (first, start)
    while abs(place) >= shares[layer] {
      if layer == 0 { return place < 0 ? -beyondTail(&stream) : beyondTail(&stream) }
      let x = place * edges[layer]
      let (low, high) = (
        Double.exp((x * x - edges[layer] * edges[layer]) / 2),
        Double.exp((x * x - edges[layer + 1] * edges[layer + 1]) / 2)
      )
      // Both are relative to the density at x.
      if high + stream.uniform() * (low - high) < 1 { return x }
      let bits = stream.next()
      layer = Int(bits & 127)
      place = Double(Int64(bitPattern: bits) >> 11) * 0x1p-52
    }
    return place * edges[layer]
  }

  /// A number from the tail (Marsaglia 1964).
  private func beyondTail(_ stream: inout some RandomNumberGenerator) -> Double {
    while true {
      // 1 - u lies in (0, 1], so the logarithms are finite.
      let x = -Double.log(1 - stream.uniform()) / Self.tail
      let y = -Double.log(1 - stream.uniform())
      if 2 * y > x * x { return Self.tail + x }
    }
  }
}
