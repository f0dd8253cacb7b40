// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import Electromagnetics
internal import Foundation
internal import InputDocuments
internal import Kinematics
internal import Materials
internal import PathTracing
internal import Quantities
internal import RFTwin
internal import Scenes
internal import Spatial

extension SpecularModel: ExpressibleByArgument {}

/// Finds the paths between points of a scene.
struct PathsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "paths",
    abstract: "Find the paths between points of a scene and write them as JSON.")

  @Argument(help: "A scenario (YAML), a Mitsuba scene (XML) or a mesh file.")
  var scene: String

  // Coordinates may start with a minus sign, so what follows is taken as it is.
  @Option(
    parsing: .unconditional,
    help: "The transmitter's position, X,Y,Z in metres, or the name of a scenario's radio.")
  var tx: EndPlace

  @Option(
    parsing: .unconditionalSingleValue,
    help: "A receiver's position, as for --tx; may be given several times.")
  var rx: [EndPlace] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Receivers on a grid, X0,Y0,X1,Y1,Z,SPACING in metres: from one corner to the other at the"
        + " height Z; they follow those of --rx."),
    transform: ReceiverGrid.init(argument:))
  var rxGrid: ReceiverGrid?

  @Option(help: "The frequency with its unit, such as \"28 GHz\".")
  var frequency: String

  @Option(help: "The largest number of interactions on a path, walls passed included.")
  var maxDepth = 3

  @Flag(help: "Leave out the direct path.")
  var noLineOfSight = false

  @Flag(help: "Leave out specular reflections.")
  var noSpecular = false

  @Option(
    help: ArgumentHelp(
      "How the size of a mirror counts: infinite, or aperture (Kirchhoff's integral over it)."))
  var specular = SpecularModel.infinite

  @Flag(help: "Look for paths with one diffuse interaction, over mirrors or none.")
  var diffuse = false

  @Flag(help: "Let waves pass straight through walls whose material has a thickness.")
  var transmission = false

  @Flag(help: "Look for paths over one diffracting edge.")
  var diffraction = false

  @OptionGroup var antennas: AntennaOptions

  @OptionGroup var arrays: ArrayOptions

  @Option(help: "A file of materials; they replace bundled ones of the same name.")
  var materials: String?

  @Option(
    help: ArgumentHelp(
      "The material of objects, PATTERN=MATERIAL; may be given several times, the last that fits"
        + " holds."))
  var assign: [MaterialRuleArgument] = []

  @OptionGroup var meshOptions: MeshOptions

  @Option(help: "An object's velocity, NAME=VX,VY,VZ in m/s; may be given several times.")
  var velocity: [NamedTriple] = []

  @Option(
    parsing: .unconditional,
    help: "The instant of a scenario in seconds. [default: the start of its episode]")
  var at: Double?

  @Option(
    help: ArgumentHelp(
      "How many scatterers represent the surfaces; with --accuracy how many at most. [default: 20000,"
        + " with --accuracy 200000]"))
  var scatterers: Int?

  @Option(help: "How good each link's diffuse power shall be with 95 %, such as \"0.3 dB\".")
  var accuracy: String?

  @Option(help: "How many rays look for sequences of reflections.")
  var rays = 1_000_000

  @Option(name: .customLong("repeat"), help: "Solve N times and report the median time.")
  var repetitions = 1

  @Option(help: "The file for the result. [default: standard output]")
  var output: String?

  @OptionGroup var options: RunOptions

  func validate() throws {
    if rx.isEmpty, rxGrid == nil {
      throw ValidationError("Please give at least one --rx, or --rx-grid.")
    }
    if !PropagationSettings.depths.contains(maxDepth) {
      throw ValidationError(
        "Please give --max-depth a number from \(PropagationSettings.depths.lowerBound) to"
          + " \(PropagationSettings.depths.upperBound), not \(maxDepth).")
    }
    if let scatterers, !PropagationSettings.scattererCounts.contains(scatterers) {
      throw ValidationError(
        "Please give --scatterers a number from 1 to"
          + " \(PropagationSettings.scattererCounts.upperBound), not \(scatterers).")
    }
    if !(1...1_000_000_000).contains(rays) {
      throw ValidationError("Please give --rays a number from 1 to 1000000000, not \(rays).")
    }
    if !(1...10_000).contains(repetitions) {
      throw ValidationError("Please give --repeat a number from 1 to 10000.")
    }
    if !velocity.allSatisfy(\.triple.isSlowerThanLight) {
      throw ValidationError("Please give --velocity less than light's speed.")
    }
    if at?.isFinite == false { throw ValidationError("Please give --at a finite number.") }
    _ = try parsedFrequency(frequency)
    if accuracy != nil, !diffuse {
      throw ValidationError(
        "Please give --diffuse with --accuracy, which is that of diffuse paths.")
    }
    _ = try accuracy.map(parsedAccuracy)
  }

  func run() throws {
    let frequency = try parsedFrequency(frequency)
    let settings = try settings()
    let clock = ContinuousClock()
    var input: Input?
    var ends: AntennaOptions.Antennas?
    let load = try clock.measure {
      ends = try antennas.antennas(at: frequency)
      input = try loadScene(frequency)
    }
    guard let input, let ends else { return }
    for warning in ends.warnings { complain("rftwin: warning: \(warning)") }
    let (loaded, instant) = (input.scene, input.time)
    let queryEnds = try queryEnds(input, ends, frequency)
    // One path a link is the least that will have to be written.
    try checkElementAmplitudes(of: queryEnds, paths: queryEnds.receivers.map { _ in 1 })
    var query: PathQuery?
    let build = try clock.measure {
      query = try PathQuery(
        scene: loaded, transmitter: queryEnds.transmitter, receivers: queryEnds.receivers,
        time: instant, frequency: frequency, settings: settings, arrays: arrays.model,
        seed: options.seed ?? input.seed, workers: options.workers)
    }
    guard let query else { return }
    var results: [[PathQuery.Result]] = []
    var times: [Duration] = []
    for _ in 0..<repetitions {
      times.append(try clock.measure { results = try query.run() })
    }
    try checkElementAmplitudes(of: queryEnds, paths: results.map(\.count))
    if let warning = query.planeWaveWarning(results) { complain("rftwin: warning: \(warning)") }
    let report = PathReport(
      load: load, build: build, solve: times.sorted()[times.count / 2], scene: loaded,
      transmitter: input.transmitter, receivers: input.receivers, results: results,
      missed: results.indices.map { query.missedPaths(receiver: $0) },
      errors: results.indices.map { query.diffuseError(receiver: $0) },
      scatterers: query.scattererCount, frequency: frequency,
      receiveElements: queryEnds.receivers.map { max(1, $0.elements.count) })
    for index in results.indices {
      let shortfall = accuracyShortfall(
        query.diffuseError(receiver: index), of: nameOfEnd(index + 1), settings,
        scatterers: query.scattererCount, remedy: "--scatterers")
      if let shortfall { complain("rftwin: warning: \(shortfall)") }
    }
    try report.write(to: output)
  }

  /// The ends with their antennas and arrays.
  private func queryEnds(
    _ input: Input, _ ends: AntennaOptions.Antennas, _ frequency: Frequency
  ) throws -> (transmitter: PathQuery.End, receivers: [PathQuery.End]) {
    var transmitter = antennas.transmitter(at: input.transmitter, ends)
    transmitter.elements = arrays.transmit(ends.transmitting, frequency)
    var receivers = input.receivers.map { antennas.receiver(at: $0, ends) }
    transmitter.radio = try tx.radio(in: input.scene, file: scene)?.name
    // A grid of receivers is of places.
    for (index, place) in zip(receivers.indices, rx) {
      receivers[index].radio = try place.radio(in: input.scene, file: scene)?.name
    }
    for index in receivers.indices {
      receivers[index].elements = arrays.receive(ends.receiving, frequency)
    }
    guard arrays.model != nil else { return (transmitter, receivers) }
    if arrays.txArray == nil, let radio = try tx.radio(in: input.scene, file: scene) {
      transmitter = end(of: radio, with: radio.transmitElements, input)
    }
    for (index, place) in rx.enumerated() where arrays.rxArray == nil {
      guard let radio = try place.radio(in: input.scene, file: scene) else { continue }
      receivers[index] = end(of: radio, with: radio.receiveElements, input)
    }
    return (transmitter, receivers)
  }

  /// Complains about a report that no tool would read.
  private func checkElementAmplitudes(
    of ends: (transmitter: PathQuery.End, receivers: [PathQuery.End]), paths: [Int]
  ) throws {
    guard arrays.model != nil else { return }
    let transmit = Double(max(1, ends.transmitter.elements.count))
    let count = zip(ends.receivers, paths).reduce(0.0) { sum, link in
      sum + transmit * Double(max(1, link.0.elements.count) * link.1)
    }
    guard count <= 1e7 else {
      throw DataError(
        "\(scene): the report would have \(shortest(count)) amplitudes between elements, more than"
          + " the 10000000 that are written; ask for smaller arrays, fewer receivers or fewer paths"
      )
    }
  }

  /// An end with all that a scenario says about its radio.
  private func end(
    of radio: Radio, with elements: [ArrayElement], _ input: Input
  ) -> PathQuery.End {
    let state = input.scene.motion.states(at: input.time)[radio.node]
    return PathQuery.End(
      radio: radio.name, position: state.worldFromBody.translation,
      orientation: state.worldFromBody.rotation,
      velocity: state.velocity, antenna: radio.antenna, elements: elements)
  }

  private func settings() throws -> PropagationSettings {
    var settings = PropagationSettings()
    settings.lineOfSight = !noLineOfSight
    settings.maximumDepth = maxDepth
    settings.specular = !noSpecular
    settings.transmission = transmission
    settings.specularModel = specular
    settings.diffuse = diffuse
    settings.diffraction = diffraction
    settings.accuracy = try accuracy.map(parsedAccuracy)
    settings.scatterers =
      scatterers
      ?? (accuracy == nil ? settings.scatterers : PropagationSettings.mostForAccuracy)
    settings.rays = rays
    return settings
  }

  /// What the paths are looked for in.
  private struct Input {
    var scene: Scene

    /// In seconds.
    var time: Double
    var seed: UInt64

    /// In metres.
    var transmitter: Vector3
    var receivers: [Vector3]
  }

  private func loadScene(_ frequency: Frequency) throws -> Input {
    let scene: Scene
    var instant = at ?? 0
    var seed: UInt64 = 1
    var settings = try MaterialSettings.bundled()
    if isScenario(self.scene) {
      guard velocity.isEmpty, materials == nil, assign.isEmpty, !meshOptions.areGiven else {
        throw DataError(
          "\(self.scene): a scenario has its own trajectories, materials, units and up axes; leave"
            + " out --velocity, --materials, --assign, --unit and --up")
      }
      let scenario = try Scenario.load(self.scene)
      guard scenario.statistical == nil else {
        throw DataError(
          "\(self.scene): the channel is statistical, and 'paths' traces; leave out 'channel', or use"
            + " 'simulate'")
      }
      seed = scenario.seed
      instant = at ?? scenario.episode.start
      let end = scenario.episode.start + scenario.episode.duration
      guard instant >= scenario.episode.start, instant <= end else {
        throw DataError(
          "\(self.scene): the episode runs from \(TimeSpan(si: scenario.episode.start)) to"
            + " \(TimeSpan(si: end)); give --at an instant in it")
      }
      (scene, settings) = (scenario.scene, scenario.materials)
    } else {
      if let materials { try settings.library.add(file: materials) }
      settings.assignment.rules = assign.map(\.rule)
      let velocities = Dictionary(velocity.map { ($0.name, $0.triple.vector) }) { $1 }
      scene = try RFTwinCommands.loadScene(
        self.scene, options: try meshOptions.fileOptions(), settings: settings,
        velocities: velocities, time: instant)
    }
    let warnings = try checkMaterials(
      of: scene, settings: settings, band: frequency...frequency, file: self.scene)
    var ends: [Vector3] = []
    for end in [tx] + rx {
      ends.append(try end.position(in: scene, at: instant, file: self.scene))
    }
    ends += rxGrid?.points ?? []
    for warning in scene.warnings + warnings
      + oddities(of: scene, at: instant, ends: ends, frequency)
    {
      complain("rftwin: warning: \(warning)")
    }
    return Input(
      scene: scene, time: instant, seed: seed, transmitter: ends[0],
      receivers: Array(ends.dropFirst()))
  }

  /// Sentences about what is allowed but hardly meant.
  private func oddities(
    of scene: Scene, at time: Double, ends: [Vector3], _ frequency: Frequency
  ) -> [String] {
    var sentences: [String] = []
    var solids = SolidObjects(scene)
    for enclosure in solids.enclosures(of: ends, at: time) where !enclosure.isRoom {
      let names = enclosure.points.map(nameOfEnd)
      let more = names.count > 4 ? " and \(names.count - 3) more" : ""
      let shown = names.prefix(more.isEmpty ? 4 : 3).joined(separator: ", ")
      sentences.append(
        "\(shown)\(more) \(names.count == 1 ? "is" : "are") inside the object"
          + " '\(scene.objects[enclosure.object].name)'")
    }
    for (number, end) in ends.enumerated().dropFirst() {
      let distance = end.distance(to: ends[0])
      // At one point they are one radar, which has no direct path.
      guard distance > 0, distance < frequency.wavelength else { continue }
      sentences.append(
        "\(nameOfEnd(number)) is \(Distance(si: distance)) from --tx, less than a wavelength, where"
          + " antennas have no far field; give both the same point for a monostatic radar")
    }
    if diffuse, let sentence = scatteringShortfall(of: scene) { sentences.append(sentence) }
    if transmission, !scene.materials.contains(where: { $0.thickness != nil }) {
      sentences.append(
        "no material of the scene has a thickness, so no wall lets waves through; give one with"
          + " 'thickness' in a file of --materials")
    }
    return sentences
  }
  /// What an end is called, counted from the transmitter at 0.
  private func nameOfEnd(_ end: Int) -> String {
    if end == 0 { return "--tx" }
    return end <= rx.count ? "--rx number \(end)" : "--rx-grid number \(end - rx.count)"
  }
}
