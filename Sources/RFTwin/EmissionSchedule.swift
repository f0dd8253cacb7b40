// SPDX-License-Identifier: Apache-2.0

internal import Captures
internal import InputDocuments
internal import RadarFrames
internal import Scenes

extension TransmitSchedule {
  /// The schedule of a radio's elements.
  init(_ emission: Emission) {
    switch emission {
    case .first, .single, .timeDivision: self.init(timeDivision: emission.elements)
    case .dopplerDivision(let elements, let subBands):
      self.init(dopplerDivision: elements, subBands: subBands)
    }
  }
}

extension LinkSchedule {
  /// What a record says of it.
  init(_ emission: Emission) {
    let multiplexing =
      switch emission {
      case .first, .single: "none"
      case .timeDivision: TransmitSchedule.Multiplexing.timeDivision.rawValue
      case .dopplerDivision: TransmitSchedule.Multiplexing.dopplerDivision.rawValue
      }
    self.init(
      multiplexing: multiplexing, elements: emission.elements.map { Int32($0) },
      cycle: Int32(emission.cycle))
  }
}

/// Complains about frames and maps that break a radio's schedule off.
///
/// - Parameters:
///   - scenario: The scenario.
///   - episode: Its `episode`.
///   - processing: Its `processing`.
/// - Throws: `InputError` at the number of chirps that is no multiple of a cycle.
func checkCycles(
  of scenario: Scenario, episode: InputNode, processing: InputNode?
) throws(InputError) {
  let settings = scenario.processing
  for radio in Set(scenario.scene.links.map(\.transmitter)).sorted().map({
    scenario.scene.radios[$0]
  }) {
    let cycle = radio.emission.cycle
    func check(_ chirps: Int, _ node: InputNode, _ what: String) throws(InputError) {
      guard !chirps.isMultiple(of: cycle) else { return }
      throw node.error(
        "'\(node.path)': \(what) of \(chirps) chirps does not hold whole cycles of the \(cycle)"
          + " chirps in which the transmit elements of '\(radio.name)' share them; use a multiple"
          + " of \(cycle)")
    }
    let frames = try episode.mapping().required("frames").mapping()
    try check(scenario.episode.chirps, frames.required("chirps"), "a frame")
    guard let processing = try processing?.mapping() else { continue }
    if let node = processing.optional("map-chirps") {
      try check(settings.mapChirps, node, "a map")
    }
    if let node = processing.optional("map-hop") { try check(settings.mapHop, node, "a hop") }
  }
}
