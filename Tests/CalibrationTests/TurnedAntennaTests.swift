// SPDX-License-Identifier: Apache-2.0

import Calibration
import Channels
import ComplexModule
import Electromagnetics
import Execution
import Kinematics
import Materials
import PathTracing
import Quantities
import RealModule
import Scenes
import Spatial
import Spectra
import Testing
import ToyScenes

@Suite("Antennas that are turned")
struct TurnedAntennaTests {
  private static let workers = Workers(count: 2)

  /// What sits askew in its radio: a beam of slanted polarisation.
  private static let element = ArrayElement(
    orientation: Rotation(yaw: 0.2, pitch: -0.1, roll: 0.3),
    antenna: Antenna(
      pattern: .gaussianBeam(
        GaussianBeam(
          azimuthBeamwidth: Angle(degrees: 70), elevationBeamwidth: Angle(degrees: 50))),
      polarization: .slanted(Angle(degrees: 35))))

  private static let other = ArrayElement(
    antenna: Antenna(
      pattern: .horn(
        HornBeam(
          azimuthBeamwidth: Angle(degrees: 100), elevationBeamwidth: Angle(degrees: 80)))))

  /// A wall, a floor and a plate that moves, between two radios that face them.
  private static func scene(monostatic: Bool) throws -> Scene {
    var toy = try ToyScene(materials: Yard.materials)
    try toy.add(
      ToyScene.panel(Vector3(10, -3, 0), Vector3(0, 6, 0), Vector3(0, 0, 4)), "wall",
      of: "wall-stuff")
    try toy.add(
      ToyScene.panel(Vector3(-5, -8, 0), Vector3(15, 0, 0), Vector3(0, 16, 0)), "floor",
      of: "floor-stuff")
    try toy.add(
      ToyScene.panel(Vector3(0, -0.4, -0.4), Vector3(0, 0.8, 0), Vector3(0, 0, 0.8)), "plate",
      of: "bench-stuff",
      moving: .uniform(
        RigidTransform(rotation: .identity, translation: Vector3(5, 1, 1.4)),
        velocity: Vector3(-1, 0, 0), at: 0))
    func motion(_ place: Vector3, _ yaw: Double) -> NodeMotion {
      .fixed(
        RigidTransform(rotation: Rotation(yaw: yaw, pitch: 0.05, roll: 0), translation: place))
    }
    toy.link(from: motion(Yard.near, 0.1), to: monostatic ? nil : motion(Yard.far, 0.5))
    return toy.scene()
  }

  private static func tracer(_ scene: Scene) throws -> PathTracer {
    var settings = PropagationSettings()
    (settings.maximumDepth, settings.scatterers, settings.rays) = (3, 400, 20_000)
    settings.specularModel = .aperture
    return try PathTracer(
      scene: scene, frequency: Yard.frequency, settings: settings, instants: [0], seed: 1,
      workers: workers)
  }

  /// An antenna in a radio that is turned is one that is turned in a radio that is not, whose paths and
  /// scatterers stay.
  private static func turned(_ element: ArrayElement, _ turn: RadioTurn) -> ArrayElement {
    var own = element
    own.orientation = turn.rotation * element.orientation
    return own
  }

  private static func terms(_ turns: [RadioTurn], monostatic: Bool) throws -> MaterialTerms {
    let scene = try scene(monostatic: monostatic)
    return try tracer(scene).materialTerms(
      link: 0, at: 0, from: turned(element, turns[0]),
      to: monostatic ? turned(element, turns[0]) : turned(other, turns[1]), antennasMayTurn: true)
  }

  /// Both antennas, of which the first radio may turn, and of two the second one too.
  private static func antennas(
    _ traced: [RadioTurn], _ turns: [RadioTurn], monostatic: Bool
  ) -> TurnedAntennas {
    TurnedAntennas(
      transmitter: TurnedAntenna(element, first: 0, traced: traced[0], turn: turns[0]),
      receiver: monostatic
        ? TurnedAntenna(element, first: 0, traced: traced[0], turn: turns[0])
        : TurnedAntenna(other, first: 3, traced: traced[1], turn: turns[1]))
  }

