// SPDX-License-Identifier: Apache-2.0

internal import InputDocuments
internal import Quantities
internal import RadarFrames

/// Reads `waveform` of a scenario.
///
/// - Parameters:
///   - node: The section.
///   - sampleRates: How fast samples may be taken; those of a measured sweep can be slower than any
///     converter's.
/// - Returns: The chirp.
/// - Throws: `InputError` with the line.
func readWaveform(
  _ node: InputNode, sampleRates: ClosedRange<Frequency> = Frequency.plausible
) throws(InputError) -> FMCWWaveform {
  let entry = try node.mapping()
  let kind = try entry.required("kind")
  guard try kind.string() == "fmcw" else {
    throw kind.error("'\(kind.path)' can only be 'fmcw', not '\(try kind.string())'")
  }
  let start = try entry.positive("start", in: Frequency.plausible)
  let slope = try entry.positive("slope", in: FrequencySlope.plausible)
  let ramp = try entry.positive("ramp", in: TimeSpan.plausible)
  let sampleRate = try entry.positive("sample-rate", in: sampleRates)
  let top = Frequency(hertz: start.hertz + slope.si * ramp.seconds)
  guard Frequency.plausible.contains(top) else {
    let place = try entry.required("slope")
    throw place.error(
      "'\(place.path)': the ramp would end at \(top), beyond \(Frequency.plausible.upperBound)")
  }
  let (sampling, samples) = try readSampling(entry, ramp: ramp, sampleRate: sampleRate)
  let idle: TimeSpan = try entry.quantity("idle")
  guard idle.seconds >= 0 else {
    throw try entry.required("idle").error("'\(node.path).idle' must not be negative")
  }
  _ = try entry.quantity("idle", in: TimeSpan.plausible)
  try entry.finish()
  return FMCWWaveform(
    start: start, slope: slope, ramp: ramp, idle: idle, sampleRate: sampleRate, sampling: sampling,
    samples: samples)
}

/// The most samples that a ramp may have.
private let mostSamples = 1_048_576

private func readSampling(
  _ entry: InputMapping, ramp: TimeSpan, sampleRate: Frequency
) throws(InputError) -> (start: TimeSpan, samples: Int) {
  let path = entry.place.path
  let rateNode = try entry.required("sample-rate")
  let startNode = entry.optional("sampling-start")
  let sampling: TimeSpan = try startNode?.quantity() ?? TimeSpan(si: 0)
  // 40 us times 10 MHz are 400 samples, though in binary they come out a rounding below.
  let room = ((ramp.seconds - sampling.seconds) * sampleRate.hertz * (1 + 1e-12)).rounded(.down)
  if let startNode, sampling.seconds < 0 {
    throw startNode.error("'\(startNode.path)' must not be negative, but is \(sampling)")
  }
  guard room >= 2 else {
    let two = TimeSpan(si: 2 / sampleRate.hertz)
    let words = "two samples at \(sampleRate) take \(two) of the ramp of \(ramp)"
    guard let startNode, two <= ramp else {
      throw rateNode.orReplaced(among: try entry.required("ramp")).error(
        "'\(path)': \(words), which is shorter; raise 'sample-rate' or 'ramp'")
    }
    throw startNode.orReplaced(among: rateNode, try entry.required("ramp")).error(
      "'\(startNode.path)' of \(sampling) comes too late: \(words), so it can be"
        + " \(TimeSpan(si: ramp.seconds - two.seconds)) at most")
  }
  guard room <= Double(mostSamples) else {
    throw rateNode.orReplaced(among: try entry.required("ramp")).error(
      "'\(path)': \(shortest(room)) samples a ramp are more than the \(mostSamples) handled")
  }
  let samplesNode = entry.optional("samples")
  let samples = try samplesNode?.integer(in: 2...mostSamples) ?? Int(room)
  guard Double(samples) <= room else {
    let others = try (rateNode, entry.required("ramp"))
    throw (samplesNode ?? rateNode).orReplaced(among: others.0, others.1).error(
      "'\(path)': \(samples) samples do not fit into the ramp, which holds \(Int(room))")
  }
  return (sampling, samples)
}
