// SPDX-License-Identifier: Apache-2.0

import ComplexModule
import DelayDoppler
import Execution
import FMCWSensing
import Quantities
import RadarFrames
import RealModule
import Spectra
import TestSupport
import Testing

private let workers = Workers(count: 2)

/// The ideal samples of some resting points, amplitude and delay in cells.
///
/// They are the mixer's formula itself, without the course of the wavelength over the ramp.
private func ideal(
  _ points: [(amplitude: Double, cells: Double)], chirps: Int = 1
) -> RadarFrame {
  let ramp = (0..<sounder.samples).map { sample in
    points.reduce(Complex<Double>.zero) { sum, point in
      let delay = point.cells * sounder.delayCell
      let turns =
        -sounder.frequency(atSample: sample).hertz * delay + sounder.slope.si * delay * delay / 2
      return sum + Complex(length: point.amplitude, phase: 2 * .pi * (turns - turns.rounded()))
    }
  }
  return RadarFrame(
    waveform: sounder, chirpStarts: (0..<chirps).map { Double($0) * sounder.chirpPeriod },
    channels: 1, samples: (0..<chirps).flatMap { _ in ramp })
}

private func chain(
  _ transmitter: Impairments, _ receiver: Impairments? = nil, noise: ThermalNoise? = nil,
  schedule: TransmitSchedule = .single
) -> ReceiverChain {
  ReceiverChain(
    transmitter: (transmitter, 0), receiver: (receiver ?? transmitter, receiver == nil ? 0 : 1),
    power: Power(watts: 1), schedule: schedule, thermalNoise: noise, seed: 3, workers: workers)
}

/// The mean power in watts in each delay bin, with a rectangular window.
private func spectrum(_ frame: RadarFrame) -> [Double] {
  DelayTransform(waveform: sounder, window: .rectangular, workers: workers)(frame)
    .powerDelayProfiles(averaging: frame.chirpStarts.count).power
}

private let step = sounder.sampleRate.hertz / Double(sounder.samples)

@Suite("Impairments of receivers")
struct ImpairmentTests {
  @Test("all switched off changes nothing, to the last bit")
  func none() {
    let frame = ideal([(1, 400), (0.1, 900.3)], chirps: 3)
    var passed = frame
    chain(Impairments()).apply(to: &passed, firstChirp: 0)
    #expect(passed.samples == frame.samples)
    chain(Impairments(), Impairments()).apply(to: &passed, firstChirp: 0)
    #expect(passed.samples == frame.samples)
  }

  @Test("in-phase and quadrature errors send an image to the delay that is missing to fs / S")
  func image() {
    var impairments = Impairments()
    impairments.imbalance = QuadratureImbalance(
      gain: Decibels(si: 1), phase: Angle(degrees: 2))
    var frame = ideal([(1, 400)])
    chain(impairments).apply(to: &frame, firstChirp: 0)
    let power = spectrum(frame)
    let ratio = 10 * Double.log10(power[400] / power[sounder.samples - 400])
    // -20 log10(sqrt(e^2 + phi^2) / 2) for small errors: 1 dB is 0.122, 2 degrees are 0.0349. The
    // next order is a few per cent, 0.5 dB.
    let (gain, phase) = (0.122_018, 2 * Double.pi / 180)
    let expected = -20 * Double.log10((gain * gain + phase * phase).squareRoot() / 2)
    #expect(isClose(ratio, expected, within: 0.5), "\(ratio) dB, not \(expected) dB")
    #expect(isClose(ratio, 24, within: 0.6))
    // Nothing else appears.
    let rest = power.indices.filter { ![400, sounder.samples - 400].contains($0) }
    #expect(rest.allSatisfy { power[$0] < 1e-12 })
  }

