// SPDX-License-Identifier: Apache-2.0

package import ComplexModule

/// The complex amplitude over channel, Doppler shift and delay in one window of slow time.
///
/// Channels are pairs of a transmit and a receive element, `transmit * receivers + receive`. A path
/// alone shows its received amplitude, with the phase that it has in the middle of the window.
package struct DelayDopplerCube: Sendable {
  /// The middle of the window in seconds.
  package var time: Double

  /// Ascending, in hertz; positive is approaching.
  package var dopplerShifts: [Double]

  /// In seconds.
  package var delays: [Double]
  package var channels: Int

  /// `[channel][Doppler][delay]` in square roots of watts.
  package var values: [Complex<Double>]

  package init(
    time: Double, dopplerShifts: [Double], delays: [Double], channels: Int,
    values: [Complex<Double>]
  ) {
    precondition(values.count == channels * dopplerShifts.count * delays.count)
    self.time = time
    self.dopplerShifts = dopplerShifts
    self.delays = delays
    self.channels = channels
    self.values = values
  }

  /// The amplitudes of all channels in one cell.
  package func snapshot(doppler: Int, delay: Int) -> [Complex<Double>] {
    (0..<channels).map { values[($0 * dopplerShifts.count + doppler) * delays.count + delay] }
  }

  /// The power in the mean over channels.
  package var map: DelayDopplerMap {
    let cells = dopplerShifts.count * delays.count
    var power = [Double](repeating: 0, count: cells)
    for channel in 0..<channels {
      for cell in 0..<cells { power[cell] += values[channel * cells + cell].lengthSquared }
    }
    return DelayDopplerMap(time: time, power: power.map { $0 / Double(max(1, channels)) })
  }
}