  private static let nowhere = [RadioTurn(), RadioTurn()]
  private static let some = [
    RadioTurn(yaw: 4, pitch: -3, roll: 7), RadioTurn(yaw: -2, pitch: 5, roll: -4),
  ]
  private static let others = [
    RadioTurn(yaw: -1, pitch: 2, roll: -3), RadioTurn(yaw: 3, pitch: 1, roll: 6),
  ]

  @Test(
    "turning what was traced is the same as tracing what was turned", arguments: [false, true],
    [false, true])
  func sameAsTraced(monostatic: Bool, wasTurned: Bool) throws {
    let before = wasTurned ? Self.others : Self.nowhere
    let (traced, exact) = try (
      Self.terms(before, monostatic: monostatic), Self.terms(Self.some, monostatic: monostatic)
    )
    let antennas = Self.antennas(before, Self.some, monostatic: monostatic)
    let powers = Yard.powers(try Self.scene(monostatic: monostatic))
    var workspace = PathPowers.Workspace()
    var known: [PathIdentifier: Double] = [:]
    for path in exact.paths {
      known[path.identifier] = powers.power(of: path, in: exact, &workspace)
    }
    let strongest = known.values.max() ?? 0
    var (compared, changed) = (0, 0)
    for path in traced.paths {
      guard let wanted = known[path.identifier] else { continue }
      let power = powers.power(of: path, in: traced, &workspace, antennas: antennas)
      let unturned = powers.power(of: path, in: traced, &workspace)
      compared += 1
      changed += abs(unturned - wanted) > 0.02 * wanted ? 1 : 0
      // The same geometry: rounding, of paths whose parts nearly cancel more of the little that is left.
      // Other orders of reflection in a corner follow the antenna as the path's own one does; they are
      // weaker by an edge's diffraction, some percent of the amplitude.
      let isCorner = path.contacts > 1 && path.scattering == nil
      let share = isCorner ? 0.01 : 1e-9
      #expect(abs(power - wanted) <= share * wanted + 1e-12 * strongest, "\(path)")
    }
    #expect(compared > 400 && changed > compared / 2, "\(changed) of \(compared)")
  }

  @Test("an antenna that is turned by nothing makes the powers of the tracer")
  func nothing() throws {
    let terms = try Self.terms(Self.nowhere, monostatic: false)
    let antennas = Self.antennas(Self.nowhere, Self.nowhere, monostatic: false)
    let powers = Yard.powers(try Self.scene(monostatic: false))
    var workspace = PathPowers.Workspace()
    for path in terms.paths {
      let own = powers.power(of: path, in: terms, &workspace)
      let same = powers.power(of: path, in: terms, &workspace, antennas: antennas)
      // Rounding.
      #expect(abs(own - same) <= 1e-10 * own + 1e-30)
    }
  }

  /// Cells with corrections of the first antenna, too, whose numbers come after those of orientations.
  private static func expectation(
    _ cells: DelayCells, _ turns: [RadioTurn], monostatic: Bool
  ) throws -> DelayCells.Expectation {
    let corrections = AntennaCorrections.End(first: 6, decibels: [0.5, -1.5, 2, 1, -3, 0.25])
    return cells.expectation(
      Yard.powers(try scene(monostatic: monostatic)),
      antennas: LinkAntennas(
        corrections: AntennaCorrections(
          transmitter: corrections, receiver: monostatic ? corrections : nil),
        turned: antennas(nowhere, turns, monostatic: monostatic)), unknowns: 12, workers: workers)
  }

  private static func cells(_ terms: MaterialTerms, piecesOnly: Bool = false) -> DelayCells {
    var terms = terms
    if piecesOnly { terms.paths.removeAll { !$0.isPiece } }
    let grid = DelayCells.Grid(
      binWidth: 0.25e-9, bins: 512, binsPerCell: 8, centreFrequency: 79e9, slope: 35e12)
    var cells = DelayCells(grid, pulse: PulseResponse(.hann, samples: 512))
    // A mirror of metal, TE and TM.
    cells.append(terms) { _, _ in [Complex(-1), Complex(1)] }
    return cells
  }

