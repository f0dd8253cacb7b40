// SPDX-License-Identifier: Apache-2.0

import Captures
import Foundation
import Kinematics
import RFTwin
import Spatial
import TestSupport
import Testing

/// A few frames of the bundled courtyard, held against its trajectories alone.
@Suite("The courtyard", .serialized)
struct CourtyardTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Four frames of a configuration, a second apart, with a map of each.
  private func run(_ name: String, start: Double) throws -> (Scenario, Record) {
    var scenario = try Scenario.load(
      "\(SharedFiles.project)/Scenes/umi-courtyard/configuration-\(name).yaml")
    scenario.episode.start = start
    scenario.episode.framePeriod = 0.75
    scenario.episode.duration = 2.3
    scenario.processing.mapEvery = 1
    let path = folder.file("\(name).h5")
    _ = try Simulation(scenario, workers: .init(count: 2)).run(writingTo: path)
    return (scenario, try Record(path))
  }

  /// Points of the car's box in its own frame, whose origin is midway between the axles.
  ///
  /// The car is 4.4 m long, 1.8 m wide and 1.5 m high.
  private func carPoints() -> [Vector3] {
    var points: [Vector3] = []
    for x in stride(from: -2.2, through: 2.2, by: 0.1) {
      for y in stride(from: -0.95, through: 0.95, by: 0.1) {
        for z in stride(from: 0.1, through: 1.5, by: 0.1) { points.append(Vector3(x, y, z)) }
      }
    }
    return points
  }

  /// Delays and Doppler shifts that points of the car's box have at an instant.
  private func predicted(
    _ scenario: Scenario, from transmitter: Vector3, to receiver: Vector3, at time: Double
  ) -> [(delay: Double, shift: Double)] {
    let scene = scenario.scene
    guard let group = scene.groups.firstIndex(where: { $0.name == "car" }) else { return [] }
    let car = scene.motion.states(at: time)[scene.groups[group].node]
    let (speed, frequency) = (299_792_458.0, scenario.waveform.centreFrequency.hertz)
    return carPoints().map { point in
      let world = car.worldFromBody(point)
      let velocity = car.velocity(at: world)
      let (incoming, outgoing) = (world - transmitter, world - receiver)
      let rate =
        (velocity.dot(incoming.normalized) + velocity.dot(outgoing.normalized)) / speed
      let delay = (incoming.length + outgoing.length) / speed
      // A moving beat is displaced by f_c tau' / S.
      let coupling = frequency * rate / scenario.waveform.slope.si
      return (delay + coupling, -frequency * rate)
    }
  }

  /// The strongest cell of a map away from zero Doppler.
  private func movingPeak(
    _ map: [Float], _ link: RecordedLink
  ) -> (delay: Double, shift: Double, power: Float) {
    var best = (delay: 0.0, shift: 0.0, power: Float(0))
    for (row, shift) in link.dopplerShifts.enumerated() where abs(shift) > 300 {
      for (column, delay) in link.delays.enumerated() {
        let power = map[row * link.delays.count + column]
        if power > best.power { best = (delay, shift, power) }
      }
    }
    return best
  }

  @Test("configuration B: the car shows where its trajectory says, clutter at zero Doppler")
  func configurationB() throws {
    let (scenario, record) = try run("b", start: 2.0)
    let positions = try record.movers()
    let ue = try #require(positions.names.firstIndex(of: "ue"))
    let bs = try #require(positions.names.firstIndex(of: "bs"))
    for link in record.links {
      let cells = (
        delay: link.delays[1] - link.delays[0],
        shift: link.dopplerShifts[1] - link.dopplerShifts[0]
      )
      #expect(link.mapTimes.count == 4)
      for (window, time) in link.mapTimes.enumerated() {
        let map = try link.map(window)
        let peak = movingPeak(map, link)
        #expect(Double(peak.power) > 30 * link.noisePerMapCell)
        let source = positions.positions[0][link.isMonostatic ? ue : bs]
        let near = predicted(
          scenario, from: source, to: positions.positions[0][ue], at: time
        ).contains {
          abs($0.delay - peak.delay) <= cells.delay && abs($0.shift - peak.shift) <= cells.shift
        }
        #expect(near, "\(link.name) at \(time) s: \(peak)")
      }
    }
    try expectRidge(record)
    try expectBistaticTraces(scenario, record)
  }

  /// Static clutter of the monostatic link: a ridge at zero Doppler at least 20 dB above the noise.
  private func expectRidge(_ record: Record) throws {
    let link = try #require(record.links.first { $0.isMonostatic })
    let zero = try #require(link.dopplerShifts.firstIndex(of: 0))
    for window in link.mapTimes.indices {
      let map = try link.map(window)
      let row = map[zero * link.delays.count..<(zero + 1) * link.delays.count]
      // From the nearest clutter at 5 m to the facade at 57 m.
      let ridge = zip(link.delays, row).filter { $0.0 > 35e-9 && $0.0 < 375e-9 }
        .map { Double($0.1) }
      let mean = ridge.reduce(0, +) / Double(ridge.count)
      #expect(mean > 100 * link.noisePerMapCell)
      // Not one strong echo alone: within 20 m most bins stand 20 dB above the noise.
      let close = zip(link.delays, row).filter { $0.0 > 35e-9 && $0.0 < 130e-9 }
      let strong = close.filter { Double($0.1) > 100 * link.noisePerMapCell }
      #expect(Double(strong.count) > 0.5 * Double(close.count))
    }
  }

  /// Expects line of sight, the northern facade's reflection and the car.
  ///
  /// Each must come at the delay that geometry gives.
  private func expectBistaticTraces(_ scenario: Scenario, _ record: Record) throws {
    let link = try #require(record.links.first { !$0.isMonostatic })
    let (bs, ue) = (Vector3(4, -21.6, 12.6), Vector3(25.5, 16.9, 1.5))
    // The wall of the building behind the user equipment stands in the plane y = 22.5.
    let image = Vector3(bs.x, 45 - bs.y, bs.z)
    let cell = link.delays[1] - link.delays[0]
    let bins = link.delays.count
    let profiles = try link.profiles()
    for profile in link.profileTimes.indices {
      let power = profiles[profile * bins..<(profile + 1) * bins].map { Double($0) }
      for delay in [bs.distance(to: ue), image.distance(to: ue)].map({ $0 / 299_792_458 }) {
        let bin = Int((delay / cell).rounded())
        let peak = power[bin - 1...bin + 1].max() ?? 0
        #expect(peak > 10 * link.noisePerDelayBin)
        // A trace of its own: a little before it there is much less.
        #expect(peak > 5 * (power[bin - 12...bin - 6].max() ?? 0))
      }
    }
    // The direct path with its Friis power, the base station's boresight on the user equipment.
    let path = try #require(try link.paths(frame: 0).first)
    #expect(path.interactions.isEmpty)
    #expect(isClose(path.delay, bs.distance(to: ue) / 299_792_458, relative: 1e-12))
  }

  @Test("configuration C: the line of sight keeps its delay while near things move through")
  func configurationC() throws {
    let (_, record) = try run("c", start: 0)
    let bistatic = try #require(record.links.first { !$0.isMonostatic })
    let positions = try record.movers()
    let ue = try #require(positions.names.firstIndex(of: "ue"))
    let bs = try #require(positions.names.firstIndex(of: "bs"))
    var delays: [Double] = []
    for frame in bistatic.pathTimes.indices {
      let direct = try #require(
        try bistatic.paths(frame: frame).first { $0.interactions.isEmpty })
      let places = positions.positions[frame]
      let distance = Vector3(places[ue]).distance(to: Vector3(places[bs]))
      #expect(isClose(direct.delay, distance / 299_792_458, relative: 1e-12))
      delays.append(direct.delay)
    }
    // 11 m of drive change the distance to the base station by less than a metre.
    #expect((delays.max() ?? 0) - (delays.min() ?? 0) < 3.4e-9)

    // Monostatic: lamp posts and bike rack come nearer at most at the car's speed, 5 m/s, so
    // clutter lies between the shifts of what is straight ahead and straight behind.
    let monostatic = try #require(record.links.first { $0.isMonostatic })
    let names = try record.objectNames()
    let top = 2 * 5 / (299_792_458 / record.centreFrequency)
    let cell = monostatic.dopplerShifts[1] - monostatic.dopplerShifts[0]
    var ranges: [String: [Double]] = [:]
    for frame in monostatic.pathTimes.indices {
      for path in try monostatic.paths(frame: frame) {
        #expect(abs(path.dopplerShift) <= top + 1)
        let objects = path.interactions.map { names[Int($0.object)] }
        if objects.count == 1, objects[0].hasPrefix("lamp-post") || objects[0] == "bike-rack" {
          ranges[objects[0], default: []].append(path.delay)
        }
      }
    }
    // A lamp post among the strongest paths of several frames moves through delay.
    let moving = ranges.values.contains { ($0.max() ?? 0) - ($0.min() ?? 0) > 10e-9 }
    #expect(moving, "\(ranges.mapValues { [$0.min() ?? 0, $0.max() ?? 0] })")
    for window in monostatic.mapTimes.indices {
      let map = try monostatic.map(window)
      let peak = movingPeak(map, monostatic)
      #expect(peak.shift <= top + cell && peak.shift > 0)
      #expect(Double(peak.power) > 1e4 * monostatic.noisePerMapCell)
    }
  }
}
