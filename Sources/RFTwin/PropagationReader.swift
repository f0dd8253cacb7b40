// SPDX-License-Identifier: Apache-2.0

internal import FMCWSensing
internal import InputDocuments
internal import PathTracing
internal import Quantities

/// Whether a scenario asks for diffuse paths by name, which it gets without asking too.
///
/// - Parameter node: The value of `propagation`, which has been read without complaint.
/// - Returns: Whether `diffuse: on` is written, or how good their power shall be.
/// - Throws: `InputError` where `diffuse` is no switch.
func diffusePathsAreAskedFor(_ node: InputNode?) throws(InputError) -> Bool {
  guard let entry = try node?.mapping(), try entry.flag("diffuse", default: true) else {
    return false
  }
  return ["diffuse", "accuracy"].contains { entry.optional($0) != nil }
}

/// Reads `propagation` of a scenario: which paths are looked for, and how they are followed.
func readPropagation(
  _ node: InputNode?
) throws(InputError) -> (PropagationSettings, TrackEvaluation, synthesisError: Decibels) {
  let adaptive = TrackEvaluation.adaptive(phaseError: TrackEvaluation.defaultPhaseError)
  var settings = PropagationSettings()
  settings.specularModel = .aperture
  guard let node else { return (settings, adaptive, IFSynthesis.defaultSumError) }
  let entry = try node.mapping()
  if let model = entry.optional("specular") { settings.specularModel = try model.choice() }
  settings.lineOfSight = try entry.flag("line-of-sight", default: settings.lineOfSight)
  settings.maximumDepth = try entry.integer(
    "max-depth", in: PropagationSettings.depths, default: settings.maximumDepth)
  settings.diffuse = try entry.flag("diffuse", default: settings.diffuse)
  settings.accuracy = try entry.optional("accuracy")?.quantity(in: PropagationSettings.accuracies)
  settings.scatterers = try entry.integer(
    "scatterers", in: PropagationSettings.scattererCounts,
    default: settings.accuracy == nil
      ? settings.scatterers : PropagationSettings.mostForAccuracy)
  settings.rays = try entry.integer("rays", in: 1...1_000_000_000, default: settings.rays)
  settings.transmission = try entry.flag("transmission", default: settings.transmission)
  settings.diffraction = try entry.flag("diffraction", default: settings.diffraction)
  if let model = entry.optional("arrays") { settings.arrays = try model.choice() }
  settings.keyframeSpacing = try entry.quantity(
    "keyframes", in: keyframeSpacings, default: TimeSpan(si: settings.keyframeSpacing)
  ).seconds
  let tracks = try readTracks(entry)
  let error = try entry.quantity(
    "synthesis-error", in: IFSynthesis.sumErrors, default: IFSynthesis.defaultSumError)
  try entry.finish()
  return (settings, tracks, error)
}

/// The longest times between keyframes that may be asked for.
private let keyframeSpacings = TimeSpan(si: 1e-6)...TimeSpan(si: 1e4)

/// The errors of phase that may be asked for, in cycles.
///
/// Below, rounding of delays counts; above, phases would mean nothing.
private let phaseErrors = 1e-9...0.1

/// How paths are followed from chirp to chirp, as users name it.
private enum TrackChoice: String, CaseIterable {
  case adaptive
  case exact
  case everySample = "every-sample"
}

/// Reads `tracks` and `phase-error`.
private func readTracks(_ entry: InputMapping) throws(InputError) -> TrackEvaluation {
  let choice: TrackChoice = try entry.optional("tracks")?.choice() ?? .adaptive
  let error = entry.optional("phase-error")
  switch choice {
  case .adaptive:
    return .adaptive(
      phaseError: try error?.number(in: phaseErrors) ?? TrackEvaluation.defaultPhaseError)
  case .exact, .everySample:
    if let error {
      throw error.error(
        "'tracks: \(choice.rawValue)' leaves no error of phase; leave out '\(error.path)'")
    }
    return choice == .exact ? .exact : .everySample
  }
}
