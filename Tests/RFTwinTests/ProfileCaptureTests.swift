// SPDX-License-Identifier: Apache-2.0

import Captures
import Foundation
import RFTwin
import TestSupport
import Testing

/// Power-delay profiles of published campaigns: no phases, a table of levels.
@Suite("Captures of power-delay profiles")
struct ProfileCaptureTests {
  private let folder: TemporaryFolder
  private static let table = "delay_ns,rx1_dB,rx2_dB\n10,-60,-80\n15,-70,-300\n20,-80,-90\n"

  init() throws { folder = try TemporaryFolder() }

  private func record(
    _ table: String, data: String, waveform: String = "", more: String = ""
  ) throws -> Record {
    try folder.write(table, to: "profile.csv")
    let text = """
      name: a street
      data: { file: profile.csv, \(data) }
      waveform: { kind: profile, centre: 28 GHz\(waveform) }
      \(more)
      """
    let path = try folder.write(text, to: "capture.yaml")
    #expect(try ProfileCapture.describes(path))
    let place = folder.file("\(UUID().uuidString).h5")
    _ = try ProfileConversion(ProfileCapture.load(path)).run(writingTo: place)
    return try Record(place)
  }

  @Test(
    "levels of one of several curves become the power sent times the gain, bins by their middles")
  func levels() throws {
    let record = try record(
      Self.table, data: "variable: RX1, delays: start, scale: { sent: 10 dBm }",
      waveform: ", looks: 8", more: "delay-offset: 2 ns")
    let link = record.links[0]
    #expect(record.centreFrequency == 28e9 && record.frames == 1 && link.chirpCount == 0)
    // A start at 10 ns, half a bin of 5 ns, 2 ns of cables.
    for (delay, told) in zip(link.delays, [10.5e-9, 15.5e-9, 20.5e-9]) {
      #expect(isClose(delay, told, within: 1e-20))
    }
    // 10 mW at -60, -70 and -80 dB, in single precision.
    for (power, told) in zip(try link.profiles(), [1e-8, 1e-9, 1e-10]) {
      #expect(isClose(Double(power), told, relative: 1e-6))
    }
    // Delays are trusted to a twentieth of a bin, unless told.
    #expect(link.bins == IntegratedBins(looks: 8, delayError: 0.25e-9))
    #expect(link.isScaleKnown && link.mapTimes.isEmpty)
  }

  @Test(
    "profiles at several times are frames, in watts, with the noise and the delays that are told")
  func times() throws {
    let record = try record(
      "time_s,delay_us,power_dBm\n1,0,-50\n1,0.1,-60\n3,0,-55\n3,0.1,-65\n", data: "noise: -90 dBm",
      waveform: ", delay-error: 3 ns")
    let link = record.links[0]
    #expect(record.frames == 2 && link.profileTimes == [1, 3])
    #expect(link.bins?.looks == nil)
    #expect(isClose(try #require(link.bins).delayError, 3e-9, relative: 1e-12))
    #expect(isClose(link.noisePerDelayBin, 1e-12, relative: 1e-9))
    let told = [-50.0, -60, -55, -65].map { pow(10, $0 / 10 - 3) }
    for (power, told) in zip(try link.profiles(), told) {
      #expect(isClose(Double(power), told, relative: 1e-6))
    }
  }

  @Test(
    "a table that is no profile is refused with what to do",
    arguments: [
      ("delay_ns,power_dB\n20,-1\n10,-2\n", "", "does not ascend"),
      ("delay_ns,power_dB\n10,-1\n15,-2\n25,-3\n", "", "unequal steps"),
      ("delay_ns,power_dB\n10,-1\n15,nan\n", "", "profile.csv:3: 'nan' in column 'power_dB'"),
      ("delay_ns,power_dB\n10,-1\n15,-inf\n", "", "a column 'power_linear', which may hold 0"),
      ("delay_ns,power_dB\n10,-1\n15,nan\n", "", "a column 'power_linear', which may hold 0"),
      ("delay_ns,power_dB\n10,-1\n15,\n", "", "a column 'power_linear', which may hold 0"),
      ("delay_ns,power_linear\n10,0\n15,0\n", "", "all powers are zero"),
      ("delay_ns,power_linear\n10,1\n15,-1\n", "", "a power is negative"),
      ("delay_ns,rx1_dB,rx2_dB\n10,1,1\n15,1,1\n", "", "there are 2 curves, rx1, rx2; choose one"),
      (
        "delay_ns,rx1_dB,rx2_dB\n10,1,1\n15,1,1\n", "variable: rx3, ", "there is no curve 'rx3'"
      ),
      ("frequency_GHz,power_dB\n1,-1\n2,-2\n", "", "the curves are over frequency"),
      ("delay_ns,loudness\n1,-1\n2,-2\n", "", "the column 'loudness' does not tell what it holds"),
      ("delay_ns,power_dBm\n1,-1\n2,-2\n", "", "powers are in watts already; leave out"),
    ])
  func refusals(_ table: String, _ data: String, _ complaint: String) {
    do {
      _ = try record(table, data: data + "scale: { sent: 0 dBm }")
      Issue.record("the table was taken")
    } catch {
      #expect("\(error)".contains(complaint), "\(error)")
    }
  }

  @Test("a description that lacks what levels stand for, or tells too coarse delays, is refused")
  func descriptions() {
    func complaint(_ data: String, _ waveform: String = "") -> String {
      do {
        _ = try record("delay_ns,power_dB\n10,-1\n15,-2\n", data: data, waveform: waveform)
        return "nothing was refused"
      } catch {
        return "\(error)"
      }
    }
    #expect(complaint("delays: middle").contains("lacks 'scale'"))
    #expect(complaint("scale: unknown, delays: end").contains("'data.delays'"))
    #expect(complaint("scale: unknown", ", delay-error: 6 ns").contains("more than a bin of 5 ns"))
    #expect(complaint("scale: unknown", ", slope: 1").contains("'waveform.slope' is not known"))
  }
}
