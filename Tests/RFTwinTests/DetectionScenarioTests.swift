// SPDX-License-Identifier: Apache-2.0

import Captures
import Foundation
import InputDocuments
import RFTwin
import Spatial
import TestSupport
import Testing

@Suite("Detections of scenarios", .serialized)
struct DetectionScenarioTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ scenario: Scenario) throws -> Record {
    let path = folder.file("record.h5")
    _ = try Simulation(scenario, workers: .init(count: 2)).run(writingTo: path)
    return try Record(path)
  }

  // MARK: Two plates

  /// Two square plates that face a radar at the origin, one comes at 2 m/s, one goes at 1 m/s.
  private let plates = """
    name: two plates
    actors:
      - name: near
        mesh: plate.obj
        trajectory: { waypoints: [ { time: 0 s, position: [5, 0, 1.5], \
    orientation: [0 deg, 0 deg, 0 deg] }, { time: 1 s, position: [3, 0, 1.5], \
    orientation: [0 deg, 0 deg, 0 deg] } ] }
      - name: far
        mesh: plate.obj
        trajectory: { waypoints: [ { time: 0 s, position: [8, 6, 1.5], \
    orientation: [36.8699 deg, 0 deg, 0 deg] }, { time: 1 s, position: [8.8, 6.6, 1.5], \
    orientation: [36.8699 deg, 0 deg, 0 deg] } ] }
    radios:
      - { name: ue, position: [0, 0, 1.5], array: { layout: awr1243, multiplexing: tdm } }
    links:
      - { name: mono, tx: ue, rx: ue }
    waveform: { kind: fmcw, start: 77 GHz, slope: 35.44 MHz/us, ramp: 112.86 us, idle: 13 us, \
    sample-rate: 18.75 MHz }
    propagation: { max-depth: 1, diffuse: off }
    episode: { duration: 60 ms, frames: { chirps: 96, every: 20 ms } }
    processing: { doppler-window: blackman-harris, detection: { angles: beamformer } }
    """

  @Test("every detection of two moving plates is of the plate that moves there, or of none")
  func twoPlates() throws {
    let record = try run(Scenario.load(SoundScenario.write(plates, in: folder)))
    let link = try #require(record.links.first)
    let (names, actors) = (try record.objectNames(), try record.actors())
    #expect(actors.names == ["near", "far"])
    for (window, time) in link.mapTimes.enumerated() {
      let found = try link.detections(window: window)
      let truth = [
        (name: "near", range: 5 - 2 * time, speed: -2.0, azimuth: 0.0),
        (name: "far", range: 10 + time, speed: 1.0, azimuth: 36.8699 * .pi / 180),
      ]
      var seen: Set<String> = []
      for detection in found.detections {
        // Range cells of 37 mm, speed cells of 0.16 m/s: a tapered echo stands out up to four cells
        // from its middle.
        let plate = truth.first {
          abs($0.range - detection.range) < 0.15 && abs($0.speed - detection.radialVelocity) < 0.65
        }
        guard detection.label.isKnown else { continue }
        let named = try #require(plate, "\(detection)")
        let object = Int(detection.label.object)
        #expect(names[object].hasPrefix(named.name + "/"))
        #expect(actors.names[actors.ofObjects[object]] == named.name)
        #expect(detection.label.kind == 1)
        seen.insert(named.name)
      }
      #expect(seen == ["near", "far"])
      for plate in truth {
        // The strongest detection of each plate is its middle.
        let best = try #require(
          found.detections.first { abs($0.range - plate.range) < 0.15 && $0.label.isKnown })
        // A third of a cell, the plate's own curvature of phase included.
        #expect(isClose(best.range, plate.range, within: 0.0125))
        #expect(isClose(best.radialVelocity, plate.speed, within: 0.05))
        // Within a twentieth of the beam of 15 degrees: a plate in the near field is no point.
        let angles = try #require(best.angles)
        #expect(isClose(angles.x, plate.azimuth, within: 0.75 * .pi / 180))
        #expect(isClose(angles.y, 0, within: 2 * .pi / 180))
        let position = try #require(best.position)
        let place = Vector3(
          plate.range * cos(plate.azimuth), plate.range * sin(plate.azimuth), 1.5)
        #expect(position.distance(to: place) < 0.4)
        // What is told of the cell is what the map shows of it.
        #expect(isClose(10 * log10(best.label.power / best.power), 0, within: 0.5))
      }
      // The true motion is among the targets, too: within a cell.
      for (target, plate) in zip(found.targets, truth) {
        #expect(isClose(target.delay * 299_792_458 / 2, plate.range, within: 0.0375 * 1.5))
        #expect(target.power > 1000 * link.noisePerMapCell)
      }
    }
  }

  @Test("paths tell their range, speed, and directions in the world and at the radio")
  func pathGeometry() throws {
    let record = try run(Scenario.load(SoundScenario.write(plates, in: folder)))
    let link = try #require(record.links.first)
    let paths = try link.paths(frame: 0)
    #expect(paths.count > 20)
    for path in paths {
      let vertex = try #require(path.interactions.first).vertex
      let way = vertex - Vector3(0, 0, 1.5)
      #expect(isClose(path.geometry.range, way.length, relative: 1e-9))
      #expect((path.geometry.arrival - way.normalized).length < 1e-9)
      #expect((path.geometry.departure - way.normalized).length < 1e-9)
      #expect(isClose(path.geometry.arrivalAngles.x, atan2(way.y, way.x), within: 1e-9))
      #expect(isClose(path.geometry.arrivalAngles.y, asin(way.z / way.length), within: 1e-9))
      let wavelength = 299_792_458 / record.centreFrequency
      #expect(
        isClose(path.geometry.radialVelocity, -path.dopplerShift * wavelength / 2, within: 1e-9))
    }
  }

  // MARK: The courtyard

  /// Configuration B with its monostatic link alone at a sixteenth of the power, at which the car's
  /// echo lies about as often above the threshold as near to it.
  private func courtyard() throws -> Scenario {
    let place = "\(SharedFiles.project)/Scenes/umi-courtyard/"
    var text = try String(contentsOfFile: place + "configuration-b.yaml", encoding: .utf8)
    for file in ["courtyard.glb", "car.glb", "car-b.csv"] {
      text = text.replacingOccurrences(of: file, with: place + file)
    }
    for (old, new) in [
      ("  - { name: bistatic, tx: bs, rx: ue }\n", ""), ("power: 12 dBm", "power: 0 dBm"),
      ("scatterers: 20000", "scatterers: 3000"), ("every: 50 ms", "every: 400 ms"),
      ("map-every: 10", "detection: { method: ca, false-alarm: 1e-6 }"),
    ] {
      #expect(text.contains(old))
      text = text.replacingOccurrences(of: old, with: new)
    }
    return try Scenario.load(folder.write(text, to: "courtyard.yaml"))
  }

  @Test(
    "in configuration B the car is found in 95 % of frames in which it is 13 dB above the noise")
  func carIsFound() throws {
    let record = try run(courtyard())
    let link = try #require(record.links.first)
    let (names, movers) = (try record.objectNames(), try record.movers())
    let car = try #require(movers.names.firstIndex(of: "car"))
    let ue = try #require(movers.names.firstIndex(of: "ue"))
    let cells = (
      delay: link.delays[1] - link.delays[0],
      shift: link.dopplerShifts[1] - link.dopplerShifts[0]
    )
    var (expected, found, named) = (0, 0, 0)
    for window in link.mapTimes.indices {
      let map = try link.detections(window: window)
      let target = try #require(map.targets.first)
      let positions = movers.positions[window]
      let distance = Vector3(positions[car]).distance(to: Vector3(positions[ue]))
      // The cell is somewhere on the car, whose points are at most 2.5 m from its origin.
      #expect(abs(target.delay * 299_792_458 / 2 - distance) < 2.5)
      guard target.power > pow(10, 1.3) * link.noisePerMapCell else { continue }
      expected += 1
      let near = map.detections.filter {
        abs($0.delay - target.delay) <= 2 * cells.delay
          && abs($0.dopplerShift - target.dopplerShift) <= 2 * cells.shift
      }
      if !near.isEmpty { found += 1 }
      if near.contains(where: { $0.label.isKnown && names[Int($0.label.object)].hasPrefix("car/") })
      {
        named += 1
      }
    }
    #expect(expected >= 8)
    #expect(Double(found) >= 0.95 * Double(expected), "\(found) of \(expected)")
    #expect(named == found)
  }

  // MARK: Mistakes

  @Test("a mistake in detection is one sentence with the line")
  func mistakes() throws {
    let sound = SoundScenario.text
    for (keys, words) in [
      ("{ method: cfar }", "use one of ca, os"),
      ("{ false-alarm: 0 }", "'processing.detection.false-alarm' must be from 1e-12 to 0.1, not 0"),
      ("{ rank: 0.5 }", "goes with 'method: os'"),
      ("{ method: os, rank: 1 }", "must be from 0.01 to 0.99, not 1"),
      ("{ training: 8 }", "must be a list"),
      ("{ training: [8] }", "numbers of cells in delay and in Doppler shift"),
      ("{ training: [0, 0] }", "leaves no cells"),
      ("{ guard: [-1, 0] }", "must be from 0 to 64, not -1"),
      ("{ angles: esprit }", "use one of beamformer, capon, music, off"),
      ("{ angles: capon }", "no link has several elements"),
      ("{ sources: 2 }", "goes with 'angles: music'"),
      ("{ field-of-view: [120 deg] }", "widths in azimuth and in elevation"),
      ("{ angle-step: 0 rad }", "must lie between 0.1 deg and 20 deg, not '0 rad'"),
      ("{ field-of-view: [0 deg, 4 deg] }", "must lie between 1 deg and 180 deg, not '0 deg'"),
      ("{ tresholds: 1 }", "is not known"),
    ] {
      let text = sound + "\nprocessing: { detection: \(keys) }\n"
      do {
        _ = try Scenario.load(SoundScenario.write(text, in: folder))
        Issue.record("\(keys) was taken")
      } catch let error as InputError {
        #expect(error.description.contains(words), "\(keys): \(error)")
        #expect(error.description.contains("scenario.yaml:"), "\(error)")
      }
    }
    let music = sound.replacingOccurrences(
      of: "name: ue, position", with: "name: ue, array: { rx: 3 }, position")
    #expect {
      _ = try Scenario.load(
        SoundScenario.write(
          music + "\nprocessing: { detection: { angles: music, sources: 3 } }\n", in: folder))
    } throws: {
      "\($0)".contains("fewer than the 3 channels")
    }
  }
}
