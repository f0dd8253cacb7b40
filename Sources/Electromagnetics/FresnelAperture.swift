// SPDX-License-Identifier: Apache-2.0

package import ComplexModule
internal import RealModule

/// An opening through which a wave passes, or a mirror of finite size.
///
/// It is seen along the path through its middle. Lengths across the path are scaled by
/// sqrt(2 L / (lambda s (L - s))), so that the wave's phase grows as pi/2 of their square (L is the
/// length of the path, s the distance from its start).
package struct FresnelAperture: Sendable {
  /// Edges near the path, (U, V) of start and end, with the opening on their left.
  package var edges: [SIMD4<Double>]

  /// What lies right around the path.
  private let centre: Centre

  private enum Centre: Sendable {
    case uniform(isOpen: Bool)
    case byDirection(@Sendable (SIMD2<Double>) -> Bool)
  }

  /// Creates an opening whose edges all keep away from the path.
  ///
  /// - Parameters:
  ///   - edges: Edges near the path.
  ///   - isOpenAtCentre: Whether the path itself passes.
  package init(edges: [SIMD4<Double>], isOpenAtCentre: Bool) {
    self.edges = edges
    centre = .uniform(isOpen: isOpenAtCentre)
  }

  /// Creates an opening one of whose edges the path may run in.
  ///
  /// - Parameters:
  ///   - edges: Edges near the path.
  ///   - isOpenAtCentre: Whether the opening reaches right up to the path in a direction, given as a
  ///     unit vector.
  package init(
    edges: [SIMD4<Double>], isOpenAtCentre: @escaping @Sendable (SIMD2<Double>) -> Bool
  ) {
    self.edges = edges
    centre = .byDirection(isOpenAtCentre)
  }

  /// Whether the opening reaches right up to the path in a direction.
  fileprivate func isOpen(towards direction: SIMD2<Double>) -> Bool {
    switch centre {
    case .uniform(let isOpen): isOpen
    case .byDirection(let isOpen): isOpen(direction)
    }
  }

  /// Whether it is open, or closed, as far as counts; nil where there are edges.
  fileprivate var isOpenEverywhere: Bool? {
    guard edges.isEmpty, case .uniform(let isOpen) = centre else { return nil }
    return isOpen
  }

  /// Beyond this distance from the path edges no longer count.
  package static let reach = 12.0

  /// What lies on one side of a straight line.
  ///
  /// - Parameters:
  ///   - distance: How far the path is from the line, positive where it lies in the opening.
  ///   - direction: The unit vector across the line into the opening.
  package init(halfPlaneAround distance: Double, towards direction: SIMD2<Double>) {
    let foot = direction * -distance
    // Far beyond what counts, so that the ends of the line do not matter.
    let along = SIMD2(direction.y, -direction.x) * 1e6
    let (start, end) = (foot - along, foot + along)
    let edges = [SIMD4(start.x, start.y, end.x, end.y)]
    if abs(distance) < 1e-9 {
      self.init(edges: edges) { ray in (ray * direction).sum() > 0 }
    } else {
      self.init(edges: edges, isOpenAtCentre: distance > 0)
    }
  }
}

/// The field behind openings in series, relative to no obstacle.
///
/// It is the Kirchhoff integral F = (j/2) integral of e^(-j pi/2 (U^2 + V^2)) over what all of
/// them leave open. In polar coordinates the radial integral is elementary: F = 1/(2 pi) integral
/// over the angle of the sum over open stretches of e^(-j pi/2 a^2) - e^(-j pi/2 b^2). What lies
/// far from the path only makes ripples of 1 / (pi U sqrt 2); it is faded out around U = 8, which
/// leaves an error below 3 %.
///
/// Physics primer, eq. 16.
///
/// - Parameter apertures: The openings, each in the scale of its own place along the path.
/// - Returns: One for no openings; one half for a path that grazes a straight edge.
package func apertureFactor(_ apertures: [FresnelAperture]) -> Complex<Double> {
  let bounded = apertures.filter { $0.isOpenEverywhere == nil }
  guard apertures.allSatisfy({ $0.isOpenEverywhere ?? true }) else { return .zero }
  guard let first = bounded.first else { return .one }
  let sum = bounded.count == 1 ? first.angularSum : RadialSums(of: bounded).total
  return sum / Complex(Double(directions.count))
}

/// The directions over which the integral over the angle is a mean.
private let directions = (0..<720).map { step in
  let phi = 2 * Double.pi * (Double(step) + 0.5) / 720
  return SIMD2(Double.cos(phi), Double.sin(phi))
}

/// e^(-j pi/2 rho^2), faded out far from the path, for the square of a radius.
private func boundaryTerm(squaredRadius square: Double) -> Complex<Double> {
  let faded = square / 64
  return Complex(length: Double.exp(-faded * faded * faded), phase: -Double.pi / 2 * square)
}

