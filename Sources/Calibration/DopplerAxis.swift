// SPDX-License-Identifier: Apache-2.0

package import Spectra

/// The Doppler shifts of cells that are told apart by these, too, as those of delay-Doppler maps are.
///
/// Over M chirps behind a taper of the same form as that over a ramp, a path with the shift of y bins shows
/// in bin m with the amplitude G(y - m), which is real where phases are those in the middle of the chirps.
/// Shifts beyond the ends fold to the other end.
///
/// Physics primer, eq. 73.
package struct DopplerAxis: Sendable {
  /// The width of a bin in hertz, and how many there are.
  package let binWidth: Double
  package let bins: Int

  /// How many bins a cell has.
  package let binsPerCell: Int

  /// The shift of the first bin in hertz, positive approaching: half a cell below that of a map's first row,
  /// so that what rests lies in the middle of its cell and not on the edge between two.
  package let first: Double

  /// How many bins hold as much as one independent value of noise, and the noise of how many one bin has.
  let binsPerSample: Double
  package let noiseBandwidth: Double

  /// How a path shows in the bins around it.
  let pulse: PulseResponse

  /// Creates an axis.
  ///
  /// - Parameters:
  ///   - bins: How many bins a map has.
  ///   - binWidth: In hertz.
  ///   - binsPerCell: How many of them a cell has.
  ///   - firstRow: The shift of a map's first row, in hertz.
  ///   - taper: The taper over the chirps, as many as there are bins.
  package init(bins: Int, binWidth: Double, binsPerCell: Int, firstRow: Double, taper: Window) {
    self.bins = bins
    self.binWidth = binWidth
    self.binsPerCell = binsPerCell
    first = firstRow - Double(binsPerCell / 2) * binWidth
    let figures = WindowFigures(taper.weights(bins))
    binsPerSample = figures.binsPerSample
    noiseBandwidth = figures.noiseBandwidth
    pulse = PulseResponse(taper, samples: bins)
  }

  package var cells: Int { bins / binsPerCell }

  /// The bin that a row of a map is: shifts beyond the ends fold to the other one.
  package func place(ofRow row: Int) -> Int { (row + binsPerCell / 2) % bins }

  /// A bin in which a path shows, and with which amplitude.
  struct Height: Sendable {
    var bin: Int
    var value: Double
  }

  /// An amplitude below this one adds less than -80 dB of the path's power.
  private static let least = 1e-4

  /// The bins of whole cells that a path with a Doppler shift in hertz shows in.
  func heights(shift: Double) -> [Height] {
    let place = (shift - first) / binWidth
    let nearest = Int(place.rounded())
    let reach = min(PulseResponse.reach, (bins - 1) / 2)
    return (nearest - reach...nearest + reach).compactMap { unfolded in
      let bin = ((unfolded % bins) + bins) % bins
      let value = pulse(place - Double(unfolded)).value
      guard abs(value) > Self.least, bin < cells * binsPerCell else { return nil }
      return Height(bin: bin, value: value)
    }
  }
}
