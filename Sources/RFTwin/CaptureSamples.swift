// SPDX-License-Identifier: Apache-2.0

internal import CaptureFormats
internal import Captures
internal import ComplexModule
internal import Execution
internal import InputDocuments
internal import Quantities
internal import RadarFrames
internal import RealModule

/// The frames of a capture as IF samples of records.
struct CaptureSamples {
  private let capture: CaptureDescription

  /// The counts of the frame before.
  private var former: [Complex<Double>] = []

  init(_ capture: CaptureDescription) { self.capture = capture }

  /// How many receivers there are.
  var channels: Int { capture.reader.shape.length(.receive) }

  /// Reads a frame, the next one after the former.
  ///
  /// - Parameter frame: Its number.
  /// - Returns: The samples in square roots of watts, and what is the matter with them.
  /// - Throws: `InputError` when they cannot be read.
  mutating func next(
    _ frame: Int
  ) throws(InputError) -> (samples: RadarFrame, flags: FrameFlags) {
    let counts = try capture.reader.counts(ofFrame: frame)
    var flags = capture.timing.flags[frame]
    let width = capture.waveform.samples
    let hasEmptyRow = stride(from: 0, to: counts.count, by: width).contains { start in
      counts[start..<start + width].allSatisfy { $0 == .zero }
    }
    if hasEmptyRow { flags.insert(.filled) }
    if counts == former { flags.insert(.repeated) }
    former = counts
    let start = capture.timing.starts[frame]
    let period = capture.waveform.chirpPeriod
    return (
      RadarFrame(
        waveform: capture.waveform,
        chirpStarts: (0..<capture.reader.shape.chirps).map { start + Double($0) * period },
        channels: channels, samples: try scaled(counts, frame: frame)),
      flags
    )
  }

  /// Counts in square roots of watts, with the sense that records have.
  ///
  /// Twice a real sample is the complex one and its conjugate, 2 A cos(w t) = A e^(j w t) + A e^(-j w t):
  /// each path with its power, and its mirror image at delays below zero, which the bins of
  /// `CaptureDescription.delayBins` leave out. Filters before the window would cut what surrounds delay zero
  /// and the ends of ramps; so nothing is filtered.
  ///
  /// - Throws: `InputError` when one is so large that its power is beyond 32-bit floats.
  private func scaled(
    _ counts: [Complex<Double>], frame: Int
  ) throws(InputError) -> [Complex<Double>] {
    let (step, sign) = (capture.scale.step, capture.sense == .device ? -1.0 : 1.0)
    let offset = capture.scale.offset
    let scaled =
      capture.reader.samples.isComplex
      ? counts.map { Complex(($0.real + offset) * step, sign * (($0.imaginary + offset) * step)) }
      : counts.map { Complex(2 * ($0.real + offset) * step) }
    if let index = scaled.firstIndex(where: { !($0.magnitude < Self.largest) }) {
      throw InputError(
        file: capture.reader.samples.file,
        "\(capture.reader.place(ofSample: index, frame: frame)) is \(scaled[index].magnitude) W^0.5,"
          + " too large for the powers of records; check 'scale' and the data")
    }
    return scaled
  }

  /// In square roots of watts; records keep powers as 32-bit floats, up to 3.4e38.
  private static let largest = 1e15
}

/// Takes a delay that cables and clocks add off all paths.
///
/// Beats are shifted by S d and turned back by the phase of the delay d; a path of the delay d comes to
/// lie at zero, and one that is later by Delta keeps the residual video phase 2 pi S d Delta, as with
/// `LineOfSightAlignment`.
///
/// - Parameters:
///   - delay: In seconds.
///   - frame: The samples.
func takeOff(delay: Double, from frame: inout RadarFrame) {
  guard delay != 0 else { return }
  let waveform = frame.waveform
  let video = waveform.slope.si * delay * delay / 2
  let factors = (0..<waveform.samples).map { sample in
    let turns = waveform.frequency(atSample: sample).hertz * delay - video
    return Complex<Double>(length: 1, phase: 2 * .pi * (turns - turns.rounded()))
  }
  for index in frame.samples.indices {
    frame.samples[index] *= factors[index % waveform.samples]
  }
}
