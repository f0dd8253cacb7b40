// SPDX-License-Identifier: Apache-2.0

import Captures
import Comparison
import Foundation
import Randomness
import TestSupport
import Testing

@Suite("Records against each other")
struct LinkComparisonTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Three paths over a weak exponential tail, with a mover that approaches.
  private func courtyard(late: Double = 0, strong: Double = 0) -> SyntheticRecord {
    var record = SyntheticRecord()
    let gain = pow(10, strong / 10)
    record.profile = { _, delay in
      let paths = [(20e-9, 1e-9), (45.1e-9, 2e-10), (80e-9, 5e-11)].reduce(0.0) { sum, path in
        sum + path.1 * SyntheticRecord.lobe(delay, at: path.0 + late, cell: 250e-12)
      }
      let tail = delay > 15e-9 + late ? 1e-12 * exp(-(delay - late) / 20e-9) : 0
      return gain * (paths + tail)
    }
    record.mover = { frame in
      (60e-9 + late - Double(frame) * 0.6e-9, 620 + 10 * Double(frame), 3e-12 * gain)
    }
    return record
  }

  @Test("a record against itself differs in nothing, and all of it is matched")
  func itself() throws {
    let record = try courtyard().write(to: folder.file("a.h5"))
    let found = try compared(record, record)
    #expect(found.isPaired && found.frames.reference == 6)
    #expect(found.profileErrors.absolute == 0)
    #expect(found.profileErrors.count(.missed) == 0 && found.profileErrors.count(.extra) == 0)
    #expect(found.profileErrors.count(.compared) > 10)
    for statistic in [found.totalPower, found.meanDelay, found.delaySpread, found.kFactor] {
      #expect(statistic.difference == 0)
      #expect(statistic.interval?.contains(0) == true)
    }
    #expect(found.components.precision?.value == 1 && found.components.recall?.value == 1)
    #expect(found.components.matches.count == 3)
    #expect(found.components.absoluteDelayError?.value == 0)
    #expect(found.offset?.gain == 0)
    #expect(abs(found.offset?.delay ?? 1) < 1e-15)
    let maps = try #require(found.maps)
    #expect(maps.windows == 6)
    #expect(isClose(maps.correlation?.value ?? 0, 1, within: 1e-12))
    #expect(maps.transport?.value == 0 && maps.absoluteMovingShift?.value == 0)
    #expect(maps.movingPeaks.allSatisfy { $0.reference == $0.simulated && $0.reference != nil })
  }

  @Test("between sharp bins and those of a transform no common offset is told")
  func sharpBins() throws {
    var sharp = courtyard()
    sharp.integrated = IntegratedBins(looks: nil, delayError: 0)
    let transform = try courtyard(strong: 3).write(to: folder.file("b.h5"))
    let found = try compared(sharp.write(to: folder.file("a.h5")), transform)
    #expect(found.offset == nil)
    #expect(found.notes.contains { $0.contains("whose bins end sharply") })
    sharp.integrated = nil
    #expect(try compared(sharp.write(to: folder.file("c.h5")), transform).offset != nil)
  }

  @Test(
    "a known delay and gain are told and, when asked, taken out",
    arguments: [(0.0, 3.0), (1e-9, -2.0), (0.6e-9, 4.0), (-0.85e-9, 0.0)])
  func offsets(late: Double, strong: Double) throws {
    let a = try courtyard().write(to: folder.file("a.h5"))
    let b = try courtyard(late: late, strong: strong).write(to: folder.file("b.h5"))
    let plain = try compared(a, b)
    let offset = try #require(plain.offset)
    // A tenth of a cell; levels between cells follow the lobes but not the step of the tail, and
    // the floor cuts stronger lobes where they are wider.
    #expect(isClose(offset.delay, late, within: 25e-12))
    #expect(isClose(offset.gain, strong, within: 0.1))
    let aligned = try compared(a, b, align: AlignmentChoice(delay: true, gain: true))
    // The same reasons, and bands where the floor cuts what was stronger.
    #expect(abs(aligned.profileErrors.signed ?? 9) < 0.15)
    #expect(abs(aligned.totalPower.difference ?? 9) < 0.15)
    #expect(aligned.components.precision?.value == 1 && aligned.components.recall?.value == 1)
    #expect(aligned.components.absoluteDelayError?.value ?? 1 < 25e-12)
    #expect(aligned.components.absoluteGainError?.value ?? 9 < 0.15)
    // Components further apart than the gate of three cells are not the same.
    if abs(late) < 0.7e-9 {
      #expect(isClose(plain.components.delayError?.value ?? 1, late, within: 5e-12))
    }
    #expect(isClose(plain.totalPower.difference ?? 99, strong, within: 0.05))
  }

  @Test("exchanging the records changes the signs of the offsets and nothing else")
  func exchange() throws {
    var stream = RandomStream(seed: 11, stage: .resampling, index: 1)
    // Another delay by part of a cell, another gain, another noise, other speckle.
    func record(_ late: Double, _ gain: Double, noise: Double, _ name: String) throws -> Record {
      var record = SyntheticRecord()
      record.noise = noise
      let speckle = (0..<record.bins).map { _ in gammaNumber(looks: 3, &stream) }
      record.profile = { _, delay in
        let tail =
          delay > 15e-9 + late
          ? 1e-10 * exp(-(delay - late) / 20e-9) * speckle[Int((delay / 250e-12).rounded())] : 0
        return gain * (1e-9 * SyntheticRecord.lobe(delay, at: 20e-9 + late, cell: 250e-12) + tail)
      }
      return try record.write(to: folder.file(name))
    }
    let a = try record(0, 1, noise: 1e-14, "a.h5")
    let b = try record(0.6e-9, 1.7, noise: 3e-14, "b.h5")
    let (forth, back) = (
      try #require(try compared(a, b).offset), try #require(try compared(b, a).offset)
    )
    // Rounding of transforms, over the curvature of a correlation of a hundredth or so a cell.
    #expect(isClose(forth.delay, -back.delay, within: 1e-9 * 250e-12))
    #expect(isClose(forth.gain, -back.gain, within: 1e-8))
    #expect(abs(forth.delay) > 100e-12 && abs(forth.gain) > 1)
  }

  @Test("the delay spread and the mean delay of an exponential profile are its constant")
  func exponential() throws {
    let constants = (10e-9, 14e-9)
    func tail(_ constant: Double) -> SyntheticRecord {
      var record = SyntheticRecord()
      record.bins = 1600
      record.noise = 1e-22
      record.profile = { _, delay in 1e-9 * exp(-delay / constant) }
      return record
    }
    let a = try tail(constants.0).write(to: folder.file("a.h5"))
    let b = try tail(constants.1).write(to: folder.file("b.h5"))
    let found = try compared(a, b)
    // Sums of cells instead of integrals: (cell / constant)^2 / 24 of the spread, half a cell of the mean.
    #expect(isClose(found.delaySpread.reference ?? 0, constants.0, relative: 1e-3))
    #expect(isClose(found.delaySpread.simulated ?? 0, constants.1, relative: 1e-3))
    #expect(isClose(found.meanDelay.reference ?? 0, constants.0, within: 126e-12))
    #expect(isClose(found.meanDelay.difference ?? 0, 4e-9, within: 10e-12))
    // The total of a geometric row, each path counted once.
    let ratio = exp(-250e-12 / 14e-9)
    let level = 10 * log10(1e-9 / (1 - ratio) / 2.0044 * 1e3)
    #expect(isClose(found.totalPower.simulated ?? 0, level, within: 0.01))
  }

  @Test("a path that is gone is missed, and one that is new is extra")
  func missingPath() throws {
    var (with, without) = (SyntheticRecord(), SyntheticRecord())
    let lobe = { SyntheticRecord.lobe($0, at: $1, cell: 250e-12) }
    without.profile = { 1e-9 * lobe($1, 20e-9) + Double($0) * 0 }
    with.profile = { 1e-9 * lobe($1, 20e-9) + 1e-10 * lobe($1, 60e-9) + Double($0) * 0 }
    let a = try with.write(to: folder.file("a.h5"))
    let b = try without.write(to: folder.file("b.h5"))
    let missed = try compared(a, b)
    #expect(missed.components.recall?.value == 0.5 && missed.components.precision?.value == 1)
    #expect(missed.profileErrors.count(.missed) > 0 && missed.profileErrors.count(.extra) == 0)
    let extra = try compared(b, a)
    #expect(extra.components.recall?.value == 1 && extra.components.precision?.value == 0.5)
    #expect(extra.profileErrors.count(.extra) == missed.profileErrors.count(.missed))
    // 10 dB: a tenth of the power beside the line of sight.
    #expect(isClose(missed.kFactor.reference ?? 0, 10, within: 0.1))
    #expect(missed.kFactor.simulated == nil)
  }

  @Test("what is below the louder noise of both is left out")
  func floors() throws {
    var (quiet, loud) = (SyntheticRecord(), SyntheticRecord())
    for path in [20e-9, 60e-9] {
      let (before, strength) = (quiet.profile, path < 40e-9 ? 1e-9 : 1e-12)
      quiet.profile = {
        before($0, $1) + strength * SyntheticRecord.lobe($1, at: path, cell: 250e-12)
      }
    }
    loud.profile = { 1e-9 * SyntheticRecord.lobe($1, at: 20e-9, cell: 250e-12) + Double($0) * 0 }
    loud.noise = 1e-11
    let found = try compared(
      try quiet.write(to: folder.file("a.h5")), try loud.write(to: folder.file("b.h5")))
    #expect(found.profileErrors.count(.missed) == 0 && found.components.recall?.value == 1)
    #expect(abs(found.profileErrors.signed ?? 9) < 1e-3)
  }

  @Test("an echo that moves otherwise is late and fast by as much")
  func mover() throws {
    let a = courtyard()
    var b = a
    b.mover = { frame in (60.5e-9 - Double(frame) * 0.6e-9, 682 + 10 * Double(frame), 3e-12) }
    let found = try compared(
      try a.write(to: folder.file("a.h5")), try b.write(to: folder.file("b.h5")))
    let maps = try #require(found.maps)
    // Parabolas through three levels are exact for these lobes but for the noise beside them.
    #expect(isClose(maps.movingDelay?.value ?? 0, 0.5e-9, within: 5e-12))
    #expect(isClose(maps.movingShift?.value ?? 0, 62, within: 1))
    // Half a wavelength a cycle.
    #expect(isClose(found.metresPerCycle, 299_792_458 / 79e9 / 2, relative: 1e-12))
  }

  @Test("power moved along delay is transported by as much")
  func transport() {
    var (a, b) = ([Double](repeating: 0, count: 50), [Double](repeating: 0, count: 50))
    (a[10], a[20]) = (0.25, 0.75)
    (b[13], b[27]) = (0.25, 0.75)
    #expect(isClose(transportDistance(a, b), 0.25 * 3 + 0.75 * 7, within: 1e-12))
  }

  @Test("errors are told by kind of object where paths are named")
  func classes() throws {
    var a = SyntheticRecord()
    a.profile = {
      1e-9 * SyntheticRecord.lobe($1, at: 20e-9, cell: 250e-12)
        + 1e-10 * SyntheticRecord.lobe($1, at: 60e-9, cell: 250e-12) + Double($0) * 0
    }
    a.objects = ["tree-12/leaves", "tree-3/leaves", "wall"]
    func path(_ delay: Double, _ object: Int32?) -> RecordedPath {
      RecordedPath(
        identifier: UInt64(object ?? 9), delay: delay, dopplerShift: 0, power: 1e-10,
        interactions: object.map {
          [RecordedInteraction(kind: 2, object: $0, material: -1, vertex: .zero)]
        } ?? [])
    }
    a.paths = [path(60e-9, 1), path(20e-9, nil)]
    let record = try a.write(to: folder.file("a.h5"))
    let names = try #require(try compared(record, record).classes).map(\.name)
    #expect(names.contains("tree") && names.contains("line of sight"))
    #expect(!names.contains("wall"))
  }

  @Test("frames of other times are compared in the mean, and those of another clock in order")
  func times() throws {
    let a = try courtyard().write(to: folder.file("a.h5"))
    var later = courtyard()
    later.start = 1.7e9
    let found = try compared(a, try later.write(to: folder.file("b.h5")))
    #expect(found.isPaired && found.notes.contains { $0.contains("counted from the first frame") })
    later.start = 0.12
    later.framePeriod = 0.25
    later.frames = 5
    let apart = try compared(a, try later.write(to: folder.file("c.h5")))
    #expect(!apart.isPaired && apart.components.frames == 1)
  }
}
