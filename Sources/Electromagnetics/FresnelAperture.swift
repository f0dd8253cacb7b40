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

  /// Whether the opening reaches right up to the path in a direction, given as a unit vector.
  package var isOpenAtCentre: @Sendable (SIMD2<Double>) -> Bool

  /// Creates an opening.
  package init(
    edges: [SIMD4<Double>], isOpenAtCentre: @escaping @Sendable (SIMD2<Double>) -> Bool
  ) {
    self.edges = edges
    self.isOpenAtCentre = isOpenAtCentre
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
    self.init(edges: [SIMD4(start.x, start.y, end.x, end.y)]) { ray in
      abs(distance) < 1e-9 ? (ray * direction).sum() > 0 : distance > 0
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
  guard !apertures.allSatisfy(\.edges.isEmpty) else { return .one }
  let angles = 720
  var sum = Complex<Double>.zero
  for step in 0..<angles {
    let phi = 2 * Double.pi * (Double(step) + 0.5) / Double(angles)
    sum += radialSum(apertures, along: SIMD2(Double.cos(phi), Double.sin(phi)))
  }
  return sum / Complex(Double(angles))
}

/// e^(-j pi/2 rho^2), faded out far from the path.
private func boundaryTerm(_ radius: Double) -> Complex<Double> {
  let faded = radius / 8
  let square = faded * faded
  let weight = Double.exp(-square * square * square)
  let phase = -Double.pi / 2 * radius * radius
  return Complex(weight * Double.cos(phase), weight * Double.sin(phase))
}

/// The sum over the open stretches along one direction.
private func radialSum(
  _ apertures: [FresnelAperture], along direction: SIMD2<Double>
) -> Complex<Double> {
  var events: [(radius: Double, aperture: Int, change: Int)] = []
  var windings: [Int] = []
  for (index, aperture) in apertures.enumerated() {
    windings.append(aperture.isOpenAtCentre(direction) ? 1 : 0)
    for edge in aperture.edges {
      if let crossing = crossing(edge, along: direction) {
        events.append((crossing.radius, index, crossing.change))
      }
    }
  }
  events.sort { $0.radius < $1.radius }
  var closed = windings.count { $0 == 0 }
  var sum = closed == 0 ? Complex<Double>.one : .zero
  for event in events {
    let wasOpen = closed == 0
    let before = windings[event.aperture]
    windings[event.aperture] = before + event.change
    if before <= 0, windings[event.aperture] > 0 { closed -= 1 }
    if before > 0, windings[event.aperture] <= 0 { closed += 1 }
    let isOpen = closed == 0
    if wasOpen != isOpen {
      let term = boundaryTerm(event.radius)
      sum += isOpen ? term : -term
    }
  }
  return sum
}

/// Where the ray from the centre crosses an edge, and which way.
///
/// The change is -1 where it leaves the opening and +1 where it enters.
private func crossing(
  _ edge: SIMD4<Double>, along direction: SIMD2<Double>
) -> (radius: Double, change: Int)? {
  // The sides of the edge's ends relative to the ray.
  let start = direction.x * edge.y - direction.y * edge.x
  let end = direction.x * edge.w - direction.y * edge.z
  // Half-open, so that a corner counts once.
  guard (start <= 0) != (end <= 0) else { return nil }
  let share = start / (start - end)
  let radius =
    direction.x * (edge.x + share * (edge.z - edge.x))
    + direction.y * (edge.y + share * (edge.w - edge.y))
  guard radius > 1e-9 else { return nil }
  // With the opening on the left, an edge that runs to the left of the ray is left through.
  return (radius, end > start ? -1 : 1)
}
