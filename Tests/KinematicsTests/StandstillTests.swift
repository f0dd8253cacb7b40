// SPDX-License-Identifier: Apache-2.0

import Kinematics
import RealModule
import Spatial
import TestSupport
import Testing

/// A trajectory along the x axis that heads where it goes.
private func drive(_ points: [(time: Double, x: Double)]) -> Trajectory {
  Trajectory(times: points.map(\.time), positionsAlongWay: points.map { Vector3($0.x, 0, 0) })
}

/// Instants from a start to an end, both included.
private func instants(_ start: Double, _ end: Double, count: Int) -> [Double] {
  (0...count).map { start + (end - start) * Double($0) / Double(count) }
}

@Suite("Standstill")
struct StandstillTests {
  private let pause = drive([(0, 5), (5, 55), (15, 55), (20, 105)])

  @Test("between two equal positions a car stands still exactly and keeps its heading")
  func pauses() {
    for time in instants(5, 15, count: 97) {
      let state = pause.state(at: time)
      #expect(state.worldFromBody.translation == Vector3(55, 0, 0))
      #expect(state.velocity == .zero)
      #expect(state.worldFromBody.rotation == .identity)
      #expect(state.angularVelocity == .zero)
      #expect(isClose(pause.distanceDriven(at: time), 50, within: 1e-12))
    }
  }

  @Test("a car that stops on the way never runs backwards, and its velocity has no steps")
  func stopping() {
    let times = instants(0, 20, count: 20_000)
    for (before, after) in zip(times, times.dropFirst()) {
      let (first, second) = (pause.state(at: before), pause.state(at: after))
      #expect(second.worldFromBody.translation.x >= first.worldFromBody.translation.x - 1e-13)
      // 50 m in 5 s from or to rest: the acceleration is that of a cubic, 6 m/s^2 at most.
      #expect((second.velocity - first.velocity).length <= 6.1 * 1e-3)
      #expect(first.worldFromBody.rotation == .identity)
    }
  }

  @Test("a jump between two standstills stays between its ends, however short it is")
  func jump() {
    let jump = drive([(0, 5), (0.01, 5), (0.010_001, 200), (1, 200)])
    for time in instants(0, 1, count: 1000) + instants(0.01, 0.010_001, count: 100) {
      // Rounding of 200 m.
      #expect((5 - 1e-13...200 + 1e-13).contains(jump.state(at: time).worldFromBody.translation.x))
    }
  }

  @Test("through points in ascending order a straight way ascends")
  func monotone() {
    // Steps between 1e-6 m and 1e3 m, after times between 1 ms and 1 s, from a linear congruence.
    var seed: UInt64 = 7
    func random() -> Double {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(seed >> 11) / Double(1 << 53)
    }
    var points = [(time: 0.0, x: 0.0)]
    for _ in 0..<300 {
      let (time, x) = points[points.count - 1]
      points.append((time + .exp(-6.9 * random()), x + .exp(-13.8 + 20.7 * random())))
    }
    let way = drive(points)
    for (start, end) in zip(points, points.dropFirst()) {
      for time in instants(start.time, end.time, count: 40) {
        let state = way.state(at: time)
        // Rounding of 1e5 m, and of speeds up to 1e6 m/s.
        #expect(state.velocity.x >= -1e-9)
        #expect((start.x - 1e-9...end.x + 1e-9).contains(state.worldFromBody.translation.x))
      }
    }
  }

  @Test("on a straight way in any direction a car passes no point at which it turns back")
  func turningBack() {
    let direction = Vector3(2, -3, 6) / 7
    let way = Trajectory(
      times: [0, 1, 3, 4, 6], positionsAlongWay: [0, 10, 12, 30, 3].map { direction * $0 })
    for time in instants(0, 6, count: 600) {
      let place = way.state(at: time).worldFromBody.translation
      #expect(place.dot(direction) < 30 + 1e-12)
      #expect(place.dot(direction) > -1e-12)
      #expect(place.cross(direction).length < 1e-12)
    }
  }

  @Test("a vibration sampled twenty times a period is followed to a thousandth at its turns too")
  func vibration() {
    // An odd start, so that no two samples are equal.
    let samples = instants(0.013, 5.013, count: 100)
    func place(_ time: Double) -> Double { 1e-3 * .sin(2 * .pi * time) }
    let way = Trajectory(
      poses: samples.map {
        .init(
          time: $0,
          worldFromBody: RigidTransform(rotation: .identity, translation: Vector3(place($0), 0, 0)))
      })
    for time in instants(0.5, 4.5, count: 777) {
      let state = way.state(at: time)
      let velocity = 2e-3 * .pi * Double.cos(2 * .pi * time)
      // A spline errs by h^4 5 / 384 = 1.3e-4 of the amplitude, and by h^3 / 24 = 1.3e-3 of the
      // largest speed, h = 2 pi / 20 being the step.
      #expect(isClose(state.worldFromBody.translation.x, place(time), within: 1.5e-7))
      #expect(isClose(state.velocity.x, velocity, within: 1.5e-3 * 2e-3 * .pi))
    }
  }

