// SPDX-License-Identifier: Apache-2.0

/// Where everything lies in a record.
///
/// The format's documentation lists the same names.
enum RecordLayout {
  static let format = "rftwin record"
  static let version: Int32 = 1

  static let conventions = """
    SI units. World: right-handed, z up. Phasor exp(+j 2 pi f t); a path of delay tau carries \
    exp(-j 2 pi f tau). Doppler shift = -f d(tau)/dt: approaching is positive. Powers are those at \
    the receiver's input with both antennas. IF sample n of a ramp: sum of sqrt(P) a \
    exp(-j 2 pi f(t) tau + j pi S tau^2). Delay bins and maps are scaled so that a path alone \
    shows its received power.
    """

  // Of the file.
  static let complete = "complete"
  static let finishedFrames = "frames_finished"
  static let mapEvery = "map_every"
  static let inputsDigest = "inputs_digest"

  static let missingFrames = "frames_missing"

  static let scenario = "/scenario"
  static let capture = "/capture"
  static let frameFlag = "/frame_flag"
  static let overrides = "/overrides"
  static let objectNames = "/names/objects"
  static let materialNames = "/names/materials"
  static let actorNames = "/names/actors"
  static let actorOfObject = "/names/actor_of_object"
  static let outline = "/scene/outline"
  static let moverNames = "/movers/names"
  static let moverTime = "/movers/time"
  static let moverPosition = "/movers/position"
  static let links = "/links"

  static func group(ofLink name: String) -> String { "\(links)/\(name)" }

  // Of a link's group.
  static let diffuseError = "diffuse_error_db"
  static let phaseError = "phase_error_cycles"
  static let multiplexing = "multiplexing"
  static let scheduleCycle = "schedule_cycle"
  static let scaleIsKnown = "scale_known"
  static let noiseIsEstimated = "noise_estimated"
  static let noisePerDelayBin = "noise_per_delay_bin_w"
  static let noisePerMapCell = "noise_per_map_cell_w"

  // Of a link whose bins hold the power of all paths within them.
  static let delayError = "bin_delay_error_s"
  static let binLooks = "bin_looks"

  // Within a link's group.
  static let transmitElements = "/transmit_element"
  static let delay = "/delay"
  static let dopplerShift = "/doppler_shift"
  static let chirpStart = "/chirp_start"
  static let profileTime = "/profile_time"
  static let profiles = "/power_delay_profile"
  static let mapTime = "/map_time"
  static let maps = "/delay_doppler_map"
  static let samples = "/if_samples"
  static let response = "/impulse_response"

  static let pathTime = "/paths/time"
  static let pathCount = "/paths/count"
  static let pathIdentifier = "/paths/identifier"
  static let pathDelay = "/paths/delay"
  static let pathDoppler = "/paths/doppler_shift"
  static let pathPower = "/paths/power"
  static let pathKind = "/paths/interaction"
  static let pathObject = "/paths/object"
  static let pathMaterial = "/paths/material"
  static let pathVertex = "/paths/vertex"
  static let pathRange = "/paths/range"
  static let pathVelocity = "/paths/radial_velocity"
  static let pathDeparture = "/paths/departure"
  static let pathArrival = "/paths/arrival"
  static let pathDepartureAngles = "/paths/departure_angles"
  static let pathArrivalAngles = "/paths/arrival_angles"
  static let interactionTables = [pathKind, pathObject, pathMaterial]

  static let detections = "/detections"
  static let detectionCount = "/detections/count"
  static let detectionDelay = "/detections/delay"
  static let detectionDoppler = "/detections/doppler_shift"
  static let detectionRange = "/detections/range"
  static let detectionVelocity = "/detections/radial_velocity"
  static let detectionPower = "/detections/power"
  static let detectionRatio = "/detections/signal_to_noise"
  static let detectionAngles = "/detections/angles"
  static let detectionDirection = "/detections/direction"
  static let detectionPosition = "/detections/position"
  static let labelPath = "/detections/label/path"
  static let labelObject = "/detections/label/object"
  static let labelMaterial = "/detections/label/material"
  static let labelKind = "/detections/label/interaction"
  static let labelPower = "/detections/label/power"
  static let labelDelay = "/detections/label/delay"
  static let labelDoppler = "/detections/label/doppler_shift"
  static let labelVertex = "/detections/label/vertex"
  static let targetPower = "/detections/targets/power"
  static let targetDelay = "/detections/targets/delay"
  static let targetDoppler = "/detections/targets/doppler_shift"
}
