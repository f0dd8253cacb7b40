// SPDX-License-Identifier: Apache-2.0

internal import DelayDoppler
internal import Execution
internal import RadarFrames
internal import Spectra

/// The maps of a link, whether one transmit element sends or several share the chirps.
enum MapTransform {
  case single(DopplerTransform)
  case multiplexed(MultiplexedDopplerTransform, hop: Int)

  init(
    _ schedule: TransmitSchedule, _ processing: ProcessingSettings, chirpPeriod: Double,
    workers: Workers
  ) {
    if schedule.cycle == 1 {
      self = .single(
        DopplerTransform(
          window: processing.mapChirps, hop: processing.mapHop, taper: processing.dopplerWindow,
          chirpPeriod: chirpPeriod, workers: workers))
    } else {
      self = .multiplexed(
        MultiplexedDopplerTransform(
          schedule: schedule, cycles: processing.mapChirps / schedule.cycle,
          taper: processing.dopplerWindow, chirpPeriod: chirpPeriod, workers: workers),
        hop: processing.mapHop)
    }
  }

  /// The Doppler shifts of the bins in hertz, ascending.
  var dopplerShifts: [Double] {
    switch self {
    case .single(let transform): transform.dopplerShifts
    case .multiplexed(let transform, _): transform.dopplerShifts
    }
  }

  /// How many chirps each spectrum is made of.
  var chirpsOfSpectrum: Int {
    switch self {
    case .single(let transform): transform.window
    case .multiplexed(let transform, _): transform.chirpsOfSpectrum
    }
  }

  /// The maps of all windows that fit into the profiles of a frame.
  func callAsFunction(_ profiles: DelayProfiles) -> [DelayDopplerMap] {
    switch self {
    case .single(let transform): transform(profiles)
    case .multiplexed(let transform, let hop): transform.maps(profiles, hop: hop)
    }
  }
}
