// SPDX-License-Identifier: Apache-2.0

import ComplexModule
import DelayDoppler
import Foundation
import Spatial
import Testing
import ToyScenes

@Suite("Doppler from first principles: range migration")
struct RangeMigrationTests {
  private let place = Vector3(24, 9, 1)
  private let velocity = Vector3(-6, 2, 0)

  private func range(_ time: Double) -> Double { (place + velocity * time).length }

  @Test("a point's peak follows its range over ten cells within 0.05 cell, for 512 chirps")
  func migration() throws {
    var toy = try ToyScene()
    try toy.add(
      centres: [.zero: squareMetre], "point", moving: .passing(place, velocity: velocity))
    toy.link(from: Vector3.zero, to: nil)
    let scene = try DopplerScene(toy, chirps: 512)
    let profiles = DelayTransform(
      waveform: scene.waveform, window: .hann, workers: DopplerScene.workers)(scene.frame())
    let (slope, cell) = (scene.waveform.slope.si, scene.waveform.delayCell)
    var worst = 0.0
    for (chirp, time) in scene.times.enumerated() {
      let delay = 2 * range(time) / lightSpeed
      let rate = 2 * velocity.dot((place + velocity * time).normalized) / lightSpeed
      // The beat in the middle of the ramp: a delay that changes moves it by the Doppler shift.
      let beat = slope * delay * (1 - rate) + scene.centre * rate
      let start = profiles.offset(chirp: chirp, channel: 0)
      let row = profiles.values[start..<start + profiles.delays.count].map(\.length)
      worst = max(worst, abs(peak(of: row) - beat / slope / cell))
    }
    #expect(worst < 0.05, "\(worst) cells")
    let moved = (range(scene.times[0]) - range(scene.times[511])) * 2 / lightSpeed / cell
    #expect(moved > 4, "\(moved) cells")
  }

  /// Where between bins the peak of a tone under Hann's window lies.
  ///
  /// Of the largest line and its larger neighbour, of the ratio a, the peak is (2 a - 1) / (a + 1)
  /// away: Jain, Collins and Davis, High-accuracy analog measurements via interpolated FFT, IEEE
  /// Trans. Instrum. Meas. 28 (1979), for this window.
  private func peak(of row: [Double]) -> Double {
    let top = (1..<row.count - 1).max { row[$0] < row[$1] } ?? 1
    let side = row[top + 1] > row[top - 1] ? 1 : -1
    let ratio = row[top + side] / row[top]
    return Double(top) + Double(side) * (2 * ratio - 1) / (ratio + 1)
  }
}
