// SPDX-License-Identifier: Apache-2.0

import Calibration
import Captures
import Foundation
import InputDocuments
import Quantities
import RFTwin
import TestSupport
import Testing

@Suite("Materials fitted to published reflection losses")
struct ReflectionCalibrationTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func load(
    _ materials: String, losses: String = "losses.csv", more: String = ""
  ) throws -> ReflectionCalibration {
    let text = """
      name: a room
      reflections: { frequency: 60 GHz, losses: \(losses)\(more) }
      materials: \(materials)
      """
    return try #require(
      try ReflectionCalibration.load(folder.write(text, to: "calibration.yaml")))
  }

  /// A table as NIST's are, with one column that is not used.
  private func writeTable(_ rows: String) throws {
    try folder.write("Reflector,n_Precursor,s_RL,sigma_RL,mu_RL\n\(rows)\n", to: "losses.csv")
  }

  @Test("a permittivity that was hidden in a loss is found, straight on and over angles")
  func recovery() throws {
    // Glass of n = 2.4: 20 log10(3.4 / 1.4) = 7.707 dB straight on.
    try writeTable("Pane,3,7.7,0.1,\(20 * log10(3.4 / 1.4))")
    let outcome = try load(
      "{ Pane: { like: itu_wood, fit: [permittivity] } }",
      more: ", incidence: [0 deg, 0 deg], error: 0.01 dB"
    ).run()
    let estimate = try #require(outcome.identifiability.estimates.first)
    #expect(estimate.name == "Pane permittivity" && estimate.verdict == .determined)
    // The conductivity of wood, 0.4 S/m, adds 0.1 % to |r|; the prior pulls by 0.01 dB squared.
    #expect(isClose(estimate.value, 5.76, relative: 0.01), "\(estimate.value)")
    #expect(outcome.materials[0].permittivity == estimate.value)
    // Over angles: what the model itself says of a wall of 4.6 is what is fitted again.
    var wall = outcome.materials[0]
    wall.permittivity = 4.6
    let geometry = ReflectionGeometry(
      incidence: 0.1...1, polarization: .perpendicular, frequency: 60e9)
    try writeTable("Wall,3,7,0.1,\(geometry.loss(of: wall).mean)")
    let degrees = (0.1 * 180 / Double.pi, 180 / Double.pi)
    let again = try load(
      "{ Wall: { like: itu_wood, fit: [permittivity] } }",
      more: ", incidence: [\(degrees.0) deg, \(degrees.1) deg], polarization: perpendicular"
        + ", error: 0.01 dB"
    ).run()
    #expect(isClose(again.materials[0].permittivity, 4.6, relative: 1e-3))
  }

  @Test("what metal scatters is told by what it does not reflect, at all angles alike")
  func scattering() throws {
    try writeTable("Car,3,20.5,0.9,20.58")
    let outcome = try load(
      "{ Car: { like: itu_metal, fit: [scattering] } }", more: ", error: 0.1 dB"
    ).run()
    // 1 - S^2 is the loss, for metal reflects all but a thousandth; the prior pulls by 0.01 dB.
    let expected = (1 - pow(10, -2.058)).squareRoot()
    #expect(isClose(outcome.materials[0].scattering, expected, within: 1e-4))
    #expect(outcome.identifiability.estimates[0].verdict == .determined)
    #expect(!outcome.notes[0].contains("more than was published"))
  }

  @Test("one loss does not tell permittivity and roughness apart, and the report says so")
  func confusion() throws {
    try writeTable("Wall,3,13,2,13")
    let outcome = try load(
      "{ Wall: { like: itu_concrete, fit: [permittivity, roughness] } }"
    ).run()
    let estimates = outcome.identifiability.estimates
    #expect(estimates.count == 2 && estimates.allSatisfy { $0.verdict != .determined })
    // Less permittivity is like more roughness: together they keep the loss.
    #expect((estimates[0].partner?.correlation ?? 0) > 0.5)
    let report = CalibrationReport(outcome)
    #expect(report.lines.contains { $0.contains("confused with Wall roughness") })
    #expect(report.notes.contains { $0.contains("one loss tells one number") })
    // One datum has one singular value; rounding of its square leaves 1e-8 of it in the other.
    #expect(try #require(outcome.identifiability.singularValues.last) < 1e-5)
  }

  @Test("what no building material has is told, and metal is fitted by its roughness")
  func outOfReach() throws {
    try writeTable("Car,3,21,2,21.5\nRack,3,15,3,15.8")
    let outcome = try load(
      """
      { Car: { like: itu_concrete, fit: [permittivity] }, Rack: { like: itu_metal, fit: [roughness] } }
      """
    ).run()
    #expect(outcome.notes[0].contains("no building material has such a permittivity"))
    #expect(outcome.materials[0].permittivity < 1.45)
    // exp(-g^2) of 15.8 dB is g = 1.9, at 60 GHz 0.76 mm straight on and more aslant.
    let roughness = try #require(outcome.materials[1].roughness).height
    #expect((0.76e-3...1.3e-3).contains(roughness))
    #expect(isClose(outcome.materials[0].conductivity, 1.136, relative: 1e-2))
    // The library names what was fitted, and is read again.
    let text = outcome.materialLibrary(
      date: "2026-11-21", band: Frequency(hertz: 57e9)...Frequency(hertz: 63e9))
    #expect(text.contains("the reflection losses of ") && text.contains("confidence: medium"))
    #expect(!text.contains("confidence: high"))
    let library = try folder.write(text, to: "fitted.yaml")
    try writeTable("Rack,3,15,3,15.8")
    let again = try load(
      "{ Rack: { like: Rack, fit: [roughness] } }\nlibrary: \(library)"
    ).run()
    #expect(isClose(try #require(again.prior[0].roughness).height, roughness, relative: 1e-8))
  }

  @Test("of a layer the permittivities are named that explain a loss as well")
  func layers() throws {
    // Half a wave in 3 mm at 60 GHz fits eps_r = 0.69 m^2: the loss comes and goes with eps_r.
    let library = try folder.write(
      """
      name: layers
      materials:
        Board:
          permittivity: { relative-permittivity: 3, conductivity: 0 S/m }
          thickness: 3 mm
      """, to: "layers.yaml")
    func run(_ loss: Double) throws -> CalibrationOutcome {
      try writeTable("Board,3,7,1,\(loss)")
      return try load(
        "{ Board: { like: Board, fit: [permittivity] } }\nlibrary: \(library)",
        more: ", incidence: [0 deg, 0 deg], error: 0.1 dB"
      ).run()
    }
    var board = try run(7).prior[0]
    board.permittivity = 2.5
    let geometry = ReflectionGeometry(
      incidence: 0...0, polarization: .perpendicular, frequency: 60e9)
    let outcome = try run(geometry.loss(of: board).mean)
    let words = "other permittivities explain the loss as well and the interval holds"
    #expect(outcome.notes[0].contains(words), "\(outcome.notes[0])")
    // Whichever is nearest to what was expected is fitted, and the others are named.
    let named = outcome.notes[0].split(separator: ": ").last.map(String.init) ?? ""
    let all =
      named.split(separator: ", ").compactMap { Double($0) } + [outcome.materials[0].permittivity]
    #expect(all.contains { isClose($0, 2.5, relative: 0.02) }, "\(all)")
    #expect(
      !outcome.notes[0].contains("is not reached") && !outcome.notes[0].contains("out of reach"))
  }

  @Test(
    "a loss that no permittivity makes is told, by how far it is missed",
    arguments: [(1, "out of reach of what is fitted"), (2, "is not reached within what 'error'")])
  func missed(spread: Int, words: String) throws {
    // eps_r of at most 100 reflects 9 / 11 straight on, so that 1.7 dB are lost at least.
    let outcome = try load(
      "{ Wall: { like: itu_wood, fit: [permittivity] } }",
      losses: "[{ material: Wall, mean: 0.5 dB, spread: \(spread) dB }]",
      more: ", incidence: [0 deg, 0 deg], error: 0.1 dB"
    ).run()
    #expect(outcome.notes[0].contains(words), "\(outcome.notes[0])")
  }

  @Test("losses may be written out, with the angles at which they were measured")
  func inline() throws {
    let outcome = try load(
      "{ Wall: { like: itu_concrete, fit: [permittivity] } }",
      losses: "[{ material: Wall, mean: 9 dB, spread: 2 dB }]"
    ).run()
    #expect(isClose(outcome.materials[0].permittivity, 4.15, within: 0.3))
    #expect(outcome.notes[0].contains("a loss of 9 dB was published, with a spread of 2 dB"))
  }

  @Test("a calibration of captures is none of losses")
  func captures() throws {
    let path = try folder.write("name: x\nscenario: y.yaml", to: "captures.yaml")
    #expect(try ReflectionCalibration.load(path) == nil)
  }

  @Test(
    "mistakes are one sentence",
    arguments: [
      ("{ Wal: { like: itu_wood, fit: [permittivity] } }", "", "no loss of 'Wal' is told"),
      ("{ Wall: { like: itu_wod, fit: [permittivity] } }", "", "did you mean 'itu_wood'"),
      ("{ Wall: { like: itu_wood, fit: [exponent] } }", "", "does not change what a mirror"),
      ("{ Wall: { like: itu_wood, fit: [] } }", "", "names nothing to fit"),
      ("{ Wall: { like: itu_wood, fit: [roughness, scattering] } }", "", "keep one"),
      ("{ Wall: { like: itu_metal, fit: [permittivity] } }", "", "fit [scattering] instead"),
      ("{ Wall: { like: itu_wood, fit: [permittivity] } }", ", incidence: [0 deg]", "two angles"),
      (
        "{ Wall: { like: itu_wood, fit: [permittivity] } }", ", incidence: [0 deg, 90 deg]",
        "to 89.9 deg"
      ),
      ("{ Wall: { like: itu_wood, fit: [permittivity] } }", ", error: 0 dB", "above zero"),
      ("{}", "", "names nothing to fit"),
    ])
  func mistakes(materials: String, more: String, words: String) throws {
    try writeTable("Wall,3,7,1,8")
    let error = #expect(throws: InputError.self) { try load(materials, more: more) }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  @Test(
    "tables that are not right are told with their line",
    arguments: [
      ("Reflector,mu_RL\nWall,3\n", "lacks the column 's_RL'"),
      ("Reflector,s_RL,sigma_RL,mu_RL\nWall,7,1\n", ":2: the row has 3 values"),
      ("Reflector,s_RL,sigma_RL,mu_RL\nWall,7,1,x\n", ":2: 'x' in column 'mu_RL'"),
      ("Reflector,s_RL,sigma_RL,mu_RL\nWall,7,1,-3\n", ":2: '-3' in column 'mu_RL'"),
      ("Reflector,s_RL,sigma_RL,mu_RL\nWall,7,1,7\nWall,7,1,7\n", ":3: 'Wall' has two rows"),
      ("", "the table is empty"),
    ])
  func tables(text: String, words: String) throws {
    try folder.write(text, to: "losses.csv")
    let error = #expect(throws: InputError.self) {
      try load("{ Wall: { like: itu_wood, fit: [permittivity] } }")
    }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  // MARK: NIST's losses

  /// One of the bundled calibrations with NIST's tables, or nil where they are not on this machine.
  private func nist(_ name: String) throws -> CalibrationOutcome? {
    guard let data = SharedFiles.data("nist_qd_60ghz_materials") else {
      print("skipped: RFTWIN_DATA names no folder with nist_qd_60ghz_materials")
      return nil
    }
    let text = try String(
      contentsOfFile: "\(SharedFiles.project)/Scenes/nist/\(name)-losses.yaml", encoding: .utf8
    ).replacing("losses: material", with: "losses: \(data)/material")
    return try ReflectionCalibration.load(folder.write(text, to: "\(name).yaml"))?.run()
  }

  /// A loss that NIST published: the mean and Rician s and sigma, in dB.
  private struct Loss {
    var mean, s, sigma: Double

    /// The deviation from the second moment s^2 + 2 sigma^2 and the mean, both as they were published.
    var spread: Double { max(0, s * s + 2 * sigma * sigma - mean * mean).squareRoot() }
  }

  @Test(
    "fitted materials reproduce NIST's losses within half of their own spread",
    arguments: [
      (
        "lecture-room", 60e9,
        [
          "RightWall": (10.8, 10.1562, 3.5164), "TopWall": (9.27, 6.7238, 5.9352),
          "Tables": (6.58, 5.2106, 3.4013), "Ceiling": (6.9, 6.5833, 2.1943),
          "LeftWall": (10.7, 9.8412, 3.4424), "BottomWall": (9.84, 8.5025, 4.2343),
          "Floor": (6.9, 6.5833, 2.1943),
        ]
      ),
      (
        "data-centre", 60e9,
        [
          "Ceiling": (10, 9.95, 1.24), "Floor": (10, 9.95, 1.24), "Racktop": (7.77, 7.26, 2.55),
          "Curtain": (1.64, 0.06, 1.31), "WallandColumn": (7.53, 0.46, 6),
          "Rackside": (15.82, 15.43, 3.43),
        ]
      ),
      (
        "parking-lot", 28e9,
        [
          "BuildingA": (11.97, 11.87, 2.68), "BuildingB1": (8.52, 8.35, 1.68),
          "BuildingB2": (19.02, 18.93, 1.9), "BuildingC": (13.04, 12.51, 3.6),
          "BuildingD1": (7.22, 7.04, 1.59), "BuildingD2": (21.57, 21.49, 1.92),
          "LeftandBottomTopCar": (21.49, 21.4, 1.93), "BottomBottomCar": (20.56, 20.05, 4.5),
          "TopCar": (20.58, 20.56, 0.93),
        ]
      ),
    ] as [(String, Double, [String: (Double, Double, Double)])])
  func published(
    name: String, frequency: Double, losses: [String: (Double, Double, Double)]
  ) throws {
    guard let outcome = try nist(name) else { return }
    #expect(outcome.fit.hasConverged && outcome.materials.count == losses.count)
    let geometry = ReflectionGeometry(
      incidence: 0...(.pi / 3), polarization: .both, frequency: frequency)
    for material in outcome.materials {
      let told = try #require(losses[material.name])
      let loss = Loss(mean: told.0, s: told.1, sigma: told.2)
      let expected = geometry.loss(of: material).mean
      // The error of 1 dB that is taken for a mean against priors of a factor of e moves it by less.
      #expect(
        abs(expected - loss.mean) < max(0.5 * loss.spread, 0.3),
        "\(material.name): \(expected) dB for \(loss.mean) dB")
      // Walls and floors come out as building materials do: between ceiling board and marble.
      if material.roughness == nil, material.scattering == 0 {
        #expect((1.45...10).contains(material.permittivity), "\(material.name)")
      }
    }
    #expect(outcome.notes.allSatisfy { !$0.contains("out of reach") })
  }

  @Test("mirror paths of the lecture room with fitted materials lose what was published")
  func lectureRoom() throws {
    guard let outcome = try nist("lecture-room"),
      let scene = SharedFiles.data("nist_qd_60ghz_materials/LectureRoom_LectureRoom.xml"),
      let sender = SharedFiles.data("nist_qd_60ghz_materials/LectureRoom_NodePosition0.dat"),
      let receiver = SharedFiles.data("nist_qd_60ghz_materials/LectureRoom_NodePosition1.dat")
    else { return }
    try folder.write(
      outcome.materialLibrary(
        date: "2026-11-21", band: Frequency(hertz: 57e9)...Frequency(hertz: 63e9)),
      to: "fitted.yaml")
    let path = try folder.write(
      """
      name: lecture room
      scene: { meshes: [\(scene)] }
      materials: { library: fitted.yaml }
      actors:
        - { name: a, trajectory: { track: \(sender) } }
        - { name: b, trajectory: { track: \(receiver) } }
      radios: [ { name: tx, attached-to: a, power: 30 dBm }, { name: rx, attached-to: b } ]
      links: [ { name: link, tx: tx, rx: rx } ]
      waveform: { kind: fmcw, start: 59 GHz, slope: 20 MHz/us, ramp: 100 us, idle: 10 us, \
      sample-rate: 20 MHz }
      propagation: { max-depth: 1, diffuse: off, specular: infinite }
      episode: { duration: 1 ms, frames: { chirps: 8 } }
      output: { paths: 100 }
      """, to: "room.yaml")
    let output = folder.file("room.h5")
    _ = try Simulation(Scenario.load(path), workers: .init(count: 2)).run(writingTo: output)
    let record = try Record(output)
    let names = try record.materialNames()
    var losses: [String: [Double]] = [:]
    for path in try record.links[0].paths(frame: 0) where path.interactions.count == 1 {
      let length = path.delay * 299_792_458
      let free = pow(299_792_458 / record.centreFrequency / (4 * .pi * length), 2)
      losses[names[Int(path.interactions[0].material)], default: []]
        .append(-10 * log10(path.power / free))
    }
    // Vertical antennas without gain: walls reflect across the plane of incidence. Floor and ceiling reflect
    // in it, far beyond the angles of the fit and near Brewster's, and the left wall has no mirror here.
    for (material, mean, spread) in [
      ("RightWall", 10.8, 3.4), ("TopWall", 9.27, 4.7), ("BottomWall", 9.84, 3.9),
    ] {
      let found = try #require(losses[material], "\(losses)")
      #expect(found.allSatisfy { abs($0 - mean) < spread }, "\(material): \(found)")
    }
  }
}