  @Test(
    "derivatives of cells by yaw, pitch and roll of both radios are those of central differences",
    arguments: [false, true], [false, true])
  func derivatives(monostatic: Bool, piecesOnly: Bool) throws {
    let terms = try Self.terms(Self.nowhere, monostatic: monostatic)
    #expect(terms.paths.contains { $0.isPiece })
    let cells = Self.cells(terms, piecesOnly: piecesOnly)
    let exact = try Self.expectation(cells, Self.some, monostatic: monostatic)
    let total = exact.values[0].reduce(0, +)
    #expect(total > 0)
    for unknown in 0..<(monostatic ? 3 : 6) {
      func value(_ step: Double) throws -> [Double] {
        var turns = Self.some
        turns[unknown / 3][unknown % 3] += step
        return try Self.expectation(cells, turns, monostatic: monostatic).values[0]
      }
      // Small steps, for gains have kinks at the angles of corrections; in degrees.
      let (more, less) = try (value(1e-3), value(-1e-3))
      let slopes = exact.values[0].indices.map { exact.slopes[0][$0 * 12 + unknown] }
      let largest = slopes.map { abs($0) }.max() ?? 0
      #expect(largest > 1e-4 * total)
      var away = 0
      for cell in slopes.indices {
        let numeric = (more[cell] - less[cell]) / 2e-3
        // The step squared is 3e-10 square radians; the third derivative of a beam of 50 degrees is a
        // hundred times its value at most.
        if abs(numeric - slopes[cell]) > 1e-6 * largest { away += 1 }
      }
      // A path that comes over a kink within a step changes its cell.
      #expect(away <= 1, "\(unknown): \(away) cells")
    }
  }

  @Test("pieces of a moving plate in cells follow an antenna as if they were traced anew")
  func pieces() throws {
    let cells = try Self.cells(Self.terms(Self.nowhere, monostatic: false), piecesOnly: true)
    let anew = try Self.cells(Self.terms(Self.some, monostatic: false), piecesOnly: true)
    let powers = Yard.powers(try Self.scene(monostatic: false))
    let turned = cells.expectation(
      powers,
      antennas: LinkAntennas(
        turned: Self.antennas(Self.nowhere, Self.some, monostatic: false)), unknowns: 0,
      workers: Self.workers
    ).values[0]
    let exact = anew.expectation(powers, unknowns: 0, workers: Self.workers).values[0]
    let largest = exact.max() ?? 0
    #expect(largest > 0)
    for (one, other) in zip(turned, exact) {
      // The same sums, in another order.
      #expect(abs(one - other) < 1e-9 * largest)
    }
  }

  @Test(
    "a radio that is turned by a quarter to the left and rolled over looks so from where it is placed"
  )
  func turnedRadio() throws {
    var scene = try Self.scene(monostatic: true)
    let before = scene.placing(ofRadio: 0).pose
    scene.turn(radio: 0, by: RadioTurn(yaw: 90, roll: 180).rotation)
    let (after, isCarried) = scene.placing(ofRadio: 0)
    #expect(!isCarried && after.translation == before.translation)
    // Its x axis lies along its old y axis, its z axis against the old one; rounding.
    #expect((after.rotation.xAxis - before.rotation.yAxis).length < 1e-12)
    #expect((after.rotation.zAxis + before.rotation.zAxis).length < 1e-12)
  }

  @Test("an isotropic antenna of vertical polarisation does not change with its yaw, in any path")
  func isotropic() throws {
    let element = ArrayElement()
    let scene = try Self.scene(monostatic: false)
    let terms = try Self.tracer(scene).materialTerms(
      link: 0, at: 0, from: element, to: Self.other, antennasMayTurn: true)
    let antennas = TurnedAntennas(
      transmitter: TurnedAntenna(element, first: 0, traced: RadioTurn(), turn: RadioTurn()),
      receiver: TurnedAntenna(Self.other, first: nil, traced: RadioTurn(), turn: RadioTurn()))
    let powers = Yard.powers(scene)
    var workspace = PathPowers.Workspace()
    var sums = [0.0, 0, 0]
    for path in terms.paths {
      let power = powers.power(of: path, in: terms, &workspace, antennas: antennas)
      for slope in workspace.slopes {
        sums[slope.unknown] += abs(slope.value)
        // Rounding: what turns with the axis is the same field.
        if slope.unknown == 0 { #expect(abs(slope.value) <= 1e-12 * power + 1e-30) }
      }
    }
    // Pitch and roll turn the polarisation.
    #expect(sums[1] > 0 && sums[2] > 0)
  }
}