  @Test("a converter adds A^2 2^(-2 b) / 3 to each branch and SQNR is 6.02 b + 1.76 dB")
  func quantisation() {
    for bits in [8, 12] {
      var impairments = Impairments()
      impairments.converter = Converter(
        gain: Decibels(si: 40), bits: bits, fullScale: Power(dBm: 10))
      // 10 dBm less 40 dB are 1 uW at the input: a tone just within the scale, not on a bin.
      let amplitude = 1e-3 * (1 - 1e-6)
      let frame = ideal([(amplitude, 401.37)])
      var converted = frame
      chain(impairments).apply(to: &converted, firstChirp: 0)
      let noise =
        zip(frame.samples, converted.samples).reduce(0) { $0 + ($1.0 - $1.1).lengthSquared }
        / Double(frame.samples.count)
      let expected = 2 * 1e-6 * Double.pow(2, -2 * Double(bits)) / 3
      // 4232 errors, nearly uniform: their mean square to 3 %; a full-scale tone dwells at its
      // crests, which adds some tenths of a decibel with 8 bits.
      #expect(isClose(10 * Double.log10(noise / expected), 0, within: 0.5))
      let ratio = 10 * Double.log10(1e-6 / noise)
      #expect(isClose(ratio, 6.02 * Double(bits) + 1.76, within: 0.5))
    }
  }

  @Test("beyond full scale the converter clips, within it errs by half a step at most")
  func clipping() {
    let converter = Converter(gain: Decibels(si: 0), bits: 10, fullScale: Power(watts: 1))
    var frame = ideal([(3, 300)])
    let before = frame.samples
    converter.apply(to: &frame)
    for (value, code) in zip(before, frame.samples) {
      #expect(abs(code.real) < 1 && abs(code.imaginary) < 1)
      if abs(value.real) < 1 { #expect(abs(value.real - code.real) <= 1 / 1024.0 + 1e-12) }
    }
    #expect(frame.samples.contains { $0.real == 1 - 1 / 1024.0 })
  }

  @Test("filters take from each beat what Butterworth's formula says, 3.01 dB at the corner")
  func filters() {
    let corner = 200 * step
    let top = 1500 * step
    for order in 1...4 {
      let filter = IFFilter(
        highPass: .init(corner: Frequency(hertz: corner), order: order),
        lowPass: .init(corner: Frequency(hertz: top), order: order))
      var impairments = Impairments()
      impairments.filter = filter
      for cells in [20.0, 200, 700, 1500, 2000] {
        var frame = ideal([(1, cells)])
        chain(impairments).apply(to: &frame, firstChirp: 0)
        let beat = cells * step
        let expected =
          1 / (1 + Double.pow(corner / beat, 2 * Double(order)))
          / (1 + Double.pow(beat / top, 2 * Double(order)))
        // On a bin the spectrum of the ramp is a single line.
        #expect(abs(spectrum(frame)[Int(cells)] - expected) < 1e-6 * expected)
        #expect(isClose(filter.response(at: beat).lengthSquared, expected, relative: 1e-12))
      }
    }
    // Between bins, under a window.
    var impairments = Impairments()
    impairments.filter = IFFilter(
      highPass: .init(corner: Frequency(hertz: corner), order: 1))
    let frame = ideal([(1, 150.5)])
    var passed = frame
    chain(impairments).apply(to: &passed, firstChirp: 0)
    let transform = DelayTransform(waveform: sounder, window: .blackmanHarris, workers: workers)
    let ratio =
      transform(passed).values[150].lengthSquared / transform(frame).values[150].lengthSquared
    let expected = 1 / (1 + Double.pow(200 / 150.5, 2))
    // The response changes by 0.2 % over the window's main lobe of four bins.
    #expect(isClose(10 * Double.log10(ratio / expected), 0, within: 0.05))
  }

  @Test("filters shape noise as they do signals")
  func filteredNoise() {
    var impairments = Impairments()
    impairments.filter = IFFilter(
      lowPass: .init(corner: Frequency(hertz: 1000 * step), order: 3))
    var frame = ideal([(0, 1)], chirps: 64)
    let noise = ThermalNoise(noiseFigure: Decibels(si: 15), seed: 1, link: 0)
    chain(impairments, noise: noise).apply(to: &frame, firstChirp: 0)
    let power = spectrum(frame)
    let perBin = noise.power(sampleRate: sounder.sampleRate) / Double(sounder.samples)
    func mean(_ bins: Range<Int>) -> Double {
      bins.reduce(0) { $0 + power[$1] } / Double(bins.count)
    }
    // 100 bins of 64 chirps: 1.3 % or 0.05 dB each, five times of which are left.
    #expect(isClose(10 * Double.log10(mean(100..<200) / perBin), 0, within: 0.25))
    #expect(isClose(10 * Double.log10(mean(980..<1020) / perBin), -3.01, within: 0.4))
    #expect(isClose(10 * Double.log10(mean(1950..<2050) / perBin), -18.1, within: 0.5))
  }

  @Test("leakage is a path at rest of its own delay, from all elements that send")
  func leakage() {
    var impairments = Impairments()
    impairments.leakage = Leakage(
      delay: TimeSpan(si: 3 * sounder.delayCell), level: Decibels(si: -20))
    var frame = ideal([(0, 1)], chirps: 4)
    chain(impairments, schedule: TransmitSchedule(dopplerDivision: [0, 1], subBands: 2))
      .apply(to: &frame, firstChirp: 0)
    let expected = ideal([(0.1, 3)])
    for chirp in 0..<4 {
      // Two elements in phase, then against each other.
      let factor = Complex(chirp.isMultiple(of: 2) ? 2.0 : 0)
      for sample in 0..<sounder.samples {
        let value = frame.samples[chirp * sounder.samples + sample]
        #expect((value - factor * expected.samples[sample]).length < 1e-9)
      }
    }
    // Between two radios there is none.
    var apart = ideal([(0, 1)])
    chain(impairments, impairments).apply(to: &apart, firstChirp: 0)
    #expect(apart.samples.allSatisfy { $0 == .zero })
  }
}

@Suite("Phase noise")
struct PhaseNoiseTests {
  private func impairments(_ spectrum: PhaseNoiseSpectrum) -> Impairments {
    var impairments = Impairments()
    impairments.phaseNoise = spectrum
    return impairments
  }

