// SPDX-License-Identifier: Apache-2.0

import Kinematics
import RealModule
import Spatial
import TestSupport
import Testing

@Suite("Places beside places")
struct DisplacementTests {
  @Test("a node beside another one is off along the axes of the world, or of what carries it")
  func beside() {
    let quarter = Rotation(axis: .unitZ, angle: .pi / 2)
    let offset = Vector3(0.1, 0.02, -0.03)
    var motion = ArticulatedMotion()
    // A car that stands across the world, a mast on it that looks back, and a mast in the world.
    let car = motion.add(.fixed(RigidTransform(rotation: quarter, translation: .zero)))
    let turned = RigidTransform(
      rotation: Rotation(axis: .unitZ, angle: .pi), translation: Vector3(2, 0, 1))
    let carried = motion.add(.fixed(turned), to: car)
    let free = motion.add(.fixed(turned))
    #expect(motion.placingAxes(of: free, at: 0) == .identity)
    let moved = [carried, free].map { motion.add(beside: $0, by: offset) }
    let states = motion.states(at: 0)
    func shift(_ index: Int, _ node: Int) -> Vector3 {
      states[moved[index]].worldFromBody.translation - states[node].worldFromBody.translation
    }
    // Rounding of turns by pi / 2.
    #expect((shift(1, free) - offset).length < 1e-12)
    #expect((shift(0, carried) - quarter(offset)).length < 1e-12)
    #expect(states[moved[0]].worldFromBody.rotation == states[carried].worldFromBody.rotation)
  }
}

@Suite("Trajectories")
struct TrajectoryTests {
  /// A drive on a circle of 10 m at 5 m/s, with a pose every 50 ms.
  private let circle: Trajectory = {
    let (radius, speed) = (10.0, 5.0)
    return Trajectory(
      poses: (0...100).map { step in
        let time = 0.05 * Double(step)
        let angle = speed / radius * time
        return .init(
          time: time,
          worldFromBody: RigidTransform(
            rotation: Rotation(yaw: angle + .pi / 2, pitch: 0, roll: 0),
            translation: Vector3(radius * Double.cos(angle), radius * Double.sin(angle), 0)))
      })
  }()

  @Test("two poses give uniform motion, exact at every instant")
  func uniform() {
    let line = Trajectory(times: [1, 3], positionsAlongWay: [Vector3(0, 0, 1), Vector3(8, 6, 1)])
    let state = line.state(at: 1.7)
    #expect((state.worldFromBody.translation - Vector3(2.8, 2.1, 1)).length < 1e-14)
    #expect((state.velocity - Vector3(4, 3, 0)).length < 1e-14)
    #expect((state.worldFromBody.rotation.xAxis - Vector3(0.8, 0.6, 0)).length < 1e-14)
    #expect(state.angularVelocity.length < 1e-12)
    #expect(isClose(line.distanceDriven(at: 2), 5, within: 1e-13))
  }

  @Test("on a circle speed, heading and turn rate are those of the circle")
  func circularMotion() {
    for step in 20...80 {
      let time = 0.0503 * Double(step)
      let state = circle.state(at: time)
      // A cubic spline errs by 5/384 h^4 of the fourth derivative (0.5^4 * 10): 5e-8 m, and
      // h^3 / 24 of it in speed.
      #expect(isClose(state.velocity.length, 5, within: 1e-5))
      #expect(isClose(state.worldFromBody.translation.length, 10, within: 1e-7))
      #expect((state.angularVelocity - Vector3(0, 0, 0.5)).length < 1e-5)
      #expect((state.worldFromBody.rotation.xAxis - state.velocity / 5).length < 1e-5)
    }
    #expect(isClose(circle.distanceDriven(at: 4), 20, within: 1e-4))
  }

  @Test("velocity and angular velocity are the rates of position and orientation")
  func rates() {
    let step = 1e-5
    for index in 1..<60 {
      let time = 0.0807 * Double(index)
      let (before, now, after) = (
        circle.state(at: time - step), circle.state(at: time), circle.state(at: time + step)
      )
      let velocity =
        (after.worldFromBody.translation - before.worldFromBody.translation) / (2 * step)
      // Central differences: rounding 1e-15 * 10 / 1e-5, and h^2 / 6 of the jerk.
      #expect((velocity - now.velocity).length < 1e-8)
      let axis = now.worldFromBody.rotation.xAxis
      let turning = (after.worldFromBody.rotation.xAxis - before.worldFromBody.rotation.xAxis)
      #expect((turning / (2 * step) - now.angularVelocity.cross(axis)).length < 1e-8)
    }
  }

