// SPDX-License-Identifier: Apache-2.0

/// What is the matter with a frame of a capture, as bits of a number.
package struct FrameFlags: OptionSet, Hashable, Sendable {
  package let rawValue: Int32

  package init(rawValue: Int32) { self.rawValue = rawValue }

  /// Frames before this one are missing.
  package static let afterGap = FrameFlags(rawValue: 1)

  /// All samples are those of the frame before: the recorder has written it twice.
  package static let repeated = FrameFlags(rawValue: 2)

  /// Whole chirps of a receiver are zero, as recorders write for what was lost.
  package static let filled = FrameFlags(rawValue: 4)
}