  /// White in the band of the ramp.
  private func flat(_ level: Double) -> PhaseNoiseSpectrum {
    PhaseNoiseSpectrum([.init(offset: Frequency(hertz: 1e6), level: NoiseDensity(si: level))])
  }

  @Test("the AWR1243's spectrum passes its points and falls by 20 dB a decade between them")
  func spectrum() {
    let spectrum = PhaseNoiseSpectrum.awr1243
    for (offset, level) in [
      (1e4, -93.0), (1e6, -93), (3.162_277_7e6, -103), (1e7, -113), (1e8, -120),
    ] {
      #expect(isClose(10 * Double.log10(spectrum.density(at: offset)), level, within: 1e-6))
    }
  }

  @Test(
    "one oscillator: the skirt of an echo is 4 sin^2(pi f tau) times its spectrum",
    // Ranges in metres and 10 log10(4 sin^2(pi f tau)) at 1 MHz.
    arguments: [(1.0, -27.6), (5, -13.6), (10, -7.6), (20, -1.8), (50, 4.8)])
  func rangeCorrelation(range: Double, reduction: Double) {
    let cells = (2 * range / PhysicalConstants.speedOfLight / sounder.delayCell).rounded()
    var frame = ideal([(1, cells)], chirps: 64)
    // So weak that the second order of the phase does not count.
    chain(impairments(flat(-113))).apply(to: &frame, firstChirp: 0)
    let power = spectrumOf(frame)
    let offset = Int((1e6 / step).rounded())
    let bins = offset - 20...offset + 20
    let expected = bins.reduce(0.0) { sum, bin in
      let sine = Double.sin(.pi * Double(bin) * step * cells * sounder.delayCell)
      return sum + 4 * sine * sine / 41
    }
    // Rounded to a cell, the nearest range is off by 1.2 % or 0.1 dB; so is the mean over the bins.
    #expect(isClose(10 * Double.log10(expected), reduction, within: 0.25))
    // 41 bins of 64 chirps: 2 % or 0.085 dB, of which the bound is three and a half.
    let skirt = bins.reduce(0) { $0 + power[Int(cells) + $1] } / 41
    let level = 10 * Double.log10(skirt / step / expected)
    #expect(isClose(level, -113, within: 0.3), "\(level) dB")
  }

