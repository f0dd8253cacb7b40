// SPDX-License-Identifier: Apache-2.0

import CaptureFormats
import ComplexModule
import DelayDoppler
import Execution
import Quantities
import RadarFrames
import RealModule
import Spectra
import TestSupport
import Testing

/// Sweeps of a 28 GHz link in a room over 121 pairs of beams, seven times over: empty, and with a
/// person who stands at one of seven places (Zampato et al., Joint Communications and Sensing 2024).
@Suite("Measured sweeps")
struct MeasuredSweepTests {
  private static let pairs = 121
  private static let searches = 7

  private func sweeps(_ name: String) throws -> NumericArray? {
    guard let path = SharedFiles.data("oulu_28ghz_isac/\(name)") else {
      print("skipped: RFTWIN_DATA names no folder with oulu_28ghz_isac/\(name)")
      return nil
    }
    let file = try ArrayFile(path)
    let axis = try EvenAxis(file.array("MeasData.freq_range").realValues())
    #expect(axis == EvenAxis(first: 3.5e9, step: 2e6, count: 501))
    #expect(try file.array("MeasData.array_table").shape == [11, 16])
    let sweeps = try file.array("MeasData.S21")
    #expect(sweeps.shape == [axis.count, Self.pairs * Self.searches])
    return sweeps.transposed([1, 0])
  }

  /// The power received in each search through each pair of beams, in dB.
  private func levels(_ sweeps: NumericArray) -> [[Double]] {
    let (values, points) = (sweeps.complexValues, sweeps.shape[1])
    return (0..<Self.searches).map { search in
      (0..<Self.pairs).map { pair in
        let start = (search * Self.pairs + pair) * points
        let power = values[start..<start + points].reduce(0) { $0 + $1.lengthSquared }
        return 10 * .log10(power / Double(points))
      }
    }
  }

  @Test("a person blocks the link at the first three places and hardly changes it at the others")
  func blockage() throws {
    guard let empty = try sweeps("sm_sub9_er.mat"), let person = try sweeps("sm_sub9_ht1.mat")
    else { return }
    let (before, after) = (levels(empty), levels(person))
    let reference = (0..<Self.pairs).map { pair in
      before.reduce(0) { $0 + $1[pair] } / Double(Self.searches)
    }
    let change = after.map { level in
      zip(level, reference).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(Self.pairs)
    }
    // The data's own list, told to a tenth of a decibel: 0.6 to 1.1 dB at the last four.
    for (found, told) in zip(change, [8.8, 8.9, 9.5]) {
      #expect(isClose(found, told, within: 0.05), "\(change)")
    }
    for found in change.dropFirst(3) { #expect((0.55...1.15).contains(found), "\(change)") }
  }

  @Test("the profile of the empty room peaks at 76.9 ns and has a second path 23.7 ns later")
  func profile() throws {
    guard let empty = try sweeps("sm_sub9_er.mat") else { return }
    let (values, points) = (empty.complexValues, empty.shape[1])
    // A sweep of half a second: the residual video phase is below 3 mrad and no part of powers.
    let waveform = FMCWWaveform(
      start: Frequency(hertz: 3.5e9), slope: FrequencySlope(si: 2e9),
      ramp: TimeSpan(si: 0.501), idle: TimeSpan(si: 0), sampleRate: Frequency(hertz: 1000),
      samples: points)
    let frame = RadarFrame(
      waveform: waveform, chirpStarts: (0..<Self.pairs).map { 0.501 * Double($0) }, channels: 1,
      samples: Array(values[..<(Self.pairs * points)]))
    let transform = DelayTransform(waveform: waveform, window: .hann, workers: Workers(count: 1))
    let power = transform(frame).powerDelayProfiles(averaging: Self.pairs).power
    let main = power.indices.max { power[$0] < power[$1] } ?? 0
    // Cells of 0.998 ns.
    #expect(isClose(transform.delays[main], 76.9e-9, within: 1e-9))
    let later =
      transform.delays.indices.filter {
        (95e-9...110e-9).contains(transform.delays[$0])
      }.max { power[$0] < power[$1] } ?? 0
    #expect(isClose(transform.delays[later] - transform.delays[main], 23.7e-9, within: 1.1e-9))
    // Told to a tenth; the two peaks lie at other places within their cells, up to half a decibel.
    let ratio = 10 * .log10(power[later] / power[main])
    #expect(isClose(ratio, -17.6, within: 0.55), "\(ratio)")
  }
}
