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
  /// - Parameters:
  ///   - path: A YAML (or JSON) file; files it names are looked for beside it.
  ///   - overrides: What replaces values of it.
  /// - Returns: The scenario with its scene, meshes and materials read.
  /// - Throws: `InputError` with file and line, or with the option that replaced a value.
  package static func load(
    _ path: String, overrides: [Override] = []
  ) throws(InputError) -> Scenario {
    let text = try TextFile.text(path)
    let document = try InputNode.parse(text, file: path).overridden(by: overrides)
    let root = try document.mapping()
    if let modes = root.optional("modes"), root.optional("waveform") == nil {
      throw modes.error(
        "'modes' is a key of drops, and this command takes scenarios; give the file to 'rftwin drop'"
      )
    }
    let waveform = try readWaveform(root.required("waveform"))
    let episodeNode = try root.required("episode")
    let episode = try readEpisode(episodeNode, waveform: waveform)
    let processing = root.optional("processing")
    let (propagation, tracks, synthesisError) = try readPropagation(root.optional("propagation"))
    var (scene, materials) = try readScene(
      root, interval: episode.start...(episode.start + episode.duration),
      instants: [episode.start] + episode.frameMiddles(atMost: 200),
      bandCentre: waveform.centreFrequency)
    var inputs = try InputsDigest(of: document)
    inputs.add(scene)
    let statistical = try readChannel(
      root.optional("channel"), &scene, episode: episode, waveform: waveform)
    let scenario = Scenario(
      name: try root.required("name").name(), file: path, text: text,
      overrides: overrides.map(\.text),
      inputs: inputs, scene: scene,
      materials: materials, waveform: waveform,
      propagation: propagation, statistical: statistical,
      asksForDiffusePaths: try diffusePathsAreAskedFor(root.optional("propagation")),
      tracks: tracks, synthesisError: synthesisError, episode: episode,
      processing: try readProcessing(processing, chirps: episode.chirps),
      output: try readOutput(root.optional("output")),
      seed: try root.optional("seed")?.unsigned() ?? 1,
      noise: try root.flag("noise", default: true),
      impairments: try readImpairments(
        root.optional("impairments"), of: scene.radios, waveform: waveform))
    try root.finish()
    try checkCycles(of: scenario, episode: episodeNode, processing: processing)
    try checkDetection(of: scenario, processing: processing)
    try checkBudget(of: scenario, at: episodeNode)
    return scenario
  }
}

/// Reads `processing` of a scenario or of a capture, whose frames have so many chirps.
func readProcessing(
  _ node: InputNode?, chirps: Int
) throws(InputError) -> ProcessingSettings {
  var settings = ProcessingSettings(
    mapChirps: chirps, mapHop: chirps, profileChirps: min(32, chirps))
  guard let node else { return settings }
  let entry = try node.mapping()
  if let window = entry.optional("delay-window") { settings.delayWindow = try window.choice() }
  if let window = entry.optional("doppler-window") { settings.dopplerWindow = try window.choice() }
  settings.mapChirps = try entry.integer(
    "map-chirps", in: 1...chirps, default: settings.mapChirps)
  settings.mapHop = try entry.integer(
    "map-hop", in: 1...chirps, default: settings.mapChirps)
  settings.mapEvery = try entry.integer("map-every", in: 1...1_000_000, default: 1)
  settings.profileChirps = try entry.integer(
    "profile-chirps", in: 1...chirps, default: settings.profileChirps)
  if let alignment = entry.optional("align") { settings.alignment = try alignment.choice() }
  settings.detection = try entry.optional("detection").map(readDetection)
  try entry.finish()
  return settings
}

/// Reads `output` of a scenario or of a capture.
func readOutput(_ node: InputNode?) throws(InputError) -> OutputSettings {
  var settings = OutputSettings()
  guard let node else { return settings }
  let entry = try node.mapping()
  settings.samples = try entry.flag("if-samples", default: settings.samples)
  settings.response = try entry.flag("impulse-response", default: settings.response)
  settings.paths = try entry.integer("paths", in: 1...100_000, default: settings.paths)
  settings.detections = try entry.integer(
    "detections", in: 1...100_000, default: settings.detections)
  try entry.finish()
  return settings
}
