// SPDX-License-Identifier: Apache-2.0

internal import Electromagnetics
package import InputDocuments
internal import Materials
internal import Kinematics
package import Quantities
internal import Spatial

/// The radios of a measurement, of which it may be unknown where they were.
package struct MeasuredRadios: Sendable {
  /// The radios and what they rode on, without surroundings.
  package var scene: Scene

  /// For each radio whether it is known where it was.
  package var isPlaced: [Bool]

  /// For each radio whether its elements are told.
  package var hasArray: [Bool]

  /// Reads the keys `actors`, `radios` and `link` of a capture.
  ///
  /// - Parameters:
  ///   - root: The description's outermost keys.
  ///   - interval: The span in seconds that trajectories must cover.
  ///   - bandCentre: The frequency whose half wavelength spaces the elements of arrays.
  /// - Throws: `InputError` with file and line.
  package init(
    _ root: InputMapping, interval: ClosedRange<Double>, bandCentre: Frequency
  ) throws(InputError) {
    let settings = try MaterialSettings.bundled()
    var builder = SceneBuilder(library: settings.library, assignment: settings.assignment)
    var actors = ActorTable()
    let meshes = MeshStore()
    for entry in try root.optional("actors")?.list() ?? [] {
      try readActor(entry, covering: interval, from: meshes, into: &builder, actors: &actors)
    }
    scene = builder.finished()
    scene.actors = actors.actors
    guard let node = root.optional("radios") else {
      _ = scene.addRadio("radar", antenna: .init(), motion: .fixed(.identity))
      scene.addLink("capture", from: 0, to: 0)
      (isPlaced, hasArray) = ([false], [false])
      if let link = root.optional("link") {
        throw link.error("'link' joins radios; describe them in 'radios'")
      }
      return
    }
    isPlaced = try readRadios(
      node, into: &scene, actors: actors, start: interval.lowerBound, bandCentre: bandCentre,
      placesMayBeUnknown: true)
    hasArray = []
    for radio in try node.list() { hasArray.append(try radio.mapping().optional("array") != nil) }
    try readLink(root.optional("link"), at: node)
  }

  private mutating func readLink(_ node: InputNode?, at radios: InputNode) throws(InputError) {
    guard let node else {
      guard scene.radios.count == 1 else {
        throw radios.error(
          "there are \(scene.radios.count) radios; say between which ones was measured,"
            + " 'link: { name: bistatic, tx: \(scene.radios[0].name), rx: \(scene.radios[1].name) }'"
        )
      }
      return scene.addLink("capture", from: 0, to: 0)
    }
    let link = try readLinkEntry(node, of: scene)
    scene.links = [link]
    guard !link.isMonostatic, isPlaced[link.transmitter], isPlaced[link.receiver] else { return }
    let states = scene.motion.states(at: 0)
    let places = [link.transmitter, link.receiver].map {
      states[scene.radios[$0].node].worldFromBody.translation
    }
    guard scene.motion.isAtRest(scene.radios[link.transmitter].node),
      scene.motion.isAtRest(scene.radios[link.receiver].node),
      (places[0] - places[1]).length < 1e-3
    else { return }
    throw node.error(
      "the radios of the link '\(link.name)' are at the same place; move one, or use one radio for"
        + " both ends")
  }

  /// Whether it is known where both ends of the link were.
  package var knowsBothPlaces: Bool {
    isPlaced[scene.links[0].transmitter] && isPlaced[scene.links[0].receiver]
  }

  /// The elements of the radios of the link, as far as they are told.
  ///
  /// - Parameters:
  ///   - root: The description's outermost keys.
  ///   - bandCentre: As for all radios.
  /// - Returns: How the transmitter's elements share the chirps, and how many elements receive; nil
  ///   where neither radio of the link has an 'array'.
  /// - Throws: `InputError` with file and line.
  package static func array(
    of root: InputMapping, bandCentre: Frequency
  ) throws(InputError) -> (emission: Emission, receivers: Int)? {
    guard let node = root.optional("radios") else { return nil }
    let link = try root.optional("link")?.mapping()
    let names = try (link?.required("tx").string(), link?.required("rx").string())
    var (emission, receivers, isTold) = (Emission.first, 1, false)
    for radio in try node.list() {
      let entry = try radio.mapping()
      guard let array = entry.optional("array") else { continue }
      let name = try entry.required("name").string()
      var warnings: [String] = []
      let read = try readArray(
        array, antenna: Antenna(), bandCentre: bandCentre, warnings: &warnings)
      if names.0 == nil || names.0 == name { (emission, isTold) = (read.emission, true) }
      if names.1 == nil || names.1 == name { (receivers, isTold) = (read.receive.count, true) }
    }
    return isTold ? (emission, receivers) : nil
  }
}
