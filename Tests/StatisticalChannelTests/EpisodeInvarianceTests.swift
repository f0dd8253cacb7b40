// SPDX-License-Identifier: Apache-2.0

import ChannelStandards
import Channels
import ComplexModule
import Spatial
import StatisticalChannel
import TestSupport
import Testing

@Suite("What statistical episodes do not depend on")
struct EpisodeInvarianceTests {
  /// A street with two targets and three radios, each with links of its own.
  private struct Street {
    var targets = ["car", "walker"]
    var radios = ["base", "terminal", "other"]
    var links = [("base", "base"), ("base", "terminal"), ("terminal", "other")]

    private static let places = [
      "base": Vector3(0, 0, 10), "terminal": Vector3(60, 25, 1.5), "other": Vector3(20, -30, 1.5),
      "car": Vector3(-30, 15, 1.5), "walker": Vector3(25, 5, 1.5),
    ]
    private static let velocities = ["car": Vector3(15, 0, 0), "terminal": Vector3(0, -2, 0)]

    func episode(seed: UInt64, change: @escaping (inout EpisodeSetup) -> Void = { _ in }) throws
      -> StatisticalEpisode
    {
      try DrivingEpisode().episode(seed: seed) { setup in
        setup.radios = radios.map { name in
          let (place, velocity) = (Self.places[name] ?? .zero, Self.velocities[name] ?? .zero)
          return EpisodeSetup.Radio(
            name: name, node: name == "base" ? .transmissionPoint : .terrestrialTerminal
          ) { time in
            AntennaPose(antenna: .init(), position: place + velocity * time, velocity: velocity)
          }
        }
        setup.targets = targets.enumerated().map { number, name in
          let (place, velocity) = (Self.places[name] ?? .zero, Self.velocities[name] ?? .zero)
          return EpisodeSetup.Target(
            name: name, kind: name == "car" ? .vehicle : .human,
            section: .of(name == "car" ? .vehicle : .human), point: 0, centre: number,
            motion: { PointMotion(position: place + velocity * $0, velocity: velocity) },
            orientation: { _ in .identity })
        }
        setup.links = links.map { link in
          (radios.firstIndex(of: link.0) ?? 0, radios.firstIndex(of: link.1) ?? 0)
        }
        change(&setup)
      }
    }

    /// The states of a link's paths by way of a target, or of its background, in their order.
    func states(
      _ link: (String, String), by target: String?, seed: UInt64, at time: Double = 1.1
    ) throws -> [PathState] {
      let number = links.firstIndex { $0 == link } ?? 0
      let tracks = try episode(seed: seed).tracks(link: number, over: time...(time + 0.01))
      let centre = target.flatMap { targets.firstIndex(of: $0) }.map { Int32($0) }
      return (0..<tracks.count).map { tracks.path($0, at: time) }
        .filter { $0.interactions.first?.centre == centre }.map(\.state)
    }
  }

