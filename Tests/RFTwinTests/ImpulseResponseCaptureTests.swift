// SPDX-License-Identifier: Apache-2.0

import Captures
import Foundation
import RFTwin
import TestSupport
import Testing

@Suite("Captures of impulse responses")
struct ImpulseResponseCaptureTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func record(_ table: String, waveform: String) throws -> Record {
    try folder.write(table, to: "taps.csv")
    let text = """
      name: taps
      data: { file: taps.csv, scale: { sent: 20 dBm } }
      waveform: { \(waveform) }
      processing: { delay-window: rectangular, doppler-window: rectangular, profile-chirps: 1 }
      """
    let path = folder.file("\(UUID().uuidString).h5")
    _ = try CaptureConversion(
      CaptureDescription.load(folder.write(text, to: "capture.yaml")), workers: .init(count: 1)
    ).run(writingTo: path)
    return try Record(path)
  }

  @Test("taps come back from their spectrum as the powers of bins at their delays")
  func taps() throws {
    // 100 mW through taps of 1e-3, none, 2e-4 j and -1e-4 at 6 ns and each 2 ns after.
    let record = try record(
      "delay_ns,h_re,h_im\n6,1e-3,0\n8,0,0\n10,0,2e-4\n12,-1e-4,0\n",
      waveform: "kind: sweep, centre: 28 GHz, sweep-time: 1 ms")
    let link = record.links[0]
    let told = [0, 0, 0, 1e-7, 0, 4e-9, 1e-9]
    #expect(link.delays.count == told.count)
    for (bin, power) in try link.profiles().enumerated() {
      #expect(isClose(link.delays[bin], 2e-9 * Double(bin), within: 1e-18))
      // Single precision of the strongest.
      #expect(isClose(Double(power), told[bin], within: 1e-13), "\(bin)")
    }
    // Seven samples from three steps of 1 / 14 ns below the centre to three above it.
    #expect(isClose(record.centreFrequency, 28e9, within: 0.5 / 14e-9))
  }

  @Test("taps between two bins from zero are sampled there, with all their power together")
  func between() throws {
    let link = try record(
      "delay_ns,h_re,h_im\n5,1e-3,0\n7,0,0\n9,0,0\n",
      waveform: "kind: sweep, centre: 28 GHz, sweep-time: 1 ms"
    ).links[0]
    // Parseval: the bins together hold what the tap does.
    let sum = try link.profiles().reduce(0) { $0 + Double($1) }
    #expect(isClose(sum, 1e-7, relative: 1e-5))
  }

  @Test("taps without a carrier, before zero or without end are refused with what to do")
  func refusals() {
    func complaint(_ first: String, _ waveform: String) -> String {
      do {
        _ = try record("delay_ns,h_re,h_im\n\(first),1,0\n30000,0,1\n", waveform: waveform)
        return "nothing was refused"
      } catch {
        return "\(error)"
      }
    }
    #expect(complaint("29998", "kind: sweep").contains("give 'waveform: { kind: sweep, centre:"))
    #expect(
      complaint("-30000", "kind: sweep, centre: 28 GHz").contains("begin below zero"))
    #expect(complaint("29999", "kind: sweep, centre: 28 GHz").contains("more than the 16384"))
  }
}
