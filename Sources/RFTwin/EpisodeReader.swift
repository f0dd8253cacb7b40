// SPDX-License-Identifier: Apache-2.0

internal import InputDocuments
internal import Quantities
internal import RadarFrames

/// Reads `episode` of a scenario.
func readEpisode(_ node: InputNode, waveform: FMCWWaveform) throws(InputError) -> Episode {
  let entry = try node.mapping()
  let start = try entry.quantity(
    "start", in: TimeSpan.plausibleInstants, default: TimeSpan(si: 0))
  let duration = try entry.positive("duration", in: TimeSpan.plausible)
  let frames = try entry.required("frames").mapping()
  let chirps = try frames.required("chirps").integer(in: 1...1_048_576)
  let length = Double(chirps) * waveform.chirpPeriod
  let everyNode = frames.optional("every")
  let every: TimeSpan = try everyNode?.quantity() ?? TimeSpan(si: length)
  guard every.seconds >= length * (1 - 1e-12) else {
    throw (everyNode ?? node).error(
      "frames of \(chirps) chirps last \(TimeSpan(si: length)), longer than the \(every) from one"
        + " to the next")
  }
  _ = try everyNode?.quantity(in: TimeSpan.plausible)
  try frames.finish()
  try entry.finish()
  let predicted = (duration.seconds / every.seconds).rounded()
  guard predicted <= RunBudget.frames else {
    throw try entry.required("duration").error(
      "the episode would have \(shortest(predicted)) frames, more than the"
        + " \(shortest(RunBudget.frames)) allowed; shorten it or raise 'frames: every'")
  }
  let episode = Episode(
    start: start.seconds, duration: duration.seconds, chirps: chirps, framePeriod: every.seconds,
    chirpPeriod: waveform.chirpPeriod)
  guard episode.frameCount > 0 else {
    throw node.error(
      "the episode of \(duration) is shorter than one frame of \(TimeSpan(si: length)); lengthen it"
        + " or ask for fewer chirps")
  }
  return episode
}
