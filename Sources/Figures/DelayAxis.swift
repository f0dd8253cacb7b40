// SPDX-License-Identifier: Apache-2.0

internal import Captures

/// The vertical axis of a picture over delay: nanoseconds on its left, metres on its right.
struct DelayAxis {
  /// The centre of the lowest row, in nanoseconds.
  let origin: Double
  /// The height of a row, in nanoseconds.
  let step: Double
  /// The commands that set both ranges.
  let ranges: String

  init(_ link: RecordedLink, rows: PictureRows) {
    let bin = (link.delays[1] - link.delays[0]) * 1e9
    step = bin * Double(rows.pooled)
    // Bin 0 is centred on delay zero.
    let bottom = (Double(rows.first) - 0.5) * bin
    let top = bottom + Double(rows.count) * step
    origin = bottom + step / 2
    let metres = 0.299_792_458 / (link.isMonostatic ? 2 : 1)
    ranges = """
      set yrange [\(bottom):\(top)]
      set y2range [\(bottom * metres):\(top * metres)]
      """
  }
}
