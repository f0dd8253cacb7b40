// SPDX-License-Identifier: Apache-2.0

import Channels
import ComplexModule
import Electromagnetics
import Execution
import FMCWSensing
import Quantities
import RadarFrames
import RealModule
import Spatial
import TestSupport
import Testing

@Suite("IF samples of elements that share the chirps")
struct ScheduleTests {
  private static let transmit = [Vector3(0.02, 0.1, 0), Vector3(-0.01, 0, 0), Vector3(0.05, 0, 0)]
    .map { ArrayElement(position: $0) }
  private static let receive = [Vector3(0.01, 0, 0), Vector3(-0.03, 0, 0)]
    .map { ArrayElement(position: $0) }

  /// A path at rest and one that moves, of different directions.
  private static let tracks = PointTracks(
    points: [
      .uniform(amplitude: 1, delay: 90e-9),
      .uniform(amplitude: 0.5, delay: 120e-9, rate: -4e-8, arrival: Vector3(0.6, 0.8, 0)),
    ], restingCount: 1)

  private func frame(
    _ transmit: [ArrayElement], _ schedule: TransmitSchedule?, _ model: ArrayModel,
    chirps: Int = 20
  ) -> RadarFrame {
    IFSynthesis(
      waveform: sounder, power: Power(watts: 1),
      pairs: ElementPairs(transmit: transmit, receive: Self.receive, model: model),
      schedule: schedule, workers: Workers(count: 2)
    ).frame(
      over: Self.tracks, chirpStarts: (0..<chirps).map { Double($0) * sounder.chirpPeriod }).frame
  }

  private func row(_ frame: RadarFrame, _ chirp: Int, _ channel: Int) -> [Complex<Double>] {
    let start = frame.offset(chirp: chirp, channel: channel)
    return Array(frame.samples[start..<start + sounder.samples])
  }

  @Test(
    "in time division each chirp holds what the element whose turn it is would give alone",
    arguments: [ArrayModel.synthetic, .exact])
  func timeDivision(model: ArrayModel) {
    let shared = frame(Self.transmit, TransmitSchedule(timeDivision: [0, 1, 2]), model)
    #expect(shared.channels == 2)
    let alone = Self.transmit.map { frame([$0], .single, model) }
    for chirp in 0..<20 {
      for channel in 0..<2 {
        let (a, b) = (row(shared, chirp, channel), row(alone[chirp % 3], chirp, channel))
        // The same terms; amplitudes are constant, so what is left is rounding.
        #expect(zip(a, b).allSatisfy { ($0 - $1).length < 1e-9 })
      }
    }
    // The elements differ by centimetres, many wavelengths.
    #expect((row(alone[0], 0, 0)[1000] - row(alone[1], 0, 0)[1000]).length > 0.1)
  }

  @Test(
    "in Doppler division a chirp holds the sum of all elements, each turned by its own phase",
    arguments: [ArrayModel.synthetic, .exact])
  func dopplerDivision(model: ArrayModel) {
    let schedule = TransmitSchedule(dopplerDivision: [0, 1, 2], subBands: 4)
    let shared = frame(Self.transmit, schedule, model)
    #expect(shared.channels == 2)
    let alone = Self.transmit.map { frame([$0], .single, model) }
    for chirp in [0, 1, 2, 3, 7, 18] {
      for channel in 0..<2 {
        var sum = [Complex<Double>](repeating: .zero, count: sounder.samples)
        for element in 0..<3 {
          // A frequency shift of m / (4 T): m / 4 turns from chirp to chirp, upwards.
          let factor = Complex<Double>(
            length: 1, phase: 2 * .pi * Double(element * chirp % 4) / 4)
          for (sample, value) in row(alone[element], chirp, channel).enumerated() {
            sum[sample] += value * factor
          }
        }
        let together = row(shared, chirp, channel)
        // Sums of three in another order; the gridding is linear.
        #expect(zip(together, sum).allSatisfy { ($0 - $1).length < 1e-9 })
      }
    }
  }

  @Test("a schedule of one element changes nothing, to the last bit")
  func single() {
    let one = Array(Self.transmit.prefix(1))
    #expect(frame(one, nil, .synthetic).samples == frame(one, .single, .synthetic).samples)
  }
}