extension FresnelAperture {
  /// The sum over all directions, edge by edge: with one opening each crossing of an edge opens or
  /// closes it, so that none needs to know of the others.
  fileprivate var angularSum: Complex<Double> {
    let open =
      switch centre {
      case .uniform(let isOpen): isOpen ? directions.count : 0
      case .byDirection(let isOpen): directions.count(where: isOpen)
      }
    return edges.reduce(Complex(Double(open))) { $0 + Self.angularSum(across: $1) }
  }

  /// The sum over the directions that cross an edge.
  private static func angularSum(across edge: SIMD4<Double>) -> Complex<Double> {
    let along = SIMD2(edge.z - edge.x, edge.w - edge.y)
    let turn = edge.x * edge.w - edge.y * edge.z
    let length = (along * along).sum().squareRoot()
    guard turn != 0, length > 0 else { return .zero }
    // Half-open in the order of angles, so that a corner counts once.
    func position(_ x: Double, _ y: Double) -> Int {
      let steps = Double.atan2(y: y, x: x) / (2 * .pi) * Double(directions.count)
      return Int((steps - 0.5).rounded(.up))
    }
    let (start, end) = (position(edge.x, edge.y), position(edge.z, edge.w))
    let (first, next) = turn > 0 ? (start, end) : (end, start)
    let last = next >= first ? next : next + directions.count
    let normal = SIMD2(along.y, -along.x) / length
    let squaredDistance = (turn / length) * (turn / length)
    var sum = Complex<Double>.zero
    for step in first..<last {
      let direction = directions[step < 0 ? step + directions.count : step % directions.count]
      let slope = (normal * direction).sum()
      let square = squaredDistance / (slope * slope)
      guard square > nearest * nearest, square < reach * reach else { continue }
      sum += boundaryTerm(squaredRadius: square)
    }
    // With the opening on the left, an edge that runs to the left is left through.
    return turn > 0 ? -sum : sum
  }

  /// Nearer edges are taken as right in the path.
  fileprivate static let nearest = 1e-9
}

/// The sums over what openings in series leave open along each direction.
private struct RadialSums {
  private let apertures: [FresnelAperture]

  /// Where a ray from the centre crosses an edge of an opening, and which way: -1 where it leaves the
  /// opening and +1 where it enters.
  private struct Crossing {
    var squaredRadius: Double
    var aperture: Int
    var change: Int
  }

  init(of apertures: [FresnelAperture]) { self.apertures = apertures }

  /// The sum over all directions.
  var total: Complex<Double> {
    var crossings: [Crossing] = []
    var windings = [Int](repeating: 0, count: apertures.count)
    return directions.reduce(Complex<Double>.zero) { sum, direction in
      crossings.removeAll(keepingCapacity: true)
      for (index, aperture) in apertures.enumerated() {
        windings[index] = aperture.isOpen(towards: direction) ? 1 : 0
        for edge in aperture.edges { append(edge, of: index, along: direction, to: &crossings) }
      }
      return sum + Self.sum(over: &crossings, &windings)
    }
  }

  /// The sum over the open stretches along one direction.
  private static func sum(
    over crossings: inout [Crossing], _ windings: inout [Int]
  ) -> Complex<Double> {
    if crossings.count > 1 { crossings.sort { $0.squaredRadius < $1.squaredRadius } }
    var closed = windings.count { $0 == 0 }
    var sum = closed == 0 ? Complex<Double>.one : .zero
    for crossing in crossings {
      let wasOpen = closed == 0
      let before = windings[crossing.aperture]
      windings[crossing.aperture] = before + crossing.change
      if before <= 0, windings[crossing.aperture] > 0 { closed -= 1 }
      if before > 0, windings[crossing.aperture] <= 0 { closed += 1 }
      guard wasOpen != (closed == 0) else { continue }
      let term = boundaryTerm(squaredRadius: crossing.squaredRadius)
      sum += wasOpen ? -term : term
    }
    return sum
  }

  /// Appends the crossing of an edge by the ray from the centre, if there is one that counts.
  @inline(__always)
  private func append(
    _ edge: SIMD4<Double>, of aperture: Int, along direction: SIMD2<Double>,
    to crossings: inout [Crossing]
  ) {
    // The sides of the edge's ends relative to the ray.
    let start = direction.x * edge.y - direction.y * edge.x
    let end = direction.x * edge.w - direction.y * edge.z
    // Half-open, so that a corner counts once.
    guard (start <= 0) != (end <= 0) else { return }
    let share = start / (start - end)
    let radius =
      direction.x * (edge.x + share * (edge.z - edge.x))
      + direction.y * (edge.y + share * (edge.w - edge.y))
    guard radius > FresnelAperture.nearest, radius < FresnelAperture.reach else { return }
    // With the opening on the left, an edge that runs to the left of the ray is left through.
    crossings.append(
      Crossing(squaredRadius: radius * radius, aperture: aperture, change: end > start ? -1 : 1))
  }
}
