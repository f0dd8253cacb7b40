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
/// Where the ends are so near that d is curved it is the outline's `KirchhoffIntegral`, except for
/// pieces smaller than the first Fresnel zone, in which the terms of that one cancel: they are cut into
/// triangles over which d is linear.
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

  /// The largest departure of the phase from its linear form at the rim of what counts as far away,
  /// in radians.
  ///
  /// Its mean over the piece is taken into account. What is left is its spread: over a square the
  /// standard deviation is 0.21 of what it is in the corners, which costs half its square.
  var largestCurvature = Self.smallCurvature

  /// One that costs 0.002 dB.
  static let smallCurvature = 0.1

  /// One that costs 0.2 dB, for finding out which pieces count.
  static let coarseCurvature = 1.0

  /// How large the integral over a piece would be without its edges, relative to the same without
  /// phases, up to which the edges' terms cancel no more than one digit.
  private static let largestCancellation = 3.0

  /// The integral.
  ///
  /// - Parameters:
  ///   - edges: The outline around the centre of area, counter-clockwise, in metres.
  ///   - area: In square metres.
  ///   - radius: The largest distance of the outline from the centre, in metres.
  /// - Returns: In square metres.
  func value(edges: [SIMD4<Double>], area: Double, radius: Double) -> Complex<Double> {
    // Along a line through the centre d is curved by no more than this.
    let bend = wavenumber * (1 / incoming.length + 1 / outgoing.length)
    let centre = local(at: .zero)
    guard bend * radius * radius / 2 > largestCurvature else {
      let moments = edges.reduce(SIMD3<Double>.zero) { sum, edge in
        let (p, q) = (SIMD2(edge.x, edge.y), SIMD2(edge.z, edge.w))
        let own = (p.x * q.y - p.y * q.x) / 2
        return sum + Self.moments(.zero, p, q) * own
      }
      return polygonIntegral(edges: edges, area: area, gradient: centre.gradient)
        * Complex(length: 1, phase: -centre.meanBend(moments / area))
    }
    let mirror = 4 * .pi / (wavenumber * centre.length)
    guard mirror > Self.largestCancellation * centre.weight * area else {
      return KirchhoffIntegral(
        wavenumber: wavenumber, source: -incoming, receiver: outgoing, facing: facing,
        uAxis: uAxis, vAxis: vAxis, reference: centre.length
      ).value(edges: edges) / Complex(centre.weight)
    }
    let size = (2 * largestCurvature / bend).squareRoot()
    let sum = edges.reduce(Complex<Double>.zero) { sum, edge in
      sum + triangle((.zero, SIMD2(edge.x, edge.y), SIMD2(edge.z, edge.w)), size: size)
    }
    return sum / Complex(centre.weight)
  }

  /// The integral over a triangle, cut in halves until its corners are within `size` of its centre;
  /// negative where it turns clockwise.
  private func triangle(
    _ corners: (SIMD2<Double>, SIMD2<Double>, SIMD2<Double>), size: Double
  ) -> Complex<Double> {
    let (a, b, c) = corners
    let middle = (a + b + c) / 3
    let (p, q, r) = (a - middle, b - middle, c - middle)
    func squared(_ vector: SIMD2<Double>) -> Double { (vector * vector).sum() }
    guard max(squared(p), squared(q), squared(r)) <= size * size else {
      // Cut across the longest side.
      let (ab, bc, ca) = (squared(b - a), squared(c - b), squared(a - c))
      if ab >= bc, ab >= ca { return halves((a, b), c, size: size) }
      return bc >= ca ? halves((b, c), a, size: size) : halves((c, a), b, size: size)
    }
    let (first, second) = (b - a, c - a)
    let area = (first.x * second.y - first.y * second.x) / 2
    let local = local(at: middle)
    let bend = local.meanBend(Self.moments(p, q, r))
    let turn = -wavenumber * (local.length - incoming.length - outgoing.length) - bend
    return Complex(length: area < 0 ? -local.weight : local.weight, phase: turn)
      * triangleIntegral(
        area < 0 ? (r, q, p) : (p, q, r), area: abs(area), gradient: local.gradient)
  }

  /// The integral over both halves of a triangle, cut from the middle of one side to its corner.
  private func halves(
    _ side: (SIMD2<Double>, SIMD2<Double>), _ corner: SIMD2<Double>, size: Double
  ) -> Complex<Double> {
    let middle = (side.0 + side.1) / 2
    return triangle((side.0, middle, corner), size: size)
      + triangle((middle, side.1, corner), size: size)
  }

  /// The means of x^2, x y and y^2 over a triangle.
  private static func moments(
    _ a: SIMD2<Double>, _ b: SIMD2<Double>, _ c: SIMD2<Double>
  ) -> SIMD3<Double> {
    func product(_ p: SIMD2<Double>) -> SIMD3<Double> { SIMD3(p.x * p.x, p.x * p.y, p.y * p.y) }
    return (product(a) + product(b) + product(c) + product(a + b + c)) / 12
  }

  /// What is to know of the way over a point.
  private struct Local {
    /// Of k d, per metre.
    var gradient: SIMD2<Double>

    /// The second derivatives of k d by x x, x y and y y, per square metre.
    var curvature: SIMD3<Double>

    /// d in metres, and w.
    var length: Double
    var weight: Double

    /// The mean of the phase's second-order part over a piece with some moments, in radians.
    func meanBend(_ moments: SIMD3<Double>) -> Double {
      (curvature * moments * SIMD3(0.5, 1, 0.5)).sum()
    }
  }

  /// What is to know of the way over a point of the piece's plane.
  private func local(at place: SIMD2<Double>) -> Local {
    let offset = uAxis * place.x + vAxis * place.y
    let (arriving, leaving) = (incoming + offset, outgoing - offset)
    let (near, far) = (arriving.length, leaving.length)
    let (incident, scattered) = (arriving / near, leaving / far)
    let slope = (incident - scattered) * wavenumber
    let (first, second) = (
      SIMD2(incident.dot(uAxis), incident.dot(vAxis)),
      SIMD2(scattered.dot(uAxis), scattered.dot(vAxis))
    )
    let (one, other) = (wavenumber / near, wavenumber / far)
    return Local(
      gradient: SIMD2(slope.dot(uAxis), slope.dot(vAxis)),
      curvature: SIMD3(
        one * (1 - first.x * first.x) + other * (1 - second.x * second.x),
        -one * first.x * first.y - other * second.x * second.y,
        one * (1 - first.y * first.y) + other * (1 - second.y * second.y)),
      length: near + far, weight: (scattered.dot(facing) - incident.dot(facing)) / (near * far))
  }
}
