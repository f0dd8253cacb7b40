// SPDX-License-Identifier: Apache-2.0

import ComplexModule
import DelayDoppler
import Execution
import Quantities
import RadarFrames
import RealModule
import Spatial
import Spectra
import TestSupport
import Testing

@Suite("Elements that share the chirps")
struct MultiplexingTests {
  private let workers = Workers(count: 2)
  private let wavelength = shortWaveform.centreFrequency.wavelength

  /// Three transmitters two wavelengths apart and four receivers half a wavelength apart.
  private var transmit: [Vector3] { (0..<3).map { Vector3(0, -2 * wavelength * Double($0), 0) } }
  private var receive: [Vector3] { (0..<4).map { Vector3(0, -wavelength / 2 * Double($0), 0) } }

  private func cube(
    _ point: FarPoint, _ schedule: TransmitSchedule, cycles: Int
  ) throws -> DelayDopplerCube {
    let frame = point.frame(
      shortWaveform, chirps: cycles * schedule.cycle, schedule: schedule, transmit: transmit,
      receive: receive)
    let profiles = DelayTransform(waveform: shortWaveform, window: .hann, workers: workers)(frame)
    let transform = MultiplexedDopplerTransform(
      schedule: schedule, cycles: cycles, taper: .hann, chirpPeriod: shortWaveform.chirpPeriod,
      workers: workers)
    return try #require(transform(profiles))
  }

  private func strongest(_ cube: DelayDopplerCube) throws -> (doppler: Int, delay: Int) {
    let power = cube.map.power
    let cell = try #require(power.indices.max { power[$0] < power[$1] })
    return (cell / cube.delays.count, cell % cube.delays.count)
  }

  private static let schedules = [
    TransmitSchedule(timeDivision: [0, 1, 2]),
    TransmitSchedule(dopplerDivision: [0, 1, 2], subBands: 4),
    TransmitSchedule(dopplerDivision: [0, 1, 2], subBands: 3),
  ]

  @Test(
    "the pairs of elements see a moving point as one array of all pairs would", arguments: schedules
  )
  func virtualArray(schedule: TransmitSchedule) throws {
    let cycles = 32
    let step = 1 / (Double(cycles * schedule.cycle) * shortWaveform.chirpPeriod)
    let direction = Vector3(Double.cos(0.4), Double.sin(0.4), 0)
    // A shift of five cells exactly, approaching.
    let shift = 5 * step
    let point = FarPoint(
      delay: 40 * shortWaveform.delayCell,
      rate: -shift / shortWaveform.centreFrequency.hertz, direction: direction)
    let cube = try cube(point, schedule, cycles: cycles)
    let peak = try strongest(cube)
    #expect(isClose(cube.dopplerShifts[peak.doppler], shift, relative: 1e-9))
    #expect(peak.delay == 40)
    let snapshot = cube.snapshot(doppler: peak.doppler, delay: peak.delay)
    let expected = ChannelPositions(transmit: transmit, receive: receive, wavelength: wavelength)
      .steering(direction)
    for (value, phasor) in zip(snapshot, expected) {
      // The array is six wavelengths long, 0.08 ns or a tenth of a cell, which the window's slope
      // turns into a few per cent; the delay moves by a hundredth of a cell in the window.
      let relative = value / snapshot[0] / phasor * expected[0]
      #expect((relative - .one).length < 0.06)
      #expect(abs(relative.phase) < 0.03)
    }
  }

  @Test("a point alone shows its power in every pair, however the chirps are shared")
  func power() throws {
    for schedule in Self.schedules {
      let point = FarPoint(delay: 40 * shortWaveform.delayCell, rate: 0, amplitude: 1e-3)
      let cube = try cube(point, schedule, cycles: 16)
      // Hann's scalloping over the tenth of a cell that the array is long: 0.05 dB.
      let power = cube.map.power.max() ?? 0
      #expect(isClose(power, 1e-6, relative: 0.015))
    }
  }

  @Test("without taking off the turns' delay a moving point would show at another angle")
  func compensation() throws {
    // An echo at half the unambiguous shift turns by a sixth of a turn from element to element.
    let schedule = TransmitSchedule(timeDivision: [0, 1, 2])
    let shift = 1 / (4 * 3 * shortWaveform.chirpPeriod)
    let point = FarPoint(
      delay: 40 * shortWaveform.delayCell, rate: -shift / shortWaveform.centreFrequency.hertz)
    let cube = try cube(point, schedule, cycles: 32)
    let peak = try strongest(cube)
    let snapshot = cube.snapshot(doppler: peak.doppler, delay: peak.delay)
    // From straight ahead all pairs see the same phase.
    for value in snapshot { #expect(abs((value / snapshot[0]).phase) < 0.03) }
  }

  @Test("in time division one element sends at once, in Doppler division all do")
  func atOnce() {
    #expect(Self.schedules.map(\.mostAtOnce) == [1, 3, 3])
    #expect(Self.schedules[1].active(inChirp: 3).map(\.turns) == [0, 0.75, 0.5])
    #expect(Self.schedules[0].active(inChirp: 5).map(\.position) == [2])
  }
}
