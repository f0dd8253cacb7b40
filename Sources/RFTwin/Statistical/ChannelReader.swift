// SPDX-License-Identifier: Apache-2.0

internal import ChannelStandards
internal import Channels
internal import InputDocuments
internal import Kinematics
internal import Quantities
internal import RadarFrames
internal import Scenes
internal import Spatial
internal import StatisticalChannel

/// Where a scenario's paths come from.
private enum ChannelKind: String, CaseIterable {
  case traced, statistical
}

/// What radios are, by the words of files.
private enum RadioWord: String, CaseIterable {
  case point = "trp"
  case terrestrial, vehicle, aerial, agv, rsu

  var node: SensingNode {
    switch self {
    case .point: .transmissionPoint
    case .terrestrial: .terrestrialTerminal
    case .vehicle: .vehicleTerminal
    case .aerial: .aerialTerminal
    case .agv: .guidedVehicleTerminal
    case .rsu: .roadsideUnit
    }
  }
}

/// Reads `channel` of a scenario.
///
/// - Parameters:
///   - node: The section; nil where it is left out.
///   - scene: The scene, to which the targets' points are added as scattering centres.
///   - episode: When frames are sent.
///   - waveform: Whose band the models must hold for; they are entered with its centre.
/// - Returns: Nil where paths are traced.
/// - Throws: `InputError` with the line.
func readChannel(
  _ node: InputNode?, _ scene: inout Scene, episode: Episode, waveform: FMCWWaveform
) throws(InputError) -> EpisodeSetup? {
  guard let node else { return nil }
  let entry = try node.mapping()
  let kind: ChannelKind = try entry.required("kind").choice()
  guard kind == .statistical else {
    // The other keys stay, so that one word exchanges the channel.
    warnOfBodies(missingIn: &scene, of: entry)
    _ = entry.named()
    return nil
  }
  let reader = ChannelReader(node: node, entry: entry, episode: episode)
  return try reader.setup(&scene, waveform: waveform)
}

/// Warns of statistical targets that nothing stands for where paths are traced.
private func warnOfBodies(missingIn scene: inout Scene, of entry: InputMapping) {
  let targets = (try? entry.optional("targets")?.list()) ?? []
  let names = targets.compactMap { try? $0.mapping().optional("actor")?.string() }
  let bare = scene.actors.filter { names.contains($0.name) && !scene.hasBody($0) }
  guard !bare.isEmpty else { return }
  let list = bare.map { "'\($0.name)'" }.joined(separator: ", ")
  scene.warn(
    "where paths are traced 'channel: targets' are left out, and of their actors \(list) have no echo,"
      + " for they have neither a 'mesh' nor 'scattering-centres'; give them one of both, such as"
      + " 'scattering-centres: [{ standard: vehicle }]'")
}

private struct ChannelReader {
  let node: InputNode
  let entry: InputMapping
  let episode: Episode

  func setup(_ scene: inout Scene, waveform: FMCWWaveform) throws(InputError) -> EpisodeSetup {
    let scenario: SensingScenario = try entry.required("scenario").choice()
    let nodes = try readNodes(entry.required("radios"), of: scene)
    let targets = try entry.optional("targets")?.list() ?? []
    var points: [EpisodeSetup.Target] = []
    var actors: Set<String> = []
    for target in targets {
      let (name, own) = try readTarget(target, &scene)
      guard actors.insert(name).inserted else {
        throw target.error(
          "the actor '\(name)' is a target already, and its echo would count twice; leave one out, or"
            + " choose a kind of five points")
      }
      points += own
    }
    var setup = EpisodeSetup(
      scenario, frequency: try carrier(waveform),
      radios: zip(scene.radios, nodes).map { [motion = scene.motion] radio, node in
        EpisodeSetup.Radio(name: radio.name, node: node) { radio.pose(motion, at: $0) }
      }, targets: points,
      links: scene.links.map { ($0.transmitter, $0.receiver) },
      interval: episode.start...(episode.start + episode.duration))
    if let word = entry.optional("joining") { setup.joining = try readJoining(word) }
    setup.isDirective = try entry.flag("directive", default: true)
    setup.hasBackground = try entry.flag("background", default: true)
    setup.fading.hasAbsoluteDelay = try entry.flag("absolute-delay", default: true)
    if let release = entry.optional("release") { setup.fading.release = try release.choice() }
    if let hall = entry.optional("hall") { setup.fading.hall = try readHall(hall, of: setup) }
    try entry.finish()
    try check(setup, scene)
    if let hall = setup.fading.hall { warn(of: hall, setup, &scene) }
    return setup
  }