  private func spectrumOf(_ frame: RadarFrame) -> [Double] { FMCWSensingTests.spectrum(frame) }

  @Test("two oscillators: the floor of a line of sight of -71 dBm is -121.5 dBm in a bin")
  func twoOscillators() {
    let cells = 667.0
    let amplitude = Power(dBm: -71).watts.squareRoot()
    var frame = ideal([(amplitude, cells)], chirps: 64)
    chain(impairments(.awr1243), impairments(.awr1243)).apply(to: &frame, firstChirp: 0)
    let power = spectrumOf(frame)
    let bins = [-1, 1].flatMap { side in (30...60).map { 667 + side * $0 } }
    let floor = bins.reduce(0) { $0 + power[$1] } / Double(bins.count)
    // -71 - 93 + 10 log10(8861 Hz) + 3.01; 62 bins of 64 chirps: 1.6 %.
    #expect(isClose(Power(watts: floor).dBm, -71 - 93 + 39.47 + 3.01, within: 0.3))
    // At 5 MHz the spectrum is 14 dB lower.
    let far = (550...570).reduce(0) { $0 + power[667 + $1] } / 21
    #expect(isClose(10 * Double.log10(floor / far), 13.9, within: 0.5))
  }

  @Test("what comes back at once has no phase noise; many paths have each its own share")
  func superposition() {
    let noise = impairments(flat(-105))
    let still = ideal([(1, 0)])
    var passed = still
    chain(noise).apply(to: &passed, firstChirp: 0)
    // Phasors times their own conjugates; what the noise has beyond the grid's band is left, of
    // second order in a phase of 0.024 rad.
    #expect(zip(still.samples, passed.samples).allSatisfy { ($0 - $1).length < 1e-3 })
    // The distortion is linear in the samples: the same noise on the sum as on the parts.
    let parts = [[(1.0, 300.3)], [(0.5, 1200.8)]].map { points in
      var frame = ideal(points)
      chain(noise).apply(to: &frame, firstChirp: 0)
      return frame.samples
    }
    var sum = ideal([(1, 300.3), (0.5, 1200.8)])
    chain(noise).apply(to: &sum, firstChirp: 0)
    for index in sum.samples.indices {
      #expect((sum.samples[index] - parts[0][index] - parts[1][index]).length < 1e-6)
    }
  }

  @Test("noise belongs to radio and chirp, whatever the frame and the number of threads")
  func addressing() {
    let noise = impairments(.awr1243)
    func run(first: Int, chirps: Int, threads: Int) -> [Complex<Double>] {
      var frame = ideal([(1, 500)], chirps: chirps)
      ReceiverChain(
        transmitter: (noise, 0), receiver: (noise, 1), power: Power(watts: 1), schedule: .single,
        thermalNoise: nil, seed: 3, workers: Workers(count: threads)
      ).apply(to: &frame, firstChirp: first)
      return frame.samples
    }
    let whole = run(first: 0, chirps: 9, threads: 2)
    #expect(whole == run(first: 0, chirps: 9, threads: 1))
    let row = sounder.samples
    #expect(Array(whole[5 * row..<9 * row]) == run(first: 5, chirps: 4, threads: 2))
    #expect(whole[0..<row] != whole[row..<2 * row])
  }
}
