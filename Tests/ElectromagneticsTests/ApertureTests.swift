// SPDX-License-Identifier: Apache-2.0

import ComplexModule
import Electromagnetics
import RealModule
import TestSupport
import Testing

@Suite("Apertures and patterns of flat pieces")
struct ApertureTests {
  /// A rectangle with its lower left and upper right corner in Fresnel scale.
  private func rectangle(
    _ lower: SIMD2<Double>, _ upper: SIMD2<Double>
  ) -> FresnelAperture {
    let corners = [
      lower, SIMD2(upper.x, lower.y), upper, SIMD2(lower.x, upper.y),
    ]
    return FresnelAperture(
      edges: corners.indices.map { index in
        let (start, end) = (corners[index], corners[(index + 1) % 4])
        return SIMD4(start.x, start.y, end.x, end.y)
      }
    ) { direction in
      let near = direction * 1e-6
      return near.x > lower.x && near.x < upper.x && near.y > lower.y && near.y < upper.y
    }
  }

  /// The Fresnel integral of e^(-j pi/2 t^2) from 0 to x, by Simpson's rule.
  private func fresnel(_ x: Double) -> Complex<Double> {
    let steps = 4000
    let width = x / Double(steps)
    var sum = Complex<Double>.zero
    for step in 0...steps {
      let t = width * Double(step)
      let weight: Double = step == 0 || step == steps ? 1 : (step.isMultiple(of: 2) ? 2 : 4)
      sum += Complex(length: weight, phase: -.pi / 2 * t * t)
    }
    return sum * Complex(width / 3)
  }

  private let far = 40.0

  // The documented error: ripples of edges beyond U = 8 are faded out.
  private let accuracy = 0.03

  @Test("no aperture and one without bounds pass everything")
  func open() {
    #expect(apertureFactor([]) == .one)
    let factor = apertureFactor([
      rectangle(SIMD2(repeating: -far), SIMD2(repeating: far))
    ])
    #expect((factor - .one).length < 1e-12)
  }

  @Test("a path along a straight edge keeps half the field, along a corner a quarter")
  func edges() {
    let half = apertureFactor([rectangle(SIMD2(-far, 0), SIMD2(far, far))])
    #expect((half - Complex(0.5)).length < 1e-3)
    let quarter = apertureFactor([rectangle(.zero, SIMD2(far, far))])
    #expect((quarter - Complex(0.25)).length < 2e-3)
  }

  @Test(
    "behind a knife edge the field is the Fresnel integral", arguments: [-1.5, -0.4, 0.3, 1, 2.2])
  func knifeEdge(height: Double) {
    // Open above the edge, which lies at V = height.
    let factor = apertureFactor([rectangle(SIMD2(-far, height), SIMD2(far, far))])
    let rest = Complex(0.5, -0.5) - fresnel(height)
    let exact = Complex(0.5, 0.5) * rest
    #expect((factor - exact).length < accuracy)
  }

  @Test("behind a rectangle the field is a product of Fresnel integrals")
  func rectangles() {
    for (lower, upper) in [
      (SIMD2(-0.3, -0.3), SIMD2(0.3, 0.3)), (SIMD2(-2.0, -0.1), SIMD2(1.5, 0.15)),
      (SIMD2(-1.1, -3.2), SIMD2(0.4, 2.0)),
    ] {
      let factor = apertureFactor([rectangle(lower, upper)])
      let across = fresnel(upper.x) - fresnel(lower.x)
      let upward = fresnel(upper.y) - fresnel(lower.y)
      let exact = Complex(0, 0.5) * across * upward
      #expect((factor - exact).length < accuracy)
    }
  }

  @Test("apertures in one place pass what is common to them")
  func intersection() {
    let both = apertureFactor([
      rectangle(SIMD2(-far, 0), SIMD2(far, far)), rectangle(SIMD2(0, -far), SIMD2(far, far)),
    ])
    let corner = apertureFactor([rectangle(.zero, SIMD2(far, far))])
    #expect((both - corner).length < 1e-12)
  }

  private let square = [
    SIMD4<Double>(-0.05, -0.03, 0.05, -0.03), SIMD4(0.05, -0.03, 0.05, 0.03),
    SIMD4(0.05, 0.03, -0.05, 0.03), SIMD4(-0.05, 0.03, -0.05, -0.03),
  ]

  @Test("a rectangle's pattern is its area times two sinc functions")
  func rectanglePattern() {
    for (qx, qy) in [(0.0, 0.0), (10, 0), (200, -70), (0, 400), (62.8318530717958, 13)] {
      let pattern = polygonIntegral(edges: square, area: 0.006, gradient: SIMD2(qx, qy))
      func sinc(_ x: Double) -> Double { x == 0 ? 1 : Double.sin(x) / x }
      let exact = 0.006 * sinc(qx * 0.05) * sinc(qy * 0.03)
      #expect((pattern - Complex(exact)).length < 1e-6 * 0.006 + 1e-15)
    }
  }

  @Test("a triangle's pattern equals the integral over it")
  func trianglePattern() {
    let corners = [SIMD2(-0.02, -0.01), SIMD2(0.05, 0.0), SIMD2(0.0, 0.06)]
    let edges = corners.indices.map { index -> SIMD4<Double> in
      let (start, end) = (corners[index], corners[(index + 1) % 3])
      return SIMD4(start.x, start.y, end.x, end.y)
    }
    let (u, v) = (corners[1] - corners[0], corners[2] - corners[0])
    let area = (u.x * v.y - u.y * v.x) / 2
    let gradient = SIMD2(150.0, -90)
    let steps = 600
    var sum = Complex<Double>.zero
    var points = 0.0
    for i in 0..<steps {
      for j in 0..<(steps - i) {
        // Midpoints of the two triangles of each cell.
        for third in j + i < steps - 1 ? [1.0, 2.0] : [1.0] {
          let a = (Double(i) + third / 3) / Double(steps)
          let b = (Double(j) + third / 3) / Double(steps)
          let point = corners[0] + u * a + v * b
          sum += Complex(length: 1, phase: -(gradient * point).sum())
          points += 1
        }
      }
    }
    let exact = sum * Complex(area / points)
    let pattern = polygonIntegral(edges: edges, area: area, gradient: gradient)
    // The midpoint rule errs by (q h)^2 / 24 of the area, h = 0.1 mm: 1e-5.
    #expect((pattern - exact).length < 2e-5 * area)
  }
}
