// SPDX-License-Identifier: Apache-2.0

internal import Captures
internal import ComplexModule

/// What the whole numbers of a file stand for: code k for (k + 1/2) steps.
///
/// Codes are those of the converter of `impairments`, from -2^(b-1) to 2^(b-1) - 1.
package struct SampleCodes: Hashable, Sendable {
  /// Where the codes come from.
  package enum Origin: String, Hashable, Sendable {
    /// The record's samples went through a converter of that step.
    case converter

    /// Full scale is a power that somebody chose.
    case chosenFullScale = "chosen full scale"

    /// Full scale is the largest part of any of the link's samples.
    case largestSample = "largest sample"
  }

  package let origin: Origin
  package let bits: Int

  /// In square roots of watts.
  package let step: Double

  /// How many bits codes have where the record leaves it open, and how many they may have.
  package static let bitsOfFile = 16

  /// The codes of a scale.
  ///
  /// - Parameters:
  ///   - origin: Where they come from.
  ///   - bits: 1 to 16.
  ///   - amplitude: The value at full scale, in square roots of watts, above zero.
  package init(_ origin: Origin, bits: Int, amplitude: Double) {
    precondition((1...Self.bitsOfFile).contains(bits) && amplitude > 0, "no scale")
    self.origin = origin
    self.bits = bits
    step = amplitude / Double(1 << (bits - 1))
  }

  /// The codes of which the outermost ones stand for the largest part of any sample.
  static func ofLargestSample(_ samples: RecordedSamples) throws(RecordError) -> SampleCodes {
    var largest = 0.0
    try samples.forEachPortion { values, _ in
      for value in values { largest = max(largest, abs(value.real), abs(value.imaginary)) }
    }
    // The outermost codes lie half a step within full scale; without a signal any scale will do.
    let half = Double(1 << (bitsOfFile - 1))
    let amplitude = largest > 0 && largest.isFinite ? largest * half / (half - 0.5) : 1
    return SampleCodes(.largestSample, bits: bitsOfFile, amplitude: amplitude)
  }

  /// The code of a value, and whether it lies beyond the outermost steps.
  ///
  /// - Parameter value: In square roots of watts.
  /// - Returns: Nil for what is no number, or does not come from the converter it should come from.
  func code(_ value: Double) -> (code: Int16, isClipped: Bool)? {
    let steps = value / step
    guard steps.isFinite else { return nil }
    let (code, half) = (steps.rounded(.down), Double(1 << (bits - 1)))
    // Kept in 24 bits, a converter's value is off by 2^15 / 2^24 = 0.002 steps at most.
    guard origin != .converter || abs(steps - code - 0.5) < 0.01 else { return nil }
    let clipped = min(max(code, -half), half - 1)
    return (Int16(clipped), clipped != code)
  }

  /// The codes of some samples, in-phase and quadrature part in turn, with the beat's sense turned.
  ///
  /// Devices beat at positive frequencies, records at negative ones: what is written is the complex
  /// conjugate. The negative of code k, in the middle of its step, is code -1 - k.
  ///
  /// - Parameter samples: In square roots of watts.
  /// - Returns: Two codes for each sample, and how many of the values were clipped; nil where a
  ///   value has no code.
  func conjugateCodes(_ samples: [Complex<Double>]) -> (codes: [Int16], clipped: Int)? {
    var codes: [Int16] = []
    codes.reserveCapacity(2 * samples.count)
    var clipped = 0
    for sample in samples {
      guard let real = code(sample.real), let imaginary = code(sample.imaginary) else {
        return nil
      }
      codes.append(real.code)
      codes.append(~imaginary.code)
      clipped += (real.isClipped ? 1 : 0) + (imaginary.isClipped ? 1 : 0)
    }
    return (codes, clipped)
  }
}

extension SampledLink {
  /// The codes that were chosen, or else those with full scale at the largest sample.
  func codes(_ chosen: SampleCodes?) throws(RecordError) -> SampleCodes {
    if let chosen { return chosen }
    return try .ofLargestSample(samples)
  }

  /// Visits the link's codes, some chirps at a time.
  ///
  /// - Parameters:
  ///   - codes: What they stand for.
  ///   - body: Called with whole chirps, `[chirp][channel][sample][I, Q]`.
  /// - Returns: How many values were clipped.
  /// - Throws: `RecordError` when samples cannot be read or have no codes.
  func forEachPortion(
    of codes: SampleCodes, _ body: ([Int16]) throws(RecordError) -> Void
  ) throws(RecordError) -> Int {
    var clipped = 0
    try samples.forEachPortion { values, _ throws(RecordError) in
      guard let portion = codes.conjugateCodes(values) else {
        throw RecordError(
          file: record,
          codes.origin == .converter
            ? "samples of link '\(name)' do not come from the ADC that the scenario in '/scenario'"
              + " describes; was the record changed?"
            : "samples of link '\(name)' are not finite; is the file damaged?")
      }
      clipped += portion.clipped
      try body(portion.codes)
    }
    return clipped
  }
}
