// SPDX-License-Identifier: Apache-2.0

package import RadarFrames

/// What a file beside the samples tells of a capture; nil for what it leaves open.
package struct CaptureNotes: Hashable, Sendable {
  /// The file, as messages name it.
  package var file: String

  package var waveform: FMCWWaveform?

  /// Who sent when.
  package var schedule: TransmitSchedule?

  /// How many chirps a frame has, of all transmit elements together.
  package var chirps: Int?

  /// How many frames were to be recorded; nil also for a device that went on until it was stopped.
  package var frames: Int?

  /// From the start of a frame to that of the next, in seconds.
  package var period: Double?

  /// When the first frame started, in seconds.
  package var start: Double?
  package var receivers: Int?
  package var isComplex: Bool?

  /// How many LVDS lanes the device sent over.
  package var lanes: Int?
  package var isQuadratureFirst: Bool?

  /// Code k stands for (k + offset) step, in square roots of watts.
  package var step: Double?
  package var offset = 0.0

  package init(file: String) { self.file = file }

  /// What is needed for a waveform and frames and is not told, in the words of the format.
  package var missing: [String] = []
}
