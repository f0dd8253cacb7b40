// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
internal import Electromagnetics
internal import RealModule
internal import Spatial

/// The Kirchhoff integral over a piece of surface, relative to the factors at its centre.
///
/// It is I = integral of w(x) e^(-j k (d(x) - d(0))) over the piece, with d(x) the length of the way
/// over the point x and w(x) = (cos(theta_i) + cos(theta_s)) / (r_i r_s), divided by its value at the
/// centre. Far away d is linear in x and w is one, which leaves the Fourier integral of a polygon.
/// Where the ends are so near that d is curved, the piece is cut into triangles, over each of which
/// it is linear around the triangle's own centre.
struct PieceIntegral {
  /// 2 pi over the wavelength, in radians per metre.
  let wavenumber: Double

  /// From the transmitter to the centre and from there to the receiver, in metres.
  let incoming: Vector3
  let outgoing: Vector3

  /// The unit normal on the side of both ends.
  let facing: Vector3

  /// The directions of the outline's coordinates.
  let uAxis: Vector3
  let vAxis: Vector3

  /// The largest departure of the phase from its linear form at the rim of a triangle, in radians.
  ///
  /// It grows with the square of the distance from the centre, so over the triangle it is a quarter
  /// of that in the mean and its spread costs less than 0.1 dB.
  private static let largestCurvature = 0.5

  /// The integral.
  ///
  /// - Parameters:
  ///   - edges: The outline around the centre of area, counter-clockwise, in metres.
  ///   - area: In square metres.
  ///   - radius: The largest distance of the outline from the centre, in metres.
  /// - Returns: In square metres.
  func value(edges: [SIMD4<Double>], area: Double, radius: Double) -> Complex<Double> {
    // Along a plane through the centre d is curved by no more than this.
    let curvature = 1 / incoming.length + 1 / outgoing.length
    let phase = wavenumber * curvature * radius * radius / 2
    let centre = local(at: .zero)
    guard phase > Self.largestCurvature else {
      return polygonIntegral(edges: edges, area: area, gradient: centre.gradient)
    }
    let cuts = Int((phase / Self.largestCurvature).squareRoot().rounded(.up))
    // Far from its point of reflection a piece sends back what its edges do.
    let steepness = (centre.gradient * centre.gradient).sum().squareRoot()
    let bend = wavenumber * curvature
    if steepness > max(2 * bend * radius, (Self.edgeSteepness * bend).squareRoot()) {
      return edges.reduce(.zero) { $0 + along($1, cuts: cuts) } / Complex(centre.weight)
    }
    let sum = edges.reduce(Complex<Double>.zero) { sum, edge in
      sum + triangle(SIMD2(edge.x, edge.y), SIMD2(edge.z, edge.w), cuts: cuts)
    }
    return sum / Complex(centre.weight)
  }

  /// How many times the curvature of the phase, in radians per square metre, the square of its
  /// gradient must be for the edges to stand for the piece: what is left out of the field is one
  /// part in so many.
  private static let edgeSteepness = 30.0

  /// What an edge adds to the integral by Gauss's theorem, to first order in one over the gradient.
  ///
  /// It is the edge's term of `polygonIntegral` with phase, gradient and weight of its own place,
  /// in parts over which the phase is linear.
  private func along(_ edge: SIMD4<Double>, cuts: Int) -> Complex<Double> {
    let start = SIMD2(edge.x, edge.y)
    let part = (SIMD2(edge.z, edge.w) - start) / Double(cuts)
    var sum = Complex<Double>.zero
    for cut in 0..<cuts {
      let (gradient, length, weight) = local(at: start + part * (Double(cut) + 0.5))
      let squared = (gradient * gradient).sum()
      guard weight > 0, squared > 0 else { continue }
      let half = (gradient * part).sum() / 2
      let sinc = abs(half) > 1e-6 ? Double.sin(half) / half : 1
      let across = gradient.x * part.y - gradient.y * part.x
      sum += Complex(
        length: weight * across * sinc / squared,
        phase: -wavenumber * (length - incoming.length - outgoing.length))
    }
    return sum * Complex(0, 1)
  }

  /// The integral over the triangle from the centre to an edge; negative where it turns clockwise.
  private func triangle(
    _ first: SIMD2<Double>, _ second: SIMD2<Double>, cuts: Int
  ) -> Complex<Double> {
    let (a, b) = (first / Double(cuts), second / Double(cuts))
    let area = (a.x * b.y - a.y * b.x) / 2
    guard area != 0 else { return .zero }
    let middle = (a + b) / 3
    // The outline of a small triangle around its centre; every other one is turned by half a turn.
    let corners = [-middle, a - middle, b - middle]
    let edges = corners.indices.map { index in
      let (start, end) = (corners[index], corners[(index + 1) % 3])
      return area > 0
        ? SIMD4(start.x, start.y, end.x, end.y) : SIMD4(end.x, end.y, start.x, start.y)
    }
    let turned = edges.map { -$0 }
    var sum = Complex<Double>.zero
    for i in 0..<cuts {
      for j in 0..<(cuts - i) {
        let corner = a * Double(i) + b * Double(j)
        sum += tile(at: corner + middle, edges: edges, area: abs(area))
        if i + j < cuts - 1 {
          sum += tile(at: corner + 2 * middle, edges: turned, area: abs(area))
        }
      }
    }
    return area > 0 ? sum : -sum
  }

  private func tile(
    at place: SIMD2<Double>, edges: [SIMD4<Double>], area: Double
  ) -> Complex<Double> {
    let (gradient, length, weight) = local(at: place)
    guard weight > 0 else { return .zero }
    let turn = -wavenumber * (length - incoming.length - outgoing.length)
    return Complex(length: weight, phase: turn)
      * polygonIntegral(edges: edges, area: area, gradient: gradient)
  }

  /// The gradient of k d at a point, d itself, and w, which is zero where an end is behind.
  private func local(
    at place: SIMD2<Double>
  ) -> (gradient: SIMD2<Double>, length: Double, weight: Double) {
    let offset = uAxis * place.x + vAxis * place.y
    let (arriving, leaving) = (incoming + offset, outgoing - offset)
    let (near, far) = (arriving.length, leaving.length)
    let (incident, scattered) = (arriving / near, leaving / far)
    let slope = (incident - scattered) * wavenumber
    let (cosIncidence, cosScattered) = (-incident.dot(facing), scattered.dot(facing))
    let isLit = cosIncidence > 0 && cosScattered > 0
    return (
      SIMD2(slope.dot(uAxis), slope.dot(vAxis)), near + far,
      isLit ? (cosIncidence + cosScattered) / (near * far) : 0
    )
  }
}
