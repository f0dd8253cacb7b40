// SPDX-License-Identifier: Apache-2.0

package import InputDocuments
internal import PathTracing
internal import Quantities
internal import RadarFrames
internal import Scenes
internal import Spectra

extension Scenario {
  /// Reads a scenario file.
  ///
  /// - Parameter path: A YAML (or JSON) file; files it names are looked for beside it.
  /// - Returns: The scenario with its scene, meshes and materials read.
  /// - Throws: `InputError` with file and line.
  package static func load(_ path: String) throws(InputError) -> Scenario {
    let text = try TextFile.text(path)
    let root = try InputNode.parse(text, file: path).mapping()
    let waveform = try readWaveform(root.required("waveform"))
    let episode = try readEpisode(root.required("episode"), waveform: waveform)
    let (scene, materials) = try readScene(
      root, interval: episode.start...(episode.start + episode.duration),
      bandCentre: waveform.centreFrequency)
    let scenario = Scenario(
      name: try root.required("name").string(), file: path, text: text, scene: scene,
      materials: materials, waveform: waveform,
      propagation: try readPropagation(root.optional("propagation")), episode: episode,
      processing: try readProcessing(root.optional("processing"), episode: episode),
      output: try readOutput(root.optional("output")),
      seed: UInt64(try root.integer("seed", in: 0...Int.max, default: 1)),
      noise: try root.flag("noise", default: true))
    try root.finish()
    return scenario
  }
}

private func readWaveform(_ node: InputNode) throws(InputError) -> FMCWWaveform {
  let entry = try node.mapping()
  let kind = try entry.required("kind")
  guard try kind.string() == "fmcw" else {
    throw kind.error("'\(kind.path)' can only be 'fmcw', not '\(try kind.string())'")
  }
  let ramp: TimeSpan = try entry.positive("ramp")
  let sampleRate: Frequency = try entry.positive("sample-rate")
  let sampling = try entry.quantity("sampling-start", default: TimeSpan(si: 0))
  let room = ((ramp.seconds - sampling.seconds) * sampleRate.hertz).rounded(.down)
  guard sampling.seconds >= 0, room >= 2 else {
    throw node.error("'\(node.path)': no two samples fit into the ramp; check ramp and sample-rate")
  }
  guard room <= 1_048_576 else {
    throw node.error(
      "'\(node.path)': \(shortest(room)) samples a ramp are more than the 1048576 handled")
  }
  let samples = try entry.integer("samples", in: 2...1_048_576, default: Int(room))
  guard Double(samples) <= room else {
    throw node.error(
      "'\(node.path)': \(samples) samples do not fit into the ramp, which holds \(Int(room))")
  }
  let waveform = FMCWWaveform(
    start: try entry.positive("start"), slope: try entry.positive("slope"), ramp: ramp,
    idle: try entry.quantity("idle"), sampleRate: sampleRate, sampling: sampling, samples: samples)
  guard waveform.idle.seconds >= 0 else {
    throw (entry.optional("idle") ?? node).error("'\(node.path).idle' must not be negative")
  }
  try entry.finish()
  return waveform
}

private func readEpisode(
  _ node: InputNode, waveform: FMCWWaveform
) throws(InputError) -> Episode {
  let entry = try node.mapping()
  let start = try entry.quantity("start", default: TimeSpan(si: 0))
  let duration: TimeSpan = try entry.positive("duration")
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
  try frames.finish()
  try entry.finish()
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

private func readPropagation(_ node: InputNode?) throws(InputError) -> PropagationSettings {
  var settings = PropagationSettings()
  settings.specularModel = .aperture
  guard let node else { return settings }
  let entry = try node.mapping()
  if let model = entry.optional("specular") { settings.specularModel = try model.choice() }
  settings.lineOfSight = try entry.flag("line-of-sight", default: settings.lineOfSight)
  settings.maximumDepth = try entry.integer(
    "max-depth", in: PropagationSettings.depths, default: settings.maximumDepth)
  settings.diffuse = try entry.flag("diffuse", default: settings.diffuse)
  settings.scatterers = try entry.integer(
    "scatterers", in: 1...100_000_000, default: settings.scatterers)
  settings.rays = try entry.integer("rays", in: 1...1_000_000_000, default: settings.rays)
  for key in ["diffraction", "transmission"] {
    if let wish = entry.optional(key), try wish.flag() {
      throw wish.error("\(key) is not modelled yet; write '\(key): off' or leave it out")
    }
  }
  try entry.finish()
  return settings
}

private func readProcessing(
  _ node: InputNode?, episode: Episode
) throws(InputError) -> ProcessingSettings {
  var settings = ProcessingSettings(
    mapChirps: episode.chirps, mapHop: episode.chirps, profileChirps: min(32, episode.chirps))
  guard let node else { return settings }
  let entry = try node.mapping()
  if let window = entry.optional("delay-window") { settings.delayWindow = try window.choice() }
  if let window = entry.optional("doppler-window") { settings.dopplerWindow = try window.choice() }
  settings.mapChirps = try entry.integer(
    "map-chirps", in: 1...episode.chirps, default: settings.mapChirps)
  settings.mapHop = try entry.integer(
    "map-hop", in: 1...episode.chirps, default: settings.mapChirps)
  settings.mapEvery = try entry.integer("map-every", in: 1...1_000_000, default: 1)
  settings.profileChirps = try entry.integer(
    "profile-chirps", in: 1...episode.chirps, default: settings.profileChirps)
  try entry.finish()
  return settings
}

private func readOutput(_ node: InputNode?) throws(InputError) -> OutputSettings {
  var settings = OutputSettings()
  guard let node else { return settings }
  let entry = try node.mapping()
  settings.samples = try entry.flag("if-samples", default: settings.samples)
  settings.response = try entry.flag("impulse-response", default: settings.response)
  settings.paths = try entry.integer("paths", in: 1...100_000, default: settings.paths)
  try entry.finish()
  return settings
}
