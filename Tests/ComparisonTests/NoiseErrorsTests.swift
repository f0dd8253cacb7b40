// SPDX-License-Identifier: Apache-2.0

import Captures
import Comparison
import Foundation
import TestSupport
import Testing

@Suite("Noise of two records")
struct NoiseErrorsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("twice the noise is told as 3 dB, and echoes at some Doppler shifts are not taken for it")
  func level() throws {
    var synthetic = SyntheticRecord()
    synthetic.profile = { _, delay in
      1e-9 * SyntheticRecord.lobe(delay, at: 20e-9, cell: 250e-12)
    }
    let reference = try synthetic.write(to: folder.file("a.h5"))
    synthetic.noise *= 2
    synthetic.mover = { _ in (40e-9, 620, 1e-9) }
    let simulated = try synthetic.write(to: folder.file("b.h5"))
    let noise = try #require(try compared(reference, simulated).noise)
    // Single precision of the maps rounds at 1e-7.
    #expect(isClose(try #require(noise.level), 10 * log10(2), within: 1e-5))
    #expect(try #require(noise.shape) < 1e-5)
    #expect(isClose(noise.levels.reference, 1e-14, relative: 1e-6))
    #expect(noise.reference.count == 512)
  }

  @Test("a simulation whose noise was filtered is told by how its noise varies over delay")
  func shape() throws {
    let synthetic = SyntheticRecord()
    let reference = try synthetic.write(to: folder.file("a.h5"))
    var filtered = synthetic
    // Noise of the first fifth of the delays is weaker by 6.02 dB, as behind a high-pass.
    filtered.noise = 1e-14 / 4
    filtered.profile = { _, delay in delay < 102.4 * 250e-12 ? 0 : 0.75e-14 }
    filtered.isNoiseProfile = true
    let simulated = try filtered.write(to: folder.file("b.h5"))
    let comparison = try compared(reference, simulated)
    let noise = try #require(comparison.noise)
    #expect(isClose(try #require(noise.level), 0, within: 1e-5))
    // 103 of 512 cells are off.
    let expected = 20 * log10(2) * (103.0 / 512).squareRoot()
    #expect(isClose(try #require(noise.shape), expected, within: 1e-4))
    let metric = comparison.metrics.first { $0.key == "noise_shape_error_db" }
    #expect(metric?.value == noise.shape)
    #expect(comparison.findings.contains { $0.contains("The noise of the simulation's maps") })
  }

  @Test("nothing is told of the noise of records without any")
  func silent() throws {
    var synthetic = SyntheticRecord()
    let reference = try synthetic.write(to: folder.file("a.h5"))
    synthetic.noise = 0
    synthetic.profile = { _, delay in
      1e-9 * SyntheticRecord.lobe(delay, at: 20e-9, cell: 250e-12)
    }
    let simulated = try synthetic.write(to: folder.file("b.h5"))
    #expect(try compared(reference, simulated).noise == nil)
  }
}
