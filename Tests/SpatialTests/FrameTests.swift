// SPDX-License-Identifier: Apache-2.0

import Spatial
import TestSupport
import Testing

@Suite("Frames and directions")
struct FrameTests {
  // A few rounding steps of unit-sized numbers.
  private let rounding = 1e-14

  @Test("a yaw of 90 degrees turns forward to left")
  func yaw() {
    let turned = Rotation(yaw: .pi / 2, pitch: 0, roll: 0)(.unitX)
    #expect((turned - .unitY).length < rounding)
  }

  @Test("a positive pitch lowers the nose, a positive roll lowers the right side")
  func pitchAndRoll() {
    #expect(Rotation(yaw: 0, pitch: 0.3, roll: 0)(.unitX).z < 0)
    // The right side is -y in a frame with y to the left.
    #expect(Rotation(yaw: 0, pitch: 0, roll: 0.3)(-Vector3.unitY).z < 0)
  }

  @Test("yaw, pitch and roll are intrinsic: yaw first, then the turned axes")
  func order() {
    let composed = Rotation(yaw: 0.4, pitch: -0.7, roll: 1.1)
    let (yaw, pitch, roll) = composed.yawPitchRoll
    #expect(isClose(yaw, 0.4, within: rounding))
    #expect(isClose(pitch, -0.7, within: rounding))
    #expect(isClose(roll, 1.1, within: rounding))
    // The nose's direction depends on yaw and pitch only.
    let nose = Rotation(yaw: 0.4, pitch: -0.7, roll: 0)(.unitX)
    #expect((composed(.unitX) - nose).length < rounding)
  }

  @Test("a transform and its inverse give the point back")
  func inverse() {
    let transform = RigidTransform(
      rotation: Rotation(yaw: 1, pitch: 0.2, roll: -2), translation: Vector3(3, -4, 5))
    let point = Vector3(0.3, 17, -2)
    // Coordinates of 20 m round at 4e-15 each.
    #expect((transform.inverse(transform(point)) - point).length < 1e-13)
    let product = transform * transform.inverse
    #expect((product(point) - point).length < 1e-13)
  }

  @Test("a plane moves with its points")
  func plane() {
    let transform = RigidTransform(
      rotation: Rotation(yaw: 1, pitch: 0.2, roll: -2), translation: Vector3(3, -4, 5))
    let plane = Plane(normal: Vector3(1, 2, 2) / 3, offset: 7)
    let moved = transform.plane(plane)
    let point = plane.normal * 7 + Vector3(2, -1, 0)
    #expect(abs(plane.signedDistance(to: point)) < 1e-14)
    #expect(abs(moved.signedDistance(to: transform(point))) < 1e-13)
  }

  @Test("boresight points the x axis and keeps the y axis level")
  func boresight() {
    let direction = Vector3(-2, 1, -0.5)
    let rotation = Rotation(boresight: direction)
    #expect((rotation.xAxis - direction.normalized).length < rounding)
    #expect(abs(rotation.yAxis.z) < rounding)
    #expect(rotation.zAxis.z > 0)
  }

  @Test(
    "direction, theta and phi form a right-handed basis",
    arguments: [
      Vector3(1, 0, 0), Vector3(0, 0, 1), Vector3(0, 0, -1), Vector3(-0.3, 0.5, 0.2),
      Vector3(1e-9, 0, 1),
    ])
  func basis(vector: Vector3) {
    let direction = vector.normalized
    let basis = SphericalBasis(at: direction)
    #expect((basis.thetaHat.cross(basis.phiHat) - direction).length < rounding)
  }

  @Test("the angles of a direction give the direction back, over the whole sphere")
  func angles() {
    for step in 0..<200 {
      let theta = .pi * (Double(step) + 0.5) / 200
      let phi = -3.1 + 0.031 * Double(step)
      let angles = SphericalAngles(of: SphericalAngles(theta: theta, phi: phi).direction)
      #expect(isClose(angles.theta, theta, within: rounding))
      // The azimuth loses 1 / sin(theta) of its accuracy near the poles: at most 130 here.
      #expect(isClose(angles.phi, phi, within: 130 * rounding))
    }
  }
}
