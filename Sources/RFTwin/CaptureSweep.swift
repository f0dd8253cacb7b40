// SPDX-License-Identifier: Apache-2.0

internal import CaptureFormats
internal import InputDocuments
internal import Quantities
internal import RadarFrames

/// How the samples of a capture came about.
enum CaptureWaveformKind: String, CaseIterable {
  case fmcw, sweep, profile
}

/// A sweep over even steps of frequency, as network analysers take it, in the words of chirps.
///
/// The point n of the frequency f_0 + n F is the sample n of a ramp of the slope F / d, d being the
/// dwell from point to point, so that samples over frequency go through the transforms of beats.
/// What differs is the residual video phase, which beats have and transfer functions do not: at the
/// delay tau the transform takes off pi tau^2 F / d, at most pi / (F d) at the last delay 1 / F.
struct CaptureSweep {
  var waveform: FMCWWaveform

  /// Whether something tells how long a sweep takes.
  var isTimed: Bool

  /// Points last so many times 1 / F where nothing tells how long: the phase that is wrongly taken
  /// off is then below pi / 1000.
  private static let stepsOfDwell = 1000.0

  /// Reads `waveform` of the kind `sweep`.
  ///
  /// - Parameters:
  ///   - node: The section; nil where the data's file tells the frequencies.
  ///   - data: The data, whose file may tell frequencies and times.
  /// - Throws: `InputError` with file and line.
  init(_ node: InputNode?, data: CaptureData) throws(InputError) {
    let entry = try node?.mapping()
    _ = entry?.optional("kind")
    let axis = try Self.axis(entry, data)
    let place = node ?? data.node
    let idle = try entry?.optional("idle")?.quantity(in: TimeSpan.plausible).seconds ?? 0
    let sweepTime: Double?
    if let entry, entry.optional("sweep-time") != nil {
      sweepTime = try entry.positive("sweep-time", in: TimeSpan.plausible).seconds
    } else {
      sweepTime = try data.sweepPeriod().map { $0 - idle }
    }
    try entry?.finish()
    isTimed = sweepTime != nil
    let dwell = sweepTime.map { $0 / Double(axis.count) } ?? Self.stepsOfDwell / axis.step
    let last = axis[axis.count - 1]
    guard Frequency.plausible.contains(Frequency(hertz: axis.first)),
      Frequency.plausible.contains(Frequency(hertz: last))
    else {
      throw place.error(
        "the sweep goes from \(Frequency(hertz: axis.first)) to \(Frequency(hertz: last)), beyond"
          + " \(Frequency.plausible.lowerBound) to \(Frequency.plausible.upperBound); frequencies"
          + " in arrays are taken in Hz")
    }
    let slope = FrequencySlope(si: axis.step / dwell)
    guard dwell > 0, FrequencySlope.plausible.contains(slope) else {
      throw place.error(
        "steps of \(Frequency(hertz: axis.step)) in \(TimeSpan(si: dwell)) are no plausible sweep;"
          + " check 'sweep-time' and the frequencies")
    }
    waveform = FMCWWaveform(
      start: Frequency(hertz: axis.first), slope: slope,
      ramp: TimeSpan(si: Double(axis.count) * dwell), idle: TimeSpan(si: idle),
      sampleRate: Frequency(hertz: 1 / dwell), samples: axis.count)
  }

  /// The frequencies, from the data's file, from an array beside the samples, or as they are told.
  private static func axis(
    _ entry: InputMapping?, _ data: CaptureData
  ) throws(InputError) -> EvenAxis {
    var start: Double?
    if let entry, entry.optional("start") != nil {
      start = try entry.positive("start", in: Frequency.plausible).hertz
    }
    var axis: EvenAxis
    if let own = data.frequencies {
      for key in ["frequencies", "step", "samples"] {
        guard let node = entry?.optional(key) else { continue }
        throw node.error("'\(node.path)' is told by '\(data.samples.file)' itself; leave it out")
      }
      axis = own
      if own.first < 0, start == nil {
        guard let entry, entry.optional("centre") != nil else {
          throw data.node.error(
            "'\(data.samples.file)' holds taps over delay, which tell no frequencies; give 'waveform:"
              + " { kind: sweep, centre: 28 GHz }'")
        }
        axis.first += try entry.positive("centre", in: Frequency.plausible).hertz
      }
    } else if let node = entry?.optional("frequencies") {
      axis = try data.evenAxis(node)
    } else if let entry {
      let step = try entry.positive("step", in: Frequency.plausible).hertz
      let count = try entry.required("samples").integer(in: 2...1_048_576)
      axis = EvenAxis(
        first: try entry.positive("start", in: Frequency.plausible).hertz, step: step, count: count)
    } else {
      throw data.node.error("nothing tells the frequencies of the sweep; give 'waveform'")
    }
    if let start { axis.first = start }
    return axis
  }
}

extension CaptureData {
  /// Whether the axis is the array's first one by itself.
  private func isFirst(_ axis: CaptureAxis) -> Bool { axes.dimensions.first == [axis] }

  /// From sweep to sweep in seconds, as the times of the file tell; nil where it does not.
  ///
  /// - Throws: `InputError` when sweeps that are chirps of one frame are not even in time.
  func sweepPeriod() throws(InputError) -> Double? {
    guard times.count > 1 else { return nil }
    if isFirst(.chirp) {
      do {
        return try EvenAxis(times).step
      } catch {
        throw node.error(
          "'\(samples.file)': the column of times \(error.reason), so its sweeps are no chirps of"
            + " one frame; begin 'axes' with 'frame'")
      }
    }
    let least = zip(times, times.dropFirst()).map { $1 - $0 }.min() ?? 0
    guard isFirst(.frame), least > 0 else {
      throw node.error(
        "'\(samples.file)': the times of the sweeps must ascend, and 'axes' must begin with 'frame'"
          + " or 'chirp'")
    }
    // The curves of one instant are chirps of a frame, unless they are receivers.
    let curves = axes.dimensions.count > 1 && axes.dimensions[1] != [.receive]
    return least / Double(curves ? samples.shape?[1] ?? 1 : 1)
  }

  /// When frames started, as the file tells; nil where it does not.
  var frameTimes: [Double]? { times.isEmpty || !isFirst(.frame) ? nil : times }

  /// An array of even frequencies beside the samples.
  func evenAxis(_ node: InputNode) throws(InputError) -> EvenAxis {
    guard let arrays else {
      throw node.error(
        "'\(node.path)' names an array beside the samples, which only MATLAB and HDF5 files have;"
          + " give 'start', 'step' and 'samples'")
    }
    let name = try node.string()
    do {
      return try EvenAxis(arrays.array(name).realValues())
    } catch let error as UnevenAxis {
      throw node.error("'\(name)' of '\(arrays.path)' \(error.reason)")
    } catch let error as InputError {
      throw error
    } catch {
      throw node.error("\(error)")
    }
  }
}

extension CaptureSweep {
  /// Sentences about what was assumed.
  var warnings: [String] {
    isTimed
      ? []
      : [
        "nothing tells how long a sweep takes: \(waveform.ramp) is assumed, so times and Doppler"
          + " shifts mean nothing; 'sweep-time' in 'waveform' tells it"
      ]
  }
}
