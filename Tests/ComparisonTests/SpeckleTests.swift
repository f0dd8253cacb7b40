// SPDX-License-Identifier: Apache-2.0

import Captures
import Comparison
import Foundation
import Randomness
import TestSupport
import Testing

@Suite("Speckle")
struct SpeckleTests {
  @Test("the level of one look is 2.51 dB low and varies by 5.57 dB")
  func oneLook() {
    let speckle = Speckle(looks: 1)
    // Euler's constant and pi^2/6, in dB.
    #expect(isClose(speckle.levelBias, -0.577_215_664_9 * 10 / log(10), within: 1e-6))
    let deviation = Double.pi / 6.0.squareRoot() * 10 / log(10)
    #expect(isClose(speckle.levelVariance.squareRoot(), deviation, within: 1e-6))
  }

  @Test("drawn means of looks have the bias and the variance that are told", arguments: [1, 3, 10])
  func moments(looks: Int) {
    var stream = RandomStream(seed: 3, stage: .resampling, index: UInt64(looks))
    let levels = (0..<20_000).map { _ in 10 * log10(gammaNumber(looks: looks, &stream)) }
    let mean = levels.reduce(0, +) / 20_000
    let variance = levels.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000
    let speckle = Speckle(looks: Double(looks))
    // Four standard errors of 20000 draws; the variance of a level of one look has a kurtosis of 5.4.
    #expect(
      isClose(mean, speckle.levelBias, within: 4 * (speckle.levelVariance / 20_000).squareRoot()))
    #expect(isClose(variance, speckle.levelVariance, relative: 4 * (4.4 / 20_000.0).squareRoot()))
  }

  @Test("the looks of a profile are told by its roughness", arguments: [1, 4, 16])
  func looks(looks: Int) {
    var stream = RandomStream(seed: 4, stage: .resampling, index: UInt64(looks))
    let powers = (0..<2000).map { exp(-Double($0) / 500) * gammaNumber(looks: looks, &stream) }
    let found = Speckle.estimate(
      powers, isUsable: powers.map { _ in true }, separation: 3)
    // The median of 2000 dependent ratios is known to about 4 %, the looks to twice that.
    #expect(isClose(found.looks, Double(looks), relative: 0.2))
  }

  @Test("intervals of the profile's error hold the truth in about 95 of 100 trials")
  func coverage() throws {
    let folder = try TemporaryFolder()
    var held = 0
    for trial in 0..<100 {
      var stream = RandomStream(seed: 5, stage: .resampling, index: UInt64(trial))
      // Clutter at rest: the same speckle in all frames. The simulation is 2 dB stronger.
      func record(_ gain: Double, _ name: String) throws -> Record {
        var record = SyntheticRecord()
        (record.frames, record.shifts) = (4, [0])
        let speckle = (0..<record.bins).map { _ in gammaNumber(looks: 2, &stream) }
        record.profile = { _, delay in
          gain * 1e-10 * exp(-delay / 60e-9) * speckle[Int((delay / 250e-12).rounded())]
        }
        return try record.write(to: folder.file(name))
      }
      let a = try record(1, "a.h5")
      let b = try record(pow(10, 0.2), "b.h5")
      if try compared(a, b).profileErrors.signedInterval?.contains(2) == true { held += 1 }
    }
    // A binomial number of 100 with 95 % is at least 88 with a probability of 99.9 %.
    #expect(held >= 88, "\(held)")
  }

  @Test("intervals of the total power hold the truth though clutter never moves")
  func totalPower() throws {
    let folder = try TemporaryFolder()
    var held = 0
    for trial in 0..<60 {
      var stream = RandomStream(seed: 6, stage: .resampling, index: UInt64(trial))
      func record(_ gain: Double, _ name: String) throws -> Record {
        var record = SyntheticRecord()
        (record.frames, record.shifts) = (3, [0])
        // Three cells share a sample, as behind a Blackman-Harris taper.
        let speckle = (0..<200).map { _ in gammaNumber(looks: 1, &stream) }
        record.profile = { _, delay in
          gain * 1e-10 * exp(-delay / 60e-9) * speckle[Int((delay / 250e-12).rounded()) / 3]
        }
        return try record.write(to: folder.file(name))
      }
      let a = try record(1, "a.h5")
      let b = try record(pow(10, 0.2), "b.h5")
      if try compared(a, b).totalPower.interval?.contains(2) == true { held += 1 }
    }
    // A binomial number of 60 with 95 % is at least 51 with a probability of 99.8 %.
    #expect(held >= 51, "\(held)")
  }

  @Test("a record and its multiple differ by the gain alone", arguments: [0.4, 3.52, 9.54])
  func multiple(decibels: Double) throws {
    let folder = try TemporaryFolder()
    var stream = RandomStream(seed: 15, stage: .resampling, index: 0)
    let speckle = (0..<512).map { _ in gammaNumber(looks: 3, &stream) }
    func record(_ gain: Double, _ name: String) throws -> Record {
      var record = SyntheticRecord()
      (record.frames, record.shifts, record.noise) = (3, [0], gain * record.noise)
      record.profile = { _, delay in
        gain * 1e-10 * exp(-delay / 12e-9) * speckle[Int((delay / 250e-12).rounded())]
      }
      return try record.write(to: folder.file(name))
    }
    let (a, b) = (try record(1, "a.h5"), try record(pow(10, decibels / 10), "b.h5"))
    let found = try compared(a, b).profileErrors
    // Records hold single precision.
    #expect(isClose(try #require(found.signed), decibels, within: 1e-5))
    #expect(isClose(found.looks.simulated, found.looks.reference, relative: 1e-5))
  }

  @Test("intervals of components hold the truth though the clutter around them never moves")
  func components() throws {
    let folder = try TemporaryFolder()
    var (gains, delays) = (0, 0)
    for trial in 0..<60 {
      var stream = RandomStream(seed: 16, stage: .resampling, index: UInt64(trial))
      // Five steady paths 17 dB above clutter of which three cells share a sample.
      func record(_ gain: Double, _ name: String) throws -> Record {
        var record = SyntheticRecord()
        (record.frames, record.shifts) = (3, [0])
        let clutter = (0..<200).map { _ in stream.normalPair() }
        record.profile = { _, delay in
          let (real, imaginary) = clutter[Int((delay / 250e-12).rounded()) / 3]
          let lobes = (1...5).reduce(0.0) {
            $0 + SyntheticRecord.lobe(delay, at: Double($1) * 18e-9, cell: 250e-12)
          }
          let field = 7 * lobes.squareRoot() + real / 2.0.squareRoot()
          return gain * 1e-10 * (field * field + imaginary * imaginary / 2)
        }
        return try record.write(to: folder.file(name))
      }
      let a = try record(1, "a.h5")
      let found = try compared(a, try record(pow(10, 0.2), "b.h5")).components
      if found.gainError?.interval?.contains(2) == true { gains += 1 }
      if found.delayError?.interval?.contains(0) == true { delays += 1 }
    }
    // As above.
    #expect(gains >= 51 && delays >= 51, "\(gains) \(delays)")
  }

  @Test(
    "looks that a record tells of make intervals that hold the truth and are no wider than they must be"
  )
  func toldLooks() throws {
    let folder = try TemporaryFolder()
    var (held, told, rough) = (0, 0.0, 0.0)
    for trial in 0..<60 {
      var stream = RandomStream(seed: 12, stage: .resampling, index: UInt64(trial))
      // Fourteen bins are too few for their roughness to tell anything.
      func record(_ gain: Double, looks: Double?, _ name: String) throws -> Record {
        var record = SyntheticRecord()
        (record.frames, record.shifts, record.bins, record.cell) = (3, [0], 14, 5e-9)
        record.integrated = IntegratedBins(looks: looks, delayError: 0)
        let speckle = (0..<14).map { _ in gammaNumber(looks: 25, &stream) }
        record.profile = { _, delay in
          gain * 1e-10 * exp(-delay / 60e-9) * speckle[Int((delay / 5e-9).rounded())]
        }
        return try record.write(to: folder.file(name))
      }
      let a = try record(1, looks: 25, "a.h5")
      let b = try record(pow(10, 0.2), looks: 25, "b.h5")
      let interval = try #require(try compared(a, b).totalPower.interval)
      held += interval.contains(2) ? 1 : 0
      told += (interval.high - interval.low) / 60
      let (c, d) = try (
        record(1, looks: nil, "c.h5"), record(pow(10, 0.2), looks: nil, "d.h5")
      )
      let wide = try #require(try compared(c, d).totalPower.interval)
      rough += (wide.high - wide.low) / 60
    }
    // A binomial number of 60 with 95 % is at least 51 with a probability of 99.8 %.
    #expect(held >= 51, "\(held)")
    // A level of 25 looks has a standard deviation of 0.88 dB, one of a single look 5.6 dB; sums of fourteen
    // bins are less than linear in that.
    #expect(told < rough / 2, "\(told) of \(rough)")
  }

  @Test("intervals of the common offsets hold the truth though clutter never moves")
  func offsets() throws {
    let folder = try TemporaryFolder()
    var (delays, gains, narrow) = (0, 0, 0)
    for trial in 0..<60 {
      var stream = RandomStream(seed: 8, stage: .resampling, index: UInt64(trial))
      // Clutter that begins at 20 ns, of one look, three cells to a sample; 0.75 ns later and 2 dB
      // stronger in the simulation.
      func record(_ cells: Int, _ gain: Double, _ name: String) throws -> Record {
        var record = SyntheticRecord()
        (record.frames, record.shifts, record.bins) = (4, [0], 256)
        let speckle = (0..<200).map { _ in gammaNumber(looks: 1, &stream) }
        record.profile = { _, delay in
          let cell = Int((delay / 250e-12).rounded()) - cells
          guard cell >= 80 else { return 0 }
          return gain * 1e-10 * exp(-Double(cell) * 250e-12 / 15e-9) * speckle[cell / 3]
        }
        return try record.write(to: folder.file(name))
      }
      let a = try record(0, 1, "a.h5")
      let b = try record(3, pow(10, 0.2), "b.h5")
      let offset = try #require(try compared(a, b).offset)
      delays += offset.delayInterval?.contains(0.75e-9) == true ? 1 : 0
      gains += offset.gainInterval?.contains(2) == true ? 1 : 0
      // From frames alone, all of which are the same, the interval would be nothing.
      if let interval = offset.delayInterval, interval.high - interval.low < 20e-12 { narrow += 1 }
    }
    // A binomial number of 60 with 95 % is at least 51 with a probability of 99.8 %.
    #expect(delays >= 51 && gains >= 51, "\(delays) and \(gains)")
    #expect(narrow == 0)
  }
}
