// SPDX-License-Identifier: Apache-2.0

import Captures
import Foundation
import RFTwin
import TestSupport
import Testing

@Suite("Simulations")
struct SimulationTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(
    _ scenario: Scenario, as name: String = "record.h5", threads: Int = 2
  ) throws -> Record {
    let path = folder.file(name)
    _ = try Simulation(scenario, workers: .init(count: threads)).run(writingTo: path)
    return try Record(path)
  }

  private func bundled(_ name: String) throws -> Scenario {
    try Scenario.load("\(SharedFiles.project)/Scenes/\(name)")
  }

  /// The power of a map summed over delay, for each Doppler bin.
  private func spectrum(_ map: [Float], _ link: RecordedLink) -> [Double] {
    link.dopplerShifts.indices.map { shift in
      let row = map[shift * link.delays.count..<(shift + 1) * link.delays.count]
      return row.reduce(0.0) { $0 + Double($1) }
    }
  }

  @Test("upright walls are lines in the scene from above, each drawn once")
  func walls() throws {
    for (name, walls) in [("one-wall", 1), ("corner", 2)] {
      let outline = try run(try bundled("\(name)/scenario.yaml"), as: "\(name).h5").outline()
      #expect(outline.count == walls, "\(name): \(outline)")
    }
  }

  @Test("a record holds the waves from the four edges of a wall where a scenario asks for them")
  func edgesOfWall() throws {
    for isOn in [false, true] {
      let text = try String(
        contentsOfFile: "\(SharedFiles.project)/Scenes/one-wall/scenario.yaml", encoding: .utf8
      )
      .replacing("[wall.glb]", with: "[\(SharedFiles.project)/Scenes/one-wall/wall.glb]")
      .replacing("diffuse: on", with: "diffuse: off, diffraction: \(isOn ? "on" : "off")")
      let scenario = try Scenario.load(folder.write(text, to: "wall-\(isOn).yaml"))
      #expect(scenario.propagation.diffraction == isOn)
      let link = try #require(try run(scenario, as: "wall-\(isOn).h5").links.first)
      let kinds = try link.paths(frame: 0).map { $0.interactions.map(\.kind) }
      #expect(kinds.count { $0 == [1] } == 1)
      #expect(kinds.count { $0 == [4] } == (isOn ? 4 : 0))
      #expect(kinds.count == (isOn ? 5 : 1))
    }
  }

  @Test("a Lambertian plate sliding in its own plane shows 2 v . k / lambda; at rest it shows none")
  func slidingPlate() throws {
    var scenario = try bundled("sliding-plate/scenario.yaml")
    scenario.noise = false
    let link = try #require(try run(scenario).links.first)
    let wavelength = scenario.waveform.centreFrequency.wavelength
    for (window, time) in link.mapTimes.enumerated() {
      let power = spectrum(try link.map(window), link)
      let total = power.reduce(0, +)
      let mean = zip(link.dopplerShifts, power).reduce(0) { $0 + $1.0 * $1.1 } / total
      // The plate moves along -x at 4 m/s from (6, 3); the radar is at the origin,
      // at the same height.
      let x = 6 - 4 * time
      let shift = 2 * 4 * x / (x * x + 9).squareRoot() / wavelength
      // The plate is a metre long, so the cosine varies over it; the power-weighted mean lies a few
      // cells off the centre's.
      #expect(abs(mean - shift) < 25, "\(mean) Hz instead of \(shift) Hz")
      // All of it lies between the shifts of the plate's two ends.
      let ends = [x - 0.5, x + 0.5].map { 2 * 4 * $0 / ($0 * $0 + 9).squareRoot() / wavelength }
      let cell = link.dopplerShifts[1] - link.dopplerShifts[0]
      let outside = zip(link.dopplerShifts, power).reduce(0) { sum, bin in
        bin.0 > ends[0] - 3 * cell && bin.0 < ends[1] + 3 * cell ? sum : sum + bin.1
      }
      #expect(outside < 1e-4 * total)
    }
    // The same plate at rest.
    let still = try String(
      contentsOfFile: "\(SharedFiles.project)/Scenes/sliding-plate/scenario.yaml", encoding: .utf8)
    let text = still.replacingOccurrences(
      of: "position: [2, 3, 1.5]", with: "position: [6, 3, 1.5]"
    )
    .replacingOccurrences(
      of: "plate.glb", with: "\(SharedFiles.project)/Scenes/sliding-plate/plate.glb"
    )
    .replacingOccurrences(
      of: "[rough-plate.yaml]",
      with: "[\(SharedFiles.project)/Scenes/sliding-plate/rough-plate.yaml]")
    var resting = try Scenario.load(folder.write(text, to: "resting.yaml"))
    resting.noise = false
    let quiet = try #require(try run(resting, as: "resting.h5").links.first)
    let power = spectrum(try quiet.map(0), quiet)
    let zero = try #require(quiet.dopplerShifts.firstIndex(of: 0))
    // The Hann window leaves the two neighbours; beyond them there is only rounding
    // of single precision.
    let rest = power.indices.filter { abs($0 - zero) > 1 }.reduce(0) { $0 + power[$1] }
    #expect(rest < 1e-9 * power[zero])
  }

  @Test("a rolling wheel spreads from 0 to 4 v / lambda")
  func rollingWheel() throws {
    var scenario = try bundled("rolling-wheel/scenario.yaml")
    scenario.noise = false
    let link = try #require(try run(scenario).links.first)
    let wavelength = scenario.waveform.centreFrequency.wavelength
    let top = 4 * 3 / wavelength
    let cell = link.dopplerShifts[1] - link.dopplerShifts[0]
    for window in link.mapTimes.indices {
      let power = spectrum(try link.map(window), link)
      let total = power.reduce(0, +)
      func share(_ lower: Double, _ upper: Double) -> Double {
        zip(link.dopplerShifts, power).reduce(0) {
          $1.0 > lower && $1.0 < upper ? $0 + $1.1 : $0
        } / total
      }
      // Nothing beyond the ends, and each quarter of the span has its part.
      #expect(share(-3 * cell, top + 3 * cell) > 0.9999)
      for quarter in 0..<4 {
        #expect(share(Double(quarter) * top / 4, Double(quarter + 1) * top / 4) > 0.05)
      }
      #expect(share(top - 6 * cell, top + 3 * cell) > 1e-3)
      #expect(share(-3 * cell, 6 * cell) > 1e-3)
    }
  }

  @Test("the same scenario gives the same bytes on one thread and on several")
  func threads() throws {
    for name in ["street/scenario.yaml", "rolling-wheel/scenario.yaml"] {
      let scenario = try bundled(name)
      let records = try [1, 2, 3].map { threads -> Data? in
        _ = try run(scenario, as: "\(threads).h5", threads: threads)
        return FileManager.default.contents(atPath: folder.file("\(threads).h5"))
      }
      #expect(records[0] != nil)
      #expect(records[0] == records[1])
      #expect(records[0] == records[2])
    }
  }

  @Test("another seed gives other noise and other scatterers, the same delays of walls")
  func seeds() throws {
    let scenario = try bundled("one-wall/scenario.yaml")
    let records = try [1, 2].map { seed -> Record in
      let path = folder.file("seed-\(seed).h5")
      _ = try Simulation(scenario, seed: UInt64(seed), workers: .init(count: 2))
        .run(writingTo: path)
      return try Record(path)
    }
    let links = try records.map { try #require($0.links.first) }
    #expect(try links[0].profiles() != links[1].profiles())
    let walls = try links.map { try #require($0.paths(frame: 0).first) }
    #expect(walls[0].delay == walls[1].delay)
    // The wall at 10 m: 66.713 ns.
    #expect(isClose(walls[0].delay, 20 / 299_792_458, relative: 1e-12))
  }

  @Test("the wall at 10 m comes back with its radar-equation power")
  func wallPower() throws {
    var scenario = try bundled("one-wall/scenario.yaml")
    scenario.noise = false
    scenario.propagation.diffuse = false
    scenario.propagation.specularModel = .infinite
    let link = try #require(try run(scenario).links.first)
    let peak = Double(try link.profiles().prefix(link.delays.count).max() ?? 0)
    // 12 dBm - 30 + 20 log10(lambda / (4 pi 20 m)) - 8.12 dB (concrete) - 1.25 dB
    // (S = 0.5) = -123.8 dBW.
    let wavelength = scenario.waveform.centreFrequency.wavelength
    let expected =
      -18 + 20 * log10(wavelength / (4 * .pi * 20)) - 8.12 + 10 * log10(0.75)
    // The wall's delay lies between two bins: up to 0.83 dB of scalloping.
    let level = 10 * log10(peak)
    #expect(level < expected + 0.01 && level > expected - 0.84)
  }

  @Test("noise alone lies at k T0 F / T with the window's bandwidth (four standard errors)")
  func noiseFloor() throws {
    var scenario = try bundled("one-wall/scenario.yaml")
    scenario.propagation.diffuse = false
    let link = try #require(try run(scenario).links.first)
    let profiles = try link.profiles()
    // Bins far behind the wall.
    let bins = profiles.indices.filter { $0 % link.delays.count > 1000 }
    let mean = bins.reduce(0.0) { $0 + Double(profiles[$1]) } / Double(bins.count)
    // -119.5 dBm with a rectangular window, and 3.02 dB of noise bandwidth.
    #expect(isClose(10 * log10(link.noisePerDelayBin) + 30, -119.5 + 3.02, within: 0.01))
    // 4 profiles of 32 chirps, 1115 bins of which about half are independent.
    #expect(abs(mean / link.noisePerDelayBin - 1) < 4 / (4.0 * 32 * 557).squareRoot())
  }

  @Test("IF samples and impulse responses are kept when asked for")
  func outputs() throws {
    var scenario = try bundled("corner/scenario.yaml")
    scenario.output.samples = true
    scenario.output.response = true
    let link = try #require(try run(scenario).links.first)
    #expect(try link.samples().count == 128 * 2116)
  }
}
