// SPDX-License-Identifier: Apache-2.0

import Channels
import Electromagnetics
import Quantities
import Randomness
import RealModule
import Spatial
import StatisticalChannel
import TestSupport
import Testing

/// A link of one ray whose ends move evenly.
private struct RayLink: Sendable {
  var near = Vector3.zero
  var far = Vector3(30, 0, 0)
  var departure = Vector3(1, 0, 0)
  var arrival = Vector3(-1, 0, 0)
  /// What the ray is longer than the straight way, in metres.
  var excess = 0.0
  var nearVelocity = Vector3.zero
  var farVelocity = Vector3.zero

  private let light = 299_792_458.0

  /// A link between random places over some tens of metres, with random directions and velocities.
  init(random stream: inout RandomStream, excess: Double) {
    func point(_ size: Double) -> Vector3 {
      Vector3(
        size * (2 * stream.uniform() - 1), size * (2 * stream.uniform() - 1),
        size * (2 * stream.uniform() - 1))
    }
    (near, far) = (point(30), point(30))
    (departure, arrival) = (point(1).normalized, point(1).normalized)
    (nearVelocity, farVelocity) = (point(15), point(15))
    self.excess = excess
  }

  init() {}

  var reversed: RayLink {
    var link = self
    (link.near, link.far) = (far, near)
    (link.departure, link.arrival) = (arrival, departure)
    (link.nearVelocity, link.farVelocity) = (farVelocity, nearVelocity)
    return link
  }

  func nearPlace(_ time: Double) -> Vector3 { near + nearVelocity * time }
  func farPlace(_ time: Double) -> Vector3 { far + farVelocity * time }
  func straight(_ time: Double) -> Double { nearPlace(time).distance(to: farPlace(time)) }

  /// The ray, drawn at time zero, at an instant.
  func state(_ time: Double) -> PathState {
    var tracks = StatisticalTracks(over: 0...1) { time in
      LinkEnds(
        transmitter: AntennaPose(
          antenna: Antenna(), position: nearPlace(time), velocity: nearVelocity),
        receiver: AntennaPose(
          antenna: Antenna(), position: farPlace(time), velocity: farVelocity))
    }
    let ray = LinkRay(
      cluster: 0, delay: excess / light, power: 1, departure: RayDirection(departure),
      arrival: RayDirection(arrival), transfer: .lineOfSight)
    tracks.add(
      ClusteredLink(
        lineOfSight: nil, rays: [ray], raysPerCluster: 1, distance: straight(0), excessDelay: 0),
      amplitude: 1, number: 0)
    return tracks.states(of: [0], at: time)[0]
  }

  func length(_ time: Double) -> Double { state(time).delay * light }
}

@Suite("Rays that follow moving ends")
struct DriftingRayTests {
  private let light = 299_792_458.0

  private func links(_ count: Int, seed: UInt64, excess: (Double) -> Double) -> [RayLink] {
    var stream = RandomStream(seed: seed, stage: .rayDirections, index: 0)
    return (0..<count).map { _ in
      let excess = excess(stream.uniform())
      return RayLink(random: &stream, excess: excess)
    }
  }

  @Test(
    "where it was drawn a ray has the delay, directions and Doppler shift that it was drawn with")
  func anchor() {
    for link in links(500, seed: 1, excess: { 1 + 200 * $0 * $0 }) {
      let state = link.state(0)
      // Lengths of up to 300 m in double precision; where both roots of the quadratic equation nearly
      // meet, half of the digits of the bounces' places are left, not of the length.
      #expect(isClose(state.delay * light, link.straight(0) + link.excess, within: 1e-11))
      #expect((state.departure - link.departure).length < 1e-12)
      #expect((state.arrival - link.arrival).length < 1e-12)
      let rate = -link.departure.dot(link.nearVelocity) - link.arrival.dot(link.farVelocity)
      #expect(isClose(state.delayRate * light, rate, within: 1e-10))
    }
  }

