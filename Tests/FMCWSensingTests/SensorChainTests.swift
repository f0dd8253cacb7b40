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

@Suite("The whole sensor")
struct SensorChainTests {
  private let workers = Workers(count: 2)
  private let noise = ThermalNoise(noiseFigure: Decibels(si: 15), seed: 1, link: 0)

  /// P G^2 lambda^2 sigma / ((4 pi)^3 R^4), Skolnik's radar equation, for the sounder.
  private func radarEquation(range: Double, crossSection: Double) -> Double {
    let (wavelength, gain) = (sounder.centreFrequency.wavelength, Decibels(si: 10.5).powerRatio)
    return Power(dBm: 12).watts * gain * gain * wavelength * wavelength * crossSection
      / Double.pow(4 * .pi, 3) / Double.pow(range, 4)
  }

  @Test("the radar equation gives -106.4 dBm for 10 m^2 at 50 m")
  func budget() {
    // A published link budget, rounded to a tenth of a decibel.
    #expect(
      isClose(Power(watts: radarEquation(range: 50, crossSection: 10)).dBm, -106.4, within: 0.06))
  }

  @Test(
    "a scattering centre of 10 dBsm at 20 m comes out of the map at its radar-equation power",
    arguments: [
      TransmitSchedule.single, TransmitSchedule(timeDivision: [0, 1, 2]),
      TransmitSchedule(dopplerDivision: [0, 1], subBands: 3),
    ])
  func scatteringCentre(schedule: TransmitSchedule) throws {
    // The nearest range that lies on a bin, so that nothing is lost between two.
    let cells = (2 * 20 / PhysicalConstants.speedOfLight / sounder.delayCell).rounded()
    let delay = cells * sounder.delayCell
    let expected = radarEquation(
      range: delay * PhysicalConstants.speedOfLight / 2, crossSection: 10)
    let tracks = PointTracks(
      points: [
        .uniform(amplitude: (expected / Power(dBm: 12).watts).squareRoot(), delay: delay)
      ])
    let elements = [0.0, 1, 2].map { ArrayElement(position: Vector3(0, $0 * 0.004, 0)) }
    var frame = IFSynthesis(
      waveform: sounder, power: Power(dBm: 12),
      pairs: ElementPairs(
        transmit: Array(elements.prefix(schedule.elements.count)), receive: elements),
      schedule: schedule, workers: workers
    ).frame(over: tracks, chirpStarts: (0..<48).map { Double($0) * sounder.chirpPeriod }).frame
    ReceiverChain(
      transmitter: (Impairments(), 0), receiver: (Impairments(), 0), power: Power(dBm: 12),
      schedule: schedule, thermalNoise: noise, seed: 1, workers: workers
    ).apply(to: &frame, firstChirp: 0)
    let profiles = DelayTransform(
      waveform: sounder, window: .blackmanHarris, workers: workers)(frame)
    let cube = try #require(
      MultiplexedDopplerTransform(
        schedule: schedule, cycles: 48 / schedule.cycle, taper: .hann,
        chirpPeriod: sounder.chirpPeriod, workers: workers)(profiles))
    let power = cube.map.power
    let zero = try #require(cube.dopplerShifts.firstIndex(of: 0))
    let level = Power(watts: power[zero * cube.delays.count + Int(cells)]).dBm
    // Noise lies 40 dB below, which moves the amplitude by 1 % or 0.09 dB at most, averaged over pairs.
    #expect(isClose(level, Power(watts: expected).dBm, within: 0.1), "\(level) dBm")
  }

  @Test("the noise of the sounder is -119.5 dBm in a bin with a rectangular window")
  func noiseFloor() {
    let chirps = 64
    var frame = RadarFrame(
      waveform: sounder, chirpStarts: (0..<chirps).map { Double($0) * sounder.chirpPeriod },
      channels: 1,
      samples: [Complex<Double>](repeating: .zero, count: chirps * sounder.samples))
    noise.add(to: &frame, firstChirp: 0, workers: workers)
    let profiles = DelayTransform(waveform: sounder, window: .rectangular, workers: workers)(frame)
    let mean =
      profiles.values.reduce(0) { $0 + $1.lengthSquared } / Double(profiles.values.count)
    // 135424 looks: 0.012 dB of one standard error.
    #expect(isClose(Power(watts: mean).dBm, -119.5, within: 0.1))
  }
}
