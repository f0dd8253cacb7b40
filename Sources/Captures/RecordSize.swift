// SPDX-License-Identifier: Apache-2.0

/// How many bytes a record takes for what it keeps of paths and detections.
package enum RecordSize {
  /// The tables of the paths of one frame of a link.
  ///
  /// - Parameters:
  ///   - kept: How many paths there is room for.
  ///   - interactions: For how many interactions of each.
  /// - Returns: The size in bytes.
  package static func paths(_ kept: Int, interactions: Int) -> Int {
    // Identifier, delay, Doppler shift, power, range, velocity, two directions, two pairs of angles.
    let path = (6 + 2 * 3 + 2 * 2) * float64
    // What, on what, of what, and where.
    let interaction = 3 * int32 + 3 * float64
    // The frame's instant and the number of all paths.
    return kept * (path + interactions * interaction) + float64 + int32
  }

  /// The tables of what stands out of one map.
  ///
  /// - Parameters:
  ///   - kept: How many detections there is room for.
  ///   - actors: How many actors the scene has.
  /// - Returns: The size in bytes.
  package static func detections(_ kept: Int, actors: Int) -> Int {
    // Delay, Doppler shift, range, velocity, power, ratio, angles, direction and position.
    let detection = (6 + 2 + 3 + 3) * float64
    // Path, power, delay, Doppler shift and vertex; object, material and interaction.
    let label = (4 + 3) * float64 + 3 * int32
    // Of each actor power, delay and Doppler shift; the number of all detections.
    return kept * (detection + label) + actors * 3 * float64 + int32
  }

  private static var float64: Int { HDF5Storage.float64.bytes }
  private static var int32: Int { HDF5Storage.int32.bytes }
}