  @Test("a ray that is drawn with less delay than its directions need comes a metre late at most")
  func late() {
    for link in links(500, seed: 2, excess: { $0 * $0 }) {
      let state = link.state(0)
      let excess = state.delay * light - link.straight(0)
      #expect(excess > link.excess - 1e-11)
      #expect(excess < 1 + 1e-11)
      #expect((state.departure - link.departure).length < 1e-12)
      #expect((state.arrival - link.arrival).length < 1e-12)
    }
  }

  @Test(
    "wherever its ends go, no ray comes before the straight way, nor after the way by its bounces")
  func causal() {
    for link in links(2000, seed: 3, excess: { 100 * $0 * $0 * $0 }) {
      let start = link.length(0)
      for time in [-3, -1, -0.3, 0.1, 0.7, 2, 4.0] {
        let length = link.length(time)
        #expect(length >= link.straight(time) - 1e-11)
        // Each end lengthens the way by what it has gone at most.
        let gone = abs(time) * (link.nearVelocity.length + link.farVelocity.length)
        #expect(length <= start + gone + 1e-11)
      }
    }
  }

  @Test("the Doppler shift is the derivative of the delay, and that of the directions at both ends")
  func derivative() {
    let step = 1e-4
    for link in links(500, seed: 4, excess: { 1 + 50 * $0 }) {
      for time in [-0.5, 0, 1.3] {
        let state = link.state(time)
        let rate =
          -state.departure.dot(link.nearVelocity) - state.arrival.dot(link.farVelocity)
        #expect(isClose(state.delayRate * light, rate, within: 1e-11))
        // The length of a broken line between points that move evenly is convex, so that its mean
        // slope over a step lies between the rates at both ends.
        let slope = (link.length(time + step) - link.length(time - step)) / (2 * step)
        let ends = [link.state(time - step), link.state(time + step)].map { $0.delayRate * light }
        // Rounding of lengths of 300 m over 0.2 ms takes 1e-9.
        let range = (ends.min() ?? 0) - 1e-8...(ends.max() ?? 0) + 1e-8
        #expect(range.contains(slope))
      }
    }
  }

  @Test("a ray is the same from its other end")
  func reciprocity() {
    for link in links(200, seed: 5, excess: { 60 * $0 * $0 }) {
      for time in [0, 0.4, 3.0] {
        let (there, back) = (link.state(time), link.reversed.state(time))
        #expect(there.delay == back.delay)
        #expect(isClose(there.delayRate, back.delayRate, within: 1e-22))
        #expect(there.departure == back.arrival)
        #expect(there.arrival == back.departure)
      }
    }
  }

  @Test("two sides of 25 m over a base of 30 m are one bounce, at rest where they meet")
  func triangle() {
    var link = RayLink()
    (link.departure, link.arrival) = (Vector3(0.6, 0.8, 0), Vector3(-0.6, 0.8, 0))
    link.excess = 20
    link.farVelocity = Vector3(-30, 0, 0)
    for time in [0, 0.2, 0.9] {
      // The bounce is at (15, 20, 0). Its place is known to half of the digits, since both roots meet.
      let expected = 25 + Double.hypot(15 - 30 * time, 20)
      #expect(isClose(link.length(time), expected, within: 1e-6))
    }
  }

  @Test(
    "a radio that drives at 10 m/s towards what sends its echo back sees 2 v / lambda, 5.27 kHz")
  func echo() {
    var link = RayLink()
    (link.far, link.arrival) = (link.near, link.departure)
    link.excess = 80
    (link.nearVelocity, link.farVelocity) = (Vector3(10, 0, 0), Vector3(10, 0, 0))
    for time in [0, 0.5, 1.0] {
      #expect(isClose(link.length(time), 80 - 20 * time, within: 1e-12))
      #expect(isClose(-link.state(time).delayRate * 79e9, 5270.3, within: 0.05))
    }
  }

  @Test("a ray straight ahead without excess is the straight way as long as both ends stay on it")
  func straight() {
    var link = RayLink()
    link.farVelocity = Vector3(10, 0, 0)
    for time in [0, 0.5, 2.0] {
      #expect(isClose(link.length(time), 30 + 10 * time, within: 1e-12))
    }
  }
}
