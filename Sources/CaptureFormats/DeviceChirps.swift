// SPDX-License-Identifier: Apache-2.0

internal import InputDocuments
internal import Quantities
internal import RadarFrames

/// Settings of a radar device of Texas Instruments, in the units of its configuration files.
struct DeviceChirps {
  /// A profile: GHz, microseconds, MHz/us, thousands of samples a second.
  struct Profile {
    var start: Double
    var idle: Double
    var sampling: Double
    var ramp: Double
    var slope: Double
    var samples: Int
    var rate: Double
  }

  /// Chirps from one number to another that are sent alike.
  struct Chirp {
    var numbers: ClosedRange<Int>
    var profile: Int

    /// Transmitter k is on where bit k is.
    var transmitters: Int

    /// Whether it differs from its profile in frequency, slope or times.
    var differs: Bool
  }

  struct Frame {
    var numbers: ClosedRange<Int>
    var loops: Int

    /// Zero goes on until it is stopped.
    var frames: Int

    /// In milliseconds.
    var period: Double
  }

  var profiles: [Int: Profile] = [:]
  var chirps: [Chirp] = []
  var frame: Frame?

  /// What the settings tell of a capture.
  ///
  /// - Parameters:
  ///   - notes: Takes them.
  ///   - words: What the file calls a profile, a chirp and a frame.
  /// - Throws: `InputError` about settings that one waveform cannot be.
  func note(
    in notes: inout CaptureNotes, words: (profile: String, chirp: String, frame: String)
  ) throws(InputError) {
    let file = notes.file
    func error(_ message: String) -> InputError { InputError(file: file, message) }
    if profiles.isEmpty { notes.missing.append(words.profile) }
    if chirps.isEmpty { notes.missing.append(words.chirp) }
    guard let frame else {
      notes.missing.append(words.frame)
      return
    }
    guard notes.missing.isEmpty else { return }
    var used: [Chirp] = []
    for number in frame.numbers {
      guard let chirp = chirps.last(where: { $0.numbers.contains(number) }) else {
        throw error("the frame sends chirp \(number), which no '\(words.chirp)' describes")
      }
      used.append(chirp)
    }
    guard Set(used.map(\.profile)).count == 1, let profile = profiles[used[0].profile] else {
      throw error(
        "the frame's chirps have several profiles, or one that no '\(words.profile)' describes; a"
          + " capture has one waveform")
    }
    guard !used.contains(where: \.differs) else {
      throw error(
        "a '\(words.chirp)' varies frequency, slope or times from chirp to chirp, which is not"
          + " handled; give 'waveform' in the description")
    }
    notes.waveform = try waveform(profile, error)
    notes.schedule = try schedule(used.map(\.transmitters), error)
    guard (1...1_048_576 / used.count).contains(frame.loops) else {
      throw error("a frame of \(frame.loops) loops is not handled")
    }
    notes.chirps = used.count * frame.loops
    notes.frames = (1...Int(Int32.max)).contains(frame.frames) ? frame.frames : nil
    notes.period = (1e-6...1e9).contains(frame.period) ? frame.period * 1e-3 : nil
  }

  private func waveform(
    _ profile: Profile, _ error: (String) -> InputError
  ) throws(InputError) -> FMCWWaveform {
    let waveform = FMCWWaveform(
      start: Frequency(hertz: profile.start * 1e9),
      slope: FrequencySlope(si: profile.slope * 1e12), ramp: TimeSpan(si: profile.ramp * 1e-6),
      idle: TimeSpan(si: profile.idle * 1e-6), sampleRate: Frequency(hertz: profile.rate * 1e3),
      sampling: TimeSpan(si: profile.sampling * 1e-6), samples: profile.samples)
    guard waveform.isSound else {
      throw error(
        "the profile is no chirp that rises through \(profile.samples) samples within its ramp")
    }
    return waveform
  }

  /// Who sends when: one transmitter in each chirp.
  private func schedule(
    _ masks: [Int], _ error: (String) -> InputError
  ) throws(InputError) -> TransmitSchedule {
    guard masks.allSatisfy({ $0.nonzeroBitCount == 1 }) else {
      throw error(
        "several transmitters or none are on in a chirp, and their phases are not told; give the"
          + " radio an 'array' with 'multiplexing' and leave 'configuration' out")
    }
    let elements = masks.map(\.trailingZeroBitCount)
    guard Set(elements).count == elements.count || Set(elements).count == 1 else {
      throw error("a transmitter has several turns in a loop, which is not handled")
    }
    return TransmitSchedule(timeDivision: Set(elements).count == 1 ? [elements[0]] : elements)
  }
}

extension FMCWWaveform {
  /// Whether it rises through all samples within its ramp, in a band that is handled.
  var isSound: Bool {
    let end = sampling.seconds + Double(samples) / sampleRate.hertz
    let top = Frequency(hertz: start.hertz + slope.si * ramp.seconds)
    return Frequency.plausible.contains(start) && Frequency.plausible.contains(top)
      && Frequency.plausible.contains(sampleRate) && slope.si > 0
      && (2...1_048_576).contains(samples) && TimeSpan.plausible.contains(ramp)
      && (0...TimeSpan.plausible.upperBound.seconds).contains(idle.seconds)
      && sampling.seconds >= 0 && end <= ramp.seconds * (1 + 1e-9)
  }
}
