// SPDX-License-Identifier: Apache-2.0

internal import FMCWSensing
internal import InputDocuments
internal import Quantities
internal import RadarFrames
internal import Scenes

/// Reads `impairments`: what keeps radios from being ideal, by their names.
///
/// - Parameters:
///   - node: The section; without it all radios are ideal.
///   - radios: The scene's radios.
///   - waveform: The chirp.
/// - Returns: What was read for each radio, in their order.
/// - Throws: `InputError` with file and line.
func readImpairments(
  _ node: InputNode?, of radios: [Radio], waveform: FMCWWaveform
) throws(InputError) -> [Impairments] {
  var impairments = radios.map { _ in Impairments() }
  guard let node else { return impairments }
  for (name, _, value) in try node.mapping().named() {
    guard let radio = radios.firstIndex(where: { $0.name == name }) else {
      throw value.error(
        "no radio is named '\(name)'\(suggestion(for: name, among: radios.map(\.name)))")
    }
    impairments[radio] = try readImpairments(value, waveform: waveform)
  }
  return impairments
}

private func readImpairments(
  _ node: InputNode, waveform: FMCWWaveform
) throws(InputError) -> Impairments {
  let entry = try node.mapping()
  var impairments = Impairments()
  impairments.phaseNoise = try entry.optional("phase-noise").map(readPhaseNoise)
  impairments.leakage = try entry.optional("leakage").map { node throws(InputError) in
    try readLeakage(node, waveform: waveform)
  }
  impairments.filter = IFFilter(
    highPass: try entry.optional("high-pass").map(readFilter),
    lowPass: try entry.optional("low-pass").map(readFilter))
  impairments.imbalance = try entry.optional("iq-imbalance").map(readImbalance)
  impairments.converter = try entry.optional("adc").map(readConverter)
  impairments.decimation = try entry.optional("decimation").map { node throws(InputError) in
    try readDecimation(node, waveform: waveform)
  }
  if let clock = entry.optional("clock") {
    impairments.clock = try readClock(clock, waveform: waveform)
  }
  try entry.finish()
  return impairments
}

private enum OscillatorName: String, CaseIterable {
  case awr1243
}

/// Reads a known oscillator, or points of an offset and a level each.
private func readPhaseNoise(_ node: InputNode) throws(InputError) -> PhaseNoiseSpectrum {
  guard node.isList else {
    switch try node.choice(OscillatorName.self) {
    case .awr1243: return .awr1243
    }
  }
  var points: [PhaseNoiseSpectrum.Point] = []
  for item in try node.list() {
    let pair = try item.list()
    guard pair.count == 2 else {
      throw item.error("'\(item.path)' must be an offset and a level, [1 MHz, -93 dBc/Hz]")
    }
    let offset: Frequency = try pair[0].quantity()
    guard offset.hertz > points.last?.offset.hertz ?? 0 else {
      throw item.error("'\(item.path)': offsets must be above zero and ascend")
    }
    let level = try pair[1].quantity(in: NoiseDensity.plausible)
    points.append(PhaseNoiseSpectrum.Point(offset: offset, level: level))
  }
  guard !points.isEmpty else {
    throw node.error("'\(node.path)' has no points; give one, or leave the key out")
  }
  return PhaseNoiseSpectrum(points)
}

private func readLeakage(
  _ node: InputNode, waveform: FMCWWaveform
) throws(InputError) -> Leakage {
  let entry = try node.mapping()
  let place = try entry.required("delay")
  let delay = try place.quantity(in: TimeSpan.plausible)
  guard delay.seconds < waveform.unambiguousDelay else {
    throw place.error(
      "'\(place.path)' of \(delay) lies beyond the unambiguous delay of"
        + " \(TimeSpan(si: waveform.unambiguousDelay))")
  }
  let level = try entry.quantity("level", in: Decibels.plausibleLosses)
  try entry.finish()
  return Leakage(delay: delay, level: level)
}

private func readFilter(_ node: InputNode) throws(InputError) -> IFFilter.Section {
  let entry = try node.mapping()
  let corner = try entry.positive("corner", in: Frequency.plausible)
  let order = try entry.integer("order", in: 1...20, default: 1)
  try entry.finish()
  return IFFilter.Section(corner: corner, order: order)
}

private func readImbalance(_ node: InputNode) throws(InputError) -> QuadratureImbalance {
  let entry = try node.mapping()
  let gain = try entry.quantity(
    "gain", in: Decibels(si: -20)...Decibels(si: 20), default: Decibels(si: 0))
  let phase = try entry.quantity(
    "phase", in: Angle(degrees: -90)...Angle(degrees: 90), default: Angle(si: 0))
  try entry.finish()
  return QuadratureImbalance(gain: gain, phase: phase)
}

func readConverter(_ node: InputNode) throws(InputError) -> Converter {
  let entry = try node.mapping()
  let bits = try entry.required("bits").integer(in: Converter.resolutions)
  let fullScale = try entry.required("full-scale").power(in: Power.plausible)
  let gain = try entry.quantity(
    "gain", in: Decibels(si: -100)...Decibels(si: 200), default: Decibels(si: 0))
  try entry.finish()
  return Converter(gain: gain, bits: bits, fullScale: fullScale)
}

private func readDecimation(
  _ node: InputNode, waveform: FMCWWaveform
) throws(InputError) -> DecimationFilter {
  let entry = try node.mapping()
  let place = try entry.required("pass")
  let order = try entry.integer("order", in: 1...100, default: 20)
  try entry.finish()
  let edges = try place.list()
  guard edges.count == 2 else {
    throw place.error("'\(place.path)' must be two beat frequencies, such as [-10 kHz, 2.3 MHz]")
  }
  let rate = waveform.sampleRate.hertz
  let plausible = Frequency(hertz: -rate)...Frequency(hertz: 2 * rate)
  let (lower, upper) = (
    try edges[0].quantity(in: plausible), try edges[1].quantity(in: plausible)
  )
  guard lower.hertz < upper.hertz else {
    throw place.error(
      "'\(place.path)' must be two beat frequencies that grow, not \(lower) and \(upper)")
  }
  guard upper.hertz - lower.hertz <= rate else {
    throw place.error(
      "'\(place.path)' is wider than the \(waveform.sampleRate) that samples hold; the filter passes one"
        + " band of them")
  }
  return DecimationFilter(lower: lower, upper: upper, order: order)
}

private func readClock(
  _ node: InputNode, waveform: FMCWWaveform
) throws(InputError) -> ClockOffset {
  let entry = try node.mapping()
  var clock = ClockOffset.none
  if let place = entry.optional("start") {
    clock.start = try place.quantity()
    guard abs(clock.start.seconds) < waveform.ramp.seconds else {
      throw place.error(
        "'\(place.path)' of \(clock.start) is as long as the ramp of \(waveform.ramp) or longer, so"
          + " that ramps would not overlap")
    }
  }
  let top = waveform.sampleRate
  clock.carrier = try entry.quantity(
    "carrier", in: Frequency(hertz: -top.hertz)...top, default: Frequency(si: 0))
  let errors = Proportion.plausibleClockErrors
  clock.error = try entry.quantity("error", in: errors, default: Proportion(si: 0))
  clock.slope = try entry.quantity("slope", in: errors, default: Proportion(si: 0))
  try entry.finish()
  return clock
}
