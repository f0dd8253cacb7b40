// SPDX-License-Identifier: Apache-2.0

internal import InputDocuments
internal import Quantities
internal import RadarFrames

/// Reads the document of settings that mmWave Studio writes beside a capture, of its first device.
///
/// What this program has added to it when it exported samples counts more than the device's words.
func readStudioDocument(_ path: String) throws(InputError) -> CaptureNotes {
  let root = try JSONNode(path)
  var notes = CaptureNotes(file: path)
  let device = root["mmWaveDevices"].list.first
  guard let device, device["rfConfig"].isThere else {
    throw InputError(
      file: path, "the document has no 'mmWaveDevices' with 'rfConfig'; is it of mmWave Studio?")
  }
  let radio = device["rfConfig"]
  notes.receivers = radio["rlChanCfg_t"]["rxChannelEn"].mask?.nonzeroBitCount
  notes.isComplex = radio["rlAdcOutCfg_t"]["fmt"]["b2AdcOutFmt"].whole.map { $0 != 0 }
  let capture = device["rawDataCaptureConfig"]
  notes.lanes = capture["rlDevLaneEnable_t"]["laneEn"].mask?.nonzeroBitCount
  notes.isQuadratureFirst = capture["rlDevDataFmtCfg_t"]["iqSwapSel"].whole.map { $0 != 0 }
  if root["rftwin"].isThere {
    try readOwnDescription(prefix: "", root["rftwin"], into: &notes)
  } else {
    try readDeviceChirps(radio).note(
      in: &notes, words: ("rlProfiles", "rlChirps", "rlFrameCfg_t"))
  }
  return notes
}

private func readDeviceChirps(_ radio: JSONNode) -> DeviceChirps {
  var chirps = DeviceChirps()
  for node in radio["rlProfiles"].list {
    let profile = node["rlProfileCfg_t"]
    guard let number = profile["profileId"].whole,
      let start = profile["startFreqConst_GHz"].number,
      let idle = profile["idleTimeConst_usec"].number,
      let sampling = profile["adcStartTimeConst_usec"].number,
      let ramp = profile["rampEndTime_usec"].number,
      let slope = profile["freqSlopeConst_MHz_usec"].number,
      let samples = profile["numAdcSamples"].whole,
      let rate = profile["digOutSampleRate"].number
    else { continue }
    chirps.profiles[number] = DeviceChirps.Profile(
      start: start, idle: idle, sampling: sampling, ramp: ramp, slope: slope, samples: samples,
      rate: rate)
  }
  for node in radio["rlChirps"].list {
    let chirp = node["rlChirpCfg_t"]
    guard let first = chirp["chirpStartIdx"].whole, let last = chirp["chirpEndIdx"].whole,
      0 <= first, first <= last, last < 4096, let profile = chirp["profileId"].whole,
      let transmitters = chirp["txEnable"].mask
    else { continue }
    let variations = [
      "startFreqVar_MHz", "freqSlopeVar_KHz_usec", "idleTimeVar_usec", "adcStartTimeVar_usec",
    ]
    chirps.chirps.append(
      DeviceChirps.Chirp(
        numbers: first...last, profile: profile, transmitters: transmitters,
        differs: variations.contains { chirp[$0].number ?? 0 != 0 }))
  }
  let frame = radio["rlFrameCfg_t"]
  if let first = frame["chirpStartIdx"].whole, let last = frame["chirpEndIdx"].whole,
    0 <= first, first <= last, last < 4096, let loops = frame["numLoops"].whole
  {
    chirps.frame = DeviceChirps.Frame(
      numbers: first...last, loops: loops, frames: frame["numFrames"].whole ?? 0,
      period: frame["framePeriodicity_msec"].number ?? 0)
  }
  return chirps
}

/// Reads what this program says of samples that it has exported, in SI units.
///
/// - Parameters:
///   - prefix: What its keys begin with.
///   - node: Where they are.
///   - notes: Takes what is told.
/// - Throws: `InputError` when something is missing.
func readOwnDescription(
  prefix: String, _ node: JSONNode, into notes: inout CaptureNotes
) throws(InputError) {
  func section(_ name: String) -> JSONNode { node[prefix + name] }
  func broken(_ name: String) -> InputError {
    InputError(file: notes.file, "'\(prefix)\(name)' is not sound; export the record again")
  }
  let waveform = section("waveform")
  guard let start = waveform["start_hz"].number, let slope = waveform["slope_hz_per_s"].number,
    let ramp = waveform["ramp_s"].number, let idle = waveform["idle_s"].number,
    let sampling = waveform["sampling_start_s"].number,
    let rate = waveform["sample_rate_hz"].number, let samples = waveform["samples"].whole
  else { throw broken("waveform") }
  let chirp = FMCWWaveform(
    start: Frequency(hertz: start), slope: FrequencySlope(si: slope), ramp: TimeSpan(si: ramp),
    idle: TimeSpan(si: idle), sampleRate: Frequency(hertz: rate), sampling: TimeSpan(si: sampling),
    samples: samples)
  guard chirp.isSound else { throw broken("waveform") }
  notes.waveform = chirp
  let frames = section("frames")
  notes.frames = frames["count"].whole
  notes.chirps = frames["chirps"].whole
  notes.period = frames["period_s"].number
  notes.start = frames["start_s"].number
  notes.receivers = section("receivers")["count"].whole
  notes.step = section("samples")["step"].number
  notes.offset = section("samples")["offset"].number ?? 0
  let schedule = section("schedule")
  let elements = schedule["elements"].list.compactMap(\.whole)
  guard let cycle = schedule["cycle"].whole, (1...65_536).contains(cycle), elements.count <= cycle,
    !elements.isEmpty, elements.allSatisfy((0..<65_536).contains)
  else { throw broken("schedule") }
  guard notes.frames.map((1...Int(Int32.max)).contains) ?? true,
    notes.chirps.map((1...1_048_576).contains) ?? true,
    notes.receivers.map((1...4096).contains) ?? true,
    notes.period.map((1e-9...1e9).contains) ?? true,
    notes.start.map((-1e12...1e12).contains) ?? true,
    notes.step.map((1e-30...1e30).contains) ?? true, (-1...1).contains(notes.offset)
  else { throw broken("frames', '\(prefix)receivers' or '\(prefix)samples") }
  notes.schedule =
    schedule["multiplexing"].text == "ddm"
    ? TransmitSchedule(dopplerDivision: elements, subBands: cycle)
    : TransmitSchedule(timeDivision: elements)
}
