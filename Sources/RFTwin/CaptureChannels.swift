// SPDX-License-Identifier: Apache-2.0

internal import ComplexModule
internal import InputDocuments
internal import Quantities
internal import RadarFrames

/// What the channels of a capture's arrays amplify and turn by, which is taken off.
struct CaptureChannels {
  /// The reciprocal of each channel's gain, all receivers of the first transmitter in turn first; nothing
  /// where channels are alike.
  private let factors: [Complex<Double>]

  /// Levels that a calibration may find, and that no typing error makes.
  private static let levels = Decibels(si: -60)...Decibels(si: 60)

  /// Reads `channels`: pairs of a level and a phase, or the file of a calibration that has them.
  ///
  /// - Parameters:
  ///   - node: The key; nil where it is not given.
  ///   - schedule: Whose turn each chirp is.
  ///   - receivers: How many receive.
  /// - Throws: `InputError` with file and line.
  init(
    _ node: InputNode?, schedule: TransmitSchedule, receivers: Int
  ) throws(InputError) {
    guard let node else {
      factors = []
      return
    }
    guard schedule.multiplexing == .timeDivision else {
      throw node.error(
        "'channels' goes with transmit elements that take turns; those that send at once (ddm) are"
          + " mixed in every chirp")
    }
    let rows = try Self.list(node)
    let turns = schedule.elements.count
    guard rows.count == turns * receivers else {
      throw node.error(
        "'channels' has \(rows.count) entries, but \(turns) transmit and \(receivers) receive"
          + " elements make \(turns * receivers) channels")
    }
    var factors: [Complex<Double>] = []
    for row in rows {
      let values = try row.list()
      guard values.count == 2 else {
        throw row.error("a channel is a level and a phase, such as [0.5 dB, -12 deg]")
      }
      let level: Decibels = try values[0].quantity()
      let phase: Angle = try values[1].quantity(in: Angle.plausible)
      guard Self.levels.contains(level) else {
        throw values[0].error("the level of a channel must be from -60 dB to 60 dB, not \(level)")
      }
      factors.append(Complex(length: 1 / level.amplitudeRatio, phase: -phase.radians))
    }
    self.factors = factors
  }

  private static func list(_ node: InputNode) throws(InputError) -> [InputNode] {
    guard node.isScalar else { return try node.list() }
    let path = TextFile.path(try node.string(), besideFile: node.file)
    let root = try InputNode.parse(TextFile.text(path), file: path).mapping()
    let rows = try root.required("channels").list()
    try root.finish()
    return rows
  }

  /// Takes the gains off a frame.
  func apply(to frame: inout RadarFrame) {
    guard !factors.isEmpty else { return }
    let width = frame.waveform.samples
    for index in frame.samples.indices {
      // Frames hold whole cycles, so turns begin anew with each.
      frame.samples[index] *= factors[index / width % factors.count]
    }
  }
}
