// SPDX-License-Identifier: Apache-2.0

internal import Channels
internal import Quantities
internal import Spatial
internal import ToyScenes

extension ValidationCase {
  static let closedRoom = ValidationCase(
    name:
      "A closed room has 4 n^2 + 2 paths of order n, 231 up to order 5, with the delays of images",
    oracle: "image lattice of a rectangular room, closed form", tolerance: 1e-20, unit: "s",
    reason: "lengths of 60 m in double precision are good to 1e-14 m, a mirror adds as much"
  ) {
    let (size, source, target) = (
      Vector3(10, 10, 5), Vector3(6.1, 4.3, 1.9), Vector3(3.7, 5.9, 1.2)
    )
    var toy = try ToyScene()
    try toy.add(ToyScene.box(.zero, size), "room", of: "bare-metal")
    toy.link(from: source, to: target)
    let found = try traced(toy.scene(), depth: 5).paths()
    var deviation = 0.0
    for order in 0...5 {
      let delays = found.filter { $0.interactions.count == order }.map(\.state.delay).sorted()
      let exact = imageDelays(of: size, source, target, order: order)
      guard delays.count == exact.count, order == 0 || exact.count == 4 * order * order + 2 else {
        return Comparison(deviation: .infinity)
      }
      for (delay, image) in zip(delays, exact) { deviation = max(deviation, abs(delay - image)) }
    }
    return Comparison(deviation: deviation)
  }

  static let parallelPlates = ValidationCase(
    name: "Between parallel plates there are two paths of each order, with the delays of images",
    oracle: "images at 2 n H + z and 2 n H - z, closed form", tolerance: 1e-20, unit: "s",
    reason: "as for the closed room"
  ) {
    let (height, low, high, distance) = (3.0, 1.1, 2.3, 7.0)
    var toy = try ToyScene()
    for z in [0, height] {
      try toy.add(
        ToyScene.panel(Vector3(-200, -200, z), .unitX * 400, .unitY * 400), "plate\(z)",
        of: "bare-metal")
    }
    toy.link(from: Vector3(0, 0, low), to: Vector3(distance, 0, high))
    let depth = 8
    let found = try traced(toy.scene(), depth: depth).paths().map(\.state.delay).sorted()
    let images = (-depth...depth).map { order -> Double in
      let z =
        order.isMultiple(of: 2) ? Double(order) * height + low : Double(order + 1) * height - low
      return (distance * distance + (z - high) * (z - high)).squareRoot()
    }
    guard found.count == 2 * depth + 1 else { return Comparison(deviation: .infinity) }
    let exact = images.sorted().map { $0 / PhysicalConstants.speedOfLight }
    return Comparison(deviation: zip(found, exact).map { abs($0 - $1) }.max() ?? 0)
  }
}

/// The delays of a rectangular room's images of one order, ascending.
private func imageDelays(
  of size: Vector3, _ source: Vector3, _ target: Vector3, order: Int
) -> [Double] {
  // Along each axis the image of index n lies at n L + x for even n and at (n + 1) L - x for odd n.
  func image(_ index: Int, _ x: Double, _ length: Double) -> Double {
    index.isMultiple(of: 2) ? Double(index) * length + x : Double(index + 1) * length - x
  }
  var delays: [Double] = []
  for i in -order...order {
    for j in -(order - abs(i))...(order - abs(i)) {
      let rest = order - abs(i) - abs(j)
      for k in Set([-rest, rest]) {
        let place = Vector3(
          image(i, source.x, size.x), image(j, source.y, size.y), image(k, source.z, size.z))
        delays.append(place.distance(to: target) / PhysicalConstants.speedOfLight)
      }
    }
  }
  return delays.sorted()
}