  /// The centre of a band all of which the models hold for.
  private func carrier(_ waveform: FMCWWaveform) throws(InputError) -> CarrierFrequency {
    let band = waveform.sampledBand
    do {
      for edge in [band.lowerBound, band.upperBound] { _ = try CarrierFrequency(hertz: edge.hertz) }
      return try CarrierFrequency(hertz: waveform.centreFrequency.hertz)
    } catch {
      throw node.error(
        "'channel': the waveform samples the band from \(band.lowerBound) to \(band.upperBound), and"
          + " \(error)")
    }
  }

  /// What each radio of the scene is; those without links need not be named.
  private func readNodes(_ node: InputNode, of scene: Scene) throws(InputError) -> [SensingNode] {
    let names = scene.radios.map(\.name)
    var nodes: [String: SensingNode] = [:]
    for (name, line, value) in try node.mapping().named() {
      guard names.contains(name) else {
        throw value.error(
          "'\(name)' is none of the scenario's radios" + suggestion(for: name, among: names),
          line: line)
      }
      let word: RadioWord = try value.choice()
      nodes[name] = word.node
    }
    for link in scene.links {
      for name in [link.transmitter, link.receiver].map({ names[$0] }) where nodes[name] == nil {
        let words = RadioWord.allCases.map(\.rawValue).joined(separator: ", ")
        throw node.error(
          "'radios' does not say what '\(name)' is, which the link '\(link.name)' uses; add"
            + " '\(name)' with one of \(words)")
      }
    }
    return names.map { nodes[$0] ?? .terrestrialTerminal }
  }

  /// Reads a target, whose points become scattering centres of the scene.
  private func readTarget(
    _ node: InputNode, _ scene: inout Scene
  ) throws(InputError) -> (actor: String, points: [EpisodeSetup.Target]) {
    let entry = try node.mapping()
    let actorNode = try entry.required("actor")
    let name = try actorNode.string()
    let actor = scene.actors.first { $0.name == name }
    guard actor != nil || scene.disabledActors.contains(name) else {
      throw actorNode.error(
        "there is no actor '\(name)' in the scene"
          + suggestion(for: name, among: scene.actors.map(\.name)))
    }
    let target: SensingTarget = try entry.required("kind").choice()
    let section = TargetCrossSection.of(target)
    let place = try entry.optional("position")?.numbers(3)
    let middle = place.map { Vector3($0[0], $0[1], $0[2]) } ?? Vector3(0, 0, section.size.z / 2)
    try entry.finish()
    // Who leaves an actor out leaves out its echo.
    guard let actor else { return (name, []) }
    let points = section.points.enumerated().map { point, offset in
      let face = section.pointCount > 1 ? "-\(section.lobes[point].face.rawValue)" : ""
      let position = middle + offset
      let pointName = "\(name)/target\(face)"
      let centre = scene.addCentre(
        ScatteringCentre(
          name: pointName, node: actor.node, position: position,
          law: .standard(section, point: point, fluctuates: true)))
      let (motion, node) = (scene.motion, actor.node)
      return EpisodeSetup.Target(
        name: pointName, kind: target.kind, section: section, point: point, centre: centre,
        motion: { time in
          let state = motion.states(at: time)[node]
          let place = state.worldFromBody.translation + state.worldFromBody.rotation(position)
          return PointMotion(position: place, velocity: state.velocity(at: place))
        }, orientation: { motion.states(at: $0)[node].worldFromBody.rotation })
    }
    return (name, points)
  }

  private func readHall(
    _ node: InputNode, of setup: EpisodeSetup
  ) throws(InputError) -> HallSize {
    guard setup.scenario.environment(setup.frequency).isIndoors else {
      throw node.error(
        "'hall' is the size of a factory or an office, and \(setup.scenario.rawValue) is none;"
          + " leave it out")
    }
    let sizes = try node.list()
    guard sizes.count == 3 else {
      throw node.error(
        "'hall' must be length, width and height, such as [120 m, 60 m, 10 m]")
    }
    var metres: [Double] = []
    for size in sizes { metres.append(try size.quantity(in: Distance.plausibleLengths).metres) }
    return HallSize(length: metres[0], width: metres[1], height: metres[2])
  }