  @Test("velocity and acceleration are continuous across the given poses")
  func continuity() {
    let way = Trajectory(
      times: [0, 1, 1.5, 4],
      positionsAlongWay: [.zero, Vector3(3, 1, 0), Vector3(4, 3, 0), Vector3(-2, 8, 0)])
    let tiny = 1e-7
    for knot in [1.0, 1.5] {
      let before = way.state(at: knot - tiny)
      let after = way.state(at: knot + tiny)
      // The acceleration is below 30 m/s^2 here, so the velocity changes by less than 6e-6 m/s.
      #expect((after.velocity - before.velocity).length < 1e-5)
      #expect((after.angularVelocity - before.angularVelocity).length < 1e-2)
    }
  }

  @Test("a turn through 360 degrees does not jump where quaternions change sign")
  func fullTurn() {
    let spin = Trajectory(
      poses: (0...16).map { step in
        .init(
          time: Double(step),
          worldFromBody: RigidTransform(
            rotation: Rotation(yaw: .pi / 4 * Double(step), pitch: 0, roll: 0),
            translation: .zero))
      })
    for step in 8..<120 {
      let rate = spin.state(at: 0.133 * Double(step)).angularVelocity.z
      // Steps of 45 degrees leave a spline of quaternions a few parts in a thousand
      // off; ends are natural.
      if (2.0...14).contains(0.133 * Double(step)) {
        #expect(isClose(rate, .pi / 4, relative: 0.01))
      }
    }
  }

  @Test("a body point's velocity is that of the centre plus the turn about it")
  func bodyPoint() {
    let state = RigidState(
      worldFromBody: RigidTransform(rotation: .identity, translation: Vector3(1, 2, 3)),
      velocity: Vector3(1, 0, 0), angularVelocity: Vector3(0, 0, 2))
    #expect(state.velocity(at: Vector3(1, 3, 3)) == Vector3(-1, 0, 0))
  }
}

@Suite("Articulated motion")
struct ArticulatedMotionTests {
  private let radius = 0.3
  private let vehicle = Trajectory(
    times: [0, 2], positionsAlongWay: [Vector3(0, 0, 0), Vector3(6, 0, 0)])

  private func wheel() -> ArticulatedMotion {
    var motion = ArticulatedMotion()
    let body = motion.add(.follows(vehicle))
    _ = motion.add(
      .rolls(pivot: Vector3(1, 0.5, radius), radius: radius, vehicle: vehicle), to: body)
    return motion
  }

  @Test("a rolling wheel stands still where it touches the ground and runs at 2 v at its top")
  func rolling() {
    let motion = wheel()
    for step in 0...20 {
      let state = motion.states(at: 0.1 * Double(step))[1]
      let centre = state.worldFromBody.translation
      #expect(isClose(centre.z, radius, within: 1e-14))
      #expect(state.velocity(at: centre - .unitZ * radius).length < 1e-12)
      #expect(
        (state.velocity(at: centre + .unitZ * radius) - Vector3(6, 0, 0)).length < 1e-12)
    }
  }

  @Test("a point of the tread moves as its velocity says")
  func tread() {
    let motion = wheel()
    let step = 1e-6
    let point = Vector3(radius, 0, 0)
    let state = motion.states(at: 0.7)[1]
    let (before, after) = (motion.states(at: 0.7 - step)[1], motion.states(at: 0.7 + step)[1])
    let rate = (after.worldFromBody(point) - before.worldFromBody(point)) / (2 * step)
    // Central differences: rounding 1e-16 / 1e-6 times a few.
    #expect((rate - state.velocity(at: state.worldFromBody(point))).length < 1e-8)
  }

  @Test("after a circumference the wheel is as it was")
  func turnAround() {
    let motion = wheel()
    let period = 2 * .pi * radius / 3
    let (first, second) = (motion.states(at: 0.2)[1], motion.states(at: 0.2 + period)[1])
    let change = second.worldFromBody.rotation.xAxis - first.worldFromBody.rotation.xAxis
    #expect(change.length < 1e-12)
  }

  @Test("a spinning part turns about its own axis")
  func spinning() {
    var motion = ArticulatedMotion()
    let hub = motion.add(
      .spins(pivot: Vector3(0, 0, 2), axis: .unitZ, rate: 10))
    let state = motion.states(at: 0.05)[hub]
    #expect(state.worldFromBody.translation == Vector3(0, 0, 2))
    #expect(isClose(state.worldFromBody.rotation.yawPitchRoll.yaw, 0.5, within: 1e-14))
    #expect(state.angularVelocity == Vector3(0, 0, 10))
    #expect(!motion.isAtRest(hub))
  }

  @Test("what hangs on a fixed node is at rest, what hangs on a moving one is not")
  func rest() {
    var motion = ArticulatedMotion()
    let fixed = motion.add(.fixed(.identity))
    let moving = motion.add(.follows(vehicle))
    let (still, carried) = (
      motion.add(.fixed(.identity), to: fixed), motion.add(.fixed(.identity), to: moving)
    )
    #expect(motion.isAtRest(still))
    #expect(!motion.isAtRest(carried))
  }
}