  @Test("noise at a stop moves the car by as much and does not turn it", arguments: [1e-3, 0.02])
  func noisyStop(size: Double) {
    // 10 m/s, 4 s at rest with noise, and on; ten samples a second.
    let noise = [0.3, -0.8, 0.9, -0.2, 0.5, -1.0, 0.1, 0.7, -0.6]
    let samples = (0...80).map { sample -> Vector3 in
      let time = 0.1 * Double(sample)
      if time < 2 { return Vector3(10 * time - 2.5 * time * time, 0, 0) }
      if time > 6 { return Vector3(10 + 2.5 * (time - 6) * (time - 6), 0, 0) }
      return Vector3(10 + size * noise[sample % 9], size * noise[(sample * 5 + 2) % 9], 0)
    }
    let way = Trajectory(times: (0...80).map { 0.1 * Double($0) }, positionsAlongWay: samples)
    for time in instants(2.1, 5.9, count: 500) {
      let state = way.state(at: time)
      #expect((state.worldFromBody.translation - Vector3(10, 0, 0)).length < 2 * size)
      // Between noise at both ends of 0.1 s.
      #expect(state.velocity.length < 60 * size)
      // 1 mm across the last decimetres, or 2 cm across the last metre, that are trusted.
      #expect((state.worldFromBody.rotation.xAxis - .unitX).length < 0.02)
      #expect(state.angularVelocity.length < 0.02)
    }
    #expect((way.state(at: 7.5).worldFromBody.rotation.xAxis - .unitX).length < 1e-6)
  }
}

@Suite("Headings along the way")
struct HeadingTests {
  @Test("a car heads where it will go before it starts, and where it went after it stopped")
  func ends() {
    let way = Trajectory(
      times: [0, 1, 2, 3], positionsAlongWay: [.zero, .zero, Vector3(3, 4, 0), Vector3(3, 4, 0)])
    for time in instants(0, 3, count: 30) {
      let state = way.state(at: time)
      #expect((state.worldFromBody.rotation.xAxis - Vector3(0.6, 0.8, 0)).length < 1e-15)
      #expect(state.angularVelocity.length < 1e-12)
    }
  }

  @Test("a car that comes back the way it came drives in reverse, and its wheels roll backwards")
  func reversing() {
    for back in [[(6.0, 0.0)], [(8.0, 10.0), (12.0, 0.0)]] {
      let way = drive([(0, 0), (4, 10)] + back)
      let end = way.interval.upperBound
      for time in instants(0, end, count: 200) {
        let state = way.state(at: time)
        #expect((state.worldFromBody.rotation.xAxis - .unitX).length < 1e-15)
        #expect(state.angularVelocity.length < 1e-12)
        #expect(
          isClose(way.distanceDriven(at: time), state.worldFromBody.translation.x, within: 1e-12))
      }
      #expect(isClose(way.distanceDriven(at: end), 0, within: 1e-12))
    }
  }

  @Test("of a way that folds back the short part is the one in reverse")
  func parking() {
    let way = drive([(0, 0), (2, 4), (4, 4), (20, -200)])
    #expect((way.state(at: 1).worldFromBody.rotation.xAxis + .unitX).length < 1e-15)
    #expect((way.state(at: 12).worldFromBody.rotation.xAxis + .unitX).length < 1e-15)
    #expect(isClose(way.distanceDriven(at: 3), -4, within: 1e-12))
  }

  @Test("a car that goes on across its way turns during the pause, gently")
  func corner() {
    let way = Trajectory(
      times: [0, 5, 15, 20],
      positionsAlongWay: [.zero, Vector3(50, 0, 0), Vector3(50, 0, 0), Vector3(50, 50, 0)])
    #expect((way.state(at: 4.9).worldFromBody.rotation.xAxis - .unitX).length < 1e-12)
    #expect((way.state(at: 15.1).worldFromBody.rotation.xAxis - .unitY).length < 1e-12)
    for time in instants(5, 15, count: 100) {
      // A turn by pi / 2 in 10 s from rest to rest: 1.5 times the mean rate at most.
      let share = (time - 5) / 10
      let rate = 6 * share * (1 - share) * .pi / 20
      #expect((way.state(at: time).angularVelocity - .unitZ * rate).length < 1e-12)
    }
  }

  @Test("on a bend a stopped car does not turn at all, and on the way it follows the bend")
  func stopOnBend() {
    // 30 m of radius at 10 samples a second: 8 m/s, a stop within 4 s, 2 s of rest, and on.
    let radius = 30.0
    func arc(_ time: Double) -> Double {
      if time <= 4 { return 8 * time - time * time }
      return time < 6 ? 16 : 16 + (time - 6) * (time - 6)
    }
    let times = (0...100).map { 0.1 * Double($0) }
    let way = Trajectory(
      times: times,
      positionsAlongWay: times.map { time in
        let angle = arc(time) / radius
        return Vector3(radius * .sin(angle), radius * (1 - .cos(angle)), 0)
      })
    let rest = way.state(at: 5)
    for time in instants(4, 6, count: 100) {
      let state = way.state(at: time)
      #expect(state.worldFromBody == rest.worldFromBody)
      #expect(state.velocity == .zero)
      #expect(state.angularVelocity == .zero)
    }
    for time in instants(0.5, 9.5, count: 333) {
      let angle = arc(time) / radius
      let heading = Vector3(.cos(angle), .sin(angle), 0)
      // The chords of the last step, 1 cm, differ from the tangents by 0.01 / 30; the velocity's
      // direction errs by more where the steps of the acceleration at 4 s and 6 s smear.
      #expect((way.state(at: time).worldFromBody.rotation.xAxis - heading).length < 2e-3)
    }
  }
}
