// SPDX-License-Identifier: Apache-2.0

internal import Captures
internal import InputDocuments
internal import Quantities
internal import RadarFrames
internal import Scenes

/// What a run may ask for at most; more is a slip of a unit.
enum RunBudget {
  /// How many frames an episode may have.
  static let frames = 1e7

  /// How many IF samples a frame of one link may have; they are held in memory.
  static let samplesOfFrame = 4e9

  /// How large a record may become, in bytes.
  static let recordSize = 1e12
}

/// Complains about a scenario whose record no disk would hold.
///
/// - Parameters:
///   - scenario: The scenario.
///   - node: Its `episode`.
/// - Throws: `InputError` with the predicted number.
func checkBudget(of scenario: Scenario, at node: InputNode) throws(InputError) {
  let frames = Double(scenario.episode.frameCount)
  let chirps = Double(scenario.episode.chirps)
  let bins = Double(scenario.waveform.samples)
  let processing = scenario.processing
  let paths = Double(
    RecordSize.paths(scenario.output.paths, interactions: scenario.keptInteractions))
  let detections = Double(
    processing.detection == nil
      ? 0
      : RecordSize.detections(scenario.output.detections, actors: scenario.scene.actors.count))
  var size = 0.0
  for link in scenario.scene.links {
    let channels = Double(scenario.scene.radios[link.receiver].receiveElements.count)
    let samples = chirps * channels * bins
    guard samples <= RunBudget.samplesOfFrame else {
      throw node.error(
        "a frame of the link '\(link.name)' would have \(shortest(samples)) samples, more than the"
          + " \(shortest(RunBudget.samplesOfFrame)) handled; ask for fewer chirps or samples")
    }
    let profiles = (chirps / Double(processing.profileChirps)).rounded(.up) * bins
    let starts = Double((scenario.episode.chirps - processing.mapChirps) / processing.mapHop + 1)
    let shifts = processing.mapChirps / scenario.scene.radios[link.transmitter].emission.cycle
    let maps = starts / Double(processing.mapEvery)
    let kept = (scenario.output.samples ? samples : 0) + (scenario.output.response ? samples : 0)
    size +=
      frames * (4 * profiles + 8 * kept + paths + maps * (4 * Double(shifts) * bins + detections))
  }
  guard size <= RunBudget.recordSize else {
    throw node.error(
      "the record of \(shortest(frames)) frames would take \(shortest((size / 1e9).rounded())) GB,"
        + " more than the \(shortest(RunBudget.recordSize / 1e9)) GB allowed; shorten the episode,"
        + " or keep less under 'processing' and 'output'")
  }
}
