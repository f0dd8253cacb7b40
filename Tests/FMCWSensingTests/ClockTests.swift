// SPDX-License-Identifier: Apache-2.0

import Channels
import ComplexModule
import DelayDoppler
import Electromagnetics
import Execution
import FMCWSensing
import Quantities
import RadarFrames
import RealModule
import Spatial
import Spectra
import TestSupport
import Testing

@Suite("Two clocks")
struct ClockTests {
  private let workers = Workers(count: 2)

  private func frame(
    _ points: [PointTracks.Point], _ clock: ClockOffset, chirps: Int, resting: Int = 0
  ) -> RadarFrame {
    IFSynthesis(
      waveform: sounder, power: Power(watts: 1),
      pairs: ElementPairs(transmit: [ArrayElement()], receive: [ArrayElement()]), clock: clock,
      workers: workers
    ).frame(
      over: PointTracks(points: points, restingCount: resting),
      chirpStarts: (0..<chirps).map { Double($0) * sounder.chirpPeriod }).frame
  }

  private func peak(_ frame: RadarFrame, chirp: Int) throws -> Int {
    let profiles = DelayTransform(waveform: sounder, window: .hann, workers: workers)(frame)
    let row = profiles.values[profiles.offset(chirp: chirp, channel: 0)...]
      .prefix(profiles.delays.count).map(\.lengthSquared)
    return try #require(row.indices.max { row[$0] < row[$1] })
  }

  @Test("samples are the phase of the transmitter's ramp less that of the receiver's own")
  func mixing() {
    let clock = ClockOffset(
      start: TimeSpan(si: 40e-9), carrier: Frequency(hertz: 30e3), error: Proportion(si: 0.7e-6),
      slope: Proportion(si: -3e-6))
    let delay = 120e-9
    for resting in [0, 1] {
      let frame = frame(
        [.uniform(amplitude: 1, delay: delay)], clock, chirps: 20, resting: resting)
      let carrier = sounder.start.hertz * (1 + 0.7e-6) + 30e3
      let slope = sounder.slope.si * (1 + 0.7e-6) * (1 + 0.7e-6) * (1 - 3e-6)
      for chirp in [0, 1, 19] {
        let elapsed = Double(chirp) * sounder.chirpPeriod
        // The transmitter's clock runs ahead, so its ramps start earlier each time.
        let late = 40e-9 - elapsed * (1 - 1 / (1 + 0.7e-6))
        for sample in stride(from: 0, to: sounder.samples, by: 41) {
          let time = Double(sample) / sounder.sampleRate.hertz
          let sent = time - delay - late
          let turns =
            carrier * sent + slope * sent * sent / 2 - sounder.start.hertz * time
            - sounder.slope.si * time * time / 2
          let course =
            sounder.centreFrequency.hertz / sounder.frequency(atSample: sample).hertz
          let expected = Complex<Double>(
            length: course, phase: 2 * .pi * (turns - turns.rounded()))
          let value = frame.samples[frame.offset(chirp: chirp, channel: 0) + sample]
          // Ten million turns round at 1e-9; the gridding is good to 1e-6.
          #expect((value - expected).length < 2e-5)
        }
      }
    }
  }

  @Test("a clock that is fast by 1 ppm moves all delays by half a cell a chirp, and by its carrier")
  func drift() throws {
    let clock = ClockOffset(error: Proportion(si: 1e-6))
    let frame = frame([.uniform(amplitude: 1, delay: 300e-9)], clock, chirps: 65)
    let (first, last) = (try peak(frame, chirp: 0), try peak(frame, chirp: 64))
    // 64 chirps of 125.86 us: 8.06 ns earlier, 32.2 cells. Both ends round to whole bins.
    #expect(abs(Double(first - last) - 64 * 0.5034) <= 1)
    // 77 kHz of carrier are 2.17 ns, 8.7 cells; the steeper slope adds half of 0.9 cells.
    let expected = (300e-9 - 77e3 / sounder.slope.si) / sounder.delayCell
    #expect(abs(Double(first) - expected) <= 1.5)
  }

