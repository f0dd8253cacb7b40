// SPDX-License-Identifier: Apache-2.0

import ComplexModule
import Foundation
import Spatial
import Testing
import ToyScenes

@Suite("Doppler from first principles: a rotor of two blades")
struct RotorDopplerTests {
  private static let radius = 2e-3
  private static let distance = 60.0
  private static let chirps = 256

  /// Points that go round once in the episode, so that every bin of its spectrum is a line.
  private func scene(_ points: [Vector3]) throws -> DopplerScene {
    let rate = 2 * Double.pi / (Double(Self.chirps) * DopplerScene.sounder.chirpPeriod)
    var toy = try ToyScene()
    try toy.add(
      centres: Dictionary(uniqueKeysWithValues: points.map { ($0, squareMetre) }), "rotor",
      moving: .at(Vector3(Self.distance, 0, 0)),
      part: .spins(pivot: .zero, axis: .unitZ, rate: rate))
    toy.link(from: Vector3.zero, to: nil)
    return try DopplerScene(toy, chirps: Self.chirps)
  }

  /// The size of a line of the spectrum over one turn, over that of a point at rest.
  private func line(_ order: Int, of slowTime: [Complex<Double>], _ size: Double) -> Double {
    slowTime.enumerated().reduce(Complex<Double>.zero) { sum, item in
      let turn = -2 * Double.pi * Double(order * item.offset % slowTime.count)
      return sum + item.element * Complex(length: 1, phase: turn / Double(slowTime.count))
    }.length / Double(slowTime.count) / size
  }

  /// The size of the echo of one point, which all points share.
  private func size(_ slowTime: [Complex<Double>]) -> Double {
    slowTime.reduce(0) { $0 + $1.length } / Double(slowTime.count)
  }

  /// What the far field leaves out: r^2 / (2 d) of range is 1e-4 of phase and 2 r / d of amplitude
  /// 7e-5; tracks are followed within 1e-4 cycles, 6e-4.
  private let tolerance = 1e-3

  @Test("one tip has lines at all multiples of the rotation, as large as Bessel functions")
  func oneTip() throws {
    let scene = try scene([Vector3(Self.radius, 0, 0)])
    let slowTime = scene.slowTime()
    let depth = 4 * Double.pi * Self.radius * scene.sentFrequency(range: Self.distance) / lightSpeed
    // The largest shift, 2 omega r / lambda, is the line of the order `depth`; none is far beyond.
    #expect(depth > 6 && depth < 7)
    for order in -20...20 {
      let seen = line(order, of: slowTime, size(slowTime))
      #expect(abs(seen - abs(jn(Int32(order), depth))) < tolerance)
    }
  }

  @Test("two blades have twice the lines of even order and none of odd order")
  func twoBlades() throws {
    let alone = size(try scene([Vector3(Self.radius, 0, 0)]).slowTime())
    let scene = try scene([Vector3(Self.radius, 0, 0), Vector3(-Self.radius, 0, 0)])
    let slowTime = scene.slowTime()
    let depth = 4 * Double.pi * Self.radius * scene.sentFrequency(range: Self.distance) / lightSpeed
    for order in -20...20 {
      let expected = order.isMultiple(of: 2) ? 2 * abs(jn(Int32(order), depth)) : 0
      #expect(abs(line(order, of: slowTime, alone) - expected) < 2 * tolerance)
    }
  }
}
