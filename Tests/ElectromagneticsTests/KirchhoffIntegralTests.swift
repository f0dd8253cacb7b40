// SPDX-License-Identifier: Apache-2.0

import ComplexModule
import Electromagnetics
import Foundation
import Spatial
import TestSupport
import Testing

@Suite("Fresnel-Kirchhoff integral of a mirror")
struct KirchhoffIntegralTests {
  private static let wavenumber = 2 * Double.pi / 3.8e-3

  private static func integral(
    source: Vector3, receiver: Vector3, facing: Vector3 = .unitZ, edges: [SIMD4<Double>]
  ) -> Complex<Double> {
    KirchhoffIntegral(
      wavenumber: wavenumber, source: source, receiver: receiver, facing: facing,
      uAxis: .unitX, vAxis: .unitY, reference: source.length + receiver.length
    ).value(edges: edges)
  }

  private static func rectangle(
    from low: SIMD2<Double>, to high: SIMD2<Double>
  ) -> [SIMD4<Double>] {
    [
      SIMD4(low.x, low.y, high.x, low.y), SIMD4(high.x, low.y, high.x, high.y),
      SIMD4(high.x, high.y, low.x, high.y), SIMD4(low.x, high.y, low.x, low.y),
    ]
  }

  /// The integral by the midpoint rule, in steps of `step` metres.
  private static func quadrature(
    source: Vector3, receiver: Vector3, size: Double, step: Double
  ) -> Complex<Double> {
    let count = Int((size / step).rounded(.up))
    let cell = size / Double(count)
    var sum = Complex<Double>.zero
    for row in 0..<count {
      for column in 0..<count {
        let place = Vector3(
          (Double(column) + 0.5) * cell - size / 2, (Double(row) + 0.5) * cell - size / 2, 0)
        let (near, far) = ((place - source).length, (receiver - place).length)
        let weight = (source.z / near + receiver.z / far) / (near * far)
        let length = near + far - source.length - receiver.length
        sum += Complex(length: weight * cell * cell, phase: -wavenumber * length)
      }
    }
    return sum
  }

  /// The mirror image of a place in a plate at z = 0, at `share` of the way beyond `reflection`.
  private static func mirrored(
    _ source: Vector3, over reflection: Vector3, share: Double
  ) -> Vector3 {
    let way = reflection - source
    return reflection + Vector3(way.x, way.y, -way.z) * share
  }

  @Test(
    "equals the surface integral in near and far field, with the reflection inside and outside",
    arguments: [
      (Vector3(0.3, -0.2, 0.5), Vector3(0.01, 0.02, 0), 1.0),
      (Vector3(0.3, -0.2, 0.5), Vector3(0.045, 0.02, 0), 3.0),
      (Vector3(0.3, -0.2, 0.5), Vector3(0.055, -0.02, 0), 0.7),
      (Vector3(0, 0, 0.3), Vector3(0, 0, 0), 1.0), (Vector3(2, 1, 3), Vector3(0.2, 0, 0), 1.0),
      (Vector3(0.5, 0, 0.1), Vector3(0.03, 0.03, 0), 2.0),
    ])
  func surface(source: Vector3, reflection: Vector3, share: Double) {
    let receiver = Self.mirrored(source, over: reflection, share: share)
    let size = 0.1
    let exact = Self.quadrature(source: source, receiver: receiver, size: size, step: 1.5e-4)
    let found = Self.integral(
      source: source, receiver: receiver,
      edges: Self.rectangle(from: SIMD2(repeating: -size / 2), to: SIMD2(repeating: size / 2)))
    // Quadrature of the edges is right to 1 % of the field; the midpoint rule's step turns the phase
    // by less than 0.5 rad, which costs 1 % of its square.
    #expect((found - exact).length < 0.02 * exact.length, "\(found) instead of \(exact)")
  }

  @Test("a large plate is a mirror: 4 pi / (j k L), and half of it where the ray meets an edge")
  func large() {
    let source = Vector3(100, 200, 300)
    let receiver = Self.mirrored(source, over: .zero, share: 0.5)
    let mirror = Complex(0, -4 * Double.pi / (Self.wavenumber * (source.length + receiver.length)))
    let whole = Self.integral(
      source: source, receiver: receiver,
      edges: Self.rectangle(from: SIMD2(-1500, -1500), to: SIMD2(1500, 1500)))
    // The edges are many Fresnel zones away; each adds less than 1e-3 of the whole.
    #expect((whole / mirror - .one).length < 2e-3)
    for direction in [(-1500.0, 0.0), (0.0, 1500.0)] {
      let half = Self.integral(
        source: source, receiver: receiver,
        edges: Self.rectangle(from: SIMD2(direction.0, -1500), to: SIMD2(direction.1, 1500)))
      // To first order in 1 / sqrt(k L), as the obliquity changes over the Fresnel zone: 1e-3.
      #expect((half / mirror - Complex(0.5)).length < 3e-3)
    }
  }

  @Test("two halves of a plate add up to the whole wherever the cut runs")
  func additivity() {
    let source = Vector3(0.4, -0.3, 0.6)
    let receiver = Self.mirrored(source, over: Vector3(0.02, 0, 0), share: 1.4)
    let whole = Self.integral(
      source: source, receiver: receiver,
      edges: Self.rectangle(from: SIMD2(-0.1, -0.1), to: SIMD2(0.1, 0.1)))
    for cut in [-0.05, 0.0199, 0.02, 0.02 + 1e-9, 0.0201, 0.07] {
      let parts =
        Self.integral(
          source: source, receiver: receiver,
          edges: Self.rectangle(from: SIMD2(-0.1, -0.1), to: SIMD2(cut, 0.1)))
        + Self.integral(
          source: source, receiver: receiver,
          edges: Self.rectangle(from: SIMD2(cut, -0.1), to: SIMD2(0.1, 0.1)))
      // The cut cancels but for rounding; the cross edges' parts differ, each right to 1e-3.
      #expect((parts - whole).length < 3e-3 * whole.length, "cut at \(cut)")
    }
  }

  @Test("does not depend on the side the outline is drawn from, nor on who transmits")
  func symmetry() {
    let (source, receiver) = (Vector3(0.4, -0.3, 0.6), Vector3(-0.3, 0.35, 0.5))
    let edges = Self.rectangle(from: SIMD2(-0.1, -0.05), to: SIMD2(0.1, 0.05))
    let field = Self.integral(source: source, receiver: receiver, edges: edges)
    let reversed = Self.integral(source: receiver, receiver: source, edges: edges)
    #expect((field - reversed).length < 1e-12 * field.length)
    let below = Self.integral(
      source: Vector3(source.x, source.y, -source.z),
      receiver: Vector3(receiver.x, receiver.y, -receiver.z), facing: -.unitZ, edges: edges)
    #expect((field - below).length < 1e-12 * field.length)
  }
}