  @Test("a steeper ramp smears a path over eps B T cells: one at 2.2 ppm, nine at 20 ppm")
  func slopeMismatch() throws {
    func profile(_ mismatch: Double) -> [Double] {
      // Half of the smear lies on either side, so that the middle falls on a bin.
      let cells = 400 + mismatch * sounder.slope.si * Double.pow(112.853e-6, 2) / 2
      let frame = frame(
        [.uniform(amplitude: 1, delay: cells * sounder.delayCell)],
        ClockOffset(slope: Proportion(si: mismatch)), chirps: 1)
      return DelayTransform(waveform: sounder, window: .rectangular, workers: workers)(frame)
        .values.map(\.lengthSquared)
    }
    let ideal = profile(0)[400]
    // A phase of pi x^2 over -1/2 < x < 1/2 loses pi^2 / 180 of the power, 0.245 dB; next order 0.01.
    let unity = 1 / (sounder.slope.si * Double.pow(112.853e-6, 2))
    #expect(isClose(10 * Double.log10(profile(unity)[400] / ideal), -0.245, within: 0.02))
    #expect(isClose(unity, 2.2e-6, within: 0.05e-6))
    let smeared = profile(20e-6)
    let wide = (395...405).reduce(0) { $0 + smeared[$1] }
    // Nine cells and Fresnel's ripples beyond hold nearly all; three cells a third.
    #expect(wide > 0.9 * ideal)
    #expect(isClose((399...401).reduce(0) { $0 + smeared[$1] } / ideal, 3 / 9.0, within: 0.1))
  }

  @Test("aligned to its line of sight a link with two clocks shows what one with one clock does")
  func alignment() throws {
    // The receiver flees at 5 m/s; a path over a body comes closer.
    let recede = 5 / PhysicalConstants.speedOfLight
    let points: [PointTracks.Point] = [
      .uniform(amplitude: 1, delay: 100e-9, rate: recede),
      .uniform(amplitude: 0.2, delay: 160e-9, rate: -recede),
    ]
    let chirps = 64
    let clock = ClockOffset(
      start: TimeSpan(si: 33e-9), carrier: Frequency(hertz: 50e3), error: Proportion(si: 5e-8))
    let align = LineOfSightAlignment(waveform: sounder, workers: workers)
    let delays = (0..<chirps).map {
      100e-9 + recede * (Double($0) * sounder.chirpPeriod + sounder.samplingCentre)
    }
    func aligned(_ clock: ClockOffset) -> RadarFrame {
      var frame = frame(points, clock, chirps: chirps)
      align.apply(to: &frame, delays: delays)
      return frame
    }
    // A start that is later by d leaves the phase 2 pi S d times the echo's excess delay, 0.04 for 3 ns
    // and 60 ns, of an echo of 0.2. The ramp that is steeper by 1e-7 bends the phase by pi / 4 of 4.5 %
    // at its ends, 0.035. Where the line of sight is found, the echo is 92 dB below by the window.
    var early = clock
    early.start = TimeSpan(si: 3e-9)
    let difference =
      zip(aligned(early).samples, aligned(.none).samples)
      .map { ($0 - $1).length }.max() ?? 1
    #expect(difference < 0.05, "\(difference)")
    let apart = aligned(clock)
    let map = try #require(
      DopplerTransform(
        window: chirps, hop: chirps, taper: .hann, chirpPeriod: sounder.chirpPeriod,
        workers: workers
      )(DelayTransform(waveform: sounder, window: .blackmanHarris, workers: workers)(apart)).first)
    func strongest(_ delays: Range<Int>) -> (shift: Double, delay: Int) {
      let cells = map.power.indices.filter { delays.contains($0 % sounder.samples) }
      let best = cells.max { map.power[$0] < map.power[$1] } ?? 0
      let row = best / sounder.samples - chirps / 2
      return (
        Double(row) / (Double(chirps) * sounder.chirpPeriod), best % sounder.samples
      )
    }
    // 8 ms at 5 m/s are 0.13 ns, half a cell.
    let sight = strongest(300..<500)
    #expect(sight.shift == 0)
    #expect(abs(sight.delay - 400) <= 1)
    let echo = strongest(600..<700)
    #expect(abs(echo.delay - 640) <= 1)
    // It comes closer at 10 m/s relative to the line of sight: 2 x 1317 Hz, within a cell of 124 Hz.
    #expect(abs(echo.shift - 2 * recede * sounder.centreFrequency.hertz) < 124)
  }
}
