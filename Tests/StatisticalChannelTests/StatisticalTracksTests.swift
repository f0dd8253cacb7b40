// SPDX-License-Identifier: Apache-2.0

import Channels
import ChannelStandards
import Electromagnetics
import Quantities
import Randomness
import RealModule
import Spatial
import StatisticalChannel
import TestSupport
import Testing

@Suite("Statistical paths over time")
struct StatisticalTracksTests {
  private let light = 299_792_458.0

  /// A base station at rest, a target that flies by, a receiver that drives.
  private func channel(_ joining: LegJoining) throws -> (StatisticalTracks, TargetChannel) {
    let link = try TargetLink(.lineOfSight, .lineOfSight)
    let legs = link.legs(11)
    var stream = RandomStream(seed: 11, stage: .targetScattering, index: 0)
    let channel = TargetChannel(
      transmit: legs.transmit, receive: legs.receive, joining: joining,
      scattering: TargetScattering(.of(.smallUAV)), from: &stream)
    // The transmit leg goes from a base to its terminal, the target; the receive leg back to its own
    // base, which lies as far from the target as that leg is long.
    let target = link.transmit.terminal
    let back = try #require(legs.receive.lineOfSight).departure.unit * legs.receive.distance
    let base = link.transmit.base
    var tracks = StatisticalTracks(over: 2...2.1) { time in
      LinkEnds(
        transmitter: AntennaPose(antenna: Antenna(), position: base),
        receiver: AntennaPose(
          antenna: Antenna(), position: target + back + Vector3(3, 4, 0) * (time - 2),
          velocity: Vector3(3, 4, 0)))
    }
    tracks.add(channel, amplitude: 1e-6, number: 7) { time in
      PointMotion(
        position: target + Vector3(-20, 15, 5) * (time - 2), velocity: Vector3(-20, 15, 5))
    }
    return (tracks, channel)
  }

  /// How many seconds a ray may come later than drawn: up to 1 m of excess, for which a line with its
  /// directions may take more.
  private func lateness(_ ray: LinkRay) -> Double {
    ray.cluster < 0 ? 0 : max(0, 1 / light - ray.delay)
  }

  @Test("at the beginning tracks are the channel's paths, with its Doppler shifts")
  func beginning() throws {
    let (tracks, channel) = try channel(.option2)
    #expect(tracks.count == channel.paths.count)
    let velocities = SensingVelocities(
      receiver: Vector3(3, 4, 0), target: Vector3(-20, 15, 5))
    let states = tracks.states(of: Array(0..<tracks.count), at: 2)
    for (state, path) in zip(states, channel.paths) {
      let expected = channel.state(of: path, amplitude: 1e-6, velocities: velocities)
      let rays = [channel.transmitRay(of: path), channel.receiveRay(of: path)]
      // Lengths of some hundred metres in double precision.
      #expect(state.delay > expected.delay - 1e-18)
      #expect(state.delay < expected.delay + rays.reduce(1e-18) { $0 + lateness($1) })
      #expect(isClose(state.delayRate, expected.delayRate, within: 1e-20))
      #expect(state.transfer == expected.transfer)
      #expect((state.departure - expected.departure).length < 1e-12)
      #expect((state.arrival - expected.arrival).length < 1e-12)
    }
  }

  @Test("the rate of every delay is its derivative")
  func rates() throws {
    let (tracks, _) = try channel(.option2)
    let step = 1e-4
    let all = 0..<tracks.count
    func slopes(_ step: Double) -> [Double] {
      zip(tracks.delays(of: all, at: 2.05 - step), tracks.delays(of: all, at: 2.05 + step))
        .map { ($1.delay - $0.delay) / (2 * step) }
    }
    let (coarse, fine) = (slopes(step), slopes(step / 2))
    for (index, delay) in tracks.delays(of: all, at: 2.05).enumerated() {
      // Two steps together leave no third derivative. The fifth, at 25 m/s past bounces R away up to
      // 45 v^5 / (R^4 c), h^4 / 480 times, is 5e-17 at 30 cm; rounding of delays of a microsecond over
      // 0.1 ms takes 1e-17.
      let slope = (4 * fine[index] - coarse[index]) / 3
      #expect(isClose(delay.rate, slope, within: 1e-16))
    }
  }

  @Test("the path over both lines of sight follows the exact distances")
  func linesOfSight() throws {
    let (tracks, _) = try channel(.option2)
    for time in [2.0, 2.03, 2.1] {
      let ends = tracks.ends(at: time)
      let target = try #require(tracks.path(0, at: time).interactions.first).vertex
      let way =
        ends.transmitter.position.distance(to: target)
        + target.distance(to: ends.receiver.position)
      #expect(isClose(tracks.states(of: [0], at: time)[0].delay, way / light, within: 1e-18))
    }
  }

  @Test("what is drawn stays over the interval: directions of rays, powers, polarisation, names")
  func identity() throws {
    let (tracks, _) = try channel(.option2)
    #expect(Set(tracks.identifiers).count == tracks.count)
    let all = Array(0..<tracks.count)
    for (first, last) in zip(tracks.states(of: all, at: 2), tracks.states(of: all, at: 2.1)) {
      #expect(first.transfer == last.transfer)
      // The lines of sight turn by the 2.5 m that the target flies across 80 m.
      #expect((first.departure - last.departure).length < 0.05)
    }
  }

  @Test("a link's rays and moving scatterers keep their Doppler shifts")
  func link() throws {
    let model = try StandardLink(.urbanMicro, .lineOfSight)
    let link = model.draw(seed: 3).link
    let (base, terminal) = (model.base, model.terminal)
    var tracks = StatisticalTracks(over: 0...1) { time in
      LinkEnds(
        transmitter: AntennaPose(antenna: Antenna(), position: base),
        receiver: AntennaPose(
          antenna: Antenna(), position: terminal + Vector3(1, 0, 0) * time,
          velocity: Vector3(1, 0, 0)))
    }
    // The line of sight comes first and has no scatterer; of the others all but the first rest.
    tracks.add(link, amplitude: 1e-4, number: 1, scatterers: [0.5])
    let velocities = EndVelocities(arrival: Vector3(1, 0, 0))
    let states = tracks.states(of: Array(0..<tracks.count), at: 0)
    for (index, (state, ray)) in zip(states, link.allRays).enumerated() {
      let expected = ray.path(
        distance: link.distance, amplitude: 1e-4, velocities: velocities,
        scatterer: index == 1 ? 0.5 : 0)
      #expect(state.delay > expected.delay - 1e-18)
      #expect(state.delay < expected.delay + lateness(ray) + 1e-18)
      #expect(isClose(state.delayRate, expected.delayRate, within: 1e-20))
      #expect(state.transfer == expected.transfer)
    }
  }
}
