// SPDX-License-Identifier: Apache-2.0

import Captures
import ComplexModule
import Foundation
import Quantities
import RFTwin
import RealModule
import TestSupport
import Testing

/// Captures of real samples against those of the complex ones whose real parts they are.
@Suite("Real samples of captures", .serialized)
struct RealSampleTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let count = 256

  /// Uniform numbers from a fixed seed: SplitMix64 (Steele, Lea and Flood 2014).
  private struct Uniform {
    var state: UInt64 = 7

    mutating func callAsFunction() -> Double {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return (Double((z ^ (z >> 31)) >> 11) + 0.5) * 0x1p-53
    }
  }

  /// Chirps of a beat of so many cycles a ramp that turns by `turn` from chirp to chirp, in noise of
  /// the mean power `noise` a sample.
  private func beats(
    _ cycles: Double, turn: Double = 0, chirps: Int = 1, noise: Double = 0
  ) -> [Complex<Double>] {
    var uniform = Uniform()
    return (0..<chirps * Self.count).map { index in
      let (chirp, sample) = index.quotientAndRemainder(dividingBy: Self.count)
      let turns = cycles * Double(sample) / Double(Self.count) + turn * Double(chirp) + 0.1
      let size = noise > 0 ? (-noise * Double.log(uniform())).squareRoot() : 0
      return Complex(length: 1, phase: 2 * .pi * turns)
        + Complex(length: size, phase: 2 * .pi * uniform())
    }
  }

  private func convert(
    _ samples: [Complex<Double>], isReal: Bool, _ processing: String, _ more: String = ""
  ) throws -> RecordedLink {
    let chirps = samples.count / Self.count
    let head =
      "{'descr': '\(isReal ? "<f8" : "<c16")', 'fortran_order': False, 'shape': (\(chirps),"
      + " \(Self.count)), }\n"
    let values = samples.flatMap { isReal ? [$0.real] : [$0.real, $0.imaginary] }
    let bytes = values.flatMap { value in
      (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt64($0))) }
    }
    let start: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(head.utf8.count), 0]
    try folder.write(Data(start + Array(head.utf8) + bytes), to: "a.npy")
    let text = """
      name: beats
      data: { file: a.npy, axes: [chirp, sample], scale: { step: 1 } }
      waveform: { kind: fmcw, start: 77 GHz, slope: 10 MHz/us, ramp: 30 us, idle: 10 us,
        sample-rate: 10 MHz, samples: \(Self.count) }
      processing: { \(processing) }
      \(more)
      """
    let path = folder.file("out.h5")
    let capture = try CaptureDescription.load(folder.write(text, to: "capture.yaml"))
    _ = try CaptureConversion(capture, workers: .init(count: 1)).run(writingTo: path)
    return try Record(path).links[0]
  }

  /// The transform of a tone of u cycles over the bin zero: the mean of exp(j 2 pi u n / N).
  private func kernel(_ cycles: Double) -> Complex<Double> {
    let (u, n) = (cycles, Double(Self.count))
    let size = sin(.pi * u) / (n * sin(.pi * u / n))
    return Complex(size) * Complex(length: 1, phase: .pi * u * (n - 1) / n)
  }

  @Test("without a window the lower half of the delays holds a path and its image in closed form")
  func closedForm() throws {
    let cycles = 37.3
    let link = try convert(beats(cycles), isReal: true, "delay-window: rectangular")
    let profile = try link.profiles()
    #expect(link.delays.count == 128 && profile.count == 128)
    let phase = Complex<Double>(length: 1, phase: 0.2 * .pi)
    for bin in 0..<128 {
      let path = phase.conjugate * kernel(Double(bin) - cycles)
      let image = phase * kernel(Double(bin) + cycles)
      // 32-bit floats keep seven digits.
      #expect(
        isClose(Double(profile[bin]), (path + image).lengthSquared, relative: 1e-6), "bin \(bin)")
    }
  }

  @Test(
    "profiles of real and of complex samples differ by the image's sidelobes and nothing else",
    arguments: [0.0, 10.0, 10.4])
  func noGhosts(offset: Double) throws {
    // One cell is 1 / (10 MHz/us 25.6 us).
    let more = "delay-offset: \(offset / 256e-6 * 1e-3) ns"
    let samples = beats(37.3)
    let window = "delay-window: blackman-harris"
    let complex = try convert(samples, isReal: false, window, more)
    let reference = try complex.profiles()
    let link = try convert(samples, isReal: true, window, more)
    let profile = try link.profiles()
    // What lies beyond the middle, less what is taken off, would be images.
    #expect(link.delays.count == Int((128 - offset).rounded(.up)))
    for bin in profile.indices {
      let difference = abs(Double(profile[bin]).squareRoot() - Double(reference[bin]).squareRoot())
      // The image lies eight bins off and more, where Harris's window has -92 dB: 2.5e-5 in amplitude.
      #expect(difference < 2.6e-5, "bin \(bin)")
      // A filter before the window leaves 3e-3 next to both ends.
      if abs(Double(bin) + offset - 37.3) > 8 { #expect(profile[bin] < 3e-9, "bin \(bin)") }
    }
  }

  @Test("real samples keep the Doppler shift and the level of an echo, and twice the noise")
  func maps() throws {
    let samples = beats(101.5, turn: -0.11, chirps: 64, noise: 1e-2)
    let processing = "delay-window: hann, detection: {}"
    let complex = try convert(samples, isReal: false, processing)
    let (noise, echoes) = (complex.noisePerMapCell, try complex.detections(window: 0).detections)
    let link = try convert(samples, isReal: true, processing)
    // A false alarm in a million cells: in 8192 cells of one map none with 99 %.
    let own = try link.detections(window: 0).detections
    try #require(echoes.count == 1 && own.count == 1)
    // 28 dB above the noise of a sample and 39 dB more behind the transforms: 0.05 % of its amplitude.
    #expect(isClose(own[0].power, echoes[0].power, relative: 5e-3))
    #expect(isClose(own[0].dopplerShift, echoes[0].dopplerShift, relative: 1e-3))
    #expect(own[0].dopplerShift > 0)
    #expect(isClose(own[0].delay, echoes[0].delay, relative: 1e-3))
    // Half of the power is in each part, and twice the part has four times that. The medians of 8192 and
    // 16384 cells, of which windows leave a third independent, are good to 1.44 / sqrt(2700) each.
    #expect(isClose(link.noisePerMapCell / noise, 2, relative: 0.1))
  }

  @Test("cells that hold nothing but rounding are neither detected nor noise")
  func rounding() throws {
    let link = try convert(
      beats(64, turn: 0.25, chirps: 64), isReal: false,
      "delay-window: rectangular, doppler-window: rectangular, detection: {}")
    #expect(try link.detections(window: 0).detections.count <= 1)
    #expect(link.noisePerMapCell == 0)
  }

  @Test("what would bring images among the paths is refused")
  func refusals() throws {
    for (more, words) in [
      ("delay-offset: -1 ns", "below zero is for complex samples"),
      ("delay-offset: 600 ns", "takes off all of the delays that real samples tell"),
      (
        "radios: [{ name: a, position: [0, 0, 2] }, { name: b, position: [30, 0, 2] }]\n"
          + "link: { name: forth, tx: a, rx: b }", "needs complex samples"
      ),
    ] {
      do {
        let alignment = words.hasPrefix("needs") ? ", align: line-of-sight" : ""
        _ = try convert(beats(37), isReal: true, "delay-window: hann\(alignment)", more)
        Issue.record("\(more) was taken")
      } catch { #expect("\(error)".contains(words), "\(error)") }
    }
  }
}
