// SPDX-License-Identifier: Apache-2.0

internal import Captures
internal import Quantities
internal import RadarFrames

/// What files say of a link in words of our own, in SI units.
extension SampledLink {
  static let conventions =
    "Complex conjugate of the record's samples: a path of delay tau beats at + slope * tau with the"
    + " phase + 2 pi f tau, so a range FFT shows it at a positive bin; a Doppler FFT over chirps"
    + " shows approaching paths at negative frequencies, as devices do. SI units."

  /// The description as one object.
  ///
  /// - Parameter codes: What whole numbers stand for; nil where the samples are floats.
  /// - Returns: The object.
  func description(_ codes: SampleCodes?) -> JSONValue {
    .object([
      "conventions": .text(Self.conventions), "link": linkDescription,
      "waveform": waveformDescription, "frames": frameDescription,
      "schedule": scheduleDescription, "receivers": .object(["count": .integer(samples.channels)]),
      "samples": sampleDescription(codes),
    ])
  }

  var linkDescription: JSONValue {
    .object([
      "name": .text(name), "transmitter": .text(transmitter), "receiver": .text(receiver),
      "monostatic": .flag(isMonostatic),
    ])
  }

  var waveformDescription: JSONValue {
    .object([
      "kind": "fmcw", "start_hz": .number(waveform.start.hertz),
      "slope_hz_per_s": .number(waveform.slope.si), "ramp_s": .number(waveform.ramp.seconds),
      "idle_s": .number(waveform.idle.seconds),
      "sampling_start_s": .number(waveform.sampling.seconds),
      "sample_rate_hz": .number(waveform.sampleRate.hertz),
      "samples": .integer(waveform.samples),
      "centre_frequency_hz": .number(waveform.centreFrequency.hertz),
    ])
  }

  var frameDescription: JSONValue {
    .object([
      "count": .integer(frames.count), "chirps": .integer(frames.chirps),
      "period_s": .number(frames.period), "start_s": .number(frames.start),
      "chirp_period_s": .number(waveform.chirpPeriod),
    ])
  }

  /// Who sends when; with Doppler division the phases by which elements turn from chirp to chirp.
  var scheduleDescription: JSONValue {
    var values: [String: JSONValue] = [
      "multiplexing": .text(schedule.multiplexing),
      "elements": .list(schedule.elements.map { .integer(Int($0)) }),
      "cycle": .integer(Int(schedule.cycle)),
    ]
    if schedule.multiplexing == "ddm" {
      values["turns_per_chirp"] = .list(
        schedule.elements.indices.map { .number(Double($0) / Double(schedule.cycle)) })
    }
    return .object(values)
  }

  func sampleDescription(_ codes: SampleCodes?) -> JSONValue {
    guard let codes else { return .object(["units": "W^0.5"]) }
    return .object([
      "units": "W^0.5", "step": .number(codes.step), "offset": .number(0.5),
      "bits": .integer(codes.bits), "scale": .text(codes.origin.rawValue),
    ])
  }
}