  /// Warns of radios and targets that cannot be in the hall, wherever it lies.
  private func warn(of hall: HallSize, _ setup: EpisodeSetup, _ scene: inout Scene) {
    let names =
      scene.radios.map { "the radio '\($0.name)'" } + setup.targets.map { "the point '\($0.name)'" }
    let ways =
      setup.radios.map { radio in { radio.pose($0).position } }
      + setup.targets.map { target in { target.motion($0).position } }
    let places = ways.map { way in instants.map(way) }
    for (name, places) in zip(names, places) {
      guard let top = places.map(\.z).max(), top > hall.height else { continue }
      scene.warn(
        "\(name) is \(shortest(top)) m high, above the ceiling of the 'hall' at"
          + " \(shortest(hall.height)) m; lower it, or give a higher hall")
    }
    let all = places.joined()
    let sides = [
      (all.map(\.x).max() ?? 0) - (all.map(\.x).min() ?? 0),
      (all.map(\.y).max() ?? 0) - (all.map(\.y).min() ?? 0),
    ]
    let diagonal = (hall.length * hall.length + hall.width * hall.width).squareRoot()
    guard let side = sides.max(), side > diagonal else { return }
    scene.warn(
      "radios and targets are up to \(shortest(side)) m apart along x or y, more than the"
        + " \(shortest(diagonal)) m between opposite corners of the 'hall'; give a larger hall")
  }

  /// When places are looked at.
  private var instants: [Double] {
    [episode.start] + episode.frameMiddles(atMost: 200) + [episode.start + episode.duration]
  }

  /// Complains about places that no model has, and links that the standards have no model for.
  private func check(_ setup: EpisodeSetup, _ scene: Scene) throws(InputError) {
    for time in instants {
      for target in setup.targets {
        let place = target.motion(time).position
        let name = scene.centres[target.centre].name
        guard place.z >= 0 else {
          throw node.error(
            "the point '\(name)' is at a height of \(shortest(place.z)) m at \(shortest(time)) s, below"
              + " the ground; lift its actor, or give the target a higher 'position'")
        }
        for radio in Set(setup.links.flatMap { [$0.transmitter, $0.receiver] }).sorted()
        where setup.radios[radio].pose(time).position.distance(to: place) < Self.nearest {
          throw node.error(
            "the radio '\(scene.radios[radio].name)' and the point '\(name)' are at the same place at"
              + " \(shortest(time)) s; leave out the target, or give it another 'position'")
        }
      }
      for link in scene.links where link.transmitter != link.receiver {
        let (first, second) = (setup.radios[link.transmitter], setup.radios[link.receiver])
        guard first.pose(time).position.distance(to: second.pose(time).position) < Self.nearest
        else { continue }
        throw node.error(
          "the radios '\(scene.radios[link.transmitter].name)' and '\(scene.radios[link.receiver].name)'"
            + " of the link '\(link.name)' are at the same place at \(shortest(time)) s; move one, or"
            + " give a link from one radio to itself")
      }
      for (radio, own) in zip(scene.radios, setup.radios) where own.pose(time).position.z < 0 {
        throw node.error(
          "the radio '\(radio.name)' is below the ground at \(shortest(time)) s, where no statistical"
            + " model holds; lift it")
      }
    }
    do {
      _ = try StatisticalEpisode(setup, seed: 1)
    } catch {
      throw node.error("'channel': \(error)")
    }
  }

  /// What is nearer to a radio than so many metres is part of it.
  private static let nearest = 0.01
}

extension Radio {
  /// Where the radio is at an instant.
  fileprivate func pose(_ motion: ArticulatedMotion, at time: Double) -> AntennaPose {
    let state = motion.states(at: time)[node]
    return AntennaPose(
      antenna: antenna, position: state.worldFromBody.translation,
      orientation: state.worldFromBody.rotation, velocity: state.velocity,
      angularVelocity: state.angularVelocity)
  }
}