  @Test("an echo and a background are the same with and without other targets, radios and links")
  func others() throws {
    let all = Street()
    var fewer = Street()
    fewer.targets = ["walker"]
    fewer.radios = ["terminal", "base"]
    fewer.links = [("base", "terminal"), ("base", "base")]
    var reordered = Street()
    reordered.targets = ["walker", "car"]
    reordered.radios = ["other", "terminal", "base"]
    reordered.links = [("terminal", "other"), ("base", "terminal"), ("base", "base")]
    for seed in 1...3 as ClosedRange<UInt64> {
      for link in [("base", "base"), ("base", "terminal")] {
        for target in ["walker", nil] {
          let states = try all.states(link, by: target, seed: seed)
          #expect(!states.isEmpty)
          #expect(try fewer.states(link, by: target, seed: seed) == states)
          #expect(try reordered.states(link, by: target, seed: seed) == states)
        }
      }
      #expect(
        try reordered.states(("terminal", "other"), by: "car", seed: seed)
          == all.states(("terminal", "other"), by: "car", seed: seed))
    }
  }

  @Test("another name is another draw")
  func names() throws {
    let street = Street()
    let states = try street.states(("base", "terminal"), by: "walker", seed: 1)
    func renamed(_ change: @escaping (inout EpisodeSetup) -> Void) throws -> Bool {
      let tracks = try street.episode(seed: 1, change: change).tracks(link: 1, over: 1.1...1.11)
      let paths = (0..<tracks.count).map { tracks.path($0, at: 1.1) }
      return paths.filter { $0.interactions.first?.centre == 1 }.map(\.state) != states
    }
    #expect(try renamed { $0.targets[1].name = "runner" })
    #expect(try renamed { $0.radios[1].name = "receiver" })
    #expect(try !renamed { $0.targets[0].name = "van" })
  }

  @Test("the channel from one radio to the other is that of the way back, transposed")
  func reciprocity() throws {
    let street = Street()
    for pair in [("base", "terminal"), ("terminal", "other")] {
      var both = street
      both.links = [pair, (pair.1, pair.0)]
      for (seed, target) in [(1, "car"), (2, "car"), (3, "walker"), (1, nil), (2, nil)]
        as [(UInt64, String?)]
      {
        func ordered(_ states: [PathState]) -> [PathState] {
          states.sorted {
            ($0.delay, $0.transfer.thetaFromTheta.length)
              < ($1.delay, $1.transfer.thetaFromTheta.length)
          }
        }
        let there = ordered(try both.states(pair, by: target, seed: seed))
        let back = ordered(try both.states((pair.1, pair.0), by: target, seed: seed))
        #expect(!there.isEmpty)
        #expect(there.count == back.count)
        for (one, other) in zip(there, back) {
          // Sums of the same lengths in another order.
          #expect(isClose(one.delay, other.delay, within: 1e-20))
          #expect(isClose(one.delayRate, other.delayRate, within: 1e-20))
          #expect((one.departure - other.arrival).length < 1e-12)
          #expect((one.arrival - other.departure).length < 1e-12)
          let turned = other.transfer.transposed
          let scale = one.transfer.thetaFromTheta.length
          #expect((one.transfer.thetaFromTheta - turned.thetaFromTheta).length <= 1e-12 * scale)
          #expect((one.transfer.thetaFromPhi - turned.thetaFromPhi).length <= 1e-12 * scale)
          #expect((one.transfer.phiFromTheta - turned.phiFromTheta).length <= 1e-12 * scale)
        }
      }
    }
  }

  @Test("which of two radios sends does not change which of them is in the air")
  func air() throws {
    // What is on the ground stands for the base station (Table 7.9.3-1, case 7).
    func power(_ links: [(Int, Int)], seed: UInt64) throws -> Double {
      var drive = DrivingEpisode()
      drive.hasTargets = false
      drive.terminal = Vector3(60, 25, 40)
      drive.base = Vector3(0, 0, 1.5)
      return try drive.episode(seed: seed) { setup in
        setup.scenario = .urbanMicroAerial
        setup.radios[0].node = .terrestrialTerminal
        setup.radios[1].node = .aerialTerminal
        setup.links = links.map { (transmitter: $0.0, receiver: $0.1) }
      }.tracks(link: 0, over: 0...0.01).power(at: 0)
    }
    for seed in 1...5 as ClosedRange<UInt64> {
      let (up, down) = (try power([(0, 1)], seed: seed), try power([(1, 0)], seed: seed))
      #expect(isClose(up / down, 1, within: 1e-12))
    }
  }

  @Test("no path is earlier than light, over the targets and between the radios")
  func causal() throws {
    let light = 299_792_458.0
    let street = Street()
    for seed in 1...6 as ClosedRange<UInt64> {
      let episode = try street.episode(seed: seed)
      for link in 0..<3 {
        for time in stride(from: 0.0, through: 5.6, by: 0.4) {
          let tracks = try episode.tracks(link: link, over: time...(time + 0.01))
          let ends = tracks.ends(at: time)
          let (from, to) = (ends.transmitter.position, ends.receiver.position)
          let earliest = (0..<tracks.count).map { track -> Double in
            let path = tracks.path(track, at: time)
            let straight =
              path.interactions.first.map {
                from.distance(to: $0.vertex) + $0.vertex.distance(to: to)
              } ?? from.distance(to: to)
            return path.state.delay * light - straight
          }.min()
          // Lengths of some hundred metres in double precision.
          #expect((earliest ?? 0) > -1e-10)
        }
      }
    }
  }
}
